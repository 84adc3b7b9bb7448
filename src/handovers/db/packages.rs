//! Encrypted files that wait to be handed over, and who may be in them.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CourseId, HandoverId},
};

/// What is known of a package without opening it.
pub struct Package {
    pub size: i32,
    pub sha256: Vec<u8>,
    pub people: i32,
    pub items: Vec<String>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
}

pub async fn find(db: &mut Reads, handover: HandoverId) -> sqlx::Result<Option<Package>> {
    sqlx::query_as!(
        Package,
        r#"select p.size, p.sha256, p.people, p.items, p.made_at, a.name as "made_by?"
           from handover_package p left join account a on a.id = p.made_by
           where p.ward_id = (select app_ward()) and p.handover_id = $1"#,
        handover.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The sealed archive.
pub async fn file(db: &mut Reads, handover: HandoverId) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!(
        "select file from handover_package where ward_id = (select app_ward()) and handover_id = $1",
        handover.0
    )
    .fetch_optional(db.conn())
    .await
}

pub struct NewPackage<'a> {
    pub handover: HandoverId,
    pub contract: ContractId,
    pub file: &'a [u8],
    pub size: i32,
    pub sha256: &'a [u8],
    /// Of one course alone; `None`: of the whole contract.
    pub course: Option<CourseId>,
    /// Who is in it: once one of them is given back, the contractor takes it no more.
    pub people: &'a [Uuid],
    pub items: &'a [String],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// False when there is one already: its passphrase is with somebody.
pub async fn insert(db: &mut Writes, new: &NewPackage<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into handover_package (ward_id, handover_id, contract_id, file, size, sha256, course_id, participant_ids, people, items, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7::uuid[], cardinality($7::uuid[]), $8, $9, $10) on conflict do nothing",
        new.handover.0,
        new.contract.0,
        new.file,
        new.size,
        new.sha256,
        new.course.map(|id| id.0),
        new.people,
        new.items,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who has a place under the contract, or in one course of it.
pub async fn people(
    db: &mut Reads,
    contract: ContractId,
    course: Option<CourseId>,
) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select distinct participant_id from enrolment
         where ward_id = (select app_ward()) and contract_id = $1 and ($2::uuid is null or course_id = $2) and state <> 'waiting'",
        contract.0,
        course.map(|id| id.0)
    )
    .fetch_all(db.conn())
    .await
}
