//! Rows of requests and their answers.

use time::{Date, OffsetDateTime};

use super::{forms::NewRequest, kinds::Decision};
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, WardRequestAnswerId, WardRequestId},
};

/// The file of an answer, sealed apart from its words.
pub const FILE: &str = "ward_request_answer.file";

pub struct Request {
    pub id: WardRequestId,
    pub contract: ContractId,
    pub contract_title: String,
    pub contractor: String,
    pub kind: String,
    pub asked_on: Date,
    pub due_on: Date,
    pub sealed: Vec<u8>,
    pub made_by: Option<String>,
}

pub async fn find(db: &mut Reads, id: WardRequestId) -> sqlx::Result<Option<Request>> {
    sqlx::query_as!(
        Request,
        r#"select r.id as "id: WardRequestId", r.contract_id as "contract: ContractId", c.title as contract_title, o.name as contractor,
             r.kind, r.asked_on, r.due_on, r.sealed, m.name as "made_by?"
           from ward_request r
           join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
           join contractor o on o.id = c.contractor_id
           left join account m on m.id = r.made_by
           where r.ward_id = (select app_ward()) and r.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A request in a list, with how its last answer stands.
pub struct Listed {
    pub id: WardRequestId,
    pub contract_title: String,
    pub kind: String,
    pub due_on: Date,
    pub is_answered: bool,
    pub decision: Option<String>,
}

pub async fn count(db: &mut Reads, open: bool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from ward_request r where r.ward_id = (select app_ward()) and (not $1 or not exists (
             select 1 from ward_request_answer a where a.ward_id = r.ward_id and a.request_id = r.id and a.decision = 'received'))"#,
        open
    )
    .fetch_one(db.conn())
    .await
}

/// A page of them, what is due first on top.
pub async fn list(db: &mut Reads, open: bool, (limit, offset): (i64, i64)) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select r.id as "id: WardRequestId", c.title as contract_title, r.kind, r.due_on, l.id is not null as "is_answered!", l.decision as "decision?"
           from ward_request r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
           left join lateral (select a.id, a.decision from ward_request_answer a where a.ward_id = r.ward_id and a.request_id = r.id
             order by a.number desc limit 1) l on true
           where r.ward_id = (select app_ward()) and (not $1 or l.decision is distinct from 'received')
           order by r.due_on, r.id limit $2 offset $3"#,
        open,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// Contracts in force, with their titles.
pub async fn contracts(db: &mut Reads) -> sqlx::Result<Vec<(ContractId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: ContractId", number || '　' || title as "title!" from contract
           where ward_id = (select app_ward()) and state in ('signed', 'active', 'closing') order by fiscal_year desc, number limit 500"#
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title)).collect())
}

/// Who writes a row, for which contract, and when.
#[derive(Clone, Copy)]
pub struct Entry {
    pub request: WardRequestId,
    pub contract: ContractId,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(
    db: &mut Writes,
    entry: Entry,
    new: &NewRequest,
    (asked_on, sealed): (Date, &[u8]),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into ward_request (ward_id, id, contract_id, kind, asked_on, due_on, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        entry.request.0,
        entry.contract.0,
        new.kind.code(),
        asked_on,
        new.due_on,
        sealed,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub struct Answer {
    pub id: WardRequestAnswerId,
    pub number: i32,
    pub stance: String,
    /// The words; `None` for whoever may not read them.
    pub sealed: Option<Vec<u8>>,
    pub file_kind: Option<String>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub decision: Option<String>,
    pub remark: Option<Vec<u8>>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
}

pub async fn answers(db: &mut Reads, request: WardRequestId) -> sqlx::Result<Vec<Answer>> {
    sqlx::query_as!(
        Answer,
        r#"select a.id as "id: WardRequestAnswerId", a.number, a.stance, p.sealed as "sealed?", p.file_kind as "file_kind?", a.made_at, m.name as "made_by?",
             a.decision, a.remark, a.decided_at, d.name as "decided_by?"
           from ward_request_answer a
           left join ward_request_reply p on p.ward_id = a.ward_id and p.id = a.id
           left join account m on m.id = a.made_by
           left join account d on d.id = a.decided_by
           where a.ward_id = (select app_ward()) and a.request_id = $1 order by a.number"#,
        request.0
    )
    .fetch_all(db.conn())
    .await
}

/// The sealed file of an answer.
pub async fn file(db: &mut Reads, id: WardRequestAnswerId) -> sqlx::Result<Option<Vec<u8>>> {
    let found = sqlx::query_scalar!(
        "select file from ward_request_reply where ward_id = (select app_ward()) and id = $1",
        id.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(found.flatten())
}

/// What the contractor answers.
pub struct NewAnswer<'a> {
    pub id: WardRequestAnswerId,
    pub number: i32,
    pub stance: &'a str,
    pub sealed: &'a [u8],
    pub file: Option<SealedFile>,
}

pub struct SealedFile {
    pub sealed: Vec<u8>,
    pub kind: &'static str,
    pub size: i32,
}

/// False when somebody else answered under that number first.
pub async fn answer(db: &mut Writes, entry: Entry, new: &NewAnswer<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into ward_request_answer (ward_id, id, contract_id, request_id, number, stance, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint ward_request_answer_number_once do nothing",
        new.id.0,
        entry.contract.0,
        entry.request.0,
        new.number,
        new.stance,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    reply(db, entry, new).await?;
    Ok(true)
}

async fn reply(db: &mut Writes, entry: Entry, new: &NewAnswer<'_>) -> sqlx::Result<()> {
    let file = new.file.as_ref();
    sqlx::query!(
        "insert into ward_request_reply (ward_id, id, contract_id, made_by, sealed, file, file_kind, file_size)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7)",
        new.id.0,
        entry.contract.0,
        entry.by.0,
        new.sealed,
        file.map(|file| file.sealed.as_slice()),
        file.map(|file| file.kind),
        file.map(|file| file.size)
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The ward decides; false when somebody else did first.
pub async fn decide(
    db: &mut Writes,
    entry: Entry,
    id: WardRequestAnswerId,
    (decision, remark): (Decision, Option<&[u8]>),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update ward_request_answer set decision = $2, remark = $3, decided_at = $4, decided_by = $5
         where ward_id = (select app_ward()) and id = $1 and decision is null",
        id.0,
        decision.code(),
        remark,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
