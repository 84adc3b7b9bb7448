//! Rows of the register.

use time::{Date, OffsetDateTime};

use super::entry::NewEntry;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ComplaintId, ContractId, ParticipantId},
};

/// An entry in a list: nothing in it is about a person.
pub struct Listed {
    pub id: ComplaintId,
    pub contract_title: String,
    pub received_on: Date,
    pub means: String,
    pub is_answered: bool,
    pub reported_on: Option<Date>,
    pub state: String,
}

/// How many there are, all or the open ones.
pub async fn count(db: &mut Reads, contract: Option<ContractId>, open: bool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from complaint
           where ward_id = (select app_ward()) and ($1::uuid is null or contract_id = $1) and (not $2 or state = 'open')"#,
        contract.map(|c| c.0),
        open
    )
    .fetch_one(db.conn())
    .await
}

/// A page of them, the latest first.
pub async fn list(
    db: &mut Reads,
    contract: Option<ContractId>,
    open: bool,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select m.id as "id: ComplaintId", c.title as contract_title, m.received_on, m.means, m.response is not null as "is_answered!",
             m.reported_on, m.state
           from complaint m join contract c on c.ward_id = m.ward_id and c.id = m.contract_id
           where m.ward_id = (select app_ward()) and ($1::uuid is null or m.contract_id = $1) and (not $2 or m.state = 'open')
           order by m.received_on desc, m.id desc limit $3 offset $4"#,
        contract.map(|c| c.0),
        open,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// One entry, whole.
pub struct Complaint {
    pub id: ComplaintId,
    pub contract: ContractId,
    pub contract_title: String,
    pub participant: Option<ParticipantId>,
    pub received_on: Date,
    pub means: String,
    pub sealed: Vec<u8>,
    pub response: Option<Vec<u8>>,
    pub response_version: Option<i32>,
    pub reported_on: Option<Date>,
    pub state: String,
    pub closed_on: Option<Date>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub version: i32,
}

pub async fn find(db: &mut Reads, id: ComplaintId) -> sqlx::Result<Option<Complaint>> {
    sqlx::query_as!(
        Complaint,
        r#"select m.id as "id: ComplaintId", m.contract_id as "contract: ContractId", c.title as contract_title, m.participant_id as "participant: ParticipantId",
             m.received_on, m.means, m.sealed, m.response, m.response_version, m.reported_on, m.state, m.closed_on, m.made_at, a.name as "made_by?", m.version
           from complaint m join contract c on c.ward_id = m.ward_id and c.id = m.contract_id left join account a on a.id = m.made_by
           where m.ward_id = (select app_ward()) and m.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Everybody under the contract who was given a place.
pub async fn people(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<uuid::Uuid>> {
    sqlx::query_scalar!(
        "select distinct participant_id from enrolment where ward_id = (select app_ward()) and contract_id = $1 and state <> 'waiting'",
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// What a new row says besides the entry.
pub struct NewComplaint<'a> {
    pub id: ComplaintId,
    pub contract: ContractId,
    pub entry: &'a NewEntry,
    pub sealed: &'a [u8],
    pub response: Option<&'a [u8]>,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewComplaint<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into complaint (ward_id, id, contract_id, participant_id, received_on, means, sealed, response, response_version, reported_on, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.0,
        new.contract.0,
        new.entry.participant.map(|p| p.0),
        new.entry.received_on,
        new.entry.means.code(),
        new.sealed,
        new.response,
        new.response.map(|_| 1),
        new.entry.reported_on,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What is added to an entry; its blob is sealed for `version` + 1.
pub struct Added<'a> {
    pub response: &'a [u8],
    pub reported_on: Option<Date>,
    /// The day on which it is closed.
    pub closed_on: Option<Date>,
}

/// False when somebody else changed it first.
pub async fn add(db: &mut Writes, id: ComplaintId, version: i32, added: &Added<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update complaint set response = $3, response_version = $2 + 1, reported_on = $4, closed_on = $5,
           state = case when $5::date is null then 'open' else 'closed' end, version = $2 + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'open'",
        id.0,
        version,
        added.response,
        added.reported_on,
        added.closed_on
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
