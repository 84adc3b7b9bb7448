//! Rows of consents: one statement each, and what is sealed in them.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::given::Given;
use crate::{
    kit::db::{Reads, Writes},
    sealing::Sealable,
    vocab::ids::{
        AccountId, ConsentId, ContractId, CourseId, EnrolmentId, ParticipantId, ProgrammeVersionId,
    },
};

/// Who explained, and which family member answered.
#[derive(Serialize, Deserialize)]
pub struct ConsentWords {
    pub explained_by: String,
    pub family: String,
}

impl Sealable for ConsentWords {
    const TABLE: &'static str = "consent";
}

/// Why it was taken back.
#[derive(Serialize, Deserialize)]
pub struct Withdrawal {
    pub reason: String,
}

impl Sealable for Withdrawal {
    const TABLE: &'static str = "consent.withdrawal";
}

/// One answer.
pub struct Consent {
    pub id: ConsentId,
    pub participant: ParticipantId,
    pub enrolment: EnrolmentId,
    pub course: Option<CourseId>,
    pub kind: String,
    pub agreed: bool,
    pub given_by: String,
    pub explained_on: Date,
    pub answered_on: Date,
    pub sealed: Vec<u8>,
    pub recorded_by: Option<String>,
    pub recorded_at: OffsetDateTime,
    pub withdrawn_on: Option<Date>,
    pub withdrawal: Option<Vec<u8>>,
}

/// Every answer of an enrolment, the latest of each kind first.
pub async fn of_enrolment(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Vec<Consent>> {
    sqlx::query_as!(
        Consent,
        r#"select c.id as "id: ConsentId", c.participant_id as "participant: ParticipantId",
             c.enrolment_id as "enrolment: EnrolmentId", e.course_id as "course: CourseId", c.kind, c.agreed, c.given_by, c.explained_on, c.answered_on,
             c.sealed, a.name as "recorded_by?", c.recorded_at, c.withdrawn_on, c.withdrawal
           from consent c join enrolment e on e.ward_id = c.ward_id and e.id = c.enrolment_id left join account a on a.id = c.recorded_by
           where c.ward_id = (select app_ward()) and c.enrolment_id = $1 order by c.kind, c.answered_on desc, c.recorded_at desc, c.id desc"#,
        enrolment.0
    )
    .fetch_all(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: ConsentId) -> sqlx::Result<Option<Consent>> {
    sqlx::query_as!(
        Consent,
        r#"select c.id as "id: ConsentId", c.participant_id as "participant: ParticipantId",
             c.enrolment_id as "enrolment: EnrolmentId", e.course_id as "course: CourseId", c.kind, c.agreed, c.given_by, c.explained_on, c.answered_on,
             c.sealed, a.name as "recorded_by?", c.recorded_at, c.withdrawn_on, c.withdrawal
           from consent c join enrolment e on e.ward_id = c.ward_id and e.id = c.enrolment_id left join account a on a.id = c.recorded_by
           where c.ward_id = (select app_ward()) and c.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The version of the programme a contract is bound to.
pub async fn programme(db: &mut Reads, contract: ContractId) -> sqlx::Result<ProgrammeVersionId> {
    sqlx::query_scalar!(
        r#"select programme_version_id as "id: ProgrammeVersionId" from contract where ward_id = (select app_ward()) and id = $1"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

pub struct New<'a> {
    pub id: ConsentId,
    pub contract: ContractId,
    pub participant: ParticipantId,
    pub enrolment: EnrolmentId,
    pub kind: &'a str,
    pub required: bool,
    pub given: &'a Given,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &New<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into consent (ward_id, id, contract_id, participant_id, enrolment_id, kind, required, agreed, given_by, explained_on, answered_on,
           sealed, recorded_by, recorded_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        new.id.0,
        new.contract.0,
        new.participant.0,
        new.enrolment.0,
        new.kind,
        new.required,
        new.given.agreed,
        new.given.by.code(),
        new.given.explained_on,
        new.given.answered_on,
        new.sealed,
        new.by.0,
        new.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Takes an answer back; false when it was taken back already.
pub async fn withdraw(
    db: &mut Writes,
    id: ConsentId,
    on: Date,
    sealed: &[u8],
    by: AccountId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update consent set withdrawn_on = $2, withdrawal = $3, withdrawn_by = $4
         where ward_id = (select app_ward()) and id = $1 and agreed and withdrawn_on is null",
        id.0,
        on,
        sealed,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
