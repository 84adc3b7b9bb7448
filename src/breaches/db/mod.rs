//! Rows of breaches. What follows from them is in the file beside this one.

pub mod consequences;
pub mod payments;
pub mod sources;

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::forms::record::NewBreach;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, BreachId, ContractId, IncidentId, InspectionId},
};

/// A record with what stands around it.
pub struct Breach {
    pub id: BreachId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: String,
    pub kind: String,
    pub clause_label: String,
    pub clause_heading: Option<String>,
    pub text_kind: String,
    pub happened_on: Date,
    pub noticed_on: Date,
    pub incident: Option<IncidentId>,
    pub inspection: Option<InspectionId>,
    pub sealed: Vec<u8>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
}

pub async fn find(db: &mut Reads, id: BreachId) -> sqlx::Result<Option<Breach>> {
    sqlx::query_as!(
        Breach,
        r#"select b.id as "id: BreachId", b.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
             o.name as contractor, b.kind, k.label as clause_label, k.heading as clause_heading, s.kind as text_kind, b.happened_on, b.noticed_on,
             b.incident_id as "incident: IncidentId", b.inspection_id as "inspection: InspectionId", b.sealed, b.made_at, m.name as "made_by?"
           from breach b
           join contract c on c.ward_id = b.ward_id and c.id = b.contract_id
           join contractor o on o.id = c.contractor_id
           join clause k on k.ward_id = b.ward_id and k.id = b.clause_id
           join clause_set s on s.ward_id = k.ward_id and s.id = k.clause_set_id
           left join account m on m.id = b.made_by
           where b.ward_id = (select app_ward()) and b.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A record in a list.
pub struct Listed {
    pub id: BreachId,
    pub contract_title: String,
    pub kind: String,
    pub noticed_on: Date,
}

pub async fn count(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from breach where ward_id = (select app_ward()) and ($1::uuid is null or contract_id = $1)"#,
        contract.map(|id| id.0)
    )
    .fetch_one(db.conn())
    .await
}

/// A page of them, the latest first.
pub async fn list(
    db: &mut Reads,
    contract: Option<ContractId>,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select b.id as "id: BreachId", c.title as contract_title, b.kind, b.noticed_on
           from breach b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id
           where b.ward_id = (select app_ward()) and ($1::uuid is null or b.contract_id = $1)
           order by b.noticed_on desc, b.id limit $2 offset $3"#,
        contract.map(|id| id.0),
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// How a consequence of a listed record stands.
pub struct Brief {
    pub breach: BreachId,
    pub kind: String,
    pub state_by: Option<Date>,
    pub stated: bool,
    pub outcome: Option<String>,
}

pub async fn briefs(db: &mut Reads, listed: &[Listed]) -> sqlx::Result<Vec<Brief>> {
    let ids: Vec<Uuid> = listed.iter().map(|one| one.id.0).collect();
    sqlx::query_as!(
        Brief,
        r#"select q.breach_id as "breach: BreachId", q.kind, q.state_by, s.id is not null as "stated!", d.outcome as "outcome?"
           from consequence q
           left join consequence_statement s on s.ward_id = q.ward_id and s.consequence_id = q.id
           left join consequence_decision d on d.ward_id = q.ward_id and d.consequence_id = q.id
           where q.ward_id = (select app_ward()) and q.breach_id = any ($1) order by q.made_at, q.id"#,
        &ids
    )
    .fetch_all(db.conn())
    .await
}

/// Who writes a row, for which contract, and when.
#[derive(Clone, Copy)]
pub struct Entry {
    pub contract: ContractId,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(
    db: &mut Writes,
    id: BreachId,
    entry: Entry,
    (new, sealed): (&NewBreach, &[u8]),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into breach (ward_id, id, contract_id, kind, clause_id, happened_on, noticed_on, incident_id, inspection_id, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        entry.contract.0,
        new.kind.code(),
        new.clause.0,
        new.happened_on,
        new.noticed_on,
        new.incident.map(|id| id.0),
        new.inspection.map(|id| id.0),
        sealed,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
