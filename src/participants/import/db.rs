//! Rows of uploaded lists that wait for confirmation.

use time::OffsetDateTime;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ImportBatchId},
};

pub struct BatchRow {
    pub file_name: String,
    pub sealed: Vec<u8>,
    pub state: String,
}

/// An uploaded list of the asking account.
pub async fn find(db: &mut Reads, id: ImportBatchId, account: AccountId) -> sqlx::Result<Option<BatchRow>> {
    sqlx::query_as!(
        BatchRow,
        "select file_name, sealed, state from import_batch where ward_id = (select app_ward()) and id = $1 and account_id = $2",
        id.0,
        account.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Stores an uploaded list and forgets those of the same account nobody confirmed before `forgotten_before`.
pub async fn insert(
    db: &mut Writes,
    id: ImportBatchId,
    account: AccountId,
    row: &BatchRow,
    now: OffsetDateTime,
    forgotten_before: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with gone as (delete from import_batch where ward_id = (select app_ward()) and account_id = $2 and state <> 'confirmed' and made_at < $6)
         insert into import_batch (ward_id, id, account_id, file_name, sealed, made_at) values ((select app_ward()), $1, $2, $3, $4, $5)",
        id.0,
        account.0,
        row.file_name,
        row.sealed,
        now,
        forgotten_before
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Locks a list for its confirmation; `None` when it was confirmed or thrown away in between.
pub async fn lock(db: &mut Writes, id: ImportBatchId, account: AccountId) -> sqlx::Result<Option<BatchRow>> {
    sqlx::query_as!(
        BatchRow,
        "select file_name, sealed, state from import_batch
         where ward_id = (select app_ward()) and id = $1 and account_id = $2 and state = 'previewed' for update",
        id.0,
        account.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Keeps the outcome and nothing else of a confirmed list.
pub async fn confirm(db: &mut Writes, id: ImportBatchId, sealed: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("update import_batch set state = 'confirmed', sealed = $2 where ward_id = (select app_ward()) and id = $1", id.0, sealed)
        .execute(db.conn())
        .await?;
    Ok(())
}

/// False when there is nothing left to throw away.
pub async fn discard(db: &mut Writes, id: ImportBatchId, account: AccountId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from import_batch where ward_id = (select app_ward()) and id = $1 and account_id = $2 and state = 'previewed'",
        id.0,
        account.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
