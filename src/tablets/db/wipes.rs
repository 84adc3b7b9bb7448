//! 消去記録: what a tablet said of its wipe, and the packs that ended with it.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, TabletId, TabletWipeId},
};

pub struct NewWipe<'a> {
    pub id: TabletWipeId,
    pub tablet: TabletId,
    pub contract: ContractId,
    pub number: &'a str,
    pub reason: &'a str,
    pub wiped_at: OffsetDateTime,
    pub packs: &'a [Uuid],
    /// Databases, caches and registrations that the tablet still found afterwards.
    pub left: [i32; 3],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewWipe<'_>) -> sqlx::Result<()> {
    let packs = i32::try_from(new.packs.len()).unwrap_or(i32::MAX);
    sqlx::query!(
        "insert into tablet_wipe (ward_id, id, contract_id, tablet_id, number, reason, wiped_at, packs, databases, caches, registrations, told_at, told_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        new.id.0,
        new.contract.0,
        new.tablet.0,
        new.number,
        new.reason,
        new.wiped_at,
        packs,
        new.left[0],
        new.left[1],
        new.left[2],
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "update tablet_pack_session x set unsent = 0, heard_at = $3 from tablet_pack p
         where x.ward_id = (select app_ward()) and p.ward_id = x.ward_id and p.id = x.pack_id and p.tablet_id = $1 and p.id = any($2) and p.wipe_id is null",
        new.tablet.0,
        new.packs,
        new.now
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "update tablet_pack set wipe_id = $3
         where ward_id = (select app_ward()) and tablet_id = $1 and id = any($2) and wipe_id is null",
        new.tablet.0,
        new.packs,
        new.id.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// One wipe.
pub struct Wipe {
    pub id: TabletWipeId,
    pub tablet: TabletId,
    pub label: String,
    pub number: String,
    pub reason: String,
    pub wiped_at: OffsetDateTime,
    pub packs: i32,
    pub databases: i32,
    pub caches: i32,
    pub registrations: i32,
    pub told_at: OffsetDateTime,
    pub told_by: Option<String>,
}

macro_rules! wipes {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Wipe,
            r#"select w.id as "id: TabletWipeId", w.tablet_id as "tablet: TabletId", t.label, w.number, w.reason, w.wiped_at, w.packs,
                 w.databases, w.caches, w.registrations, w.told_at, a.name as "told_by?"
               from tablet_wipe w join tablet t on t.ward_id = w.ward_id and t.id = w.tablet_id left join account a on a.id = w.told_by
               where w.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

/// The latest wipes of a tablet.
pub async fn of_tablet(db: &mut Reads, tablet: TabletId) -> sqlx::Result<Vec<Wipe>> {
    wipes!("and w.tablet_id = $1 order by w.told_at desc, w.id limit 50", tablet.0).fetch_all(db.conn()).await
}

/// The latest wipes under a contract.
pub async fn of_contract(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Wipe>> {
    wipes!("and w.contract_id = $1 order by w.told_at desc, w.id limit 50", contract.0)
        .fetch_all(db.conn())
        .await
}

/// The wipe that ended these packs, when one did.
pub async fn that_ended(db: &mut Reads, tablet: TabletId, packs: &[Uuid]) -> sqlx::Result<Option<Wipe>> {
    wipes!(
        "and w.tablet_id = $1 and exists (select from tablet_pack p where p.ward_id = w.ward_id and p.wipe_id = w.id and p.id = any($2))
         order by w.told_at desc limit 1",
        tablet.0,
        packs
    )
    .fetch_optional(db.conn())
    .await
}

/// The latest wipe of a tablet that held nothing.
pub async fn latest(db: &mut Reads, tablet: TabletId) -> sqlx::Result<Option<Wipe>> {
    wipes!("and w.tablet_id = $1 order by w.told_at desc, w.id desc limit 1", tablet.0)
        .fetch_optional(db.conn())
        .await
}
