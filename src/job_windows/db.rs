//! Rows of job windows, and what maintenance may see. Row-level security decides whose: the ward all of its own, an operator their
//! own under the contract they act under, the company's manager those of the contract.

use time::{Date, OffsetDateTime};

use super::states::Hours;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, JobWindowId},
};

pub struct JobWindow {
    pub id: JobWindowId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub company: String,
    /// Empty to whoever may not see the account.
    pub operator: String,
    pub place: String,
    pub starts_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
    pub sealed: Vec<u8>,
    pub applied_at: OffsetDateTime,
    pub state: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub decision: Option<Vec<u8>>,
    pub ended_at: Option<OffsetDateTime>,
    pub ended_by: Option<String>,
    pub ending: Option<Vec<u8>>,
    pub reported_at: Option<OffsetDateTime>,
    pub touched_data: Option<bool>,
    pub report: Option<Vec<u8>>,
    pub report_version: Option<i32>,
    pub confirmed_at: Option<OffsetDateTime>,
    pub confirmed_by: Option<String>,
    pub version: i32,
}

impl JobWindow {
    pub fn hours(&self) -> Hours {
        Hours { from: self.starts_at, to: self.ends_at }
    }
}

/// The windows that fit; `$rest` narrows or sorts them.
macro_rules! windows {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            JobWindow,
            r#"select j.id as "id: JobWindowId", j.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                      o.name as company, coalesce(p.name, '') as "operator!", j.place, j.starts_at, j.ends_at, j.sealed, j.applied_at, j.state,
                      j.decided_at, d.name as "decided_by?", j.decision, j.ended_at, e.name as "ended_by?", j.ending,
                      j.reported_at, j.touched_data, j.report, j.report_version, j.confirmed_at, f.name as "confirmed_by?", j.version
               from job_window j join contract c on c.ward_id = j.ward_id and c.id = j.contract_id join contractor o on o.id = c.contractor_id
               left join account p on p.id = j.operator_id left join account d on d.id = j.decided_by
               left join account e on e.id = j.ended_by left join account f on f.id = j.confirmed_by
               where j.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: JobWindowId) -> sqlx::Result<Option<JobWindow>> {
    windows!("and j.id = $1", id.0).fetch_optional(db.conn()).await
}

/// A page of them: what waits for the ward first, then the latest.
pub async fn list(db: &mut Reads, limit: i64, offset: i64) -> sqlx::Result<Vec<JobWindow>> {
    windows!(
        "order by j.state in ('applied', 'reported') desc, j.starts_at desc, j.id limit $1 offset $2",
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "n!" from job_window where ward_id = (select app_ward())"#)
        .fetch_one(db.conn())
        .await
}

/// What a new row says.
pub struct NewWindow<'a> {
    pub id: JobWindowId,
    pub contract: ContractId,
    pub operator: AccountId,
    pub place: &'a str,
    pub hours: Hours,
    pub sealed: &'a [u8],
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewWindow<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into job_window (ward_id, id, contract_id, operator_id, place, starts_at, ends_at, sealed, applied_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.contract.0,
        new.operator.0,
        new.place,
        new.hours.from,
        new.hours.to,
        new.sealed,
        new.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else was quicker; so for the next ones.
pub async fn withdraw(db: &mut Writes, id: JobWindowId, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update job_window set state = 'withdrawn', version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who did something to a window, and when.
#[derive(Clone, Copy)]
pub struct By {
    pub account: AccountId,
    pub at: OffsetDateTime,
}

/// `state`: approved or refused.
pub async fn decide(
    db: &mut Writes,
    (id, version): (JobWindowId, i32),
    state: &str,
    by: By,
    words: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update job_window set state = $3, decided_at = $4, decided_by = $5, decision = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        state,
        by.at,
        by.account.0,
        words
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn end(
    db: &mut Writes,
    (id, version): (JobWindowId, i32),
    by: By,
    words: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update job_window set state = 'ended', ended_at = $3, ended_by = $4, ending = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        by.at,
        by.account.0,
        words
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `words` are bound to the version the row comes to.
pub async fn report(
    db: &mut Writes,
    (id, version): (JobWindowId, i32),
    at: OffsetDateTime,
    touched_data: bool,
    words: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update job_window set state = 'reported', reported_at = $3, touched_data = $4, report = $5, report_version = $2 + 1, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        at,
        touched_data,
        words
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn confirm(db: &mut Writes, (id, version): (JobWindowId, i32), by: By) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update job_window set state = 'confirmed', confirmed_at = $3, confirmed_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        by.at,
        by.account.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Something the operator did in a window, from the audit stream.
pub struct Done {
    pub at: OffsetDateTime,
    pub action: String,
}

/// What was done in it, the first 200 acts.
pub async fn events(db: &mut Reads, id: JobWindowId) -> sqlx::Result<Vec<Done>> {
    sqlx::query_as!(Done, r#"select at as "at!", action as "action!" from window_events($1)"#, id.0)
        .fetch_all(db.conn())
        .await
}

/// How the database does: sizes and counts of the whole server, and of this ward's audit stream.
pub struct Figures {
    pub server: String,
    pub bytes: i64,
    pub connections: i32,
    /// Minutes since the server started.
    pub running_for: i64,
    pub rolled_back: i64,
    pub deadlocks: i64,
    /// When the last piece of the write-ahead log was put away; none where nothing is.
    pub archived_at: Option<OffsetDateTime>,
    pub migration: i64,
    pub audit_events: i64,
    pub signed_on: Option<Date>,
}

/// `None` outside a job window.
pub async fn figures(db: &mut Reads) -> sqlx::Result<Option<Figures>> {
    sqlx::query_as!(
        Figures,
        r#"select current_setting('server_version') as "server!", pg_database_size(current_database()) as "bytes!",
                  s.numbackends as "connections!", (extract(epoch from clock_timestamp() - pg_postmaster_start_time()) / 60)::bigint as "running_for!",
                  s.xact_rollback as "rolled_back!", s.deadlocks as "deadlocks!", (select last_archived_time from pg_stat_archiver) as archived_at,
                  m.migration as "migration!", coalesce(m.audit_events, 0) as "audit_events!", m.signed_on
           from maintenance_figures() m join pg_stat_database s on s.datname = current_database()"#
    )
    .fetch_optional(db.conn())
    .await
}

/// A table by its size; `dead`: rows that were deleted or replaced and still take room.
pub struct Table {
    pub name: String,
    pub bytes: i64,
    pub dead: i64,
}

/// The ten largest tables.
pub async fn largest_tables(db: &mut Reads) -> sqlx::Result<Vec<Table>> {
    sqlx::query_as!(
        Table,
        r#"select relname::text as "name!", pg_total_relation_size(relid) as "bytes!", n_dead_tup as "dead!"
           from pg_stat_user_tables order by 2 desc, 1 limit 10"#
    )
    .fetch_all(db.conn())
    .await
}
