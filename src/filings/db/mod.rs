//! Rows of what was handed in. Row-level security decides whose: the ward all of its own, a contractor those of the contract
//! it acts under; the contents on their own terms.

pub mod days;
pub mod standing;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{
    attachment::Attachment,
    particulars::Said,
    states::{FilingState, decision_of},
};
use crate::{
    kit::{
        db::{Reads, Writes},
        parts::{Chip, Tone},
    },
    sealing::Sealable,
    vocab::ids::{AccountId, ContractId, FilingId},
};

/// What a paper says and the name of its file, sealed with the contract's key.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Content {
    /// 記載事項, as they were asked then; none of a paper from before they were.
    #[serde(default)]
    pub said: Vec<Said>,
    pub words: String,
    pub file_name: Option<String>,
}

impl Sealable for Content {
    const TABLE: &'static str = "filing_content";
}

/// What the file's own blob is bound to.
pub const FILE: &str = "filing_content.file";

/// Why a paper was returned.
#[derive(Serialize, Deserialize)]
pub struct Remark(pub String);

impl Sealable for Remark {
    const TABLE: &'static str = "filing.remark";
}

/// The version of a row once it was decided on, to which the remark is bound.
pub const DECIDED: i32 = 2;

/// A paper in a list: nothing in it is about a person.
#[derive(Clone)]
pub struct Listed {
    pub id: FilingId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub code: String,
    pub title: String,
    pub occurrence: String,
    pub subject: String,
    pub side: String,
    pub decision: String,
    pub due_on: Option<Date>,
    /// The last day on which it was not late.
    pub last_on: Option<Date>,
    pub day_on: Option<Date>,
    pub state: String,
    pub filed_at: OffsetDateTime,
    /// `None` when the reader knows no name.
    pub filed_by: Option<String>,
    /// Another one was handed in in its place.
    pub is_replaced: bool,
}

impl Listed {
    pub fn is_returned(&self) -> bool {
        self.state == FilingState::Returned.code()
    }

    pub fn is_settled(&self) -> bool {
        let read = FilingState::from_code(&self.state).zip(decision_of(&self.decision));
        read.is_some_and(|(state, decision)| state.is_settled(decision))
    }

    pub fn chip(&self) -> Chip {
        match (FilingState::from_code(&self.state), decision_of(&self.decision)) {
            (Some(FilingState::Returned), _) if self.is_replaced => {
                Chip::new(Tone::Neutral, "差戻し（出し直しずみ）")
            }
            (Some(state), Some(decision)) => state.chip(decision),
            _ => Chip::new(Tone::Neutral, self.state.as_str()),
        }
    }
}

/// Which papers a list shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those on which the other side has still to decide.
    Undecided,
    /// Those that came back and weren't handed in again.
    Returned,
    All,
}

impl Wanted {
    pub fn code(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Returned => "returned",
            Self::All => "all",
        }
    }
}

/// How many there are, of one contract or of all.
pub async fn count(db: &mut Reads, contract: Option<ContractId>, wanted: Wanted) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from filing f
           where f.ward_id = (select app_ward()) and ($1::uuid is null or f.contract_id = $1)
             and ($2 <> 'undecided' or f.state = 'filed' and f.decision <> 'none')
             and ($2 <> 'returned' or f.state = 'returned' and not exists (
               select 1 from filing n where n.ward_id = f.ward_id and n.contract_id = f.contract_id and n.replaces = f.id))"#,
        contract.map(|c| c.0),
        wanted.code()
    )
    .fetch_one(db.conn())
    .await
}

/// A page of them, the latest first.
pub async fn list(
    db: &mut Reads,
    contract: Option<ContractId>,
    wanted: Wanted,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select f.id as "id: FilingId", f.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
             f.code, f.title, f.occurrence, f.subject, f.side, f.decision, f.due_on, f.last_on, f.day_on, f.state, f.filed_at, a.name as "filed_by?",
             exists (select 1 from filing n where n.ward_id = f.ward_id and n.contract_id = f.contract_id and n.replaces = f.id) as "is_replaced!"
           from filing f join contract c on c.ward_id = f.ward_id and c.id = f.contract_id left join account a on a.id = f.filed_by
           where f.ward_id = (select app_ward()) and ($1::uuid is null or f.contract_id = $1)
             and ($2 <> 'undecided' or f.state = 'filed' and f.decision <> 'none')
             and ($2 <> 'returned' or f.state = 'returned' and not exists (
               select 1 from filing n where n.ward_id = f.ward_id and n.contract_id = f.contract_id and n.replaces = f.id))
           order by f.filed_at desc, f.id desc limit $3 offset $4"#,
        contract.map(|c| c.0),
        wanted.code(),
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// The last paper of each occurrence of every contract in force, or of one: what lines are settled by.
pub async fn last_of_occurrences(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select distinct on (f.contract_id, f.code, f.side, f.occurrence) f.id as "id: FilingId", f.contract_id as "contract: ContractId",
             c.number as contract_number, c.title as contract_title, f.code, f.title, f.occurrence, f.subject, f.side, f.decision,
             f.due_on, f.last_on, f.day_on, f.state, f.filed_at, null::text as filed_by, false as "is_replaced!"
           from filing f join contract c on c.ward_id = f.ward_id and c.id = f.contract_id
           where f.ward_id = (select app_ward()) and f.occurrence <> '' and ($1::uuid is null or f.contract_id = $1)
             and ($1::uuid is not null or c.state in ('signed', 'active', 'closing'))
           order by f.contract_id, f.code, f.side, f.occurrence, f.filed_at desc, f.id desc"#,
        contract.map(|c| c.0)
    )
    .fetch_all(db.conn())
    .await
}

/// One paper, without what is in it.
pub struct FiledPaper {
    pub id: FilingId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contract_state: String,
    pub code: String,
    pub title: String,
    pub occurrence: String,
    pub subject: String,
    pub side: String,
    pub decision: String,
    pub event_on: Option<Date>,
    pub due_on: Option<Date>,
    pub last_on: Option<Date>,
    pub day_on: Option<Date>,
    pub replaced_by: Option<FilingId>,
    pub state: String,
    pub filed_at: OffsetDateTime,
    pub filed_by: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
}

pub async fn find(db: &mut Reads, id: FilingId) -> sqlx::Result<Option<FiledPaper>> {
    sqlx::query_as!(
        FiledPaper,
        r#"select f.id as "id: FilingId", f.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
             c.state as contract_state, f.code, f.title, f.occurrence, f.subject, f.side, f.decision, f.event_on, f.due_on, f.last_on, f.day_on,
             (select n.id from filing n where n.ward_id = f.ward_id and n.contract_id = f.contract_id and n.replaces = f.id) as "replaced_by: FilingId",
             f.state, f.filed_at, a.name as "filed_by?", f.decided_at, d.name as "decided_by?"
           from filing f join contract c on c.ward_id = f.ward_id and c.id = f.contract_id
           left join account a on a.id = f.filed_by left join account d on d.id = f.decided_by
           where f.ward_id = (select app_ward()) and f.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The sealed reason of a return. The auditor reads none.
pub async fn remark(db: &mut Reads, id: FilingId) -> sqlx::Result<Option<Vec<u8>>> {
    let row = sqlx::query_scalar!(
        "select remark from filing where ward_id = (select app_ward()) and id = $1",
        id.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.flatten())
}

/// The sealed words of a paper and what its file is; `None` when the reader may not open it.
pub struct SealedContent {
    pub sealed: Vec<u8>,
    pub file_kind: Option<String>,
    pub file_size: Option<i32>,
    pub file_sha256: Option<Vec<u8>>,
}

pub async fn content(db: &mut Reads, id: FilingId) -> sqlx::Result<Option<SealedContent>> {
    sqlx::query_as!(
        SealedContent,
        "select sealed, file_kind, file_size, file_sha256 from filing_content where ward_id = (select app_ward()) and id = $1",
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

pub async fn sealed_file(db: &mut Reads, id: FilingId) -> sqlx::Result<Option<Vec<u8>>> {
    let row = sqlx::query_scalar!(
        "select file from filing_content where ward_id = (select app_ward()) and id = $1",
        id.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.flatten())
}

/// Keeps everybody else from handing in a paper of the contract until the end of the transaction: each occurrence is handed in
/// once.
pub async fn lock(db: &mut Writes, contract: ContractId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0)) as ok", format!("filing {contract}"))
        .fetch_one(db.conn())
        .await?;
    Ok(())
}

/// What a new row says.
pub struct NewFiling<'a> {
    pub id: FilingId,
    pub contract: ContractId,
    pub code: &'a str,
    pub title: &'a str,
    pub occurrence: &'a str,
    pub subject: &'a str,
    pub side: &'a str,
    pub decision: &'a str,
    pub event_on: Option<Date>,
    pub due_on: Option<Date>,
    pub last_on: Option<Date>,
    pub day_on: Option<Date>,
    pub replaces: Option<FilingId>,
    pub now: OffsetDateTime,
    pub by: AccountId,
}

pub async fn insert(db: &mut Writes, new: &NewFiling<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into filing (ward_id, id, contract_id, code, title, occurrence, subject, side, decision, event_on, due_on, last_on, day_on, replaces, filed_at, filed_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        new.id.0,
        new.contract.0,
        new.code,
        new.title,
        new.occurrence,
        new.subject,
        new.side,
        new.decision,
        new.event_on,
        new.due_on,
        new.last_on,
        new.day_on,
        new.replaces.map(|id| id.0),
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// A file with its sealed bytes.
pub struct SealedFile<'a> {
    pub of: &'a Attachment,
    pub sealed: Vec<u8>,
}

pub async fn insert_content(
    db: &mut Writes,
    new: &NewFiling<'_>,
    sealed: &[u8],
    file: Option<&SealedFile<'_>>,
) -> sqlx::Result<()> {
    let size = file.map(|file| i32::try_from(file.of.bytes.len()).unwrap_or(i32::MAX));
    sqlx::query!(
        "insert into filing_content (ward_id, id, contract_id, filed_by, sealed, file, file_kind, file_size, file_sha256)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.contract.0,
        new.by.0,
        sealed,
        file.map(|file| file.sealed.as_slice()),
        file.map(|file| file.of.kind.code()),
        size,
        file.map(|file| file.of.sha256.as_slice())
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What the other side decided.
pub struct Decided<'a> {
    pub state: &'a str,
    pub by: AccountId,
    pub now: OffsetDateTime,
    pub remark: Option<&'a [u8]>,
}

/// False when somebody else decided first.
pub async fn decide(db: &mut Writes, id: FilingId, decided: &Decided<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update filing set state = $2, decided_at = $3, decided_by = $4, remark = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and state = 'filed' and version = 1",
        id.0,
        decided.state,
        decided.now,
        decided.by.0,
        decided.remark
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
