//! Rows of the ledger: one statement each. What was handed over is in [`lines`], encrypted files in [`packages`].

pub mod lines;
pub mod packages;

use time::{Date, OffsetDateTime};

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, HandoverId},
};

/// An entry of the ledger, whole.
pub struct Handover {
    pub id: HandoverId,
    pub contract: Option<ContractId>,
    pub contract_title: Option<String>,
    pub contract_state: Option<String>,
    pub kind: String,
    pub side: String,
    pub channel: String,
    pub planned_on: Date,
    pub notice_of: Option<HandoverId>,
    pub sealed: Option<Vec<u8>>,
    pub people: Option<i32>,
    pub reference: Option<String>,
    pub state: String,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub given_on: Option<Date>,
    pub given_at: Option<OffsetDateTime>,
    pub given_by: Option<String>,
    pub tracking: Option<String>,
    pub received_on: Option<Date>,
    pub received_at: Option<OffsetDateTime>,
    pub received_by: Option<String>,
    pub cancelled_at: Option<OffsetDateTime>,
    pub cancelled_by: Option<String>,
    pub remark: Option<Vec<u8>>,
    pub version: i32,
}

/// Entries with the names that stand around them; `$tail` says which.
macro_rules! entries {
    ($tail:tt, $($value:expr),+) => {
        sqlx::query_as!(
            Handover,
            r#"select h.id as "id: HandoverId", h.contract_id as "contract: ContractId", c.title as "contract_title?", c.state as "contract_state?",
             h.kind, h.side, h.channel, h.planned_on, h.notice_of as "notice_of: HandoverId", h.sealed, h.people, h.reference, h.state,
             h.made_at, m.name as "made_by?", h.given_on, h.given_at, g.name as "given_by?", h.tracking, h.received_on, h.received_at, r.name as "received_by?",
             h.cancelled_at, x.name as "cancelled_by?", h.remark, h.version
           from handover h
           left join contract c on c.ward_id = h.ward_id and c.id = h.contract_id
           left join account m on m.id = h.made_by left join account g on g.id = h.given_by
           left join account r on r.id = h.received_by left join account x on x.id = h.cancelled_by
               where h.ward_id = (select app_ward()) "# + $tail,
            $($value),+
        )
    };
}

/// Which entries are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub contract: Option<ContractId>,
    /// Those that wait for somebody.
    pub open: bool,
    /// Those in which something passed to or from a contractor or arose there; otherwise Kayoi's own entries too.
    pub by_people: bool,
}

pub async fn count(db: &mut Reads, wanted: Wanted) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from handover
           where ward_id = (select app_ward()) and ($1::uuid is null or contract_id = $1) and (not $2 or state in ('planned', 'given'))
             and (not $3 or action is null)"#,
        wanted.contract.map(|c| c.0),
        wanted.open,
        wanted.by_people
    )
    .fetch_one(db.conn())
    .await
}

/// A page of them, the latest first.
pub async fn list(
    db: &mut Reads,
    wanted: Wanted,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Handover>> {
    entries!(
        "and ($1::uuid is null or h.contract_id = $1) and (not $2 or h.state in ('planned', 'given')) and (not $3 or h.action is null)
         order by h.made_at desc, h.id desc limit $4 offset $5",
        wanted.contract.map(|c| c.0),
        wanted.open,
        wanted.by_people,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: HandoverId) -> sqlx::Result<Option<Handover>> {
    entries!("and h.id = $1", id.0).fetch_optional(db.conn()).await
}

/// The handovers that tell the password of this one.
pub async fn notices(db: &mut Reads, id: HandoverId) -> sqlx::Result<Vec<HandoverId>> {
    sqlx::query_scalar!(
        r#"select id as "id: HandoverId" from handover where ward_id = (select app_ward()) and notice_of = $1 and state <> 'cancelled' order by made_at, id"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Whoever changes what a contract's contractor holds does so one after the other.
pub async fn lock(db: &mut Writes, contract: ContractId) -> sqlx::Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('handover ' || $1::text, 0))",
        contract.0.to_string()
    )
    .fetch_one(db.conn())
    .await?;
    Ok(())
}

/// A new entry that a person wrote.
pub struct NewHandover<'a> {
    pub id: HandoverId,
    pub contract: ContractId,
    pub kind: &'a str,
    pub side: &'a str,
    pub channel: &'a str,
    pub planned_on: Date,
    pub notice_of: Option<HandoverId>,
    pub sealed: &'a [u8],
    pub state: &'a str,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewHandover<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into handover (ward_id, id, contract_id, kind, side, channel, planned_on, notice_of, sealed, state, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.0,
        new.contract.0,
        new.kind,
        new.side,
        new.channel,
        new.planned_on,
        new.notice_of.map(|id| id.0),
        new.sealed,
        new.state,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Who confirms, and which day it was.
#[derive(Clone, Copy)]
pub struct Confirmed {
    pub on: Date,
    pub at: OffsetDateTime,
    pub by: AccountId,
}

/// False when somebody else was quicker.
pub async fn give(
    db: &mut Writes,
    (id, version): (HandoverId, i32),
    done: Confirmed,
    tracking: Option<&str>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update handover set state = 'given', given_on = $3, given_at = $4, given_by = $5, tracking = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'planned'",
        id.0,
        version,
        done.on,
        done.at,
        done.by.0,
        tracking
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// False when somebody else was quicker.
pub async fn receive(
    db: &mut Writes,
    (id, version): (HandoverId, i32),
    done: Confirmed,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update handover set state = 'received', received_on = $3, received_at = $4, received_by = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'given'",
        id.0,
        version,
        done.on,
        done.at,
        done.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// False when somebody else was quicker.
pub async fn cancel(
    db: &mut Writes,
    (id, version): (HandoverId, i32),
    (at, by): (OffsetDateTime, AccountId),
    remark: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update handover set state = 'cancelled', cancelled_at = $3, cancelled_by = $4, remark = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'planned'",
        id.0,
        version,
        at,
        by.0,
        remark
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The entry of what passed with the last event of this transaction, which says the rest.
pub async fn note(db: &mut Reads, id: HandoverId, kind: &str) -> sqlx::Result<()> {
    sqlx::query!("select note_handover($1, $2)", id.0, kind).fetch_one(db.conn()).await?;
    Ok(())
}
