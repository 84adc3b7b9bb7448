//! Rows of what follows from a breach: notices, statements, decisions. Each is written once.

use time::{Date, OffsetDateTime};

use super::Entry;
use crate::{
    breaches::{forms::decision::Decision, forms::notice::NewNotice, kinds::ConsequenceKind},
    kit::db::{Reads, Writes},
    vocab::ids::{
        AccountId, BreachId, ClauseId, ConsequenceDecisionId, ConsequenceId, ConsequenceStatementId,
    },
};

/// A consequence with what was said and decided.
pub struct Consequence {
    pub id: ConsequenceId,
    pub kind: String,
    pub clause_label: String,
    pub clause_heading: Option<String>,
    pub text_kind: String,
    pub notified_on: Option<Date>,
    pub state_by: Option<Date>,
    pub planned_on: Option<Date>,
    pub amount: Option<i64>,
    pub sealed: Option<Vec<u8>>,
    pub made_by: AccountId,
    pub made_by_name: Option<String>,
    pub statement: Option<ConsequenceStatementId>,
    /// Its words; `None` for whoever may not read them.
    pub stated: Option<Vec<u8>>,
    pub file_kind: Option<String>,
    pub stated_at: Option<OffsetDateTime>,
    pub stated_by: Option<String>,
    pub decision: Option<ConsequenceDecisionId>,
    pub outcome: Option<String>,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
    pub agreed: Option<i64>,
    pub was_to_end_on: Option<Date>,
    pub decided: Option<Vec<u8>>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
}

/// Those of a record, in the order they were begun.
pub async fn of_breach(db: &mut Reads, breach: BreachId) -> sqlx::Result<Vec<Consequence>> {
    sqlx::query_as!(
        Consequence,
        r#"select q.id as "id: ConsequenceId", q.kind, k.label as clause_label, k.heading as clause_heading, t.kind as text_kind, q.notified_on, q.state_by,
             q.planned_on, q.amount, q.sealed, q.made_by as "made_by: AccountId", m.name as "made_by_name?",
             s.id as "statement?: ConsequenceStatementId", w.sealed as "stated?", w.file_kind as "file_kind?", s.made_at as "stated_at?",
             a.name as "stated_by?", d.id as "decision?: ConsequenceDecisionId", d.outcome as "outcome?", d.from_on as "from_on?",
             d.until_on as "until_on?", d.amount as "agreed?", d.was_to_end_on as "was_to_end_on?", d.sealed as "decided?", d.made_at as "decided_at?",
             n.name as "decided_by?"
           from consequence q
           join clause k on k.ward_id = q.ward_id and k.id = q.clause_id
           join clause_set t on t.ward_id = k.ward_id and t.id = k.clause_set_id
           left join account m on m.id = q.made_by
           left join consequence_statement s on s.ward_id = q.ward_id and s.consequence_id = q.id
           left join consequence_statement_words w on w.ward_id = s.ward_id and w.id = s.id
           left join account a on a.id = s.made_by
           left join consequence_decision d on d.ward_id = q.ward_id and d.consequence_id = q.id
           left join account n on n.id = d.made_by
           where q.ward_id = (select app_ward()) and q.breach_id = $1 order by q.made_at, q.id"#,
        breach.0
    )
    .fetch_all(db.conn())
    .await
}

/// The record a consequence belongs to.
pub async fn breach_of(db: &mut Reads, id: ConsequenceId) -> sqlx::Result<Option<BreachId>> {
    sqlx::query_scalar!(
        r#"select breach_id as "breach: BreachId" from consequence where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// What is told, or, without it, only that the ward thought of it.
pub struct Begun<'a> {
    pub id: ConsequenceId,
    pub breach: BreachId,
    pub kind: ConsequenceKind,
    pub clause: ClauseId,
    /// The notice with its sealed words, and the day it was given.
    pub told: Option<(&'a NewNotice, &'a [u8], Date)>,
}

/// False when the record has one of that kind already.
pub async fn begin(db: &mut Writes, entry: Entry, begun: &Begun<'_>) -> sqlx::Result<bool> {
    let told = begun.told.as_ref();
    let done = sqlx::query!(
        "insert into consequence (ward_id, id, contract_id, breach_id, kind, clause_id, notified_on, state_by, planned_on, amount, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint consequence_once do nothing",
        begun.id.0,
        entry.contract.0,
        begun.breach.0,
        begun.kind.code(),
        begun.clause.0,
        told.map(|(_, _, on)| *on),
        told.map(|(notice, ..)| notice.state_by),
        told.and_then(|(notice, ..)| notice.planned_on),
        told.and_then(|(notice, ..)| notice.amount),
        told.map(|(_, sealed, _)| *sealed),
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Which consequence a statement or a decision is about.
#[derive(Clone, Copy)]
pub struct About {
    pub consequence: ConsequenceId,
    pub kind: ConsequenceKind,
}

pub struct SealedFile {
    pub sealed: Vec<u8>,
    pub kind: &'static str,
    pub size: i32,
}

/// False when somebody stated the case first.
pub async fn state(
    db: &mut Writes,
    (id, about): (ConsequenceStatementId, About),
    entry: Entry,
    (sealed, file): (&[u8], Option<&SealedFile>),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into consequence_statement (ward_id, id, contract_id, consequence_id, kind, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6) on conflict on constraint consequence_statement_once do nothing",
        id.0,
        entry.contract.0,
        about.consequence.0,
        about.kind.code(),
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into consequence_statement_words (ward_id, id, contract_id, made_by, sealed, file, file_kind, file_size)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7)",
        id.0,
        entry.contract.0,
        entry.by.0,
        sealed,
        file.map(|file| file.sealed.as_slice()),
        file.map(|file| file.kind),
        file.map(|file| file.size)
    )
    .execute(db.conn())
    .await?;
    Ok(true)
}

/// The sealed file of a statement.
pub async fn file(db: &mut Reads, id: ConsequenceStatementId) -> sqlx::Result<Option<Vec<u8>>> {
    let found = sqlx::query_scalar!(
        "select file from consequence_statement_words where ward_id = (select app_ward()) and id = $1",
        id.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(found.flatten())
}

/// `was_to_end_on`: of a termination, the last day the contract had. False when somebody decided first.
pub async fn decide(
    db: &mut Writes,
    (id, about): (ConsequenceDecisionId, About),
    entry: Entry,
    (decision, sealed, was_to_end_on): (&Decision, &[u8], Option<Date>),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into consequence_decision (ward_id, id, contract_id, consequence_id, kind, outcome, from_on, until_on, amount, was_to_end_on, sealed,
           made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint consequence_decision_once do nothing",
        id.0,
        entry.contract.0,
        about.consequence.0,
        about.kind.code(),
        decision.outcome.code(),
        decision.from_on,
        decision.until_on,
        decision.amount,
        was_to_end_on,
        sealed,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
