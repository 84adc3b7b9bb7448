//! Obligations as what proves them finds them: a paper or a report by the name it shares with its obligation, a register by its
//! kind. Handed in, an obligation lies with the side that decides; decided on, it is done or comes back.

use time::Date;

use super::Done;
use crate::{
    kit::db::Writes,
    obligations::{library::Evidence, named::Named},
    vocab::ids::ContractId,
};

/// Marks one obligation as done: the one that was handed in, else the one that is due first.
pub async fn close(db: &mut Writes, named: &Named<'_>, done: &Done<'_>) -> sqlx::Result<u64> {
    let changed = sqlx::query!(
        "update obligation set state = 'done', done_on = $5, done_by = $6, note = $7, version = version + 1
         where ward_id = (select app_ward()) and id = (
           select b.id from obligation b where b.ward_id = (select app_ward()) and b.contract_id = $1 and b.rule = any($2) and b.owed_by = $4
             and ($3 = '' or b.occurrence = $3 or $3 = 'day:' || b.event_on) and b.state = 'open'
           order by b.handed_in_on is null, b.due_on, b.id limit 1)",
        named.contract.0,
        &named.rules(),
        named.occurrence,
        named.owed_by,
        done.on,
        done.by.0,
        done.note
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected())
}

/// Marks one obligation as handed in on a day, or, without a day, as given back.
pub async fn mark(db: &mut Writes, named: &Named<'_>, on: Option<Date>) -> sqlx::Result<u64> {
    let changed = sqlx::query!(
        "update obligation set handed_in_on = $5, version = version + 1
         where ward_id = (select app_ward()) and id = (
           select b.id from obligation b where b.ward_id = (select app_ward()) and b.contract_id = $1 and b.rule = any($2) and b.owed_by = $4
             and ($3 = '' or b.occurrence = $3 or $3 = 'day:' || b.event_on) and b.state = 'open'
             and (b.handed_in_on is null) = ($5::date is not null)
           order by b.due_on, b.id limit 1)",
        named.contract.0,
        &named.rules(),
        named.occurrence,
        named.owed_by,
        on
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected())
}

/// Which open obligations a register proves.
pub struct Closing<'a> {
    pub contract: ContractId,
    pub evidence: Evidence,
    /// Empty: of every occurrence.
    pub occurrence: &'a str,
    /// `contractor` or `ward`: who acts. A ward's decision also closes what the contractor owed.
    pub side: &'a str,
    pub done: Done<'a>,
}

/// Marks what is proved by a register as done; returns how many were closed.
pub async fn close_by_register(db: &mut Writes, closing: &Closing<'_>) -> sqlx::Result<u64> {
    let changed = sqlx::query!(
        "update obligation set state = 'done', done_on = $5, done_by = $6, note = $7, version = version + 1
         where ward_id = (select app_ward()) and contract_id = $1 and evidence = $2 and ($3 = '' or occurrence = $3) and state = 'open'
           and (owed_by = $4 or $4 = 'ward' and decision <> 'none')",
        closing.contract.0,
        closing.evidence.code(),
        closing.occurrence,
        closing.side,
        closing.done.on,
        closing.done.by.0,
        closing.done.note
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected())
}

/// Marks what a contractor's register proves as handed in on a day, or, without a day, as given back.
pub async fn mark_register(
    db: &mut Writes,
    contract: ContractId,
    evidence: Evidence,
    on: Option<Date>,
) -> sqlx::Result<u64> {
    let changed = sqlx::query!(
        "update obligation set handed_in_on = $3, version = version + 1
         where ward_id = (select app_ward()) and contract_id = $1 and evidence = $2 and state = 'open' and owed_by <> 'ward'
           and (handed_in_on is null) = ($3::date is not null)",
        contract.0,
        evidence.code(),
        on
    )
    .execute(db.conn())
    .await?;
    Ok(changed.rows_affected())
}
