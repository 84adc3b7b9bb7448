//! Uploaded lists of check-up data that wait for confirmation.

use time::OffsetDateTime;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, GuidanceBatchId},
};

pub struct BatchRow {
    pub file_name: String,
    pub sealed: Vec<u8>,
    pub state: String,
}

/// A list of the asking account for this contract.
pub async fn find(
    db: &mut Reads,
    contract: ContractId,
    id: GuidanceBatchId,
    account: AccountId,
) -> sqlx::Result<Option<BatchRow>> {
    sqlx::query_as!(
        BatchRow,
        "select file_name, sealed, state from guidance_batch
         where ward_id = (select app_ward()) and contract_id = $1 and id = $2 and account_id = $3",
        contract.0,
        id.0,
        account.0
    )
    .fetch_optional(db.conn())
    .await
}

/// What is written of a new one.
pub struct NewBatch<'a> {
    pub id: GuidanceBatchId,
    pub contract: ContractId,
    pub account: AccountId,
    pub file_name: &'a str,
    pub sealed: &'a [u8],
}

/// Stores a list and forgets those of the same account nobody confirmed before `forgotten_before`.
pub async fn insert(
    db: &mut Writes,
    new: &NewBatch<'_>,
    now: OffsetDateTime,
    forgotten_before: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with gone as (delete from guidance_batch where ward_id = (select app_ward()) and account_id = $3 and state <> 'confirmed' and made_at < $7)
         insert into guidance_batch (ward_id, id, contract_id, account_id, file_name, sealed, made_at) values ((select app_ward()), $1, $2, $3, $4, $5, $6)",
        new.id.0,
        new.contract.0,
        new.account.0,
        new.file_name,
        new.sealed,
        now,
        forgotten_before
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Locks a list for its confirmation; `None` when it was confirmed or thrown away in between.
pub async fn lock(
    db: &mut Writes,
    contract: ContractId,
    id: GuidanceBatchId,
    account: AccountId,
) -> sqlx::Result<Option<BatchRow>> {
    sqlx::query_as!(
        BatchRow,
        "select file_name, sealed, state from guidance_batch
         where ward_id = (select app_ward()) and contract_id = $1 and id = $2 and account_id = $3 and state = 'previewed' for update",
        contract.0,
        id.0,
        account.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Keeps the outcome and nothing else of a confirmed list.
pub async fn confirm(db: &mut Writes, id: GuidanceBatchId, sealed: &[u8]) -> sqlx::Result<()> {
    sqlx::query!(
        "update guidance_batch set state = 'confirmed', sealed = $2 where ward_id = (select app_ward()) and id = $1",
        id.0,
        sealed
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when there is nothing left to throw away.
pub async fn discard(
    db: &mut Writes,
    contract: ContractId,
    id: GuidanceBatchId,
    account: AccountId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from guidance_batch where ward_id = (select app_ward()) and contract_id = $1 and id = $2 and account_id = $3 and state = 'previewed'",
        contract.0,
        id.0,
        account.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
