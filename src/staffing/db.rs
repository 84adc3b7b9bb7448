//! Statements of plans and of who is on duty.

use serde_json::Value;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CourseId, DesignationId, ProgrammeVersionId, SessionId},
};

pub struct Course {
    pub contract: ContractId,
    pub contract_title: String,
    pub contractor: String,
    pub programme: ProgrammeVersionId,
    /// Information items of the contract.
    pub items: Vec<String>,
    pub name: String,
    pub venue: String,
    pub first_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
}

pub async fn course(db: &mut Reads, id: CourseId) -> sqlx::Result<Option<Course>> {
    sqlx::query_as!(
        Course,
        r#"select k.contract_id as "contract: ContractId", c.title as contract_title, o.name as contractor,
             c.programme_version_id as "programme: ProgrammeVersionId", c.items, k.name, k.venue, k.first_on, k.starts_at, k.minutes
           from course k
           join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           join contractor o on o.id = c.contractor_id
           where k.ward_id = (select app_ward()) and k.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// One session with its plan. Counts of people are 0 for whoever may not see them.
pub struct Session {
    pub id: SessionId,
    pub number: i32,
    pub held_on: Date,
    pub state: String,
    pub content: String,
    pub aim: String,
    /// Codes of the add-ons that are planned.
    pub add_ons: Vec<String>,
    /// Absent while nothing is planned.
    pub plan_version: Option<i32>,
    /// People with a place on the day.
    pub expected: i64,
    pub present: i32,
    /// Of those who were there, or are expected: 要支援 and 事業対象者, and people whose certification isn't known.
    pub supported: i64,
    pub unknown: i64,
    /// Codes of the add-ons that were given.
    pub given: Vec<String>,
}

pub async fn sessions(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Session>> {
    sqlx::query_as!(
        Session,
        r#"with taking as materialized (
             select s.id as session_id, p.certification from session s
             join enrolment e on e.ward_id = s.ward_id and e.course_id = s.course_id and e.state <> 'waiting'
               and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, s.held_on) >= s.held_on
             join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
             left join attendance a on a.ward_id = s.ward_id and a.session_id = s.id and a.participant_id = p.id
             where s.ward_id = (select app_ward()) and s.course_id = $1
               and (s.state <> 'closed' or a.status in ('present', 'late', 'left_early', 'observed'))),
           counted as (
             select session_id, count(*) as people, count(*) filter (where certification in ('target', 'support_1', 'support_2')) as supported,
               count(*) filter (where certification = 'unknown') as unknown from taking group by session_id)
           select s.id as "id: SessionId", s.number, s.held_on, s.state, coalesce(l.content, '') as "content!", coalesce(l.aim, '') as "aim!",
             coalesce(l.add_ons, '{}') as "add_ons!", l.version as "plan_version?", coalesce(c.people, 0) as "expected!", s.present_count as present,
             coalesce(c.supported, 0) as "supported!", coalesce(c.unknown, 0) as "unknown!",
             array(select g.code from add_on g where g.ward_id = s.ward_id and g.session_id = s.id order by g.code) as "given!"
           from session s
           left join session_plan l on l.ward_id = s.ward_id and l.session_id = s.id
           left join counted c on c.session_id = s.id
           where s.ward_id = (select app_ward()) and s.course_id = $1 order by s.held_on, s.number"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// Somebody planned for a session, or on duty in it.
pub struct Duty {
    pub session: SessionId,
    pub account: AccountId,
    pub name: String,
    pub job: String,
    pub planned: bool,
    /// On the accepted list on the day of the session.
    pub listed: bool,
    pub qualifications: Option<Vec<String>>,
    pub qualification: String,
}

/// Qualifications are those of the accepted list where the person still stands in it.
pub async fn duties(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Duty>> {
    sqlx::query_as!(
        Duty,
        r#"with duty as (
             select t.ward_id, t.session_id, t.designation_id, t.job, true as planned from session_plan_staff t
               join session s on s.ward_id = t.ward_id and s.id = t.session_id where t.ward_id = (select app_ward()) and s.course_id = $1
             union all
             select t.ward_id, t.session_id, t.designation_id, t.job, false from session_staff t
               join session s on s.ward_id = t.ward_id and s.id = t.session_id where t.ward_id = (select app_ward()) and s.course_id = $1)
           select s.id as "session!: SessionId", d.account_id as "account!: AccountId", n.name as "name!",
             t.job as "job!", t.planned as "planned!", coalesce(now.qualifications, d.qualifications) as "qualifications?",
             coalesce(nullif(now.qualification, ''), d.qualification) as "qualification!",
             exists (select 1 from designation x join roster r on r.ward_id = x.ward_id and r.id = x.roster_id
               where x.ward_id = d.ward_id and x.contract_id = d.contract_id and x.account_id = d.account_id
                 and (r.state = 'accepted' or (not t.planned and r.state = 'replaced'))
                 and x.valid_from <= s.held_on and coalesce(x.valid_to, s.held_on) >= s.held_on) as "listed!"
           from duty t
           join session s on s.ward_id = t.ward_id and s.id = t.session_id
           join designation d on d.ward_id = t.ward_id and d.id = t.designation_id
           join account n on n.id = d.account_id
           left join lateral (
             select x.qualifications, x.qualification from designation x join roster r on r.ward_id = x.ward_id and r.id = x.roster_id
             where x.ward_id = d.ward_id and x.contract_id = d.contract_id and x.account_id = d.account_id and r.state = 'accepted' limit 1) now on true
           order by s.held_on, s.number, n.name, d.id"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// A line of the accepted 従事者名簿.
pub struct Listed {
    pub id: DesignationId,
    pub account: AccountId,
    pub name: String,
    pub job: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub qualifications: Option<Vec<String>>,
    pub qualification: String,
}

pub async fn listed(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select d.id as "id: DesignationId", d.account_id as "account: AccountId", n.name, d.job, d.valid_from, d.valid_to,
             d.qualifications as "qualifications?", d.qualification
           from designation d
           join roster r on r.ward_id = d.ward_id and r.id = d.roster_id and r.state = 'accepted'
           join account n on n.id = d.account_id
           where d.ward_id = (select app_ward()) and d.contract_id = $1 order by n.name, d.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// The content planned for a session, who is planned for it, and which add-ons are planned and not given yet.
pub struct Planned {
    pub content: String,
    pub accounts: Vec<Uuid>,
    pub open_add_ons: Vec<String>,
}

pub async fn planned(db: &mut Reads, session: SessionId) -> sqlx::Result<Option<Planned>> {
    sqlx::query_as!(
        Planned,
        r#"select l.content, array(select d.account_id from session_plan_staff t join designation d on d.ward_id = t.ward_id and d.id = t.designation_id
             where t.ward_id = l.ward_id and t.session_id = l.session_id) as "accounts!",
             array(select c from unnest(l.add_ons) c where not exists (
               select 1 from add_on g where g.ward_id = l.ward_id and g.session_id = l.session_id and g.code = c)) as "open_add_ons!"
           from session_plan l where l.ward_id = (select app_ward()) and l.session_id = $1"#,
        session.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Holds the course until the end of the transaction: two people who write its plan do so one after the other.
pub async fn lock(db: &mut Writes, course: CourseId) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from course where ward_id = (select app_ward()) and id = $1 for update",
        course.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(())
}

/// The plan of a course as it is to stand. `plans` holds objects with `session_id`, `content`, `aim`, `add_ons`; `staff` is
/// by session and designation.
pub struct NewPlan {
    pub course: CourseId,
    pub contract: ContractId,
    pub plans: Value,
    pub staff: Vec<(SessionId, DesignationId)>,
    /// The sessions whose staff is written anew.
    pub sessions: Vec<Uuid>,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn write(db: &mut Writes, new: &NewPlan) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into session_plan (ward_id, session_id, contract_id, course_id, content, aim, add_ons, planned_by, planned_at)
           select app_ward(), r.session_id, $1, $2, r.content, r.aim, r.add_ons, $3, $4 from jsonb_populate_recordset(null::session_plan, $5) r
           on conflict (ward_id, session_id) do update set content = excluded.content, aim = excluded.aim, add_ons = excluded.add_ons,
             planned_by = excluded.planned_by, planned_at = excluded.planned_at, version = session_plan.version + 1"#,
        new.contract.0,
        new.course.0,
        new.by.0,
        new.now,
        new.plans
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "delete from session_plan_staff where ward_id = (select app_ward()) and session_id = any($1)",
        &new.sessions
    )
    .execute(db.conn())
    .await?;
    let (sessions, designations): (Vec<Uuid>, Vec<Uuid>) =
        new.staff.iter().map(|(session, designation)| (session.0, designation.0)).unzip();
    sqlx::query!(
        r#"insert into session_plan_staff (ward_id, session_id, contract_id, designation_id, job)
           select d.ward_id, r.session_id, d.contract_id, d.id, d.job from unnest($2::uuid[], $3::uuid[]) as r (session_id, designation_id)
           join designation d on d.ward_id = (select app_ward()) and d.contract_id = $1 and d.id = r.designation_id"#,
        new.contract.0,
        &sessions,
        &designations
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
