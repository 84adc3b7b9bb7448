//! Rows of tablets. Row-level security decides whose: the ward all of its own, a contractor those of the contract it acts under.

pub mod packs;
pub mod parked;
pub mod wipes;

use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    sealing::Sealable,
    sessions::operations::OperationIn,
    vocab::ids::{AccountId, ContractId, PermitId, SessionId, TabletId},
};

/// What a registration says of the device; sealed with the contract's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// 機種と管理番号.
    pub model: String,
    /// 保管する場所と、だれが持つか.
    pub keeping: String,
}

impl Sealable for Device {
    const TABLE: &'static str = "tablet";
}

/// Conditions or a reason of the ward; sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Decision(pub String);

impl Sealable for Decision {
    const TABLE: &'static str = "tablet.decision";
}

/// Why a permission was taken back; sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Revocation(pub String);

impl Sealable for Revocation {
    const TABLE: &'static str = "tablet.revocation";
}

/// What a tablet's private key is bound to, beside its row.
pub const PRIVATE: &str = "tablet.rescue_private";
/// The version of a row once it was decided on, to which the decision is bound.
pub const DECIDED: i32 = 2;

pub struct Tablet {
    pub id: TabletId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contract_state: String,
    pub contract_ends_on: Date,
    pub contractor: String,
    pub label: String,
    pub sealed: Vec<u8>,
    pub rescue_public: Vec<u8>,
    pub rescue_private: Vec<u8>,
    pub registered_at: OffsetDateTime,
    pub registered_by: Option<String>,
    pub state: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub decision: Option<Vec<u8>>,
    pub permitted_until: Option<Date>,
    pub permit: Option<PermitId>,
    pub revoked_at: Option<OffsetDateTime>,
    pub revoked_by: Option<String>,
    pub revocation: Option<Vec<u8>>,
    pub revocation_version: Option<i32>,
    /// Packs that aren't wiped.
    pub packs: i64,
    pub wipes: i64,
    pub version: i32,
}

/// The tablets that fit; `$rest` narrows or sorts them.
macro_rules! tablets {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Tablet,
            r#"select t.id as "id: TabletId", t.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                      c.state as contract_state, c.ends_on as contract_ends_on, o.name as contractor, t.label, t.sealed, t.rescue_public, t.rescue_private,
                      t.registered_at, a.name as "registered_by?", t.state, t.decided_at, d.name as "decided_by?", t.decision,
                      t.permitted_until, t.permit_id as "permit: PermitId", t.revoked_at, e.name as "revoked_by?", t.revocation, t.revocation_version,
                      (select count(*) from tablet_pack p where p.ward_id = t.ward_id and p.tablet_id = t.id and p.wipe_id is null) as "packs!",
                      (select count(*) from tablet_wipe w where w.ward_id = t.ward_id and w.tablet_id = t.id) as "wipes!", t.version
               from tablet t join contract c on c.ward_id = t.ward_id and c.id = t.contract_id join contractor o on o.id = c.contractor_id
               left join account a on a.id = t.registered_by left join account d on d.id = t.decided_by left join account e on e.id = t.revoked_by
               where t.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: TabletId) -> sqlx::Result<Option<Tablet>> {
    tablets!("and t.id = $1", id.0).fetch_optional(db.conn()).await
}

/// The title of the contract that a tablet belongs to, among those that this login may choose; `None` for any other id.
pub async fn contract_of_ours(db: &mut Reads, id: TabletId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select tablet_of_ours($1)", id.0).fetch_one(db.conn()).await
}

/// A page of a contract's, what waits for the ward first, then those in use, then the latest.
pub async fn list(
    db: &mut Reads,
    contract: ContractId,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Tablet>> {
    tablets!(
        "and t.contract_id = $1 order by t.state <> 'requested', t.state <> 'permitted', t.registered_at desc, t.id limit $2 offset $3",
        contract.0,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, contract: ContractId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from tablet where ward_id = (select app_ward()) and contract_id = $1"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// What a new row says.
pub struct NewTablet<'a> {
    pub id: TabletId,
    pub contract: ContractId,
    pub label: &'a str,
    pub sealed: &'a [u8],
    pub rescue_public: &'a [u8],
    pub rescue_private: &'a [u8],
    pub now: OffsetDateTime,
    pub by: AccountId,
}

pub async fn insert(db: &mut Writes, new: &NewTablet<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into tablet (ward_id, id, contract_id, label, sealed, rescue_public, rescue_private, registered_at, registered_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.contract.0,
        new.label,
        new.sealed,
        new.rescue_public,
        new.rescue_private,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What the clauses ask on a day before data go onto a tablet.
pub struct Gate {
    /// `take_out.never`, `copying.consent` …; `None` when nothing stands against it.
    pub shut: Option<String>,
    /// The last day of the permits that are asked for.
    pub until: Option<Date>,
    pub permit: Option<PermitId>,
}

pub async fn gate(db: &mut Reads, contract: ContractId, today: Date) -> sqlx::Result<Gate> {
    sqlx::query_as!(
        Gate,
        r#"select shut, until, permit as "permit: PermitId" from tablet_gate($1, $2)"#,
        contract.0,
        today
    )
    .fetch_one(db.conn())
    .await
}

/// What the ward decided. `until` and `permit` belong to a permission.
pub struct Decided<'a> {
    pub state: &'a str,
    pub by: AccountId,
    pub now: OffsetDateTime,
    pub words: Option<&'a [u8]>,
    pub until: Option<Date>,
    pub permit: Option<PermitId>,
}

/// False when somebody else was quicker; so for the next.
pub async fn decide(db: &mut Writes, id: TabletId, decided: &Decided<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update tablet set state = $2, decided_at = $3, decided_by = $4, decision = $5, permitted_until = $6, permit_id = $7, version = 2
         where ward_id = (select app_ward()) and id = $1 and state = 'requested' and version = 1",
        id.0,
        decided.state,
        decided.now,
        decided.by.0,
        decided.words,
        decided.until,
        decided.permit.map(|id| id.0)
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a permission or a registration back. The words are bound to the version the row comes to.
pub async fn revoke(
    db: &mut Writes,
    tablet: &Tablet,
    (by, now): (AccountId, OffsetDateTime),
    words: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update tablet set state = 'revoked', revoked_at = $3, revoked_by = $4, revocation = $5, revocation_version = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        tablet.id.0,
        tablet.version,
        now,
        by.0,
        words,
        tablet.version + 1
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Somebody with an unlock of their own.
pub struct Recorder {
    pub account: AccountId,
    pub name: Option<String>,
    pub registered_at: OffsetDateTime,
    /// When they stood in an accepted 従事者名簿.
    pub designated: Json<Vec<Span>>,
}

/// From a moment until another, which no longer belongs to it; `None`: still.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Span(
    #[serde(with = "time::serde::rfc3339")] pub OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")] pub Option<OffsetDateTime>,
);

impl Recorder {
    pub fn was_designated(&self, at: OffsetDateTime) -> bool {
        self.designated.iter().any(|Span(from, to)| *from <= at && to.is_none_or(|to| at < to))
    }
}

pub async fn recorders(db: &mut Reads, tablet: TabletId) -> sqlx::Result<Vec<Recorder>> {
    sqlx::query_as!(
        Recorder,
        r#"select r.account_id as "account: AccountId", a.name as "name?", r.registered_at,
             (select coalesce(jsonb_agg(jsonb_build_array(d.valid_from::timestamp at time zone 'Asia/Tokyo',
                  least((d.valid_to + 1)::timestamp at time zone 'Asia/Tokyo',
                    (select min(n.decided_at) from roster n where n.ward_id = l.ward_id and n.contract_id = l.contract_id
                       and n.state in ('accepted', 'replaced') and n.decided_at > l.decided_at)))), '[]')
                from designation d join roster l on l.ward_id = d.ward_id and l.id = d.roster_id and l.state in ('accepted', 'replaced')
                where d.ward_id = r.ward_id and d.contract_id = r.contract_id and d.account_id = r.account_id) as "designated!: Json<Vec<Span>>"
           from tablet_recorder r left join account a on a.id = r.account_id
           where r.ward_id = (select app_ward()) and r.tablet_id = $1 order by r.registered_at, r.account_id"#,
        tablet.0
    )
    .fetch_all(db.conn())
    .await
}

/// Whether the machine with this secret may go along as the tablet: nothing that isn't wiped is on another.
pub async fn is_this_machine(db: &mut Reads, tablet: TabletId, device: &[u8; 32]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select not exists (select from tablet_pack where ward_id = (select app_ward()) and tablet_id = $1 and wipe_id is null
             and device is not null and device <> $2) as "is!""#,
        tablet.0,
        device
    )
    .fetch_one(db.conn())
    .await
}

/// Waits for whoever writes about the tablet at this moment.
pub async fn lock(db: &mut Writes, tablet: TabletId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))", tablet.0)
        .execute(db.conn())
        .await?;
    Ok(())
}

/// Which keys of these entries name another entry of the ward already: of another session, person or field.
pub async fn keys_elsewhere(
    db: &mut Reads,
    session: SessionId,
    operations: &[&OperationIn],
) -> sqlx::Result<Vec<Uuid>> {
    let keys: Vec<Uuid> = operations.iter().map(|one| one.key).collect();
    let people: Vec<Uuid> = operations.iter().map(|one| one.participant).collect();
    let fields: Vec<String> = operations.iter().map(|one| one.field.code().to_owned()).collect();
    let found = sqlx::query_scalar!(
        r#"select k as "key!" from keys_elsewhere($1, $2, $3, $4) k"#,
        session.0,
        &keys,
        &people,
        &fields
    );
    found.fetch_all(db.conn()).await
}

/// Registers who asks. Somebody who is there already stays as they are.
pub async fn add_recorder(
    db: &mut Writes,
    (tablet, contract): (TabletId, ContractId),
    account: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into tablet_recorder (ward_id, tablet_id, account_id, contract_id, registered_at) values (app_ward(), $1, $2, $3, $4)
         on conflict do nothing",
        tablet.0,
        account.0,
        contract.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What of a contract, or of one course, is still on tablets or waits for a decision.
pub async fn on_tablets(
    db: &mut Reads,
    contract: ContractId,
    course: Option<crate::vocab::ids::CourseId>,
) -> sqlx::Result<i64> {
    let n = sqlx::query_scalar!("select on_tablets($1, $2)", contract.0, course.map(|id| id.0))
        .fetch_one(db.conn())
        .await?;
    Ok(n.unwrap_or_default())
}
