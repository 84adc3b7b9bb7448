//! Rows of pledges. Row-level security decides whose: the ward all of its own, a contractor those of the contract it acts under.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::{
    filings::attachment::Attachment,
    kit::db::{Reads, Writes},
    sealing::Sealable,
    vocab::ids::{AccountId, ContractId, PledgeId},
};

/// The name of a signed paper's file, sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct FileName(pub String);

impl Sealable for FileName {
    const TABLE: &'static str = "pledge";
}

/// What the file's own blob is bound to.
pub const FILE: &str = "pledge.file";

/// Why a pledge was given back.
#[derive(Serialize, Deserialize)]
pub struct Reason(pub String);

impl Sealable for Reason {
    const TABLE: &'static str = "pledge.reason";
}

/// The version of a row once it was decided on, to which the reason is bound.
pub const DECIDED: i32 = 2;

/// One pledge with the names it is shown with.
pub struct Pledge {
    pub id: PledgeId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contractor: String,
    pub account: AccountId,
    pub name: String,
    pub is_paper: bool,
    pub words: String,
    pub given_on: Date,
    pub handed_at: OffsetDateTime,
    pub handed_by: String,
    pub sealed: Option<Vec<u8>>,
    pub file_kind: Option<String>,
    pub state: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub reason: Option<Vec<u8>>,
    pub version: i32,
}

/// The pledges that fit; `$rest` narrows or sorts them.
macro_rules! pledges {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Pledge,
            r#"select p.id as "id: PledgeId", p.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                      o.name as contractor, p.account_id as "account: AccountId", coalesce(a.name, '') as "name!", p.means = 'paper' as "is_paper!", p.words, p.given_on,
                      p.handed_at, coalesce(h.name, '') as "handed_by!", p.sealed, p.file_kind, p.state, p.decided_at, d.name as "decided_by?", p.reason, p.version
               from pledge p join contract c on c.ward_id = p.ward_id and c.id = p.contract_id join contractor o on o.id = c.contractor_id
               left join account a on a.id = p.account_id left join account h on h.id = p.handed_by left join account d on d.id = p.decided_by
               where p.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: PledgeId) -> sqlx::Result<Option<Pledge>> {
    pledges!("and p.id = $1", id.0).fetch_optional(db.conn()).await
}

/// What one person gave under a contract, the latest first.
pub async fn of_person(
    db: &mut Reads,
    contract: ContractId,
    account: AccountId,
) -> sqlx::Result<Vec<Pledge>> {
    pledges!(
        "and p.contract_id = $1 and p.account_id = $2 order by p.handed_at desc, p.id",
        contract.0,
        account.0
    )
    .fetch_all(db.conn())
    .await
}

/// Somebody of the lists of a contract that count or are on their way.
pub struct Custodian {
    pub account: AccountId,
    pub name: String,
    pub job: String,
    /// Stands in the accepted list.
    pub is_designated: bool,
    pub pledge: Option<PledgeId>,
    pub pledge_state: Option<String>,
    pub is_paper: bool,
    pub given_on: Option<Date>,
    /// The last lesson on data protection that they passed, or gave and the ward received.
    pub taught_on: Option<Date>,
    /// What keeps them from seeing people: `pledge` or `training`.
    pub lacks: Option<String>,
}

/// Everybody who stands in a list of the contract that is not an old version, by name.
pub async fn custodians(db: &mut Reads, contract: ContractId, today: Date) -> sqlx::Result<Vec<Custodian>> {
    sqlx::query_as!(
        Custodian,
        r#"select d.account_id as "account: AccountId", coalesce(a.name, '') as "name!", max(d.job) as "job!", bool_or(r.state = 'accepted') as "is_designated!",
                  p.id as "pledge?: PledgeId", p.state as "pledge_state?", coalesce(p.means = 'paper', false) as "is_paper!", p.given_on as "given_on?",
                  (select max(coalesce(x.taken_on, l.held_on)) from lesson l
                   left join lesson_result x on x.ward_id = l.ward_id and x.lesson_id = l.id and x.account_id = d.account_id and x.passed
                   where l.ward_id = (select app_ward()) and l.contract_id = $1 and l.kind = 'protection'
                     and (x.id is not null or l.made_by = d.account_id and l.state = 'received')) as taught_on,
                  lacking($1, d.account_id, $2) as lacks
           from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id and r.state <> 'replaced'
           left join account a on a.id = d.account_id
           left join lateral (select q.id, q.state, q.means, q.given_on from pledge q where q.ward_id = d.ward_id and q.contract_id = d.contract_id
                              and q.account_id = d.account_id order by q.state = 'returned', q.handed_at desc limit 1) p on true
           where d.ward_id = (select app_ward()) and d.contract_id = $1
           group by d.account_id, a.name, p.id, p.state, p.means, p.given_on order by a.name, d.account_id"#,
        contract.0,
        today
    )
    .fetch_all(db.conn())
    .await
}

/// What keeps a person from seeing the people of a contract.
pub async fn lacks(
    db: &mut Reads,
    contract: ContractId,
    account: AccountId,
    today: Date,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select lacking($1, $2, $3)", contract.0, account.0, today).fetch_one(db.conn()).await
}

/// The pledges of everybody who stands in a list that was handed to the ward, accepted or waiting for it.
pub struct Counted {
    pub people: i64,
    /// Who has given none, or none that wasn't given back.
    pub ungiven: i64,
    pub unreceived: i64,
    /// When the last of them was given.
    pub last_on: Option<Date>,
}

/// S3 4(4) has the lists and the pledges handed in together, (5) those of whoever joins with the list that names them.
pub async fn counted(db: &mut Reads, contract: ContractId) -> sqlx::Result<Counted> {
    sqlx::query_as!(
        Counted,
        r#"select count(*) as "people!", count(*) filter (where p.state is null) as "ungiven!",
                  count(*) filter (where p.state is distinct from 'received') as "unreceived!", max(p.given_on) as last_on
           from (select distinct d.account_id from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id
                 where d.ward_id = (select app_ward()) and d.contract_id = $1 and r.state in ('submitted', 'accepted')) named
           left join pledge p on p.ward_id = (select app_ward()) and p.contract_id = $1 and p.account_id = named.account_id and p.state <> 'returned'"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// What a new row says.
pub struct NewPledge<'a> {
    pub id: PledgeId,
    pub contract: ContractId,
    pub account: AccountId,
    pub wording: i32,
    pub words: &'a str,
    pub given_on: Date,
    pub now: OffsetDateTime,
    pub by: AccountId,
    /// The signed paper with its sealed name and bytes.
    pub paper: Option<SealedPaper<'a>>,
}

pub struct SealedPaper<'a> {
    pub of: &'a Attachment,
    pub name: Vec<u8>,
    pub bytes: Vec<u8>,
}

pub async fn insert(db: &mut Writes, new: &NewPledge<'_>) -> sqlx::Result<()> {
    let paper = new.paper.as_ref();
    let size = paper.map(|paper| i32::try_from(paper.of.bytes.len()).unwrap_or(i32::MAX));
    sqlx::query!(
        "insert into pledge (ward_id, id, contract_id, account_id, means, wording, words, given_on, handed_at, handed_by, sealed, file, file_kind, file_size, file_sha256)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        new.id.0,
        new.contract.0,
        new.account.0,
        if paper.is_some() { "paper" } else { "electronic" },
        new.wording,
        new.words,
        new.given_on,
        new.now,
        new.by.0,
        paper.map(|paper| paper.name.as_slice()),
        paper.map(|paper| paper.bytes.as_slice()),
        paper.map(|paper| paper.of.kind.code()),
        size,
        paper.map(|paper| paper.of.sha256.as_slice())
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn sealed_file(db: &mut Reads, id: PledgeId) -> sqlx::Result<Option<Vec<u8>>> {
    let row =
        sqlx::query_scalar!("select file from pledge where ward_id = (select app_ward()) and id = $1", id.0)
            .fetch_optional(db.conn())
            .await?;
    Ok(row.flatten())
}

/// What the ward decided; a reason belongs to what is given back. False when somebody else decided first.
pub async fn decide(
    db: &mut Writes,
    id: PledgeId,
    state: &str,
    (by, now): (AccountId, OffsetDateTime),
    reason: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update pledge set state = $2, decided_at = $3, decided_by = $4, reason = $5, version = 2
         where ward_id = (select app_ward()) and id = $1 and state = 'given' and version = 1",
        id.0,
        state,
        now,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
