//! Rows of accounts, logins and one-time codes.

use time::OffsetDateTime;
use uuid::Uuid;

use super::guessing::Failures;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, WardId},
};

/// What sign-in needs to know of an account. Read by the sign-in role alone.
pub struct Candidate {
    pub id: AccountId,
    pub kind: String,
    pub role: String,
    pub login_name: String,
    pub password_hash: Option<String>,
    pub must_change: bool,
    pub active: bool,
    pub ward: Option<WardId>,
}

pub async fn find_candidate(db: &mut Reads, login_name: &str) -> sqlx::Result<Option<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"select a.id as "id: AccountId", a.kind, a.role, a.login_name, a.password_hash, a.must_change, a.state = 'active' as "active!",
                  a.ward_id as "ward: WardId"
           from account a where a.login_name = $1"#,
        login_name
    )
    .fetch_optional(db.conn())
    .await
}

pub async fn find_candidate_by_id(db: &mut Reads, id: AccountId) -> sqlx::Result<Option<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"select a.id as "id: AccountId", a.kind, a.role, a.login_name, a.password_hash, a.must_change, a.state = 'active' as "active!",
                  a.ward_id as "ward: WardId"
           from account a where a.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Sets who is acting, for the audit events of sign-in itself (no login exists yet).
pub async fn act_as(db: &mut Reads, candidate: &Candidate) -> sqlx::Result<()> {
    sqlx::query!(
        r#"select set_config('app.ward', $1, true) as a, set_config('app.account', $2, true) as b, set_config('app.role', $3, true) as c,
                  set_config('app.organisation', '', true) as d"#,
        candidate.ward.map(|w| w.0.to_string()).unwrap_or_default(),
        candidate.id.0.to_string(),
        format!("{}.{}", candidate.kind, candidate.role),
    )
    .fetch_one(db.conn())
    .await?;
    Ok(())
}

pub async fn failures(
    db: &mut Reads,
    login_name: &str,
    address: &str,
    now: OffsetDateTime,
) -> sqlx::Result<Failures> {
    let row = sqlx::query!(
        r#"select coalesce(max(failures) filter (where login_name = $1 and address = $2), 0) as "here!",
                  max(last_at) filter (where login_name = $1 and address = $2) as last_here,
                  coalesce(sum(failures) filter (where login_name = $1 and last_at > $3::timestamptz - interval '1 hour'), 0) as "account_hour!",
                  coalesce(sum(failures) filter (where address = $2 and last_at > $3::timestamptz - interval '1 minute'), 0) as "address_minute!"
           from login_failure where login_name = $1 or address = $2"#,
        login_name,
        address,
        now
    )
    .fetch_one(db.conn())
    .await?;
    Ok(Failures {
        here: row.here,
        last_here: row.last_here,
        account_hour: row.account_hour,
        address_minute: row.address_minute,
        known_device: false,
    })
}

/// Counts a failure; an hour of quiet forgets the earlier ones.
pub async fn count_failure(
    db: &mut Writes,
    login_name: &str,
    address: &str,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into login_failure (login_name, address, failures, last_at) values ($1, $2, 1, $3)
         on conflict (login_name, address) do update
           set failures = case when login_failure.last_at < $3::timestamptz - interval '1 hour' then 1 else login_failure.failures + 1 end, last_at = $3",
        login_name,
        address,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn forget_failures(db: &mut Writes, login_name: &str, address: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from login_failure where login_name = $1 and address = $2", login_name, address)
        .execute(db.conn())
        .await?;
    Ok(())
}

/// A new login row; the account's oldest beyond the limit end.
pub async fn open_login(
    db: &mut Writes,
    token_hash: &[u8],
    account: AccountId,
    work: Option<(WardId, ContractId)>,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    let (ward, contract) = (work.map(|w| w.0.0), work.map(|w| w.1.0));
    sqlx::query!(
        "insert into login (token_hash, account_id, ward_id, contract_id, made_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)",
        token_hash,
        account.0,
        ward,
        contract,
        now,
        now + super::limits::ABSOLUTE
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "delete from login where account_id = $1 and token_hash in
           (select token_hash from login where account_id = $1 order by made_at desc offset $2)",
        account.0,
        super::limits::AT_ONCE
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn end_login(db: &mut Writes, token_hash: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("delete from login where token_hash = $1", token_hash).execute(db.conn()).await?;
    Ok(())
}

pub async fn end_logins(db: &mut Writes, account: AccountId) -> sqlx::Result<u64> {
    Ok(sqlx::query!("delete from login where account_id = $1", account.0)
        .execute(db.conn())
        .await?
        .rows_affected())
}

/// Ends all logins by the table's trigger, then a new one may be opened.
pub async fn set_password(db: &mut Writes, account: AccountId, hash: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update account set password_hash = $2, must_change = false, version = version + 1 where id = $1",
        account.0,
        hash
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub struct Code {
    pub id: Uuid,
    pub hash: Vec<u8>,
    pub failures: i32,
}

/// The newest code of an account that can still be used.
pub async fn live_code(
    db: &mut Reads,
    account: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<Option<Code>> {
    sqlx::query_as!(
        Code,
        "select id, code_hash as hash, failures from one_time_code
         where account_id = $1 and used_at is null and expires_at > $2 order by issued_at desc limit 1",
        account.0,
        now
    )
    .fetch_optional(db.conn())
    .await
}

pub async fn spend_code(db: &mut Writes, code: Uuid, now: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!("update one_time_code set used_at = $2 where id = $1", code, now).execute(db.conn()).await?;
    Ok(())
}

pub async fn count_code_failure(db: &mut Writes, code: Uuid) -> sqlx::Result<()> {
    sqlx::query!("update one_time_code set failures = failures + 1 where id = $1", code)
        .execute(db.conn())
        .await?;
    Ok(())
}

/// A contract that a contractor's account may work under.
pub struct Work {
    pub ward: WardId,
    pub ward_name: String,
    pub contract: ContractId,
    pub number: String,
    pub title: String,
    pub designated: bool,
}

pub async fn my_contracts(db: &mut Reads) -> sqlx::Result<Vec<Work>> {
    sqlx::query_as!(
        Work,
        r#"select ward_id as "ward!: WardId", ward_name as "ward_name!", contract_id as "contract!: ContractId", number as "number!",
                  title as "title!", designated as "designated!" from my_contracts()"#
    )
    .fetch_all(db.conn())
    .await
}

/// A line of the account list.
pub struct Account {
    pub id: AccountId,
    pub kind: String,
    pub role: String,
    pub login_name: String,
    pub name: String,
    pub state: String,
    pub version: i32,
    pub centre: Option<Uuid>,
    pub contractor: Option<Uuid>,
}

/// The accounts this person may see: row-level security decides.
pub async fn list(db: &mut Reads) -> sqlx::Result<Vec<Account>> {
    sqlx::query_as!(
        Account,
        r#"select id as "id: AccountId", kind, role, login_name, name, state, version, centre_id as centre, contractor_id as contractor
           from account order by kind, login_name"#
    )
    .fetch_all(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: AccountId) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        r#"select id as "id: AccountId", kind, role, login_name, name, state, version, centre_id as centre, contractor_id as contractor
           from account where id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

pub struct NewAccount<'a> {
    pub id: AccountId,
    pub kind: &'a str,
    pub role: &'a str,
    pub login_name: &'a str,
    pub name: &'a str,
    pub ward: Option<Uuid>,
    pub centre: Option<Uuid>,
    pub contractor: Option<Uuid>,
}

pub async fn insert(db: &mut Writes, new: &NewAccount<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account (id, kind, role, login_name, name, ward_id, centre_id, contractor_id) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.kind,
        new.role,
        new.login_name,
        new.name,
        new.ward,
        new.centre,
        new.contractor
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed the account first.
pub async fn update(
    db: &mut Writes,
    id: AccountId,
    version: i32,
    role: &str,
    name: &str,
    state: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update account set role = $3, name = $4, state = $5, version = version + 1 where id = $1 and version = $2",
        id.0,
        version,
        role,
        name,
        state
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub struct NewCode<'a> {
    pub id: Uuid,
    pub account: AccountId,
    pub ward: Option<Uuid>,
    pub contractor: Option<Uuid>,
    pub purpose: &'a str,
    pub hash: &'a [u8],
    pub now: OffsetDateTime,
}

pub async fn insert_code(db: &mut Writes, new: &NewCode<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into one_time_code (id, account_id, ward_id, contractor_id, purpose, code_hash, issued_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.id,
        new.account.0,
        new.ward,
        new.contractor,
        new.purpose,
        new.hash,
        new.now,
        new.now + super::limits::CODE
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
