//! Rows of permits. Row-level security decides whose: the ward all of its own, a contractor those of the contract it acts under.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::{
    kit::db::{Reads, Writes},
    sealing::Sealable,
    vocab::ids::{AccountId, ContractId, PermitId},
};

/// What an application says, by the names of its kind's fields; sealed with the contract's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said(pub BTreeMap<String, String>);

impl Sealable for Said {
    const TABLE: &'static str = "permit";
}

/// Conditions or a reason of the ward; sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Decision(pub String);

impl Sealable for Decision {
    const TABLE: &'static str = "permit.decision";
}

/// What became of it, or why it was revoked; sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Ending(pub String);

impl Sealable for Ending {
    const TABLE: &'static str = "permit.ending";
}

/// The version of a row once it was decided on, to which the decision is bound.
pub const DECIDED: i32 = 2;

pub struct Permit {
    pub id: PermitId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contract_state: String,
    pub contractor: String,
    pub ward: String,
    pub kind: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub covers_files: bool,
    /// What is applied for; `None` for whoever may not read it.
    pub sealed: Option<Vec<u8>>,
    pub applied_at: OffsetDateTime,
    pub applied_by: Option<String>,
    /// Another one was applied for in its place.
    pub is_followed: bool,
    pub state: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub decision: Option<Vec<u8>>,
    pub suspension_checked_on: Option<Date>,
    pub gangs_checked_on: Option<Date>,
    pub ended_at: Option<OffsetDateTime>,
    pub ended_by: Option<String>,
    /// `None` also for whoever may not read what the contractor wrote.
    pub ending: Option<Vec<u8>>,
    /// To which the ending is bound once there is one: nothing follows on it.
    pub version: i32,
}

/// The permits that fit; `$rest` narrows or sorts them.
macro_rules! permits {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Permit,
            r#"select p.id as "id: PermitId", p.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title, c.state as contract_state,
                      o.name as contractor, w.name as ward, p.kind, p.starts_on, p.ends_on, p.covers_files, s.sealed as "sealed?", p.applied_at, a.name as "applied_by?",
                      exists (select 1 from permit n where n.ward_id = p.ward_id and n.contract_id = p.contract_id and n.follows = p.id) as "is_followed!",
                      p.state, p.decided_at, d.name as "decided_by?", p.decision, p.suspension_checked_on, p.gangs_checked_on,
                      p.ended_at, e.name as "ended_by?", coalesce(p.ending, f.sealed) as ending, p.version
               from permit p join contract c on c.ward_id = p.ward_id and c.id = p.contract_id join contractor o on o.id = c.contractor_id
               join ward w on w.ward_id = p.ward_id
               left join permit_words s on s.ward_id = p.ward_id and s.id = p.id and s.version = 1
               left join permit_words f on f.ward_id = p.ward_id and f.id = p.id and f.version = p.version and p.state = 'ended'
               left join account a on a.id = p.applied_by left join account d on d.id = p.decided_by left join account e on e.id = p.ended_by
               where p.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: PermitId) -> sqlx::Result<Option<Permit>> {
    permits!("and p.id = $1", id.0).fetch_optional(db.conn()).await
}

/// A page of a contract's, what waits for the ward first, then the latest.
pub async fn list(
    db: &mut Reads,
    contract: ContractId,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Permit>> {
    permits!(
        "and p.contract_id = $1 order by p.state = 'applied' desc, p.applied_at desc, p.id limit $2 offset $3",
        contract.0,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, contract: ContractId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from permit where ward_id = (select app_ward()) and contract_id = $1"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// What a new row says.
pub struct NewPermit<'a> {
    pub id: PermitId,
    pub contract: ContractId,
    pub kind: &'a str,
    pub starts_on: Date,
    pub ends_on: Date,
    pub covers_files: bool,
    pub sealed: &'a [u8],
    pub follows: Option<PermitId>,
    pub now: OffsetDateTime,
    pub by: AccountId,
}

pub async fn insert(db: &mut Writes, new: &NewPermit<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into permit (ward_id, id, contract_id, kind, starts_on, ends_on, covers_files, follows, applied_at, applied_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.contract.0,
        new.kind,
        new.starts_on,
        new.ends_on,
        new.covers_files,
        new.follows.map(|id| id.0),
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "insert into permit_words (ward_id, id, version, contract_id, made_by, sealed) values (app_ward(), $1, 1, $2, $3, $4)",
        new.id.0,
        new.contract.0,
        new.by.0,
        new.sealed
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What the ward decided.
pub struct Decided<'a> {
    pub state: &'a str,
    pub by: AccountId,
    pub now: OffsetDateTime,
    pub words: Option<&'a [u8]>,
    /// 指名停止 and 暴力団排除, looked up on these days.
    pub checked: Option<(Date, Date)>,
}

/// False when somebody else was quicker; so for the next.
pub async fn decide(db: &mut Writes, id: PermitId, decided: &Decided<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update permit set state = $2, decided_at = $3, decided_by = $4, decision = $5, suspension_checked_on = $6, gangs_checked_on = $7, version = 2
         where ward_id = (select app_ward()) and id = $1 and state = 'applied' and version = 1",
        id.0,
        decided.state,
        decided.now,
        decided.by.0,
        decided.words,
        decided.checked.map(|(suspension, _)| suspension),
        decided.checked.map(|(_, gangs)| gangs)
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Withdraws or revokes it. `words` are the ward's, bound to the version the row comes to.
pub async fn end(
    db: &mut Writes,
    permit: &Permit,
    state: &str,
    (by, now): (AccountId, OffsetDateTime),
    words: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let ending_version = words.map(|_| permit.version + 1);
    let done = sqlx::query!(
        "update permit set state = $3, ended_at = $4, ended_by = $5, ending = $6, ending_version = $7, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        permit.id.0,
        permit.version,
        state,
        now,
        by.0,
        words,
        ending_version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The contractor tells that it is over. `words` are bound to the version the row comes to, and stand apart from it.
pub async fn finish(
    db: &mut Writes,
    permit: &Permit,
    (by, now): (AccountId, OffsetDateTime),
    words: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update permit set state = 'ended', ended_at = $3, ended_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        permit.id.0,
        permit.version,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into permit_words (ward_id, id, version, contract_id, made_by, sealed) values (app_ward(), $1, $2, $3, $4, $5)",
        permit.id.0,
        permit.version + 1,
        permit.contract.0,
        by.0,
        words
    )
    .execute(db.conn())
    .await?;
    Ok(true)
}

/// What keeps files that name people from this contractor: `copying.never`, `take_out.consent` …
pub async fn files_shut(db: &mut Reads, today: Date) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select files_shut($1)", today).fetch_one(db.conn()).await
}
