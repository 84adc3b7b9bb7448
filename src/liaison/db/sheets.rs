//! Sheets and their histories.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{CentreId, ContractId, CourseId, EnrolmentId, LiaisonSheetId, ParticipantId},
};

/// A sheet with the course whose key seals it. Each blob stays as it was sealed, for the version beside it.
#[derive(Clone)]
pub struct Sheet {
    pub id: LiaisonSheetId,
    pub contract: ContractId,
    pub enrolment: EnrolmentId,
    pub course: Option<CourseId>,
    pub participant: ParticipantId,
    pub centre: CentreId,
    pub kind: String,
    pub state: String,
    pub sealed: Vec<u8>,
    pub sealed_version: i32,
    pub snapshot: Option<Vec<u8>>,
    pub snapshot_version: Option<i32>,
    pub answer: Option<Vec<u8>>,
    pub answer_version: Option<i32>,
    pub answer_due_on: Option<Date>,
    pub sent_at: Option<OffsetDateTime>,
    pub opened_at: Option<OffsetDateTime>,
    pub opened_by: Option<Uuid>,
    pub answered_at: Option<OffsetDateTime>,
    pub closed_at: Option<OffsetDateTime>,
    pub version: i32,
}

pub async fn find(db: &mut Reads, id: LiaisonSheetId) -> sqlx::Result<Option<Sheet>> {
    sqlx::query_as!(
        Sheet,
        r#"select s.id as "id: LiaisonSheetId", s.contract_id as "contract: ContractId", s.enrolment_id as "enrolment: EnrolmentId",
                  e.course_id as "course: CourseId", s.participant_id as "participant: ParticipantId", s.centre_id as "centre: CentreId",
                  s.kind, s.state, s.sealed, s.sealed_version, s.snapshot, s.snapshot_version, s.answer, s.answer_version, s.answer_due_on,
                  s.sent_at, s.opened_at, s.opened_by, s.answered_at, s.closed_at, s.version
           from liaison_sheet s join enrolment e on e.ward_id = s.ward_id and e.id = s.enrolment_id
           where s.ward_id = (select app_ward()) and s.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The draft that stands open for a person, so that nobody begins a second one.
pub async fn open_draft(
    db: &mut Reads,
    enrolment: EnrolmentId,
    kind: &str,
) -> sqlx::Result<Option<LiaisonSheetId>> {
    let id = sqlx::query_scalar!(
        "select id from liaison_sheet where ward_id = (select app_ward()) and enrolment_id = $1 and kind = $2 and state = 'draft' limit 1",
        enrolment.0,
        kind
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(id.map(LiaisonSheetId))
}

/// One line of the inbox.
pub struct Listed {
    pub id: LiaisonSheetId,
    pub participant: ParticipantId,
    pub course: Option<CourseId>,
    pub enrolment: EnrolmentId,
    pub kind: String,
    pub state: String,
    pub contractor: String,
    pub centre_name: String,
    pub title: String,
    pub answer_due_on: Option<Date>,
    pub sealed: Vec<u8>,
    pub sealed_version: i32,
}

/// The sheets this person may see, unread ones first, then by the day an answer is due. `state` empty: all;
/// `participant`: that person's.
pub async fn list(
    db: &mut Reads,
    state: &str,
    participant: Option<ParticipantId>,
    offset: i64,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select s.id as "id: LiaisonSheetId", s.participant_id as "participant: ParticipantId", e.course_id as "course: CourseId",
                  s.enrolment_id as "enrolment: EnrolmentId", s.kind, s.state, o.name as contractor, h.name as centre_name,
                  coalesce(k.name, c.title) as "title!", s.answer_due_on, s.sealed, s.sealed_version
           from liaison_sheet s
           join enrolment e on e.ward_id = s.ward_id and e.id = s.enrolment_id
           join contract c on c.ward_id = s.ward_id and c.id = s.contract_id
           join contractor o on o.id = c.contractor_id
           join centre h on h.ward_id = s.ward_id and h.id = s.centre_id
           left join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where s.ward_id = (select app_ward()) and ($1 = '' or s.state = $1) and ($2::uuid is null or s.participant_id = $2)
           order by s.state = 'sent' desc, s.state = 'opened' desc, s.state in ('closed', 'withdrawn'), s.answer_due_on nulls last, s.sent_at desc, s.id
           limit 50 offset $3"#,
        state,
        participant.map(|person| person.0),
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, state: &str, participant: Option<ParticipantId>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from liaison_sheet s join enrolment e on e.ward_id = s.ward_id and e.id = s.enrolment_id
           where s.ward_id = (select app_ward()) and ($1 = '' or s.state = $1) and ($2::uuid is null or s.participant_id = $2)"#,
        state,
        participant.map(|person| person.0)
    )
    .fetch_one(db.conn())
    .await
}

pub struct NewSheet<'a> {
    pub id: LiaisonSheetId,
    pub contract: ContractId,
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub centre: CentreId,
    pub kind: &'a str,
    pub direction: &'a str,
    pub sealed: &'a [u8],
    pub answer_due_on: Option<Date>,
    pub made_by: Uuid,
    pub made_at: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewSheet<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into liaison_sheet (ward_id, id, contract_id, enrolment_id, participant_id, centre_id, kind, direction, sealed, answer_due_on, made_by, made_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.0,
        new.contract.0,
        new.enrolment.0,
        new.participant.0,
        new.centre.0,
        new.kind,
        new.direction,
        new.sealed,
        new.answer_due_on,
        new.made_by,
        new.made_at
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Writes every changeable column of a sheet; `version` is the one that was read. False when somebody was quicker.
pub async fn update(db: &mut Writes, sheet: &Sheet, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update liaison_sheet set state = $3, sealed = $4, snapshot = $5, answer = $6, answer_due_on = $7, sent_at = $8, opened_at = $9,
                opened_by = $10, answered_at = $11, closed_at = $12, version = $13, sealed_version = $14, snapshot_version = $15, answer_version = $16
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        sheet.id.0,
        version,
        sheet.state,
        sheet.sealed,
        sheet.snapshot,
        sheet.answer,
        sheet.answer_due_on,
        sheet.sent_at,
        sheet.opened_at,
        sheet.opened_by,
        sheet.answered_at,
        sheet.closed_at,
        sheet.version,
        sheet.sealed_version,
        sheet.snapshot_version,
        sheet.answer_version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub struct NewEvent<'a> {
    pub id: Uuid,
    pub act: &'a str,
    pub at: OffsetDateTime,
    pub account: Uuid,
    pub organisation: &'a str,
    pub sealed: &'a [u8],
}

pub async fn insert_event(db: &mut Writes, sheet: &Sheet, event: &NewEvent<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into liaison_event (ward_id, id, sheet_id, contract_id, centre_id, act, at, account_id, organisation, sealed)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        event.id,
        sheet.id.0,
        sheet.contract.0,
        sheet.centre.0,
        event.act,
        event.at,
        event.account,
        event.organisation,
        event.sealed
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub struct PastEvent {
    pub id: Uuid,
    pub act: String,
    pub at: OffsetDateTime,
    pub organisation: String,
    pub sealed: Option<Vec<u8>>,
}

/// The history of a sheet, newest first.
pub async fn events(db: &mut Reads, sheet: LiaisonSheetId) -> sqlx::Result<Vec<PastEvent>> {
    sqlx::query_as!(
        PastEvent,
        "select id, act, at, organisation, sealed from liaison_event where ward_id = (select app_ward()) and sheet_id = $1 order by at desc, id desc",
        sheet.0
    )
    .fetch_all(db.conn())
    .await
}
