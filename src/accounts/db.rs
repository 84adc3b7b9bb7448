//! Rows of accounts, logins and one-time codes.

use time::OffsetDateTime;
use uuid::Uuid;

use super::guessing::Tries;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, JobWindowId, WardId},
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
                  set_config('app.organisation', organisation_of($2::text::uuid), true) as d"#,
        candidate.ward.map(|w| w.0.to_string()).unwrap_or_default(),
        candidate.id.0.to_string(),
        format!("{}.{}", candidate.kind, candidate.role),
    )
    .fetch_one(db.conn())
    .await?;
    Ok(())
}

/// The tries of the last hour. `device` is the mark of a known device, or empty.
pub async fn tries(
    db: &mut Reads,
    login_name: &str,
    address: &str,
    device: &str,
    now: OffsetDateTime,
) -> sqlx::Result<Tries> {
    let row = sqlx::query!(
        r#"select count(*) filter (where login_name = $1 and address = $2 and device = '') as "address!",
                  max(at) filter (where login_name = $1 and address = $2 and device = '') as last_address,
                  count(*) filter (where login_name = $1 and device = $3) as "device!",
                  max(at) filter (where login_name = $1 and device = $3) as last_device,
                  count(*) filter (where login_name = $1 and device = '') as "of_name!",
                  count(*) filter (where address = $2 and device = '' and at > $4::timestamptz - interval '1 minute') as "of_address!"
           from login_try where (login_name = $1 or address = $2) and at > $4::timestamptz - interval '1 hour'"#,
        login_name,
        address,
        device,
        now
    )
    .fetch_one(db.conn())
    .await?;
    let known_device = !device.is_empty();
    let (here, last_here) =
        if known_device { (row.device, row.last_device) } else { (row.address, row.last_address) };
    Ok(Tries { here, last_here, of_name: row.of_name, of_address: row.of_address, known_device })
}

/// A try, written before it is judged, so that many at once can't slip past the count.
pub struct NewTry<'a> {
    pub id: Uuid,
    pub login_name: &'a str,
    pub address: &'a str,
    pub device: &'a str,
    pub now: OffsetDateTime,
}

/// Also clears what is older than a day.
pub async fn insert_try(db: &mut Writes, new: &NewTry<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from login_try where login_name = $1 and at < $2::timestamptz - interval '1 day'",
        new.login_name,
        new.now
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "insert into login_try (id, login_name, address, device, at) values ($1, $2, $3, $4, $5)",
        new.id,
        new.login_name,
        new.address,
        new.device,
        new.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// After a right password or code: what was typed wrong here before is forgotten.
pub async fn forget_tries(
    db: &mut Writes,
    login_name: &str,
    address: &str,
    device: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from login_try where login_name = $1 and device = $3 and (device <> '' or address = $2)",
        login_name,
        address,
        device
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What a new login is for.
pub struct NewLogin<'a> {
    pub token_hash: &'a [u8],
    pub account: AccountId,
    pub work: Option<(WardId, ContractId)>,
    /// The job window an operator works inside.
    pub window: Option<JobWindowId>,
    pub now: OffsetDateTime,
    /// The login's end; a switch of work keeps the old one.
    pub expires: OffsetDateTime,
}

/// Opens a login if the account is still active and its password still the one that was checked; the account's oldest
/// logins beyond the limit end, and are kept for a day so that their browsers can be told. False: something changed while the password was being checked.
pub async fn open_login(db: &mut Writes, new: &NewLogin<'_>, checked_hash: &str) -> sqlx::Result<bool> {
    let (ward, contract) = (new.work.map(|w| w.0.0), new.work.map(|w| w.1.0));
    let done = sqlx::query!(
        "insert into login (token_hash, account_id, ward_id, contract_id, window_id, made_at, seen_at, expires_at)
         select $1, id, $3, $4, $8, $5, $5, $6 from account where id = $2 and state = 'active' and password_hash = $7 for share",
        new.token_hash,
        new.account.0,
        ward,
        contract,
        new.now,
        new.expires,
        checked_hash,
        new.window.map(|w| w.0)
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "delete from login where account_id = $1 and expires_at < $2::timestamptz - interval '1 day'",
        new.account.0,
        new.now
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "update login set displaced_at = $3, expires_at = least(expires_at, $3) where account_id = $1 and token_hash in
           (select token_hash from login where account_id = $1 and displaced_at is null order by made_at desc offset $2)",
        new.account.0,
        super::limits::AT_ONCE,
        new.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// When a login was last used and ends, and whether it had to make room for a newer one.
pub struct LoginTimes {
    pub seen_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    pub displaced_at: Option<OffsetDateTime>,
    /// It worked inside a job window.
    pub in_window: bool,
}

pub async fn login_times(db: &mut Reads, token_hash: &[u8]) -> sqlx::Result<Option<LoginTimes>> {
    sqlx::query_as!(
        LoginTimes,
        r#"select seen_at, expires_at, displaced_at, window_id is not null as "in_window!" from login where token_hash = $1"#,
        token_hash
    )
    .fetch_optional(db.conn())
    .await
}

/// Ends one login; tells when it would have ended by itself, `None` if it had already ended.
pub async fn end_login(db: &mut Writes, token_hash: &[u8]) -> sqlx::Result<Option<OffsetDateTime>> {
    sqlx::query_scalar!("delete from login where token_hash = $1 returning expires_at", token_hash)
        .fetch_optional(db.conn())
        .await
}

pub async fn end_logins(db: &mut Writes, account: AccountId) -> sqlx::Result<u64> {
    Ok(sqlx::query!("delete from login where account_id = $1", account.0)
        .execute(db.conn())
        .await?
        .rows_affected())
}

/// Ends all logins (the table's trigger) and every code that was still open.
pub async fn set_password(
    db: &mut Writes,
    account: AccountId,
    hash: &str,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update account set password_hash = $2, must_change = false, version = version + 1 where id = $1",
        account.0,
        hash
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "update one_time_code set used_at = $2 where account_id = $1 and used_at is null",
        account.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The hash of the newest code of an account that can still be used; the row is held, so that a code works once.
pub async fn live_code(
    db: &mut Writes,
    account: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!(
        "select code_hash from one_time_code
         where account_id = $1 and used_at is null and expires_at > $2 order by issued_at desc limit 1 for update",
        account.0,
        now
    )
    .fetch_optional(db.conn())
    .await
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

/// Wards that have a contract with this company and haven't asked it yet who its manager is.
pub async fn wards_to_ask_us(db: &mut Reads) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(r#"select ward_name as "name!" from wards_to_ask_us()"#).fetch_all(db.conn()).await
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
