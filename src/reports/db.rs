//! The statements of the reports.

use time::{Date, OffsetDateTime, Time};

use super::{due::Progress, states::ReportState};
use crate::{
    kit::db::{Reads, Writes},
    programmes::{self, InformationItem, Programme},
    vocab::ids::{AccountId, ContractId, CourseId, ReportId},
};

/// One report with what it is about.
pub struct Report {
    pub id: ReportId,
    pub contract: ContractId,
    pub course: Option<CourseId>,
    pub period: Date,
    pub state: ReportState,
    pub sealed: Option<Vec<u8>>,
    pub snapshot: Option<Vec<u8>>,
    pub key_unit: uuid::Uuid,
    pub submitted_at: Option<OffsetDateTime>,
    pub return_reason: Option<String>,
    pub version: i32,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: String,
    pub programme: Option<&'static Programme>,
    pub items: Vec<InformationItem>,
    pub about: Option<Course>,
}

/// The course a report is about.
pub struct Course {
    pub name: String,
    pub venue: String,
    pub starts_at: Time,
    pub minutes: i32,
    pub capacity: i32,
    pub progress: Progress,
}

pub async fn find(db: &mut Reads, id: ReportId) -> sqlx::Result<Option<Report>> {
    let row = sqlx::query!(
        r#"select r.id as "id: ReportId", r.contract_id as "contract: ContractId", r.course_id as "course: CourseId", r.period, r.state,
                  r.sealed, r.snapshot, r.key_unit, r.submitted_at, r.return_reason, r.version,
                  c.number as contract_number, c.title as contract_title, c.programme, c.items, o.name as contractor,
                  k.name as "name?", k.venue as "venue?", k.starts_at as "starts_at?", k.minutes as "minutes?", k.capacity as "capacity?",
                  coalesce(s.sessions, 0) as "sessions!", coalesce(s.settled, 0) as "settled!", s.last_on
           from report r
           join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
           join contractor o on o.id = c.contractor_id
           left join course k on k.ward_id = r.ward_id and k.id = r.course_id
           left join lateral (
             select count(*) as sessions, count(*) filter (where s.state in ('closed', 'cancelled')) as settled,
                    coalesce(max(s.held_on) filter (where s.state <> 'cancelled'), max(s.held_on)) as last_on
             from session s where s.ward_id = r.ward_id and s.course_id = r.course_id
           ) s on true
           where r.ward_id = (select app_ward()) and r.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.and_then(|row| {
        let progress = Progress {
            sessions: row.sessions,
            settled: row.settled,
            last_on: row.last_on.unwrap_or(row.period),
        };
        let course = (row.name, row.venue, row.starts_at, row.minutes, row.capacity);
        let about = match course {
            (Some(name), Some(venue), Some(starts_at), Some(minutes), Some(capacity)) => {
                Some(Course { name, venue, starts_at, minutes, capacity, progress })
            }
            _ => None,
        };
        Some(Report {
            id: row.id,
            contract: row.contract,
            course: row.course,
            period: row.period,
            state: ReportState::from_code(&row.state)?,
            sealed: row.sealed,
            snapshot: row.snapshot,
            key_unit: row.key_unit,
            submitted_at: row.submitted_at,
            return_reason: row.return_reason,
            version: row.version,
            contract_number: row.contract_number,
            contract_title: row.contract_title,
            contractor: row.contractor,
            programme: programmes::by_code(&row.programme),
            items: row.items.iter().filter_map(|code| InformationItem::from_code(code)).collect(),
            about,
        })
    }))
}

/// One line of the list.
pub struct Listed {
    pub id: ReportId,
    pub contract_title: String,
    pub course: Option<String>,
    pub period: Date,
    pub state: String,
    pub due_on: Date,
    pub contractor: String,
    pub total: i64,
}

/// Reports by due date, latest first; `state` narrows the list when it isn't empty, `contract` to one contract.
pub async fn list(
    db: &mut Reads,
    state: &str,
    contract: Option<ContractId>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select r.id as "id: ReportId", c.title as contract_title, k.name as "course?", r.period, r.state, r.due_on,
                  o.name as contractor, count(*) over () as "total!"
           from report r
           join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
           join contractor o on o.id = c.contractor_id
           left join course k on k.ward_id = r.ward_id and k.id = r.course_id
           where r.ward_id = (select app_ward()) and ($1 = '' or r.state = $1) and ($2::uuid is null or r.contract_id = $2)
           order by r.due_on desc, r.id limit $3 offset $4"#,
        state,
        contract.map(|c| c.0),
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// A course without a report.
pub struct UnreportedCourse {
    pub id: CourseId,
    pub contract: ContractId,
    pub name: String,
    pub contract_title: String,
    pub programme: String,
    pub first_on: Date,
    pub sessions: i64,
    pub settled: i64,
    pub last_on: Option<Date>,
}

impl UnreportedCourse {
    pub fn progress(&self) -> Progress {
        Progress {
            sessions: self.sessions,
            settled: self.settled,
            last_on: self.last_on.unwrap_or(self.first_on),
        }
    }
}

/// Running and finished courses nobody has begun to report on.
pub async fn unreported_courses(db: &mut Reads) -> sqlx::Result<Vec<UnreportedCourse>> {
    sqlx::query_as!(
        UnreportedCourse,
        r#"select k.id as "id: CourseId", k.contract_id as "contract: ContractId", k.name, c.title as contract_title, c.programme, k.first_on,
                  count(s.id) as "sessions!", count(s.id) filter (where s.state in ('closed', 'cancelled')) as "settled!",
                  coalesce(max(s.held_on) filter (where s.state <> 'cancelled'), max(s.held_on)) as last_on
           from course k
           join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           left join session s on s.ward_id = k.ward_id and s.course_id = k.id
           where k.ward_id = (select app_ward()) and k.state <> 'cancelled' and c.state in ('signed', 'active', 'closing')
             and not exists (select 1 from report r where r.ward_id = k.ward_id and r.contract_id = k.contract_id and r.course_id = k.id)
           group by k.ward_id, k.id, c.ward_id, c.id order by k.first_on, k.id"#
    )
    .fetch_all(db.conn())
    .await
}

/// A contract reported month by month, with the months that have a report.
pub struct MonthlyContract {
    pub id: ContractId,
    pub title: String,
    pub programme: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub reported: Vec<Date>,
}

pub async fn monthly_contracts(db: &mut Reads) -> sqlx::Result<Vec<MonthlyContract>> {
    sqlx::query_as!(
        MonthlyContract,
        r#"select c.id as "id: ContractId", c.title, c.programme, c.starts_on, c.ends_on,
                  array(select r.period from report r where r.ward_id = c.ward_id and r.contract_id = c.id and r.kind = 'monthly') as "reported!"
           from contract c
           where c.ward_id = (select app_ward()) and c.state in ('signed', 'active', 'closing') and c.programme = any($1)
           order by c.starts_on, c.id"#,
        &monthly_programmes()
    )
    .fetch_all(db.conn())
    .await
}

fn monthly_programmes() -> Vec<String> {
    programmes::all()
        .iter()
        .filter(|programme| programme.service().is_some())
        .map(|p| p.code.to_owned())
        .collect()
}

/// A report to begin. `course` is `None` for a month.
pub struct NewReport {
    pub id: ReportId,
    pub contract: ContractId,
    pub course: Option<CourseId>,
    pub period: Date,
    pub due_on: Date,
    pub key_unit: uuid::Uuid,
}

/// Begins a draft. `false` when there is one already.
pub async fn insert(db: &mut Writes, report: &NewReport) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into report (ward_id, id, contract_id, course_id, kind, period, due_on, key_unit)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7) on conflict on constraint report_once do nothing",
        report.id.0,
        report.contract.0,
        report.course.map(|course| course.0),
        if report.course.is_some() { "course" } else { "monthly" },
        report.period,
        report.due_on,
        report.key_unit
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The report on a course or a month, if begun.
pub async fn find_begun(
    db: &mut Reads,
    contract: ContractId,
    course: Option<CourseId>,
    period: Date,
) -> sqlx::Result<Option<ReportId>> {
    sqlx::query_scalar!(
        r#"select id as "id: ReportId" from report
           where ward_id = (select app_ward()) and contract_id = $1 and course_id is not distinct from $2 and period = $3"#,
        contract.0,
        course.map(|course| course.0),
        period
    )
    .fetch_optional(db.conn())
    .await
}

/// Stores the words, sealed for version `version` + 1. `false`: somebody was faster, or it may not be edited any more.
pub async fn write(
    db: &mut Writes,
    id: ReportId,
    version: i32,
    sealed: &[u8],
    due_on: Date,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update report set sealed = $3, due_on = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state in ('draft', 'returned')",
        id.0,
        version,
        sealed,
        due_on
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Hands the report in.
pub async fn submit(
    db: &mut Writes,
    id: ReportId,
    version: i32,
    sealed: &[u8],
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update report set state = 'submitted', sealed = $3, submitted_by = $4, submitted_at = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state in ('draft', 'returned')",
        id.0,
        version,
        sealed,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the ward decided about a submitted report. `snapshot` comes with acceptance, `reason` with a return.
pub struct Decision<'a> {
    pub version: i32,
    pub sealed: Option<&'a [u8]>,
    pub snapshot: Option<&'a [u8]>,
    pub reason: Option<&'a str>,
    pub by: AccountId,
    pub at: OffsetDateTime,
}

pub async fn decide(db: &mut Writes, id: ReportId, decision: &Decision<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update report set state = $3, sealed = $4, snapshot = $5, return_reason = $6, decided_by = $7, decided_at = $8, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        id.0,
        decision.version,
        if decision.snapshot.is_some() { ReportState::Accepted.code() } else { ReportState::Returned.code() },
        decision.sealed,
        decision.snapshot,
        decision.reason,
        decision.by.0,
        decision.at
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes the open obligation this report answers: the one of its course or month by name, else the contract's only one.
pub async fn close_obligation(
    db: &mut Writes,
    report: &Report,
    rule: &str,
    named: &str,
    today: Date,
    by: AccountId,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update obligation set state = 'done', done_on = $4, done_by = $5, version = version + 1
         where ward_id = (select app_ward()) and id = (
           select o.id from obligation o
           where o.ward_id = (select app_ward()) and o.contract_id = $1 and o.rule = $2 and o.state = 'open'
             and (strpos(o.title, $3) > 0 or strpos(o.title, '（') = 0)
           order by strpos(o.title, $3) > 0 desc, o.due_on limit 1)",
        report.contract.0,
        rule,
        named,
        today,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected())
}

/// One line of a report's history.
pub struct Happened {
    pub act: String,
    pub at: OffsetDateTime,
    pub person: String,
    pub organisation: String,
    pub reason: String,
}

pub async fn history(db: &mut Reads, id: ReportId) -> sqlx::Result<Vec<Happened>> {
    sqlx::query_as!(
        Happened,
        r#"select e.act, e.at, coalesce(a.name, '') as "person!", e.organisation, e.reason
           from report_event e left join account a on a.id = e.account_id
           where e.ward_id = (select app_ward()) and e.report_id = $1 order by e.at desc, e.id desc"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Something that was done with a report, for its history.
pub struct Done<'a> {
    pub id: uuid::Uuid,
    pub report: ReportId,
    pub contract: ContractId,
    pub act: &'a str,
    pub at: OffsetDateTime,
    pub by: AccountId,
    pub organisation: &'a str,
    pub reason: &'a str,
}

pub async fn remember(db: &mut Writes, done: &Done<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into report_event (ward_id, id, report_id, contract_id, act, at, account_id, organisation, reason)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        done.id,
        done.report.0,
        done.contract.0,
        done.act,
        done.at,
        done.by.0,
        done.organisation,
        done.reason
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
