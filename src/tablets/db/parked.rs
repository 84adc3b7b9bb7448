//! 保留: what a tablet sent that could not be taken, until a person decides.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CourseId, ParkedOperationId, SessionId, TabletId},
};

pub struct NewParked<'a> {
    pub id: ParkedOperationId,
    pub contract: ContractId,
    pub tablet: TabletId,
    pub session: Option<(SessionId, CourseId)>,
    pub digest: &'a [u8],
    pub sealed: &'a [u8],
    pub sealed_for: Uuid,
    pub reason: &'a str,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// Parks it; what was parked before stays as it is.
pub async fn insert(db: &mut Writes, new: &NewParked<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into parked_operation (ward_id, id, contract_id, tablet_id, session_id, course_id, digest, sealed, sealed_for, reason, received_at, sent_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint parked_once do nothing",
        new.id.0,
        new.contract.0,
        new.tablet.0,
        new.session.map(|(session, _)| session.0),
        new.session.map(|(_, course)| course.0),
        new.digest,
        new.sealed,
        new.sealed_for,
        new.reason,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub struct Parked {
    pub id: ParkedOperationId,
    pub contract: ContractId,
    pub tablet: TabletId,
    pub label: String,
    pub session: Option<SessionId>,
    pub course_name: Option<String>,
    pub number: Option<i32>,
    pub held_on: Option<time::Date>,
    pub sealed: Vec<u8>,
    pub sealed_for: Uuid,
    pub reason: String,
    pub received_at: OffsetDateTime,
    pub sent_by: Option<String>,
    pub state: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub words: Option<Vec<u8>>,
}

macro_rules! parked {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Parked,
            r#"select o.id as "id: ParkedOperationId", o.contract_id as "contract: ContractId", o.tablet_id as "tablet: TabletId", t.label,
                 o.session_id as "session: SessionId", k.name as "course_name?", s.number as "number?", s.held_on as "held_on?",
                 o.sealed, o.sealed_for, o.reason, o.received_at, a.name as "sent_by?", o.state, o.decided_at, d.name as "decided_by?", o.words
               from parked_operation o join tablet t on t.ward_id = o.ward_id and t.id = o.tablet_id
                 left join session s on s.ward_id = o.ward_id and s.id = o.session_id
                 left join course k on k.ward_id = s.ward_id and k.id = s.course_id
                 left join account a on a.id = o.sent_by left join account d on d.id = o.decided_by
               where o.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: ParkedOperationId) -> sqlx::Result<Option<Parked>> {
    parked!("and o.id = $1", id.0).fetch_optional(db.conn()).await
}

/// A page of a contract's: what waits, longest first; then what was decided, the latest first.
pub async fn list(
    db: &mut Reads,
    contract: ContractId,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Parked>> {
    parked!(
        "and o.contract_id = $1 order by o.state <> 'waiting', case when o.state = 'waiting' then o.received_at end, o.decided_at desc, o.id
         limit $2 offset $3",
        contract.0,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, contract: ContractId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from parked_operation where ward_id = (select app_ward()) and contract_id = $1"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// How many of a tablet wait.
pub async fn waiting_of(db: &mut Reads, tablet: TabletId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from parked_operation where ward_id = (select app_ward()) and tablet_id = $1 and state = 'waiting'"#,
        tablet.0
    )
    .fetch_one(db.conn())
    .await
}

/// How many wait under a contract.
pub async fn waiting(db: &mut Reads, contract: ContractId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from parked_operation where ward_id = (select app_ward()) and contract_id = $1 and state = 'waiting'"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// `words`: why it was set aside, bound to version 2. False when somebody else was quicker.
pub async fn decide(
    db: &mut Writes,
    id: ParkedOperationId,
    (by, now): (AccountId, OffsetDateTime),
    words: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let state = if words.is_some() { "aside" } else { "taken" };
    let done = sqlx::query!(
        "update parked_operation set state = $2, decided_at = $3, decided_by = $4, words = $5, version = 2
         where ward_id = (select app_ward()) and id = $1 and state = 'waiting' and version = 1",
        id.0,
        state,
        now,
        by.0,
        words
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The course of a session, and the contract it is under; `None` for what isn't one of the reader's.
pub async fn place(db: &mut Reads, session: SessionId) -> sqlx::Result<Option<(CourseId, ContractId)>> {
    let row = sqlx::query!(
        r#"select course_id as "course: CourseId", contract_id as "contract: ContractId" from session
           where ward_id = (select app_ward()) and id = $1"#,
        session.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.map(|row| (row.course, row.contract)))
}
