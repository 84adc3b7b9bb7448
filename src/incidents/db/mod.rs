//! Reports of incidents: one statement each. What follows a first report is in the files beside this one.

pub mod affected;
pub mod follow_ups;
pub mod judging;

use time::{Date, OffsetDateTime};

use crate::{
    incidents::first_report::FirstReport,
    kit::db::{Reads, Writes},
    vocab::{
        dates::jst_date,
        ids::{AccountId, ContractId, CourseId, IncidentId, ParticipantId, SessionId},
    },
};

/// A report with what stands around it.
pub struct Incident {
    pub id: IncidentId,
    pub contract: ContractId,
    pub contract_title: String,
    pub session: Option<SessionId>,
    pub course_name: Option<String>,
    pub number: Option<i32>,
    pub participant: Option<ParticipantId>,
    pub kind: String,
    pub happened_at: OffsetDateTime,
    /// When the contractor came to know of it.
    pub known_at: OffsetDateTime,
    pub sealed: Vec<u8>,
    pub told_family_at: Option<OffsetDateTime>,
    pub told_doctor_at: Option<OffsetDateTime>,
    pub told_ward_at: Option<OffsetDateTime>,
    pub told_centre_at: Option<OffsetDateTime>,
    pub reported_at: OffsetDateTime,
    pub reported_by: Option<String>,
    pub state: String,
    pub opened_at: Option<OffsetDateTime>,
    pub opened_by: Option<String>,
    pub seen_at: Option<OffsetDateTime>,
    pub seen_by: Option<String>,
    pub closed_at: Option<OffsetDateTime>,
    pub closed_by: Option<String>,
    pub version: i32,
}

impl Incident {
    /// The day on which the ward knew: the telephone rang, or the report came.
    pub fn ward_knew_on(&self) -> Date {
        jst_date(self.told_ward_at.map_or(self.reported_at, |told| told.min(self.reported_at)))
    }
}

/// Whether the ward has a report of this id, also one that the reader doesn't see.
pub async fn is_there(db: &mut Reads, id: IncidentId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select incident_is_there($1) as "is!""#, id.0).fetch_one(db.conn()).await
}

/// One report, whole.
pub async fn find(db: &mut Reads, id: IncidentId) -> sqlx::Result<Option<Incident>> {
    sqlx::query_as!(
        Incident,
        r#"select i.id as "id: IncidentId", i.contract_id as "contract: ContractId", c.title as contract_title,
             i.session_id as "session: SessionId", k.name as "course_name?", s.number as "number?", i.participant_id as "participant: ParticipantId",
             i.kind, i.happened_at, i.known_at, i.sealed, i.told_family_at, i.told_doctor_at, i.told_ward_at, i.told_centre_at,
             i.reported_at, r.name as "reported_by?", i.state, i.opened_at, o.name as "opened_by?", i.seen_at, n.name as "seen_by?", i.closed_at, z.name as "closed_by?", i.version
           from incident i
           join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
           left join session s on s.ward_id = i.ward_id and s.id = i.session_id
           left join course k on k.ward_id = s.ward_id and k.id = s.course_id
           left join account r on r.id = i.reported_by
           left join account o on o.id = i.opened_by
           left join account n on n.id = i.seen_by
           left join account z on z.id = i.closed_by
           where i.ward_id = (select app_ward()) and i.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A report in a list: nothing in it is about a person.
pub struct Listed {
    pub id: IncidentId,
    pub contract_title: String,
    pub course_name: Option<String>,
    pub number: Option<i32>,
    pub kind: String,
    pub happened_at: OffsetDateTime,
    pub reported_at: OffsetDateTime,
    pub state: String,
}

/// How many there are, all or those that are not ended, of one contract or of all.
pub async fn count(db: &mut Reads, open: bool, contract: Option<ContractId>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from incident where ward_id = (select app_ward()) and (not $1 or state <> 'closed')
             and ($2::uuid is null or contract_id = $2)"#,
        open,
        contract.map(|id| id.0)
    )
    .fetch_one(db.conn())
    .await
}

/// The lines that fit; `$rest` narrows and sorts them.
macro_rules! listed {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Listed,
            r#"select i.id as "id: IncidentId", c.title as contract_title, k.name as "course_name?", s.number as "number?",
                 i.kind, i.happened_at, i.reported_at, i.state
               from incident i
               join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
               left join session s on s.ward_id = i.ward_id and s.id = i.session_id
               left join course k on k.ward_id = s.ward_id and k.id = s.course_id
               where i.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

/// A page of them, the latest first.
pub async fn list(
    db: &mut Reads,
    open: bool,
    contract: Option<ContractId>,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Listed>> {
    listed!(
        "and (not $1 or i.state <> 'closed') and ($2::uuid is null or i.contract_id = $2) order by i.happened_at desc, i.id limit $3 offset $4",
        open,
        contract.map(|id| id.0),
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// Those of one 教室の回, in the order in which they happened.
pub async fn of_session(db: &mut Reads, session: SessionId) -> sqlx::Result<Vec<Listed>> {
    listed!("and i.session_id = $1 order by i.happened_at, i.id limit 50", session.0)
        .fetch_all(db.conn())
        .await
}

/// The 回 a report is written from.
pub struct Place {
    pub session: SessionId,
    pub contract: ContractId,
    pub course: CourseId,
    pub course_name: String,
    pub number: i32,
    pub held_on: Date,
}

pub async fn place(db: &mut Reads, session: SessionId) -> sqlx::Result<Option<Place>> {
    sqlx::query_as!(
        Place,
        r#"select s.id as "session: SessionId", s.contract_id as "contract: ContractId", s.course_id as "course: CourseId",
             k.name as course_name, s.number, s.held_on
           from session s join course k on k.ward_id = s.ward_id and k.id = s.course_id
           where s.ward_id = (select app_ward()) and s.id = $1"#,
        session.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Who is in the course, or anywhere under the contract, with the number on the name tag.
pub async fn people(
    db: &mut Reads,
    contract: ContractId,
    course: Option<CourseId>,
) -> sqlx::Result<Vec<(ParticipantId, Option<i32>)>> {
    let rows = sqlx::query!(
        r#"select e.participant_id as "participant: ParticipantId", min(e.name_tag) as name_tag from enrolment e
           where e.ward_id = (select app_ward()) and e.contract_id = $1 and ($2::uuid is null or e.course_id = $2) and e.state <> 'waiting'
           group by e.participant_id"#,
        contract.0,
        course.map(|course| course.0)
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.participant, row.name_tag)).collect())
}

/// What a new row is about besides the report itself.
pub struct NewIncident<'a> {
    pub id: IncidentId,
    pub contract: ContractId,
    pub session: Option<SessionId>,
    pub report: &'a FirstReport,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewIncident<'_>) -> sqlx::Result<()> {
    let [family, doctor, ward, centre] = new.report.told;
    sqlx::query!(
        r#"insert into incident (ward_id, id, contract_id, session_id, participant_id, kind, happened_at, sealed,
             told_family_at, told_doctor_at, told_ward_at, told_centre_at, reported_at, reported_by, known_at)
           values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"#,
        new.id.0,
        new.contract.0,
        new.session.map(|session| session.0),
        new.report.participant.map(|participant| participant.0),
        new.report.kind.code(),
        new.report.happened_at,
        new.sealed,
        family,
        doctor,
        ward,
        centre,
        new.now,
        new.by.0,
        new.report.known_at
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The ward opens a report; `false` when somebody else did first. The sealed words are bound to the row's first version and
/// never rewritten, so the version stays.
pub async fn open(db: &mut Writes, id: IncidentId, by: AccountId, now: OffsetDateTime) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update incident set state = 'opened', opened_at = $2, opened_by = $3
         where ward_id = (select app_ward()) and id = $1 and state = 'reported'",
        id.0,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ward takes a report over; `false` when somebody else did first.
pub async fn acknowledge(
    db: &mut Writes,
    id: IncidentId,
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update incident set state = 'seen', seen_at = $2, seen_by = $3
         where ward_id = (select app_ward()) and id = $1 and state = 'opened'",
        id.0,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ward ends it; `false` when somebody else did first.
pub async fn close(
    db: &mut Writes,
    id: IncidentId,
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update incident set state = 'closed', closed_at = $2, closed_by = $3
         where ward_id = (select app_ward()) and id = $1 and state = 'seen'",
        id.0,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
