//! 鍵の破棄: proposals, decisions, and which keys there are to destroy.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CourseId, KeyDestructionId},
};

pub struct Destruction {
    pub id: KeyDestructionId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub course: Option<CourseId>,
    pub course_name: Option<String>,
    pub kept_until: Date,
    pub basis: String,
    pub copies: String,
    pub proposed_at: OffsetDateTime,
    pub proposed_by: AccountId,
    pub proposer: Option<String>,
    pub state: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decider: Option<String>,
    pub fingerprints: Vec<String>,
    /// Rows whose figures and answers were deleted with the keys.
    pub numbers: Option<i32>,
    pub version: i32,
}

/// Proposals with the names around them; `$tail` says which.
macro_rules! destructions {
    ($tail:tt, $id:expr) => {
        sqlx::query_as!(
            Destruction,
            r#"select x.id as "id: KeyDestructionId", x.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                 x.course_id as "course: CourseId", k.name as "course_name?", x.kept_until, x.basis, x.copies, x.proposed_at, x.proposed_by as "proposed_by: AccountId",
                 p.name as "proposer?", x.state, x.decided_at, d.name as "decider?", x.fingerprints, x.numbers, x.version
               from key_destruction x
               join contract c on c.ward_id = x.ward_id and c.id = x.contract_id
               left join course k on k.ward_id = x.ward_id and k.id = x.course_id
               left join account p on p.id = x.proposed_by left join account d on d.id = x.decided_by
               where x.ward_id = (select app_ward()) "# + $tail,
            $id
        )
    };
}

pub async fn find(db: &mut Reads, id: KeyDestructionId) -> sqlx::Result<Option<Destruction>> {
    destructions!("and x.id = $1", id.0).fetch_optional(db.conn()).await
}

pub async fn list(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Destruction>> {
    destructions!("and x.contract_id = $1 order by x.proposed_at desc, x.id limit 50", contract.0)
        .fetch_all(db.conn())
        .await
}

pub struct NewDestruction<'a> {
    pub id: KeyDestructionId,
    pub contract: ContractId,
    pub course: Option<CourseId>,
    pub kept_until: Date,
    pub basis: &'a str,
    pub copies: &'a str,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// False when there is one for the same unit already.
pub async fn insert(db: &mut Writes, new: &NewDestruction<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into key_destruction (ward_id, id, contract_id, course_id, kept_until, basis, copies, proposed_at, proposed_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        new.id.0,
        new.contract.0,
        new.course.map(|id| id.0),
        new.kept_until,
        new.basis,
        new.copies,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What is gone with a destroyed key.
pub struct Gone {
    pub fingerprints: Vec<String>,
    pub numbers: i32,
}

/// Keeps everybody else from deciding until the end of the transaction; false when somebody has decided already.
pub async fn lock(db: &mut Writes, (id, version): (KeyDestructionId, i32)) -> sqlx::Result<bool> {
    let row = sqlx::query_scalar!(
        r#"select true as "there!" from key_destruction
           where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'proposed' for update"#,
        id.0,
        version
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.is_some())
}

/// Deletes the figures, answers and words of the unit, which no key seals; returns of how many rows there were figures.
pub async fn delete_numbers(db: &mut Writes, id: KeyDestructionId) -> sqlx::Result<i32> {
    sqlx::query_scalar!(r#"select delete_numbers($1) as "n!""#, id.0).fetch_one(db.conn()).await
}

/// False when somebody else decided first.
pub async fn decide(
    db: &mut Writes,
    (id, version): (KeyDestructionId, i32),
    state: &str,
    (at, by): (OffsetDateTime, AccountId),
    gone: Option<&Gone>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update key_destruction set state = $3, decided_at = $4, decided_by = $5, fingerprints = $6, numbers = $7, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'proposed'",
        id.0,
        version,
        state,
        at,
        by.0,
        gone.map_or(&[][..], |gone| &gone.fingerprints),
        gone.map(|gone| gone.numbers)
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The keys of a contract: its own, its courses', its individual services'. Of one course: that one's.
pub async fn keys(db: &mut Reads, contract: ContractId, course: Option<CourseId>) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        r#"select u.id as "id!" from (
             select k.id from course k where k.ward_id = (select app_ward()) and k.contract_id = $1 and ($2::uuid is null or k.id = $2)
             union all select e.id from enrolment e where e.ward_id = (select app_ward()) and e.contract_id = $1 and e.course_id is null and $2::uuid is null
             union all select c.id from contract c where c.ward_id = (select app_ward()) and c.id = $1 and $2::uuid is null) u order by u.id"#,
        contract.0,
        course.map(|id| id.0)
    )
    .fetch_all(db.conn())
    .await
}

/// The courses of a contract that were given back, alone or with it.
pub async fn ready(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<(CourseId, String)>> {
    let rows = sqlx::query!(
        r#"select k.id as "id: CourseId", k.name from course k
           where k.ward_id = (select app_ward()) and k.contract_id = $1 and exists (
             select 1 from erasure e where e.ward_id = k.ward_id and e.contract_id = k.contract_id and e.state = 'accepted' and e.ends_reading
               and (e.course_id = k.id or e.unit = 'contract'))
           order by k.name, k.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
