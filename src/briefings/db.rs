//! Statements of 体験・説明会.

use time::{Date, OffsetDateTime, Time};

use super::form::Written;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, BriefingId, ContractId, CourseId},
};

/// The course a briefing is looked at from.
pub struct Place {
    pub contract: ContractId,
    pub contract_title: String,
    pub name: String,
    pub venue: String,
    pub first_on: Date,
}

pub async fn place(db: &mut Reads, course: CourseId) -> sqlx::Result<Option<Place>> {
    sqlx::query_as!(
        Place,
        r#"select k.contract_id as "contract: ContractId", c.title as contract_title, k.name, k.venue, k.first_on
           from course k join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           where k.ward_id = (select app_ward()) and k.id = $1"#,
        course.0
    )
    .fetch_optional(db.conn())
    .await
}

pub struct Briefing {
    pub id: BriefingId,
    pub contract: ContractId,
    pub contract_title: String,
    /// Absent when it is for all courses of the contract.
    pub course: Option<CourseId>,
    pub course_name: Option<String>,
    pub held_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub venue: String,
    pub done: Vec<String>,
    pub came: Option<i32>,
    pub notes: String,
    pub written_by: Option<String>,
    pub written_at: OffsetDateTime,
    pub version: i32,
}

/// Briefings with what stands around them; `$rest` narrows and sorts them.
macro_rules! briefings {
    ($rest:literal, $value:expr) => {
        sqlx::query_as!(
            Briefing,
            r#"select b.id as "id: BriefingId", b.contract_id as "contract: ContractId", c.title as contract_title, b.course_id as "course: CourseId",
                 k.name as "course_name?", b.held_on, b.starts_at, b.minutes, b.venue, b.done, b.came, b.notes, n.name as "written_by?", b.written_at, b.version
               from briefing b
               join contract c on c.ward_id = b.ward_id and c.id = b.contract_id
               left join course k on k.ward_id = b.ward_id and k.id = b.course_id
               left join account n on n.id = b.written_by
               where b.ward_id = (select app_ward()) and "#
                + $rest,
            $value
        )
    };
}

/// Those of a course and those for all courses of its contract, the latest first.
pub async fn of_course(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Briefing>> {
    briefings!(
        "(b.course_id = $1 or (b.course_id is null and b.contract_id = (select x.contract_id from course x where x.ward_id = b.ward_id and x.id = $1)))
         order by b.held_on desc, b.id limit 50",
        course.0
    )
    .fetch_all(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: BriefingId) -> sqlx::Result<Option<Briefing>> {
    briefings!("b.id = $1", id.0).fetch_optional(db.conn()).await
}

/// A course of the contract that a briefing for all of them is shown beside.
pub async fn any_course(db: &mut Reads, contract: ContractId) -> sqlx::Result<Option<CourseId>> {
    sqlx::query_scalar!(
        r#"select id as "id: CourseId" from course where ward_id = (select app_ward()) and contract_id = $1 order by first_on, id limit 1"#,
        contract.0
    )
    .fetch_optional(db.conn())
    .await
}

pub async fn insert(
    db: &mut Writes,
    (id, contract): (BriefingId, ContractId),
    new: &Written,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into briefing (ward_id, id, contract_id, course_id, held_on, starts_at, minutes, venue, done, came, notes, written_by, written_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id.0,
        contract.0,
        new.course.map(|course| course.0),
        new.held_on,
        new.starts_at,
        new.minutes,
        new.venue,
        &new.done,
        new.came,
        new.notes,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed it first.
pub async fn update(
    db: &mut Writes,
    (id, version): (BriefingId, i32),
    new: &Written,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update briefing set course_id = $3, held_on = $4, starts_at = $5, minutes = $6, venue = $7, done = $8, came = $9, notes = $10,
           written_by = $11, written_at = $12, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        new.course.map(|course| course.0),
        new.held_on,
        new.starts_at,
        new.minutes,
        new.venue,
        &new.done,
        new.came,
        new.notes,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The days duties count from, each with its course; without one it is for all courses of the contract.
pub async fn days(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<(Option<CourseId>, Date)>> {
    let rows = sqlx::query!(
        r#"select course_id as "course: CourseId", held_on as "held_on!" from briefing_days($1)"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.course, row.held_on)).collect())
}
