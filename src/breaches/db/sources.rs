//! What a new record may name: the clauses its contract carries, its incidents and its inspections.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::Reads,
    vocab::ids::{ClauseId, ContractId, IncidentId, InspectionId},
};

pub struct ClauseLine {
    pub id: ClauseId,
    pub set: Uuid,
    pub number: i32,
    pub label: String,
    pub heading: Option<String>,
    /// Of its text: `clauses` or `specification`.
    pub kind: String,
}

/// The clauses of all texts that a contract carries now, in their order.
pub async fn clauses(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<ClauseLine>> {
    sqlx::query_as!(
        ClauseLine,
        r#"select c.id as "id: ClauseId", c.clause_set_id as set, c.number, c.label, c.heading, s.kind
           from contract_text t join clause_set s on s.ward_id = t.ward_id and s.id = t.clause_set_id
           join clause c on c.ward_id = t.ward_id and c.clause_set_id = t.clause_set_id
           where t.ward_id = (select app_ward()) and t.contract_id = $1 and t.ended_at is null
           order by s.kind, t.applied_at, t.id, c.number"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct IncidentLine {
    pub id: IncidentId,
    pub kind: String,
    pub happened_at: OffsetDateTime,
}

pub struct InspectionLine {
    pub id: InspectionId,
    pub kind: String,
    pub held_on: Date,
}

pub struct Sources {
    pub clauses: Vec<ClauseLine>,
    pub incidents: Vec<IncidentLine>,
    pub inspections: Vec<InspectionLine>,
}

/// Incidents and inspections the latest first, at most a hundred of each.
pub async fn sources(db: &mut Reads, contract: ContractId) -> sqlx::Result<Sources> {
    let clauses = clauses(db, contract).await?;
    let incidents = sqlx::query_as!(
        IncidentLine,
        r#"select id as "id: IncidentId", kind, happened_at from incident
           where ward_id = (select app_ward()) and contract_id = $1 order by happened_at desc, id limit 100"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    let inspections = sqlx::query_as!(
        InspectionLine,
        r#"select id as "id: InspectionId", kind, held_on as "held_on!" from inspection
           where ward_id = (select app_ward()) and contract_id = $1 and state = 'held' order by held_on desc, id limit 100"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(Sources { clauses, incidents, inspections })
}
