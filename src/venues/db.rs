//! Statements of venues and of the checks at a session's end.

use serde_json::Value;
use time::{Date, OffsetDateTime};

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CourseId, ProgrammeVersionId, SessionId},
};

/// A course and its hall.
pub struct Place {
    pub contract: ContractId,
    pub programme: ProgrammeVersionId,
    pub name: String,
    pub venue: String,
    pub capacity: i32,
    /// A session has been held or is going on.
    pub begun: bool,
}

pub async fn place(db: &mut Reads, course: CourseId) -> sqlx::Result<Option<Place>> {
    sqlx::query_as!(
        Place,
        r#"select k.contract_id as "contract: ContractId", c.programme_version_id as "programme: ProgrammeVersionId", k.name, k.venue, k.capacity,
             exists (select 1 from session s where s.ward_id = k.ward_id and s.course_id = k.id and s.state in ('open', 'closed')) as "begun!"
           from course k join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           where k.ward_id = (select app_ward()) and k.id = $1"#,
        course.0
    )
    .fetch_optional(db.conn())
    .await
}

/// What somebody saw of one item.
pub struct Check {
    pub item: String,
    pub present: Option<bool>,
    pub area_hundredths: Option<i32>,
    pub checked_on: Date,
    /// The ward saw it itself.
    pub by_ward: bool,
    /// Absent when the reader may not know the account.
    pub by: Option<String>,
}

pub async fn checks(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Check>> {
    sqlx::query_as!(
        Check,
        r#"select v.item, v.present, v.area_hundredths, v.checked_on, v.by_ward, n.name as "by?"
           from venue_check v left join account n on n.id = v.checked_by
           where v.ward_id = (select app_ward()) and v.course_id = $1 order by v.item"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// Writes the answers that changed. `answers` holds objects with `item`, `present`, `area_hundredths`; an item that isn't
/// among `known` any more is taken back.
pub async fn write(
    db: &mut Writes,
    (course, contract): (CourseId, ContractId),
    answers: &Value,
    (by, on): (AccountId, Date),
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"delete from venue_check v where v.ward_id = (select app_ward()) and v.course_id = $1
             and not exists (select 1 from jsonb_populate_recordset(null::venue_check, $2) r where r.item = v.item)"#,
        course.0,
        answers
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        r#"insert into venue_check (ward_id, course_id, contract_id, item, present, area_hundredths, checked_on, checked_by)
           select app_ward(), $1, $2, r.item, r.present, r.area_hundredths, $4, $5 from jsonb_populate_recordset(null::venue_check, $3) r
           on conflict (ward_id, course_id, item) do update set present = excluded.present, area_hundredths = excluded.area_hundredths,
             checked_on = excluded.checked_on, checked_by = excluded.checked_by, by_ward = excluded.by_ward
             where (venue_check.present, venue_check.area_hundredths) is distinct from (excluded.present, excluded.area_hundredths)"#,
        course.0,
        contract.0,
        answers,
        on,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Writes what was looked at after a session. `checks` holds objects with `code`, `done`, `reason`.
pub async fn write_end_checks(
    db: &mut Writes,
    (session, contract): (SessionId, ContractId),
    checks: &Value,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into end_check (ward_id, session_id, contract_id, code, done, reason, checked_by, checked_at)
           select app_ward(), $1, $2, r.code, r.done, r.reason, $4, $5 from jsonb_populate_recordset(null::end_check, $3) r"#,
        session.0,
        contract.0,
        checks,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// A check of one session.
pub struct EndCheck {
    pub number: i32,
    pub held_on: Date,
    pub code: String,
    pub done: bool,
    pub reason: String,
}

/// Those of a course, or of one session of it.
pub async fn end_checks(
    db: &mut Reads,
    course: CourseId,
    session: Option<SessionId>,
) -> sqlx::Result<Vec<EndCheck>> {
    sqlx::query_as!(
        EndCheck,
        r#"select s.number, s.held_on, e.code, e.done, e.reason
           from end_check e join session s on s.ward_id = e.ward_id and s.id = e.session_id
           where e.ward_id = (select app_ward()) and s.course_id = $1 and ($2::uuid is null or s.id = $2) order by s.number, e.code"#,
        course.0,
        session.map(|session| session.0)
    )
    .fetch_all(db.conn())
    .await
}
