//! What happens to a version of a 従事者名簿: handed in, accepted, received, given back, replaced.

use time::OffsetDateTime;

use super::rosters::Roster;
use crate::{kit::db::Writes, vocab::ids::AccountId};

/// `reason`: why the list changes, sealed. False when somebody else changed it first; so for those below.
pub async fn submit(
    db: &mut Writes,
    roster: &Roster,
    version: i32,
    (by, now): (AccountId, OffsetDateTime),
    reason: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update roster set state = 'submitted', submitted_at = $4, submitted_by = $5, reason = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = $3",
        roster.id.0,
        version,
        roster.state,
        now,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Hands in a change that is in force at once, in place of the version before it. `reason`: why, sealed.
pub async fn notify(
    db: &mut Writes,
    roster: &Roster,
    version: i32,
    (by, now): (AccountId, OffsetDateTime),
    reason: Option<&[u8]>,
) -> sqlx::Result<bool> {
    retire(db, roster).await?;
    let done = sqlx::query!(
        "update roster set state = 'accepted', submitted_at = $4, submitted_by = $5, reason = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = $3",
        roster.id.0,
        version,
        roster.state,
        now,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ward has seen a change that is in force by notice.
pub async fn receive(
    db: &mut Writes,
    roster: &Roster,
    version: i32,
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update roster set decided_at = $3, decided_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'accepted' and by_notice and decided_at is null",
        roster.id.0,
        version,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Accepts a version and retires the one before it.
pub async fn accept(
    db: &mut Writes,
    roster: &Roster,
    version: i32,
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    retire(db, roster).await?;
    let done = sqlx::query!(
        "update roster set state = 'accepted', decided_at = $3, decided_by = $4, return_reason = null, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        roster.id.0,
        version,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the version in force, for its successor.
async fn retire(db: &mut Writes, successor: &Roster) -> sqlx::Result<()> {
    sqlx::query!(
        "update roster set state = 'replaced', version = version + 1
         where ward_id = (select app_ward()) and contract_id = $1 and state = 'accepted'",
        successor.contract.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn give_back(
    db: &mut Writes,
    roster: &Roster,
    version: i32,
    by: AccountId,
    now: OffsetDateTime,
    reason: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update roster set state = 'returned', decided_at = $3, decided_by = $4, return_reason = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        roster.id.0,
        version,
        now,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
