//! What was recorded of targets: calls, contacts, the doctor's instructions, laboratory values.

use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::targets::TargetRow;
use crate::{
    guidance::readings::Readings,
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, EnrolmentId, GuidanceResultId},
};

/// An attempt to reach somebody.
pub struct CallRow {
    pub id: Uuid,
    pub called_at: OffsetDateTime,
    pub outcome: String,
    pub sealed: Vec<u8>,
    pub by: Option<String>,
}

/// The latest first.
pub async fn calls(db: &mut Reads, target: EnrolmentId) -> sqlx::Result<Vec<CallRow>> {
    sqlx::query_as!(
        CallRow,
        r#"select k.id, k.called_at, k.outcome, k.sealed, a.name as "by?" from guidance_call k left join account a on a.id = k.done_by
           where k.ward_id = (select app_ward()) and k.enrolment_id = $1 order by k.called_at desc, k.id desc"#,
        target.0
    )
    .fetch_all(db.conn())
    .await
}

/// The plain part of a call.
pub struct CallLine {
    pub target: EnrolmentId,
    pub called_at: OffsetDateTime,
    pub outcome: String,
}

/// Every call of a contract in one statement, oldest first.
pub async fn calls_of_contract(db: &mut Reads, id: ContractId) -> sqlx::Result<Vec<CallLine>> {
    sqlx::query_as!(
        CallLine,
        r#"select enrolment_id as "target: EnrolmentId", called_at, outcome from guidance_call
           where ward_id = (select app_ward()) and contract_id = $1 order by called_at, id"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Who writes, and when.
#[derive(Clone, Copy)]
pub struct Hand {
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert_call(
    db: &mut Writes,
    id: Uuid,
    target: &TargetRow,
    (called_at, outcome, sealed): (OffsetDateTime, &str, &[u8]),
    hand: Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into guidance_call (ward_id, id, contract_id, enrolment_id, participant_id, called_at, outcome, sealed, done_by, recorded_at)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        target.contract.0,
        target.id.0,
        target.participant.0,
        called_at,
        outcome,
        sealed,
        hand.by.0,
        hand.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The plain part of a contact.
pub struct ContactLine {
    pub target: EnrolmentId,
    pub planned: String,
    pub done_on: Date,
    pub means: String,
    pub minutes: i32,
}

/// Every contact of a contract in one statement.
pub async fn contacts_of_contract(db: &mut Reads, id: ContractId) -> sqlx::Result<Vec<ContactLine>> {
    sqlx::query_as!(
        ContactLine,
        r#"select enrolment_id as "target: EnrolmentId", planned, done_on, means, minutes from guidance_contact
           where ward_id = (select app_ward()) and contract_id = $1 order by enrolment_id, done_on, id"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// A contact, whole.
pub struct ContactRow {
    pub id: Uuid,
    pub planned: String,
    pub done_on: Date,
    pub means: String,
    pub minutes: i32,
    pub sealed: Vec<u8>,
    pub by: Option<String>,
    pub recorded_at: OffsetDateTime,
    pub version: i32,
}

pub async fn contacts(db: &mut Reads, target: EnrolmentId) -> sqlx::Result<Vec<ContactRow>> {
    sqlx::query_as!(
        ContactRow,
        r#"select g.id, g.planned, g.done_on, g.means, g.minutes, g.sealed, a.name as "by?", g.recorded_at, g.version
           from guidance_contact g left join account a on a.id = g.done_by
           where g.ward_id = (select app_ward()) and g.enrolment_id = $1 order by g.done_on, g.id"#,
        target.0
    )
    .fetch_all(db.conn())
    .await
}

/// What is written of a contact.
pub struct Contacted<'a> {
    pub planned: &'a str,
    pub done_on: Date,
    pub means: &'a str,
    pub minutes: i32,
    pub sealed: &'a [u8],
}

pub async fn insert_contact(
    db: &mut Writes,
    id: Uuid,
    target: &TargetRow,
    contact: &Contacted<'_>,
    hand: Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into guidance_contact (ward_id, id, contract_id, enrolment_id, participant_id, planned, done_on, means, minutes, sealed, done_by, recorded_at)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id,
        target.contract.0,
        target.id.0,
        target.participant.0,
        contact.planned,
        contact.done_on,
        contact.means,
        contact.minutes,
        contact.sealed,
        hand.by.0,
        hand.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed it since `version`; the words are sealed for `version + 1`.
pub async fn update_contact(
    db: &mut Writes,
    (id, version): (Uuid, i32),
    contact: &Contacted<'_>,
    hand: Hand,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update guidance_contact set done_on = $3, means = $4, minutes = $5, sealed = $6, done_by = $7, recorded_at = $8, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id,
        version,
        contact.done_on,
        contact.means,
        contact.minutes,
        contact.sealed,
        hand.by.0,
        hand.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An instruction of the person's doctor.
pub struct InstructionRow {
    pub id: Uuid,
    pub given_on: Date,
    pub sealed: Vec<u8>,
    pub by: Option<String>,
}

/// The latest first.
pub async fn instructions(db: &mut Reads, target: EnrolmentId) -> sqlx::Result<Vec<InstructionRow>> {
    sqlx::query_as!(
        InstructionRow,
        r#"select i.id, i.given_on, i.sealed, a.name as "by?" from guidance_instruction i left join account a on a.id = i.done_by
           where i.ward_id = (select app_ward()) and i.enrolment_id = $1 order by i.given_on desc, i.id desc"#,
        target.0
    )
    .fetch_all(db.conn())
    .await
}

pub async fn insert_instruction(
    db: &mut Writes,
    id: Uuid,
    target: &TargetRow,
    (given_on, sealed): (Date, &[u8]),
    hand: Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into guidance_instruction (ward_id, id, contract_id, enrolment_id, participant_id, given_on, sealed, done_by, recorded_at)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        target.contract.0,
        target.id.0,
        target.participant.0,
        given_on,
        sealed,
        hand.by.0,
        hand.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The values of a day.
pub struct ResultRow {
    pub id: GuidanceResultId,
    pub target: EnrolmentId,
    pub taken_on: Date,
    pub source: String,
    pub figures: Json<Readings>,
    pub version: i32,
}

/// The values to which `$which` narrows all of the ward, oldest first.
macro_rules! results {
    ($which:literal, $value:expr) => {
        sqlx::query_as!(
            ResultRow,
            r#"select id as "id: GuidanceResultId", enrolment_id as "target: EnrolmentId", taken_on, source, figures as "figures: Json<Readings>", version
               from guidance_result where ward_id = (select app_ward()) and "#
                + $which
                + " order by enrolment_id, taken_on",
            $value
        )
    };
}

pub async fn results(db: &mut Reads, target: EnrolmentId) -> sqlx::Result<Vec<ResultRow>> {
    results!("enrolment_id = $1", target.0).fetch_all(db.conn()).await
}

pub async fn results_of_contract(db: &mut Reads, id: ContractId) -> sqlx::Result<Vec<ResultRow>> {
    results!("contract_id = $1", id.0).fetch_all(db.conn()).await
}

/// `source`: `checkup` for the ward's data, `clinic` for what the contractor learned.
pub async fn insert_result(
    db: &mut Writes,
    id: GuidanceResultId,
    (contract, target, participant): (ContractId, EnrolmentId, crate::vocab::ids::ParticipantId),
    (taken_on, source, figures): (Date, &str, &Readings),
    hand: Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into guidance_result (ward_id, id, contract_id, enrolment_id, participant_id, taken_on, source, figures, done_by, recorded_at)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        contract.0,
        target.0,
        participant.0,
        taken_on,
        source,
        Json(figures) as _,
        hand.by.0,
        hand.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed it since `version`, or it is the ward's.
pub async fn update_result(
    db: &mut Writes,
    (id, version): (GuidanceResultId, i32),
    (taken_on, figures): (Date, &Readings),
    hand: Hand,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update guidance_result set taken_on = $3, figures = $4, done_by = $5, recorded_at = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and source = 'clinic'",
        id.0,
        version,
        taken_on,
        Json(figures) as _,
        hand.by.0,
        hand.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
