//! Rows of inspections.

pub mod kit;
pub mod points;

use time::{Date, OffsetDateTime};

use crate::{
    inspections::plan::Plan,
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, InspectionId},
};

/// An inspection with what stands around it.
pub struct Inspection {
    pub id: InspectionId,
    pub contract: ContractId,
    pub contract_title: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub contractor: String,
    pub kind: String,
    pub mode: String,
    pub planned_on: Date,
    pub plan: Vec<u8>,
    pub planned_at: OffsetDateTime,
    pub planned_by: Option<String>,
    pub objection: Option<Vec<u8>>,
    pub objected_at: Option<OffsetDateTime>,
    pub objected_by: Option<String>,
    pub state: String,
    pub held_on: Option<Date>,
    pub result: Option<Vec<u8>>,
    pub settled_at: Option<OffsetDateTime>,
    pub settled_by: Option<String>,
}

pub async fn find(db: &mut Reads, id: InspectionId) -> sqlx::Result<Option<Inspection>> {
    sqlx::query_as!(
        Inspection,
        r#"select i.id as "id: InspectionId", i.contract_id as "contract: ContractId", c.title as contract_title, c.starts_on, c.ends_on, o.name as contractor,
             i.kind, i.mode, i.planned_on, i.plan, i.planned_at, p.name as "planned_by?", i.objection, i.objected_at, b.name as "objected_by?",
             i.state, i.held_on, i.result, i.settled_at, s.name as "settled_by?"
           from inspection i
           join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
           join contractor o on o.id = c.contractor_id
           left join account p on p.id = i.planned_by
           left join account b on b.id = i.objected_by
           left join account s on s.id = i.settled_by
           where i.ward_id = (select app_ward()) and i.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// An inspection in a list.
pub struct Listed {
    pub id: InspectionId,
    pub contract_title: String,
    pub kind: String,
    pub planned_on: Date,
    pub held_on: Option<Date>,
    pub state: String,
    /// Things to put right, and how many of them the ward has accepted.
    pub corrections: i64,
    pub accepted: i64,
}

pub async fn count(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from inspection where ward_id = (select app_ward()) and ($1::uuid is null or contract_id = $1)"#,
        contract.map(|id| id.0)
    )
    .fetch_one(db.conn())
    .await
}

/// A page of them, the latest day first.
pub async fn list(
    db: &mut Reads,
    contract: Option<ContractId>,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select i.id as "id: InspectionId", c.title as contract_title, i.kind, i.planned_on, i.held_on, i.state,
             (select count(*) from inspection_point p where p.ward_id = i.ward_id and p.inspection_id = i.id and p.result = 'correct') as "corrections!",
             (select count(*) from inspection_point p join inspection_answer a on a.ward_id = p.ward_id and a.point_id = p.id and a.decision = 'accepted'
               where p.ward_id = i.ward_id and p.inspection_id = i.id) as "accepted!"
           from inspection i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
           where i.ward_id = (select app_ward()) and ($1::uuid is null or i.contract_id = $1)
           order by coalesce(i.held_on, i.planned_on) desc, i.id limit $2 offset $3"#,
        contract.map(|id| id.0),
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// A contract in force whose data nobody has inspected in its fiscal year.
pub struct Uninspected {
    pub contract: ContractId,
    pub title: String,
    pub contractor: String,
    pub planned_on: Option<Date>,
}

pub async fn uninspected(db: &mut Reads, from: Date, to: Date) -> sqlx::Result<Vec<Uninspected>> {
    sqlx::query_as!(
        Uninspected,
        r#"select c.id as "contract: ContractId", c.title, o.name as contractor,
             (select min(i.planned_on) from inspection i where i.ward_id = c.ward_id and i.contract_id = c.id and i.kind = 'personal_data'
               and i.state = 'planned') as "planned_on?"
           from contract c join contractor o on o.id = c.contractor_id
           where c.ward_id = (select app_ward()) and c.state in ('signed', 'active', 'closing') and c.starts_on <= $2 and c.ends_on >= $1
             and not exists (select 1 from inspection i where i.ward_id = c.ward_id and i.contract_id = c.id and i.kind = 'personal_data'
               and i.state = 'held' and i.held_on between $1 and $2)
           order by c.title, c.id limit 100"#,
        from,
        to
    )
    .fetch_all(db.conn())
    .await
}

/// Who writes a row, for which contract, and when.
#[derive(Clone, Copy)]
pub struct Entry {
    pub inspection: InspectionId,
    pub contract: ContractId,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, entry: Entry, plan: &Plan, sealed: &[u8]) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into inspection (ward_id, id, contract_id, kind, mode, planned_on, plan, planned_at, planned_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        entry.inspection.0,
        entry.contract.0,
        plan.kind.code(),
        plan.mode.code(),
        plan.planned_on,
        sealed,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The contractor objects; false when it had, or when the inspection is over.
pub async fn object(db: &mut Writes, entry: Entry, sealed: &[u8]) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update inspection set objection = $2, objected_at = $3, objected_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and state = 'planned' and objection is null",
        entry.inspection.0,
        sealed,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ward writes down that it was held, or cancels it (`held_on` is `None`); false when it is over already.
pub async fn settle(
    db: &mut Writes,
    entry: Entry,
    held_on: Option<Date>,
    sealed: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update inspection set state = case when $2::date is null then 'cancelled' else 'held' end, held_on = $2, result = $3,
           settled_at = $4, settled_by = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and state = 'planned'",
        entry.inspection.0,
        held_on,
        sealed,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Contracts that may be inspected, with their titles: also those that are over (S3 別記 7(2)).
pub async fn contracts(db: &mut Reads) -> sqlx::Result<Vec<(ContractId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: ContractId", number || '　' || title as "title!" from contract
           where ward_id = (select app_ward()) and state <> 'draft' order by fiscal_year desc, number limit 500"#
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title)).collect())
}

/// The day of the last inspection of that kind.
pub async fn last_held(
    db: &mut Reads,
    contract: ContractId,
    kind: &str,
    before: Date,
) -> sqlx::Result<Option<Date>> {
    sqlx::query_scalar!(
        r#"select max(held_on) from inspection where ward_id = (select app_ward()) and contract_id = $1 and kind = $2 and held_on < $3"#,
        contract.0,
        kind,
        before
    )
    .fetch_one(db.conn())
    .await
}
