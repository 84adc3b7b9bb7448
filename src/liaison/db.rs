//! Rows of liaison sheets and what they are composed from.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{CentreId, ContractId, CourseId, EnrolmentId, LiaisonSheetId, ParticipantId, SessionId},
};

/// A person's place in a course or service, with everything a sheet names.
pub struct Subject {
    pub enrolment: EnrolmentId,
    pub state: String,
    pub participant: ParticipantId,
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: String,
    pub items: Vec<String>,
    pub contractor: String,
    pub course: Option<CourseId>,
    pub course_name: Option<String>,
    pub venue: Option<String>,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub centre: CentreId,
    pub centre_name: String,
    pub district: String,
}

pub async fn subject(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Option<Subject>> {
    sqlx::query_as!(
        Subject,
        r#"select e.id as "enrolment: EnrolmentId", e.state, e.participant_id as "participant: ParticipantId",
                  e.contract_id as "contract: ContractId", c.title as contract_title, c.programme, c.items, o.name as contractor,
                  e.course_id as "course: CourseId", k.name as "course_name?", k.venue as "venue?", e.enrolled_on, e.ended_on,
                  p.centre_id as "centre: CentreId", h.name as centre_name, d.name as district
           from enrolment e
           join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           join contractor o on o.id = c.contractor_id
           join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
           join centre h on h.ward_id = p.ward_id and h.id = p.centre_id
           join district d on d.ward_id = p.ward_id and d.id = p.district_id
           left join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where e.ward_id = (select app_ward()) and e.id = $1"#,
        enrolment.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A sheet with the course whose key seals it.
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
    pub snapshot: Option<Vec<u8>>,
    pub answer: Option<Vec<u8>>,
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
                  s.kind, s.state, s.sealed, s.snapshot, s.answer, s.answer_due_on, s.sent_at, s.opened_at, s.opened_by, s.answered_at,
                  s.closed_at, s.version
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
    pub version: i32,
}

/// The sheets this person may see, unread ones first, then by the day an answer is due. `state` empty:
/// all; `participant`: that person's.
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
                  coalesce(k.name, c.title) as "title!", s.answer_due_on, s.sealed, s.version
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
                opened_by = $10, answered_at = $11, closed_at = $12, version = $13
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
        sheet.version
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

pub struct SessionDay {
    pub id: SessionId,
    pub number: i32,
    pub held_on: Date,
    pub state: String,
}

pub async fn sessions(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<SessionDay>> {
    sqlx::query_as!(
        SessionDay,
        r#"select id as "id: SessionId", number, held_on, state from session
           where ward_id = (select app_ward()) and course_id = $1 order by number"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// Somebody who has or had a place in the course.
#[derive(Clone)]
pub struct Member {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub centre: CentreId,
    pub district: String,
    pub sex: String,
    pub name_tag: Option<i32>,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
}

/// Everybody of a course in the order of the name tags.
pub async fn members(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Member>> {
    sqlx::query_as!(
        Member,
        r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", p.centre_id as "centre: CentreId",
                  d.name as district, p.sex, e.name_tag, e.enrolled_on, e.ended_on
           from enrolment e
           join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
           join district d on d.ward_id = p.ward_id and d.id = p.district_id
           where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state <> 'waiting'
           order by e.name_tag nulls last, e.applied_on, e.id"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct Marked {
    pub participant: ParticipantId,
    pub session: SessionId,
    pub status: String,
}

pub async fn marks(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Marked>> {
    sqlx::query_as!(
        Marked,
        r#"select participant_id as "participant: ParticipantId", session_id as "session: SessionId", status as "status!"
           from attendance where ward_id = (select app_ward()) and course_id = $1 and status is not null"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// The names of the districts a centre is responsible for.
pub async fn districts_of(db: &mut Reads, centre: CentreId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select name from district where ward_id = (select app_ward()) and centre_id = $1 order by name",
        centre.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct StoredAssessment {
    pub instrument: String,
    pub timing: String,
    pub done_on: Date,
    pub answers: serde_json::Value,
}

/// Beginning and end; the monthly ones belong to the service's own record.
pub async fn assessments(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Vec<StoredAssessment>> {
    sqlx::query_as!(
        StoredAssessment,
        "select instrument, timing, done_on, answers from assessment
         where ward_id = (select app_ward()) and enrolment_id = $1 and timing in ('pre', 'post')",
        enrolment.0
    )
    .fetch_all(db.conn())
    .await
}

/// Days of an individual service: attended, planned in all.
pub async fn service_days(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where attended) as "attended!", count(*) as "all!" from service_record
           where ward_id = (select app_ward()) and enrolment_id = $1 and step = 'service_day'"#,
        enrolment.0
    )
    .fetch_one(db.conn())
    .await?;
    Ok((row.attended, row.all))
}

/// What the absence rule says about a person, the newest open task first, preferring what is to be told.
pub async fn absence_explanation(
    db: &mut Reads,
    course: CourseId,
    participant: ParticipantId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select f.explanation from follow_up f join session s on s.ward_id = f.ward_id and s.id = f.session_id
         where f.ward_id = (select app_ward()) and f.course_id = $1 and f.participant_id = $2 and f.state = 'open'
         order by f.kind = 'notify' desc, s.number desc limit 1",
        course.0,
        participant.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The newest sheet of each person of a course that still counts, by enrolment.
pub struct Progress {
    pub enrolment: EnrolmentId,
    pub sheet: LiaisonSheetId,
    pub state: String,
    pub answer_due_on: Option<Date>,
}

pub async fn progress(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Progress>> {
    sqlx::query_as!(
        Progress,
        r#"select distinct on (s.enrolment_id) s.enrolment_id as "enrolment: EnrolmentId", s.id as "sheet: LiaisonSheetId", s.state, s.answer_due_on
           from liaison_sheet s join enrolment e on e.ward_id = s.ward_id and e.id = s.enrolment_id
           where s.ward_id = (select app_ward()) and e.course_id = $1 and s.kind = 'sheet' and s.state <> 'withdrawn'
           order by s.enrolment_id, s.made_at desc"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct CourseHead {
    pub id: CourseId,
    pub name: String,
    pub contract: ContractId,
}

pub async fn course(db: &mut Reads, id: CourseId) -> sqlx::Result<Option<CourseHead>> {
    sqlx::query_as!(
        CourseHead,
        r#"select id as "id: CourseId", name, contract_id as "contract: ContractId" from course where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The ward's centres by id.
pub async fn centre_names(db: &mut Reads) -> sqlx::Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!("select id, name from centre where ward_id = (select app_ward()) order by name")
        .fetch_all(db.conn())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Somebody in an individual service whose care plan the contractor may be sent.
pub struct ServiceUser {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub contractor: String,
    pub title: String,
    pub enrolled_on: Option<Date>,
    /// The newest care plan that was sent or is being written.
    pub sheet: Option<Uuid>,
    pub state: Option<String>,
}

/// The people of a centre's districts in individual services of contracts that list the care plan.
pub async fn service_users(db: &mut Reads) -> sqlx::Result<Vec<ServiceUser>> {
    sqlx::query_as!(
        ServiceUser,
        r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", o.name as contractor, c.title, e.enrolled_on,
                  s.id as "sheet?", s.state as "state?"
           from enrolment e
           join contract c on c.ward_id = e.ward_id and c.id = e.contract_id and 'care_plan' = any (c.items)
           join contractor o on o.id = c.contractor_id
           left join lateral (
             select x.id, x.state from liaison_sheet x
             where x.ward_id = e.ward_id and x.enrolment_id = e.id and x.kind = 'care_plan' and x.state <> 'withdrawn'
             order by x.made_at desc limit 1) s on true
           where e.ward_id = (select app_ward()) and e.course_id is null and e.state = 'enrolled'
           order by s.id is not null, e.enrolled_on desc nulls last, e.id"#
    )
    .fetch_all(db.conn())
    .await
}
