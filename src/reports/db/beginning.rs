//! What is to be reported and nobody has begun yet, and beginning it.

use time::Date;

use crate::{
    kit::db::{Reads, Writes},
    reports::due::Progress,
    vocab::ids::{ContractId, CourseId, ProgrammeVersionId, ReportId},
};

/// A course without a report.
pub struct UnreportedCourse {
    pub id: CourseId,
    pub contract: ContractId,
    pub name: String,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
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
        r#"select k.id as "id: CourseId", k.contract_id as "contract: ContractId", k.name, c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId", k.first_on,
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
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
    pub reported: Vec<Date>,
}

pub async fn monthly_contracts(db: &mut Reads) -> sqlx::Result<Vec<MonthlyContract>> {
    sqlx::query_as!(
        MonthlyContract,
        r#"select c.id as "id: ContractId", c.title, c.programme_version_id as "programme: ProgrammeVersionId", c.starts_on, c.ends_on,
                  array(select r.period from report r where r.ward_id = c.ward_id and r.contract_id = c.id and r.kind = 'monthly') as "reported!"
           from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           where c.ward_id = (select app_ward()) and c.state in ('signed', 'active', 'closing') and v.definition->'reports'->0->>'cadence' = 'monthly'
           order by c.starts_on, c.id"#
    )
    .fetch_all(db.conn())
    .await
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
