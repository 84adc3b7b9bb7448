//! Dating obligations: what is stored against what the engine says, and what came up under a contract.

use serde::Serialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    obligations::{binding::ClauseRef, dated::DatedObligation, engine::Arisen, library::Occasion},
    vocab::ids::{AccountId, ContractId, OccasionId},
};

/// A stored obligation, as far as its dates may move.
pub struct Stored {
    pub id: Uuid,
    pub rule: String,
    pub occurrence: String,
    pub owed_by: String,
    pub title: String,
    pub clauses: Json<Vec<ClauseRef>>,
    pub event_on: Date,
    pub due_on: Date,
    pub last_on: Date,
    pub explanation: String,
    pub evidence: String,
    pub decision: String,
    pub gate: Option<String>,
    pub remind_on: Date,
    pub escalate_on: Date,
    pub handed_in_on: Option<Date>,
    pub state: String,
}

impl Stored {
    pub fn is_same_duty(&self, new: &DatedObligation) -> bool {
        (self.rule.as_str(), self.occurrence.as_str(), self.owed_by.as_str())
            == (new.rule.as_str(), new.occurrence.as_str(), new.owed_by.code())
    }

    pub fn says(&self, new: &DatedObligation) -> bool {
        let days = (self.event_on, self.due_on, self.last_on, self.remind_on, self.escalate_on);
        let new_days = (new.event_on, new.due_on, new.last_on, new.remind_on, new.escalate_on);
        let words = (self.title.as_str(), self.explanation.as_str(), self.evidence.as_str());
        let new_words = (new.title.as_str(), new.explanation.as_str(), new.evidence.code());
        self.is_same_duty(new)
            && days == new_days
            && words == new_words
            && self.clauses.0 == new.clauses
            && self.decision == decision_code(new)
            && self.gate.as_deref() == new.gate.map(super::super::library::Gate::code)
    }
}

fn decision_code(new: &DatedObligation) -> &'static str {
    crate::filings::decision_code(new.decision)
}

pub async fn stored(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Stored>> {
    sqlx::query_as!(
        Stored,
        r#"select id, rule, occurrence, owed_by, title, clauses as "clauses: Json<Vec<ClauseRef>>", event_on, due_on, last_on, explanation, evidence,
                  decision, gate, remind_on, escalate_on, handed_in_on, state
           from obligation where ward_id = (select app_ward()) and contract_id = $1"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// Takes away open rows that hold no more.
pub async fn remove(db: &mut Writes, ids: &[Uuid]) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from obligation where ward_id = (select app_ward()) and id = any ($1) and state = 'open'",
        ids
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected())
}

/// A row on its way in.
#[derive(Serialize)]
struct Row<'a> {
    id: Uuid,
    rule: &'a str,
    occurrence: &'a str,
    owed_by: &'static str,
    title: &'a str,
    clauses: &'a [ClauseRef],
    event_on: String,
    due_on: String,
    last_on: String,
    explanation: &'a str,
    evidence: &'static str,
    decision: &'static str,
    gate: Option<&'static str>,
    remind_on: String,
    escalate_on: String,
    handed_in_on: Option<String>,
}

/// An obligation to store; its paper may have been handed in while it had other dates.
pub struct Fresh<'a> {
    pub id: Uuid,
    pub one: &'a DatedObligation,
    pub handed_in_on: Option<Date>,
}

/// Stores new obligations in one statement.
pub async fn insert(db: &mut Writes, contract: ContractId, new: &[Fresh<'_>]) -> sqlx::Result<()> {
    let rows: Vec<Row<'_>> = new.iter().map(row).collect();
    sqlx::query!(
        "insert into obligation (ward_id, id, contract_id, rule, occurrence, owed_by, title, clauses, event_on, due_on, last_on, explanation,
           evidence, decision, gate, remind_on, escalate_on, handed_in_on)
         select app_ward(), r.id, $1, r.rule, r.occurrence, r.owed_by, r.title, r.clauses, r.event_on, r.due_on, r.last_on, r.explanation,
           r.evidence, r.decision, r.gate, r.remind_on, r.escalate_on, r.handed_in_on
         from jsonb_to_recordset($2) as r(id uuid, rule text, occurrence text, owed_by text, title text, clauses jsonb, event_on date, due_on date,
           last_on date, explanation text, evidence text, decision text, gate text, remind_on date, escalate_on date, handed_in_on date)",
        contract.0,
        Json(rows) as _
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

fn row<'a>(fresh: &Fresh<'a>) -> Row<'a> {
    let one = fresh.one;
    Row {
        id: fresh.id,
        rule: &one.rule,
        occurrence: &one.occurrence,
        owed_by: one.owed_by.code(),
        title: &one.title,
        clauses: &one.clauses,
        event_on: one.event_on.to_string(),
        due_on: one.due_on.to_string(),
        last_on: one.last_on.to_string(),
        explanation: &one.explanation,
        evidence: one.evidence.code(),
        decision: decision_code(one),
        gate: one.gate.map(super::super::library::Gate::code),
        remind_on: one.remind_on.to_string(),
        escalate_on: one.escalate_on.to_string(),
        handed_in_on: fresh.handed_in_on.map(|on| on.to_string()),
    }
}

/// What came up under a contract, in order.
pub async fn arisen(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Arisen>> {
    let rows = sqlx::query!(
        "select occasion, key, happened_on, subject, due_on from occasion
         where ward_id = (select app_ward()) and contract_id = $1 order by happened_on, told_at, id",
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    let known = |code: &str| Occasion::ALL.into_iter().find(|occasion| occasion.code() == code);
    let read = rows.into_iter().filter_map(|row| {
        let occasion = known(&row.occasion)?;
        Some(Arisen { occasion, on: row.happened_on, key: row.key, subject: row.subject, due_on: row.due_on })
    });
    Ok(read.collect())
}

/// Remembers what came up. False when it was told before.
pub async fn tell(
    db: &mut Writes,
    id: OccasionId,
    contract: ContractId,
    came_up: &Arisen,
    (now, by): (OffsetDateTime, AccountId),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into occasion (ward_id, id, contract_id, occasion, key, happened_on, subject, due_on, told_at, told_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint occasion_once do nothing",
        id.0,
        contract.0,
        came_up.occasion.code(),
        came_up.key,
        came_up.on,
        came_up.subject,
        came_up.due_on,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
