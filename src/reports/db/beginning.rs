//! What is to be reported and nobody has begun yet, and beginning it.

use time::Date;

use crate::{
    kit::db::{Reads, Writes},
    programmes::{Term, definition::Cadence},
    reports::due::Progress,
    vocab::ids::{ContractId, CourseId, ProgrammeVersionId, ReportId},
};

/// A course, or a contract without courses, that reports are owed on.
pub struct Reportable {
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
    pub course: Option<CourseId>,
    /// Empty for a contract.
    pub name: String,
    pub first_on: Option<Date>,
    pub sessions: i64,
    pub settled: i64,
    pub last_on: Option<Date>,
    /// The reports that were begun: code and first day of the period, `quarterly 2026-07-01`.
    pub begun: Vec<String>,
}

impl Reportable {
    pub fn term(&self) -> Term {
        Term { starts_on: self.starts_on, ends_on: self.ends_on }
    }

    pub fn progress(&self) -> Progress {
        let first_on = self.first_on.unwrap_or(self.starts_on);
        Progress { sessions: self.sessions, settled: self.settled, last_on: self.last_on.unwrap_or(first_on) }
    }

    /// Whether the report of this code on the period from this day was begun.
    pub fn is_begun(&self, code: &str, period: Date) -> bool {
        self.begun.contains(&format!("{code} {period}"))
    }
}

/// Every course of a contract in force, and the contracts of programmes without courses.
pub async fn reportable(db: &mut Reads) -> sqlx::Result<Vec<Reportable>> {
    sqlx::query_as!(
        Reportable,
        r#"select c.id as "contract: ContractId", c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId", c.starts_on, c.ends_on,
                  k.id as "course?: CourseId", coalesce(k.name, '') as "name!", k.first_on as "first_on?",
                  coalesce(s.sessions, 0) as "sessions!", coalesce(s.settled, 0) as "settled!", s.last_on,
                  array(select r.code || ' ' || r.period from report r
                    where r.ward_id = c.ward_id and r.contract_id = c.id and r.course_id is not distinct from k.id) as "begun!"
           from contract c
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           left join course k on k.ward_id = c.ward_id and k.contract_id = c.id and k.state <> 'cancelled'
           left join lateral (
             select n.total as sessions, n.settled, (
               select coalesce(max(s.held_on) filter (where s.state <> 'cancelled'), max(s.held_on))
               from session s where s.ward_id = c.ward_id and s.course_id = k.id) as last_on
             from session_counts(k.id) n
           ) s on k.id is not null
           where c.ward_id = (select app_ward()) and c.state in ('signed', 'active', 'closing')
             and (k.id is not null or v.definition->>'style' not in ('course', 'rolling_course'))
           order by coalesce(k.first_on, c.starts_on), c.id, k.id"#
    )
    .fetch_all(db.conn())
    .await
}

/// A report to begin. `course` is `None` where the contract has no courses.
pub struct NewReport {
    pub id: ReportId,
    pub contract: ContractId,
    pub course: Option<CourseId>,
    pub code: &'static str,
    pub cadence: Cadence,
    pub period: Date,
    pub due_on: Date,
    pub key_unit: uuid::Uuid,
}

/// Begins a draft. `false` when there is one already.
pub async fn insert(db: &mut Writes, report: &NewReport) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into report (ward_id, id, contract_id, course_id, kind, code, period, due_on, key_unit)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint report_once do nothing",
        report.id.0,
        report.contract.0,
        report.course.map(|course| course.0),
        report.cadence.code(),
        report.code,
        report.period,
        report.due_on,
        report.key_unit
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The report of a code on a course or a period, if begun.
pub async fn find_begun(db: &mut Reads, report: &NewReport) -> sqlx::Result<Option<ReportId>> {
    sqlx::query_scalar!(
        r#"select id as "id: ReportId" from report
           where ward_id = (select app_ward()) and contract_id = $1 and course_id is not distinct from $2 and code = $3 and period = $4"#,
        report.contract.0,
        report.course.map(|course| course.0),
        report.code,
        report.period
    )
    .fetch_optional(db.conn())
    .await
}
