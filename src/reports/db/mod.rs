//! The statements of the reports.

pub mod beginning;
pub mod frozen;
pub mod history;
pub mod lists;

use time::{Date, OffsetDateTime, Time};

use crate::{
    kit::db::{Reads, Writes},
    programmes::{InformationItem, Term},
    reports::{due::Progress, states::ReportState},
    vocab::ids::{AccountId, ContractId, CourseId, ProgrammeVersionId, ReportId},
};

/// One report with what it is about.
pub struct Report {
    pub id: ReportId,
    pub contract: ContractId,
    pub course: Option<CourseId>,
    /// Which of the programme's reports it is.
    pub code: String,
    pub period: Date,
    pub state: ReportState,
    pub sealed: Option<Vec<u8>>,
    /// The version the words were sealed for: the ward's decision leaves them as they are.
    pub sealed_version: i32,
    pub snapshot: Option<Vec<u8>>,
    pub key_unit: uuid::Uuid,
    pub submitted_at: Option<OffsetDateTime>,
    pub return_reason: Option<String>,
    pub version: i32,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: String,
    pub programme: ProgrammeVersionId,
    pub term: Term,
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
        r#"select r.id as "id: ReportId", r.contract_id as "contract: ContractId", r.course_id as "course: CourseId", r.code, r.period, r.state,
                  r.sealed, r.sealed_version, r.snapshot, r.key_unit, r.submitted_at, r.return_reason, r.version,
                  c.number as contract_number, c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId", c.starts_on, c.ends_on, c.items, o.name as contractor,
                  k.name as "name?", k.venue as "venue?", k.starts_at as "starts_at?", k.minutes as "minutes?", k.capacity as "capacity?",
                  coalesce(s.sessions, 0) as "sessions!", coalesce(s.settled, 0) as "settled!", s.last_on
           from report r
           join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
           join contractor o on o.id = c.contractor_id
           left join course k on k.ward_id = r.ward_id and k.id = r.course_id
           left join lateral (
             select n.total as sessions, n.settled, (
               select coalesce(max(s.held_on) filter (where s.state <> 'cancelled'), max(s.held_on))
               from session s where s.ward_id = r.ward_id and s.course_id = r.course_id) as last_on
             from session_counts(r.course_id) n
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
        let about = (|| {
            let (name, venue, starts_at) = (row.name?, row.venue?, row.starts_at?);
            Some(Course { name, venue, starts_at, minutes: row.minutes?, capacity: row.capacity?, progress })
        })();
        Some(Report {
            id: row.id,
            contract: row.contract,
            course: row.course,
            code: row.code,
            period: row.period,
            state: ReportState::from_code(&row.state)?,
            sealed: row.sealed,
            sealed_version: row.sealed_version,
            snapshot: row.snapshot,
            key_unit: row.key_unit,
            submitted_at: row.submitted_at,
            return_reason: row.return_reason,
            version: row.version,
            contract_number: row.contract_number,
            contract_title: row.contract_title,
            contractor: row.contractor,
            programme: row.programme,
            term: Term { starts_on: row.starts_on, ends_on: row.ends_on },
            items: row.items.iter().filter_map(|code| InformationItem::from_code(code)).collect(),
            about,
        })
    }))
}

/// One line of the list.
pub struct Listed {
    pub id: ReportId,
    pub code: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
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
        r#"select r.id as "id: ReportId", r.code, c.programme_version_id as "programme: ProgrammeVersionId", c.starts_on, c.ends_on, c.title as contract_title, k.name as "course?", r.period, r.state, r.due_on,
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

/// Stores the words, sealed for version `version` + 1. `false`: somebody was faster, or it may not be edited any more.
pub async fn write(
    db: &mut Writes,
    id: ReportId,
    version: i32,
    sealed: &[u8],
    due_on: Date,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update report set sealed = $3, sealed_version = $2 + 1, due_on = $4, version = version + 1
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
        "update report set state = 'submitted', sealed = $3, sealed_version = $2 + 1, submitted_by = $4, submitted_at = $5, version = version + 1
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
    pub snapshot: Option<&'a [u8]>,
    pub reason: Option<&'a str>,
    pub by: AccountId,
    pub at: OffsetDateTime,
}

pub async fn decide(db: &mut Writes, id: ReportId, decision: &Decision<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update report set state = $3, snapshot = $4, return_reason = $5, decided_by = $6, decided_at = $7, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        id.0,
        decision.version,
        if decision.snapshot.is_some() { ReportState::Accepted.code() } else { ReportState::Returned.code() },
        decision.snapshot,
        decision.reason,
        decision.by.0,
        decision.at
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
