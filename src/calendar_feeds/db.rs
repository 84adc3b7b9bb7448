//! Rows of 予定表の購読. Row-level security shows an account its own alone.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    app::App,
    kit::{
        db::{Reads, Writes},
        permission::PoolKind,
    },
    obligations::calendar::Day,
    vocab::ids::{AccountId, ContractId, WardId},
};

pub struct NewFeed<'a> {
    pub ward: WardId,
    pub id: Uuid,
    pub account: AccountId,
    pub contract: Option<ContractId>,
    pub token_hash: &'a [u8],
    pub now: OffsetDateTime,
}

/// Since when there is one.
pub async fn since(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<Option<OffsetDateTime>> {
    sqlx::query_scalar!(
        "select made_at from calendar_feed where ward_id = (select app_ward()) and contract_id is not distinct from $1",
        contract.map(|c| c.0)
    )
    .fetch_optional(db.conn())
    .await
}

pub async fn insert(db: &mut Writes, new: &NewFeed<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into calendar_feed (ward_id, id, account_id, contract_id, token_hash, made_at) values ($1, $2, $3, $4, $5, $6)",
        new.ward.0,
        new.id,
        new.account.0,
        new.contract.map(|c| c.0),
        new.token_hash,
        new.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Ends the account's address; says whether there was one.
pub async fn end(db: &mut Writes, contract: Option<ContractId>) -> sqlx::Result<bool> {
    let ended = sqlx::query!(
        "delete from calendar_feed where ward_id = (select app_ward()) and contract_id is not distinct from $1",
        contract.map(|c| c.0)
    )
    .execute(db.conn())
    .await?;
    Ok(ended.rows_affected() > 0)
}

/// What is open for the maker of the address today; `None` when nobody who may still read has it.
pub async fn of_address(app: &App, token_hash: &[u8]) -> sqlx::Result<Option<Vec<Day>>> {
    let mut db = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    let days =
        if is_known(&mut db, token_hash).await? { Some(days(&mut db, token_hash).await?) } else { None };
    db.rollback().await?;
    Ok(days)
}

/// Whether an account that may still read has this address.
async fn is_known(db: &mut Reads, token_hash: &[u8]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select calendar_is_known($1) as "known!""#, token_hash).fetch_one(db.conn()).await
}

/// What is open for the maker of the address today.
async fn days(db: &mut Reads, token_hash: &[u8]) -> sqlx::Result<Vec<Day>> {
    sqlx::query_as!(
        Day,
        r#"select id as "id!", title as "title!", owed_by as "owed_by!", due_on as "due_on!", explanation as "explanation!",
                  contract_number as "contract_number!", contract_title as "contract_title!" from calendar_of($1)"#,
        token_hash
    )
    .fetch_all(db.conn())
    .await
}
