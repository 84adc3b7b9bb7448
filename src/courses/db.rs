//! Statements of the courses and their calendars.

use serde::Deserialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    programmes::CancellationCause,
    vocab::ids::{ContractId, CourseId, ProgrammeVersionId, SessionId},
};

/// A contract under which courses can be planned.
pub struct ContractLine {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// Contracts that are signed or running, of any style.
pub async fn contracts(db: &mut Reads) -> sqlx::Result<Vec<ContractLine>> {
    sqlx::query_as!(
        ContractLine,
        r#"select id as "id: ContractId", number, title, programme_version_id as "programme: ProgrammeVersionId", starts_on, ends_on from contract
           where ward_id = (select app_ward()) and state in ('signed', 'active') order by number"#
    )
    .fetch_all(db.conn())
    .await
}

pub struct CourseLine {
    pub id: CourseId,
    pub name: String,
    pub contract_title: String,
    pub venue: String,
    pub first_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub state: String,
    pub capacity: i32,
    /// Who takes part, or took part to the end.
    pub taken_part: i64,
    /// Without those in whose place another is held.
    pub sessions: i64,
    pub held: i64,
    pub cancelled: i64,
}

/// What a list of courses is asked for; empty: all.
pub struct Wanted<'a> {
    pub contract: Option<ContractId>,
    pub state: &'a str,
}

pub async fn count(db: &mut Reads, wanted: &Wanted<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from course where ward_id = (select app_ward())
           and ($1::uuid is null or contract_id = $1) and ($2 = '' or state = $2)"#,
        wanted.contract.map(|c| c.0),
        wanted.state
    )
    .fetch_one(db.conn())
    .await
}

pub async fn list(
    db: &mut Reads,
    wanted: &Wanted<'_>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<CourseLine>> {
    sqlx::query_as!(
        CourseLine,
        r#"select k.id as "id: CourseId", k.name, c.title as contract_title, k.venue, k.first_on, k.starts_at, k.minutes, k.state, k.capacity,
             (select count(*) from enrolment e where e.ward_id = k.ward_id and e.course_id = k.id and e.state in ('enrolled', 'completed')) as "taken_part!",
             n.total as "sessions!", n.held as "held!", n.cancelled as "cancelled!"
           from course k join contract c on c.ward_id = k.ward_id and c.id = k.contract_id cross join lateral session_counts(k.id) n
           where k.ward_id = (select app_ward()) and ($1::uuid is null or k.contract_id = $1) and ($2 = '' or k.state = $2)
           order by k.first_on desc, k.name, k.id limit $3 offset $4"#,
        wanted.contract.map(|c| c.0),
        wanted.state,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub struct Course {
    pub id: CourseId,
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    pub term_starts_on: Date,
    pub term_ends_on: Date,
    pub name: String,
    pub venue: String,
    pub starts_at: Time,
    pub minutes: i32,
    pub capacity: i32,
    pub minimum: i32,
    pub first_on: Date,
    pub state: String,
    pub enrolled: i64,
    pub waiting: i64,
}

pub async fn find(db: &mut Reads, id: CourseId) -> sqlx::Result<Option<Course>> {
    sqlx::query_as!(
        Course,
        r#"select k.id as "id: CourseId", k.contract_id as "contract: ContractId", c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId", c.starts_on as term_starts_on, c.ends_on as term_ends_on, k.name, k.venue,
             k.starts_at, k.minutes, k.capacity, k.minimum, k.first_on, k.state,
             (select count(*) from enrolment e where e.ward_id = k.ward_id and e.course_id = k.id and e.state = 'enrolled') as "enrolled!",
             (select count(*) from enrolment e where e.ward_id = k.ward_id and e.course_id = k.id and e.state = 'waiting') as "waiting!"
           from course k join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           where k.ward_id = (select app_ward()) and k.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// How many still stand as taking part in a rolling course although their stay was over before `today`.
pub async fn over(db: &mut Reads, id: CourseId, today: Date) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from enrolment e
           where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state = 'enrolled' and e.stay_to < $2"#,
        id.0,
        today
    )
    .fetch_one(db.conn())
    .await
}

pub struct Session {
    pub id: SessionId,
    pub number: i32,
    pub held_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub state: String,
    pub moved_from: Option<Date>,
    pub move_reason: String,
    pub cancelled_by: Option<String>,
    pub cancel_decided_at: Option<OffsetDateTime>,
    pub cancel_cause: Option<String>,
    pub cancel_reason: String,
    pub present: i32,
    pub absent: i32,
    pub staff: String,
    /// The cancelled session it is held in place of.
    pub makes_up: Option<Json<Sister>>,
    /// It was cancelled, and this one is held in its place.
    pub made_up: Option<Json<Sister>>,
    pub version: i32,
}

/// The other one of a cancelled session and the one in its place.
#[derive(Deserialize)]
pub struct Sister {
    pub id: SessionId,
    pub number: i32,
    pub held_on: Date,
}

/// The sessions of a course in their order, with the names of who was on duty.
pub async fn sessions(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Session>> {
    sqlx::query_as!(
        Session,
        r#"select s.id as "id: SessionId", s.number, s.held_on, s.starts_at, s.minutes, s.state, s.moved_from, s.move_reason,
             s.cancelled_by, s.cancel_decided_at, s.cancel_cause, s.cancel_reason, s.present_count as present, s.absent_count as absent,
             coalesce((select string_agg(n.name, '、' order by n.name) from session_staff t
               join designation d on d.ward_id = t.ward_id and d.id = t.designation_id join account n on n.id = d.account_id
               where t.ward_id = s.ward_id and t.session_id = s.id), '') as "staff!",
             (select jsonb_build_object('id', o.id, 'number', o.number, 'held_on', o.held_on)
               from session o where o.ward_id = s.ward_id and o.id = s.makes_up) as "makes_up?: Json<Sister>",
             (select jsonb_build_object('id', o.id, 'number', o.number, 'held_on', o.held_on)
               from session o where o.ward_id = s.ward_id and o.makes_up = s.id) as "made_up?: Json<Sister>", s.version
           from session s where s.ward_id = (select app_ward()) and s.course_id = $1 order by s.held_on, s.number"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// The course a session belongs to.
pub async fn course_of(db: &mut Reads, session: SessionId) -> sqlx::Result<Option<CourseId>> {
    sqlx::query_scalar!(r#"select course_id as "course: CourseId" from session where ward_id = (select app_ward()) and id = $1"#, session.0)
        .fetch_optional(db.conn())
        .await
}

pub struct NewCourse<'a> {
    pub id: CourseId,
    pub contract: ContractId,
    pub name: &'a str,
    pub venue: &'a str,
    pub starts_at: Time,
    pub minutes: i32,
    pub capacity: i32,
    pub minimum: i32,
    /// The days of the sessions with their ids, in order.
    pub sessions: Vec<(SessionId, Date)>,
    /// Why a session is not a week after the one before; empty where it is. As long as `sessions`.
    pub reasons: Vec<String>,
}

pub async fn insert(db: &mut Writes, new: &NewCourse<'_>) -> sqlx::Result<()> {
    let first_on = new.sessions.first().map(|(_, day)| *day).ok_or(sqlx::Error::RowNotFound)?;
    sqlx::query!(
        r#"insert into course (ward_id, id, contract_id, name, venue, starts_at, minutes, capacity, minimum, first_on)
           values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        new.id.0,
        new.contract.0,
        new.name,
        new.venue,
        new.starts_at,
        new.minutes,
        new.capacity,
        new.minimum,
        first_on
    )
    .execute(db.conn())
    .await?;
    let ids: Vec<Uuid> = new.sessions.iter().map(|(id, _)| id.0).collect();
    let days: Vec<Date> = new.sessions.iter().map(|(_, day)| *day).collect();
    sqlx::query!(
        r#"insert into session (ward_id, id, contract_id, course_id, number, held_on, starts_at, minutes, move_reason)
           select app_ward(), r.id, $1, $2, r.number::int, r.day, $3, $4, r.reason
           from unnest($5::uuid[], $6::date[], $7::text[]) with ordinality as r (id, day, reason, number)"#,
        new.contract.0,
        new.id.0,
        new.starts_at,
        new.minutes,
        &ids,
        &days,
        &new.reasons
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Moves a planned session; the day it was first planned for is kept. `false`: changed by somebody else meanwhile.
pub async fn move_session(db: &mut Writes, session: &Session, to: Date, reason: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"update session set held_on = $3, moved_from = coalesce(moved_from, held_on), move_reason = $4, version = version + 1
           where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'planned'"#,
        session.id.0,
        session.version,
        to,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds a session in place of a cancelled one, with what was planned for it; a course that was over goes on with it. `false`: meanwhile somebody else did.
pub async fn make_up(
    db: &mut Writes,
    missed: &Session,
    new: SessionId,
    to: Date,
    at: Time,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"with made as (
             insert into session (ward_id, id, contract_id, course_id, number, held_on, starts_at, minutes, makes_up)
             select s.ward_id, $2, s.contract_id, s.course_id,
               (select max(o.number) + 1 from session o where o.ward_id = s.ward_id and o.course_id = s.course_id), $3, $4, s.minutes, s.id
             from session s where s.ward_id = (select app_ward()) and s.id = $1 and s.state = 'cancelled' and s.version = $5
             on conflict do nothing returning ward_id, course_id)
           update course k set state = case when k.state = 'finished' then 'running' else k.state end, version = k.version + 1
           from made where k.ward_id = made.ward_id and k.id = made.course_id"#,
        missed.id.0,
        new.0,
        to,
        at,
        missed.version
    )
    .execute(db.conn())
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query!("select carry_plan($1)", new.0).execute(db.conn()).await?;
    Ok(true)
}

/// Who decided a cancellation, when, and why.
pub struct Decision {
    pub by: String,
    pub at: OffsetDateTime,
    pub cause: CancellationCause,
    pub reason: String,
}

/// Cancels planned sessions; returns how many were.
pub async fn cancel_sessions(db: &mut Writes, sessions: &[Uuid], decision: &Decision) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"update session set state = 'cancelled', cancelled_by = $2, cancel_decided_at = $3, cancel_cause = $4, cancel_reason = $5, version = version + 1
           where ward_id = (select app_ward()) and id = any($1) and state = 'planned'"#,
        sessions,
        decision.by,
        decision.at,
        decision.cause.code(),
        decision.reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected())
}

/// Sets the course's state after a cancellation: cancelled when no session was or will be held, finished when the last
/// one left has been closed.
pub async fn settle_course(db: &mut Writes, course: CourseId) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update course k set version = k.version + 1, state = case when exists (
             select 1 from session s where s.ward_id = k.ward_id and s.course_id = k.id and s.state = 'closed') then 'finished' else 'cancelled' end
           where k.ward_id = (select app_ward()) and k.id = $1 and k.state in ('planned', 'running')
             and not exists (select 1 from session s where s.ward_id = k.ward_id and s.course_id = k.id and s.state in ('planned', 'open'))"#,
        course.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
