//! Contracts of guidance programmes and their targets.

use time::Date;
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, EnrolmentId, ParticipantId, ProgrammeVersionId},
};

/// A contract whose programme is a guidance.
pub struct GuidanceContract {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub contractor_name: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
    pub state: String,
    pub items: Vec<String>,
}

impl GuidanceContract {
    /// Signed and not on its way out: people may be taken in.
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "signed" | "active")
    }
}

pub async fn contract(db: &mut Reads, id: ContractId) -> sqlx::Result<Option<GuidanceContract>> {
    sqlx::query_as!(
        GuidanceContract,
        r#"select c.id as "id: ContractId", c.number, c.title, o.name as contractor_name, c.programme_version_id as "programme: ProgrammeVersionId",
                  c.starts_on, c.ends_on, c.state, c.items
           from contract c join contractor o on o.id = c.contractor_id
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           where c.ward_id = (select app_ward()) and c.id = $1 and v.definition->>'style' = 'guidance'"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A line of the list of contracts.
pub struct ContractLine {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub contractor_name: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub targets: i64,
    pub started: i64,
}

/// Every guidance contract the reader may see, the latest first.
pub async fn contracts(db: &mut Reads) -> sqlx::Result<Vec<ContractLine>> {
    sqlx::query_as!(
        ContractLine,
        r#"select c.id as "id: ContractId", c.number, c.title, o.name as contractor_name, c.starts_on, c.ends_on,
                  n.targets as "targets!", n.started as "started!"
           from contract c join contractor o on o.id = c.contractor_id
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           cross join lateral (select count(*) as targets, count(t.started_on) as started from guidance_target t
             where t.ward_id = c.ward_id and t.contract_id = c.id) n
           where c.ward_id = (select app_ward()) and v.definition->>'style' = 'guidance' and c.state <> 'draft'
           order by c.fiscal_year desc, c.number limit 200"#
    )
    .fetch_all(db.conn())
    .await
}

/// A target with its enrolment and the outcome of its latest call.
pub struct TargetRow {
    pub id: EnrolmentId,
    pub contract: ContractId,
    pub participant: ParticipantId,
    pub finding: String,
    pub by_hand: bool,
    pub selected_on: Date,
    pub started_on: Option<Date>,
    pub state: String,
    pub ended_on: Option<Date>,
    pub reason: Option<String>,
    /// Of the enrolment.
    pub version: i32,
    pub last_outcome: Option<String>,
    pub calls: i64,
}

/// The targets to which `$which` narrows all of the ward; `$which` goes on after `and`.
macro_rules! targets {
    ($which:literal, $value:expr) => {
        sqlx::query_as!(
            TargetRow,
            r#"select t.id as "id: EnrolmentId", t.contract_id as "contract: ContractId", t.participant_id as "participant: ParticipantId",
                      t.finding, t.by_hand, t.selected_on, t.started_on, e.state, e.ended_on, e.withdrawal_reason as reason, e.version,
                      (select k.outcome from guidance_call k where k.ward_id = t.ward_id and k.enrolment_id = t.id
                         order by k.called_at desc, k.id desc limit 1) as last_outcome,
                      (select count(*) from guidance_call k where k.ward_id = t.ward_id and k.enrolment_id = t.id) as "calls!"
               from guidance_target t join enrolment e on e.ward_id = t.ward_id and e.id = t.id
               where t.ward_id = (select app_ward()) and "#
                + $which,
            $value
        )
    };
}

pub async fn of_contract(db: &mut Reads, id: ContractId) -> sqlx::Result<Vec<TargetRow>> {
    targets!("t.contract_id = $1 order by t.id", id.0).fetch_all(db.conn()).await
}

pub async fn find(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Option<TargetRow>> {
    targets!("t.id = $1", id.0).fetch_optional(db.conn()).await
}

/// What is sealed of a target.
pub async fn sealed_of(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        "select sealed from guidance_target where ward_id = (select app_ward()) and id = $1",
        id.0
    )
    .fetch_one(db.conn())
    .await
}

/// The people who have a place under a contract now.
pub async fn live_people(db: &mut Reads, id: ContractId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select participant_id from enrolment where ward_id = (select app_ward()) and contract_id = $1 and state in ('waiting', 'enrolled')",
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Somebody who becomes a target: the enrolment and what makes it one.
pub struct NewTarget<'a> {
    pub id: EnrolmentId,
    pub contract: ContractId,
    pub participant: ParticipantId,
    pub on: Date,
    pub finding: &'a str,
    pub by_hand: bool,
    pub sealed: &'a [u8],
    pub by: AccountId,
}

pub async fn insert(db: &mut Writes, new: &NewTarget<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into enrolment (ward_id, id, contract_id, participant_id, state, applied_on, enrolled_on)
         values ((select app_ward()), $1, $2, $3, 'enrolled', $4, $4)",
        new.id.0,
        new.contract.0,
        new.participant.0,
        new.on
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "insert into guidance_target (ward_id, id, contract_id, participant_id, finding, by_hand, sealed, selected_on, selected_by)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.contract.0,
        new.participant.0,
        new.finding,
        new.by_hand,
        new.sealed,
        new.on,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The person takes part from that day on; false when a day stands already.
pub async fn start(db: &mut Writes, id: EnrolmentId, on: Date) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update guidance_target set started_on = $2 where ward_id = (select app_ward()) and id = $1 and started_on is null",
        id.0,
        on
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What is sealed of the enrolment itself.
pub async fn note_of(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!("select sealed from enrolment where ward_id = (select app_ward()) and id = $1", id.0)
        .fetch_one(db.conn())
        .await
}

/// How an enrolment ends; its note is sealed for `version + 1`.
pub struct Ending<'a> {
    /// `withdrawn` or `completed`.
    pub state: &'a str,
    pub on: Date,
    pub reason: Option<&'a str>,
    pub sealed: &'a [u8],
}

/// False when somebody else changed the enrolment since `version`.
pub async fn end(db: &mut Writes, id: EnrolmentId, version: i32, ending: &Ending<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update enrolment set state = $3, ended_on = $4, withdrawal_reason = $5, sealed = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'enrolled'",
        id.0,
        version,
        ending.state,
        ending.on,
        ending.reason,
        ending.sealed
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
