//! Rows of enrolments, and what a place in a course or an individual service needs to know.

pub mod referrals;

use time::Date;

use crate::{
    kit::db::{Reads, Writes},
    programmes::Style,
    vocab::ids::{ApplicationId, ContractId, CourseId, EnrolmentId, ParticipantId, ProgrammeVersionId},
};

/// A contract under which people can be taken now.
pub struct OpenContract {
    pub id: ContractId,
    pub title: String,
    pub style: String,
}

pub async fn open_contracts(db: &mut Reads) -> sqlx::Result<Vec<OpenContract>> {
    sqlx::query_as!(
        OpenContract,
        r#"select c.id as "id: ContractId", c.title, v.definition->>'style' as "style!"
           from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           where c.ward_id = (select app_ward()) and c.state in ('signed', 'active') order by c.title"#
    )
    .fetch_all(db.conn())
    .await
}

/// A course with how many have a place and how many wait.
pub struct CourseRow {
    pub id: CourseId,
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    /// `course` or `rolling_course`.
    pub style: String,
    /// The contract's term.
    pub starts_on: Date,
    pub ends_on: Date,
    pub name: String,
    pub venue: String,
    pub capacity: i32,
    pub minimum: i32,
    pub first_on: Date,
    pub state: String,
    pub enrolled: i64,
    pub waiting: i64,
}

impl CourseRow {
    /// People come for months of their own.
    pub fn is_rolling(&self) -> bool {
        self.style == Style::RollingCourse.code()
    }
}

/// Courses that are planned or running, or the one with this id whatever its state.
pub async fn courses(db: &mut Reads, only: Option<CourseId>) -> sqlx::Result<Vec<CourseRow>> {
    sqlx::query_as!(
        CourseRow,
        r#"select k.id as "id: CourseId", k.contract_id as "contract: ContractId", c.title as contract_title,
                  c.programme_version_id as "programme: ProgrammeVersionId", v.definition->>'style' as "style!", c.starts_on, c.ends_on, k.name, k.venue, k.capacity,
                  k.minimum, k.first_on, k.state, n.enrolled as "enrolled!", n.waiting as "waiting!"
           from course k join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           cross join lateral (select count(*) filter (where e.state = 'enrolled') as enrolled, count(*) filter (where e.state = 'waiting') as waiting
             from enrolment e where e.ward_id = k.ward_id and e.course_id = k.id and e.state in ('enrolled', 'waiting')) n
           where k.ward_id = (select app_ward()) and ($1::uuid is null and k.state in ('planned', 'running') and c.state in ('signed', 'active') or k.id = $1)
           order by c.title, k.first_on, k.name"#,
        only.map(|c| c.0)
    )
    .fetch_all(db.conn())
    .await
}

/// Keeps everybody else from giving places in a course until the end of the transaction.
pub async fn lock_course(db: &mut Writes, id: CourseId) -> sqlx::Result<bool> {
    let row = sqlx::query!(
        "select id from course where ward_id = (select app_ward()) and id = $1 for update",
        id.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.is_some())
}

pub async fn next_name_tag(db: &mut Reads, course: CourseId) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        r#"select coalesce(max(name_tag), 0) + 1 as "next!" from enrolment where ward_id = (select app_ward()) and course_id = $1"#,
        course.0
    )
    .fetch_one(db.conn())
    .await
}

pub struct EnrolmentRow {
    pub id: EnrolmentId,
    pub contract: ContractId,
    pub contract_title: String,
    pub participant: ParticipantId,
    pub course: Option<CourseId>,
    pub course_name: Option<String>,
    pub state: String,
    pub name_tag: Option<i32>,
    pub applied_on: Date,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
    /// First and last day of a stay in a rolling course.
    pub stay_from: Option<Date>,
    pub stay_to: Option<Date>,
    /// Class of priority on the waiting list, from 1; without one after all classes.
    pub priority: Option<i32>,
    pub withdrawal_reason: Option<String>,
    pub sealed: Option<Vec<u8>>,
    pub version: i32,
}

pub async fn find(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Option<EnrolmentRow>> {
    sqlx::query_as!(
        EnrolmentRow,
        r#"select e.id as "id: EnrolmentId", e.contract_id as "contract: ContractId", c.title as contract_title,
                  e.participant_id as "participant: ParticipantId", e.course_id as "course: CourseId", k.name as "course_name?", e.state, e.name_tag,
                  e.applied_on, e.enrolled_on, e.ended_on, e.stay_from, e.stay_to, e.priority, e.withdrawal_reason, e.sealed, e.version
           from enrolment e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           left join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where e.ward_id = (select app_ward()) and e.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Everybody who ever applied to a course; the waiting ones in the order of their waiting.
pub async fn of_course(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<EnrolmentRow>> {
    sqlx::query_as!(
        EnrolmentRow,
        r#"select e.id as "id: EnrolmentId", e.contract_id as "contract: ContractId", c.title as contract_title,
                  e.participant_id as "participant: ParticipantId", e.course_id as "course: CourseId", k.name as "course_name?", e.state, e.name_tag,
                  e.applied_on, e.enrolled_on, e.ended_on, e.stay_from, e.stay_to, e.priority, e.withdrawal_reason, null::bytea as sealed, e.version
           from enrolment e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where e.ward_id = (select app_ward()) and e.course_id = $1
           order by case when e.state = 'waiting' then e.priority end nulls last, e.applied_on, e.id"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// Whether a person already has a place or waits, in this course or, for an individual service, under this contract.
pub async fn is_in(
    db: &mut Reads,
    participant: ParticipantId,
    contract: ContractId,
    course: Option<CourseId>,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from enrolment where ward_id = (select app_ward()) and participant_id = $1 and contract_id = $2
             and coalesce(course_id, contract_id) = coalesce($3::uuid, $2) and state in ('waiting', 'enrolled')) as "is_in!""#,
        participant.0,
        contract.0,
        course.map(|c| c.0)
    )
    .fetch_one(db.conn())
    .await
}

pub struct NewEnrolment<'a> {
    pub id: EnrolmentId,
    pub contract: ContractId,
    pub participant: ParticipantId,
    pub course: Option<CourseId>,
    pub state: &'a str,
    pub name_tag: Option<i32>,
    pub applied_on: Date,
    pub enrolled_on: Option<Date>,
    pub stay: Option<(Date, Date)>,
    pub priority: Option<i32>,
    pub sealed: &'a [u8],
}

pub async fn insert(db: &mut Writes, row: &NewEnrolment<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into enrolment (ward_id, id, contract_id, participant_id, course_id, state, name_tag, applied_on, enrolled_on, sealed, stay_from, stay_to, priority)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        row.id.0,
        row.contract.0,
        row.participant.0,
        row.course.map(|c| c.0),
        row.state,
        row.name_tag,
        row.applied_on,
        row.enrolled_on,
        row.sealed,
        row.stay.map(|(from, _)| from),
        row.stay.map(|(_, to)| to),
        row.priority
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What an act changes; the blob is sealed for `version + 1`.
pub struct Change<'a> {
    pub state: &'a str,
    pub name_tag: Option<i32>,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
    /// A stay given now; without one it stays as it is.
    pub stay: Option<(Date, Date)>,
    pub withdrawal_reason: Option<&'a str>,
    pub sealed: Option<&'a [u8]>,
}

/// False when somebody else changed the row since `version`.
pub async fn change(
    db: &mut Writes,
    id: EnrolmentId,
    version: i32,
    change: &Change<'_>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update enrolment set state = $3, name_tag = $4, enrolled_on = $5, ended_on = $6, withdrawal_reason = $7, sealed = $8,
           stay_from = coalesce($9, stay_from), stay_to = coalesce($10, stay_to), version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        change.state,
        change.name_tag,
        change.enrolled_on,
        change.ended_on,
        change.withdrawal_reason,
        change.sealed,
        change.stay.map(|(from, _)| from),
        change.stay.map(|(_, to)| to)
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many people wait in front of this enrolment, itself included: its place in the queue, from 1. Classes of priority come
/// first, then who applied first.
pub async fn position(db: &mut Reads, course: CourseId, id: EnrolmentId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from enrolment e join enrolment me on me.ward_id = e.ward_id and me.id = $2
           where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state = 'waiting'
             and (coalesce(e.priority, 32767), e.applied_on, e.id) <= (coalesce(me.priority, 32767), me.applied_on, me.id)"#,
        course.0,
        id.0
    )
    .fetch_one(db.conn())
    .await
}

/// How many people wait and come before somebody of this class who applies now, or before an enrolment that waits already.
pub async fn waiting_before(
    db: &mut Reads,
    course: CourseId,
    priority: Option<i32>,
    waiting: Option<EnrolmentId>,
) -> sqlx::Result<i64> {
    if let Some(id) = waiting {
        return Ok(position(db, course, id).await?.saturating_sub(1));
    }
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from enrolment where ward_id = (select app_ward()) and course_id = $1 and state = 'waiting'
             and coalesce(priority, 32767) <= coalesce($2, 32767)"#,
        course.0,
        priority
    )
    .fetch_one(db.conn())
    .await
}

/// First and last days of everybody who has or had a place in a rolling course.
pub async fn stays(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<(Date, Date)>> {
    let rows = sqlx::query!(
        r#"select stay_from as "from!", least(coalesce(ended_on, stay_to), stay_to) as "to!" from enrolment
           where ward_id = (select app_ward()) and course_id = $1 and state <> 'waiting' and stay_from is not null"#,
        course.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.from, row.to)).collect())
}

/// Who still takes part although the stay was over before `today`.
pub async fn over(db: &mut Reads, course: CourseId, today: Date) -> sqlx::Result<Vec<EnrolmentRow>> {
    sqlx::query_as!(
        EnrolmentRow,
        r#"select e.id as "id: EnrolmentId", e.contract_id as "contract: ContractId", c.title as contract_title,
                  e.participant_id as "participant: ParticipantId", e.course_id as "course: CourseId", k.name as "course_name?", e.state, e.name_tag,
                  e.applied_on, e.enrolled_on, e.ended_on, e.stay_from, e.stay_to, e.priority, e.withdrawal_reason, e.sealed, e.version
           from enrolment e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state = 'enrolled' and e.stay_to < $2 order by e.id for update of e"#,
        course.0,
        today
    )
    .fetch_all(db.conn())
    .await
}

/// The application an enrolment came from, as far as the reader may see it.
pub async fn application_of(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Option<ApplicationId>> {
    sqlx::query_scalar!(
        r#"select id as "id: ApplicationId" from application where ward_id = (select app_ward()) and enrolment_id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}
