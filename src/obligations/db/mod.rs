//! Rows of obligations.

pub mod bindings;
pub mod dates;
pub mod named;
pub mod owed;
pub mod rehearsals;

use time::{Date, OffsetDateTime};

use super::{
    binding::ClauseRef,
    enforced::{GateDuty, Registers},
    library::{Gate, library},
};
use crate::{
    kit::db::{Reads, Writes},
    vocab::{
        dates::jst_date,
        ids::{AccountId, ContractId, ObligationId},
    },
};

/// One obligation with the contract it belongs to.
pub struct Obligation {
    pub id: ObligationId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub rule: String,
    pub occurrence: String,
    pub title: String,
    pub clauses: sqlx::types::Json<Vec<ClauseRef>>,
    pub owed_by: String,
    pub event_on: Date,
    pub due_on: Date,
    pub last_on: Date,
    pub explanation: String,
    pub evidence: String,
    pub decision: String,
    pub gate: Option<String>,
    pub remind_on: Date,
    pub escalate_on: Date,
    /// Since when its paper or report lies with the side that decides on it.
    pub handed_in_on: Option<Date>,
    pub state: String,
    pub done_on: Option<Date>,
    pub done_by: Option<String>,
    pub note: String,
    pub version: i32,
    /// When its contract was signed.
    pub signed_on: Option<Date>,
    /// Somebody of the ward asked to find it needless.
    pub waiver_asked_at: Option<OffsetDateTime>,
    pub waiver_asked_by: Option<AccountId>,
    pub waiver_asker: Option<String>,
    pub waiver_reason: String,
}

impl Obligation {
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// The first day on which it can have been done: when what opened it came up, unless it is owed before that; else the
    /// signature. `None` of what the ward does in preparing the contract.
    pub fn arose_on(&self) -> Option<Date> {
        let came_up = self.occurrence.starts_with("arisen:") && self.due_on >= self.event_on;
        let is_prepared = library().rule(&self.rule).is_some_and(|rule| rule.before_signing);
        if came_up { Some(self.event_on) } else { self.signed_on.filter(|_| !is_prepared) }
    }

    /// Past its last day, and nothing that answers it was handed in: what `is_late` says in the database.
    pub fn is_late(&self, today: Date) -> bool {
        self.is_open() && self.handed_in_on.is_none() && self.last_on < today
    }
}

/// Which obligations a list shows. Empty texts mean all.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub contract: Option<ContractId>,
    /// `open`, `late` (open, past its last day and nothing handed in), `handed_in`, `done` or `waived`.
    pub state: &'a str,
    pub owed_by: &'a str,
    pub today: Date,
    /// Counted from 1, `size` a page.
    pub page: i64,
    pub size: i64,
}

/// What is open by due date, so that what is late comes first; what is over comes last, newest first. Of contracts that have
/// been signed.
pub async fn list(db: &mut Reads, wanted: &Wanted<'_>) -> sqlx::Result<Vec<Obligation>> {
    sqlx::query_as!(
        Obligation,
        r#"select b.id as "id: ObligationId", b.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                  b.rule, b.occurrence, b.title, b.clauses as "clauses: sqlx::types::Json<Vec<ClauseRef>>", b.owed_by, b.event_on, b.due_on, b.last_on, b.explanation,
                  b.evidence, b.decision, b.gate, b.remind_on, b.escalate_on, b.handed_in_on, b.state, b.done_on, a.name as "done_by?", b.note, b.version,
                  c.signed_on, b.waiver_asked_at, b.waiver_asked_by as "waiver_asked_by: AccountId", w.name as "waiver_asker?", b.waiver_reason
           from obligation b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id left join account a on a.id = b.done_by
                left join account w on w.id = b.waiver_asked_by
           where b.ward_id = (select app_ward()) and ($1::uuid is null or b.contract_id = $1)
             and ($2 = '' or b.state = $2 or $2 = 'late' and is_late(b, $4)
               or $2 = 'handed_in' and b.state = 'open' and b.handed_in_on is not null)
             and ($3 = '' or b.owed_by = $3)
           order by b.state = 'open' desc, case when b.state = 'open' then b.due_on end, b.done_on desc, b.title, b.id limit $6 offset $5"#,
        wanted.contract.map(|c| c.0),
        wanted.state,
        wanted.owed_by,
        wanted.today,
        (wanted.page - 1) * wanted.size,
        wanted.size
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, wanted: &Wanted<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from obligation b where b.ward_id = (select app_ward()) and ($1::uuid is null or b.contract_id = $1)
             and ($2 = '' or b.state = $2 or $2 = 'late' and is_late(b, $4)
               or $2 = 'handed_in' and b.state = 'open' and b.handed_in_on is not null)
             and ($3 = '' or b.owed_by = $3)"#,
        wanted.contract.map(|c| c.0),
        wanted.state,
        wanted.owed_by,
        wanted.today
    )
    .fetch_one(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: ObligationId) -> sqlx::Result<Option<Obligation>> {
    sqlx::query_as!(
        Obligation,
        r#"select b.id as "id: ObligationId", b.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                  b.rule, b.occurrence, b.title, b.clauses as "clauses: sqlx::types::Json<Vec<ClauseRef>>", b.owed_by, b.event_on, b.due_on, b.last_on, b.explanation,
                  b.evidence, b.decision, b.gate, b.remind_on, b.escalate_on, b.handed_in_on, b.state, b.done_on, a.name as "done_by?", b.note, b.version,
                  c.signed_on, b.waiver_asked_at, b.waiver_asked_by as "waiver_asked_by: AccountId", w.name as "waiver_asker?", b.waiver_reason
           from obligation b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id left join account a on a.id = b.done_by
                left join account w on w.id = b.waiver_asked_by
           where b.ward_id = (select app_ward()) and b.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// What was done, by whom, with what remark.
pub struct Done<'a> {
    /// `done` or `waived`.
    pub state: &'a str,
    pub on: Date,
    pub by: AccountId,
    pub note: &'a str,
}

/// False when somebody else changed it first.
pub async fn complete(
    db: &mut Writes,
    id: ObligationId,
    version: i32,
    done: &Done<'_>,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update obligation set state = $6, done_on = $3, done_by = $4, note = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'open'",
        id.0,
        version,
        done.on,
        done.by.0,
        done.note,
        done.state
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// The obligations of a contract as its gates look at them.
pub async fn gate_duties(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<GateDuty>> {
    let rows = sqlx::query!(
        r#"select title, gate as "gate!", state from obligation
           where ward_id = (select app_ward()) and contract_id = $1 and gate is not null order by due_on, title"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    let duty = |title: String, gate: &str, state: &str| {
        Some(GateDuty { title, gate: Gate::from_code(gate)?, is_open: state == "open" })
    };
    Ok(rows.into_iter().filter_map(|row| duty(row.title, &row.gate, &row.state)).collect())
}

/// What the registers that shut the gates of a contract say now.
pub async fn registers(db: &mut Reads, contract: ContractId, now: OffsetDateTime) -> sqlx::Result<Registers> {
    sqlx::query_as!(
        Registers,
        r#"select g.designated as "designated!", g.admitted as "admitted!", g.copying_until, g.take_out_until,
                  j.starts_at as "window_from?", j.ends_at as "window_to?"
           from gates_on($1, $2) g left join lateral (
             select starts_at, ends_at from job_window
             where ward_id = (select app_ward()) and contract_id = $1 and state = 'approved' and ends_at > $3 order by starts_at limit 1) j on true"#,
        contract.0,
        jst_date(now),
        now
    )
    .fetch_one(db.conn())
    .await
}

/// Asks somebody else of the ward to find it needless. False when somebody else changed it first.
pub async fn ask_waiver(
    db: &mut Writes,
    (id, version): (ObligationId, i32),
    (by, at): (AccountId, OffsetDateTime),
    reason: &str,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update obligation set waiver_asked_at = $3, waiver_asked_by = $4, waiver_reason = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'open'",
        id.0,
        version,
        at,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected() == 1)
}
