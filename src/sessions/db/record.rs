//! Recording: the locked state before, and the one statement that writes all that a request changed.

use serde::Serialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    sessions::{
        blob::Blob,
        entry::Field,
        fields::{AttendanceRow, KeptOperation, Names},
        operations::OutcomeCode,
    },
    vocab::ids::{AccountId, ContractId, CourseId, SessionId, TabletId},
};

/// One person of the day's roster (none when nobody is enrolled), with the session's facts repeated.
pub struct StateLine {
    pub course: CourseId,
    pub contract: ContractId,
    pub held_on: Date,
    pub state: String,
    /// The course's report has been accepted: nothing may change any more.
    pub frozen: bool,
    /// The first session of a course whose venue has to be looked at before.
    pub waits_for_venue: bool,
    pub participant: Option<Uuid>,
    pub attendance: Option<Json<AttendanceRow>>,
    pub kept: Option<Json<Vec<KeptOperation>>>,
    pub answered: Option<Json<Vec<Answered>>>,
    pub names: Json<Names>,
}

/// An operation of this request that was taken before.
#[derive(Clone, serde::Deserialize)]
pub struct Answered {
    pub key: Uuid,
    pub field: Field,
    pub version: i32,
    pub outcome: OutcomeCode,
    pub tablet: Option<TabletId>,
}

/// Locks the session, then reads. `keys`: those of the request at hand. No lines: no such session for this person.
pub async fn locked_state(db: &mut Reads, session: SessionId, keys: &[Uuid]) -> sqlx::Result<Vec<StateLine>> {
    sqlx::query_as!(
        StateLine,
        r#"select course_id as "course!: CourseId", contract_id as "contract!: ContractId", held_on as "held_on!", state as "state!", frozen as "frozen!",
             coalesce((select waits_for_venue($1)), false) as "waits_for_venue!",
             participant_id as participant, attendance as "attendance: Json<AttendanceRow>", kept as "kept: Json<Vec<KeptOperation>>",
             answered as "answered: Json<Vec<Answered>>",
             hands.names as "names!: Json<Names>"
           from recording_state($1, $2) cross join (select hands_of($1) as names offset 0) hands"#,
        session.0,
        keys
    )
    .fetch_all(db.conn())
    .await
}

/// A row of `operation`, as JSON.
#[derive(Serialize)]
pub struct OperationRow {
    pub key: Uuid,
    pub participant_id: Uuid,
    pub field: Field,
    pub value: Option<String>,
    pub sealed: Option<Blob>,
    pub base_version: i32,
    pub version: i32,
    pub outcome: OutcomeCode,
    pub resolved_by: Option<Uuid>,
    /// Whose it is.
    pub account_id: AccountId,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// Kept values that an operation decided.
#[derive(Serialize)]
pub struct SettledRow {
    pub participant_id: Uuid,
    pub field: Field,
    pub resolved_by: Uuid,
}

/// All that one request changes.
pub struct Change {
    pub session: SessionId,
    pub course: CourseId,
    pub contract: ContractId,
    pub rows: Vec<AttendanceRow>,
    pub operations: Vec<OperationRow>,
    pub settled: Vec<SettledRow>,
    /// The tablet it came from, and who sent it.
    pub tablet: Option<(TabletId, AccountId)>,
    pub now: OffsetDateTime,
    pub present: i32,
    pub absent: i32,
}

/// Writes rows, history, decisions and counts, and opens session and course with the first record.
pub async fn write(db: &mut Writes, change: &Change) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with recorded as (
             insert into attendance (ward_id, session_id, participant_id, contract_id, course_id, status, status_version,
               pre_systolic, pre_diastolic, pre_pulse, pre_version, post_systolic, post_diastolic, post_pulse, post_version,
               pre_missing, pre_missing_version, post_missing, post_missing_version, memo, memo_version, flags, flags_version, conflicts, written)
             select app_ward(), $1, r.participant_id, $2, $3, r.status, r.status_version,
               r.pre_systolic, r.pre_diastolic, r.pre_pulse, r.pre_version, r.post_systolic, r.post_diastolic, r.post_pulse, r.post_version,
               r.pre_missing, r.pre_missing_version, r.post_missing, r.post_missing_version, r.memo, r.memo_version, r.flags, r.flags_version, r.conflicts, r.written
             from jsonb_populate_recordset(null::attendance, $4) r
             on conflict (ward_id, session_id, participant_id) do update set
               status = excluded.status, status_version = excluded.status_version,
               pre_systolic = excluded.pre_systolic, pre_diastolic = excluded.pre_diastolic, pre_pulse = excluded.pre_pulse, pre_version = excluded.pre_version,
               post_systolic = excluded.post_systolic, post_diastolic = excluded.post_diastolic, post_pulse = excluded.post_pulse, post_version = excluded.post_version,
               pre_missing = excluded.pre_missing, pre_missing_version = excluded.pre_missing_version,
               post_missing = excluded.post_missing, post_missing_version = excluded.post_missing_version,
               memo = excluded.memo, memo_version = excluded.memo_version, flags = excluded.flags, flags_version = excluded.flags_version,
               conflicts = excluded.conflicts, written = excluded.written),
           history as (
             insert into operation (ward_id, key, session_id, participant_id, contract_id, field, value, sealed, base_version, version, outcome, resolved_by, account_id, at, recorded_at, tablet_id, sent_by)
             select app_ward(), r.key, $1, r.participant_id, $2, r.field, r.value, r.sealed, r.base_version, r.version, r.outcome, r.resolved_by, r.account_id, r.at, $6, $11, $5
             from jsonb_populate_recordset(null::operation, $7) r),
           decided as (
             update operation o set resolved_by = r.resolved_by from jsonb_populate_recordset(null::operation, $8) r
             where o.ward_id = (select app_ward()) and o.session_id = $1 and o.participant_id = r.participant_id and o.field = r.field
               and o.outcome = 'conflict' and o.resolved_by is null),
           begun as (
             update course set state = 'running', version = version + 1 where ward_id = (select app_ward()) and id = $3 and state = 'planned')
           update session set present_count = $9, absent_count = $10, state = case state when 'planned' then 'open' else state end
           where ward_id = (select app_ward()) and id = $1"#,
        change.session.0,
        change.contract.0,
        change.course.0,
        json(&change.rows)?,
        change.tablet.map(|(_, by)| by.0),
        change.now,
        json(&change.operations)?,
        json(&change.settled)?,
        change.present,
        change.absent,
        change.tablet.map(|(tablet, _)| tablet.0)
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

fn json<T: Serialize>(rows: &[T]) -> sqlx::Result<serde_json::Value> {
    serde_json::to_value(rows).map_err(|error| sqlx::Error::Encode(error.into()))
}
