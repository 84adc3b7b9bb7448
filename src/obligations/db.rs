//! Rows of obligations.

use time::Date;
use uuid::Uuid;

use super::{DatedObligation, RuleCode};
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, ObligationId},
};

/// One obligation with the contract it belongs to.
pub struct Obligation {
    pub id: ObligationId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub rule: String,
    pub title: String,
    pub clause_number: Option<i32>,
    pub owed_by: String,
    pub due_on: Date,
    pub explanation: String,
    pub state: String,
    pub done_on: Option<Date>,
    pub done_by: Option<String>,
    pub note: String,
    pub version: i32,
}

/// Which obligations a list shows. Empty texts mean all.
pub struct Wanted<'a> {
    pub contract: Option<ContractId>,
    pub state: &'a str,
    pub owed_by: &'a str,
    /// Counted from 1, 50 a page.
    pub page: i64,
}

/// By due date; what is done comes last, newest first. Of contracts that have been signed.
pub async fn list(db: &mut Reads, wanted: &Wanted<'_>) -> sqlx::Result<Vec<Obligation>> {
    sqlx::query_as!(
        Obligation,
        r#"select b.id as "id: ObligationId", b.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                  b.rule, b.title, b.clause_number, b.owed_by, b.due_on, b.explanation, b.state, b.done_on, a.name as "done_by?", b.note, b.version
           from obligation b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id left join account a on a.id = b.done_by
           where b.ward_id = (select app_ward()) and ($1::uuid is null or b.contract_id = $1) and ($2 = '' or b.state = $2)
             and ($3 = '' or b.owed_by = $3 or b.owed_by = 'both')
           order by b.state desc, case when b.state = 'open' then b.due_on end, b.done_on desc, b.title limit 50 offset $4"#,
        wanted.contract.map(|c| c.0),
        wanted.state,
        wanted.owed_by,
        (wanted.page - 1) * 50
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, wanted: &Wanted<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from obligation b where b.ward_id = (select app_ward()) and ($1::uuid is null or b.contract_id = $1)
             and ($2 = '' or b.state = $2) and ($3 = '' or b.owed_by = $3 or b.owed_by = 'both')"#,
        wanted.contract.map(|c| c.0),
        wanted.state,
        wanted.owed_by
    )
    .fetch_one(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: ObligationId) -> sqlx::Result<Option<Obligation>> {
    sqlx::query_as!(
        Obligation,
        r#"select b.id as "id: ObligationId", b.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                  b.rule, b.title, b.clause_number, b.owed_by, b.due_on, b.explanation, b.state, b.done_on, a.name as "done_by?", b.note, b.version
           from obligation b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id left join account a on a.id = b.done_by
           where b.ward_id = (select app_ward()) and b.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

pub async fn insert(
    db: &mut Writes,
    id: Uuid,
    contract: ContractId,
    new: &DatedObligation,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into obligation (ward_id, id, contract_id, rule, title, clause_number, owed_by, due_on, explanation)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        contract.0,
        new.rule.code(),
        new.title,
        new.clause.map(i32::from),
        new.owed_by.code(),
        new.due_on,
        new.explanation
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Rule and title of every obligation of a contract that is done.
pub async fn done(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select rule, title from obligation where ward_id = (select app_ward()) and contract_id = $1 and state = 'done'",
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.rule, row.title)).collect())
}

/// Takes away what is still open, to be worked out anew.
pub async fn remove_open(db: &mut Writes, contract: ContractId) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from obligation where ward_id = (select app_ward()) and contract_id = $1 and state = 'open'",
        contract.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected())
}

/// What was done, by whom, with what remark.
pub struct Done<'a> {
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
        "update obligation set state = 'done', done_on = $3, done_by = $4, note = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'open'",
        id.0,
        version,
        done.on,
        done.by.0,
        done.note
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Marks what a rule asked of a contract as done by the act that fulfilled it.
pub async fn fulfil(
    db: &mut Writes,
    contract: ContractId,
    rule: RuleCode,
    done: &Done<'_>,
) -> sqlx::Result<u64> {
    let changed = sqlx::query!(
        "update obligation set state = 'done', done_on = $3, done_by = $4, note = $5, version = version + 1
         where ward_id = (select app_ward()) and contract_id = $1 and rule = $2 and state = 'open'",
        contract.0,
        rule.code(),
        done.on,
        done.by.0,
        done.note
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected())
}
