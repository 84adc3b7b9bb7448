//! The points of an inspection, and the answers to what is to be put right.

use time::{Date, OffsetDateTime};

use super::Entry;
use crate::{
    inspections::result::PointResult,
    kit::db::{Reads, Writes},
    vocab::ids::{InspectionAnswerId, InspectionId, InspectionPointId},
};

pub struct Point {
    pub id: InspectionPointId,
    pub code: String,
    pub result: String,
    pub sealed: Vec<u8>,
    pub due_on: Option<Date>,
}

pub async fn of_inspection(db: &mut Reads, inspection: InspectionId) -> sqlx::Result<Vec<Point>> {
    sqlx::query_as!(
        Point,
        r#"select id as "id: InspectionPointId", code, result, sealed, due_on
           from inspection_point where ward_id = (select app_ward()) and inspection_id = $1"#,
        inspection.0
    )
    .fetch_all(db.conn())
    .await
}

pub async fn insert(
    db: &mut Writes,
    entry: Entry,
    id: InspectionPointId,
    point: &PointResult,
    sealed: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into inspection_point (ward_id, id, contract_id, inspection_id, code, result, sealed, due_on)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7)",
        id.0,
        entry.contract.0,
        entry.inspection.0,
        point.code,
        point.finding.code(),
        sealed,
        point.due_on
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// An answer, with what the ward made of it.
pub struct Answer {
    pub id: InspectionAnswerId,
    pub point: InspectionPointId,
    pub number: i32,
    pub done_on: Date,
    /// What was done; `None` for whoever may not read it.
    pub sealed: Option<Vec<u8>>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub decision: Option<String>,
    pub remark: Option<Vec<u8>>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
}

pub async fn answers(db: &mut Reads, inspection: InspectionId) -> sqlx::Result<Vec<Answer>> {
    sqlx::query_as!(
        Answer,
        r#"select a.id as "id: InspectionAnswerId", a.point_id as "point: InspectionPointId", a.number, a.done_on, w.sealed as "sealed?", a.made_at, m.name as "made_by?",
             a.decision, a.remark, a.decided_at, d.name as "decided_by?"
           from inspection_point p join inspection_answer a on a.ward_id = p.ward_id and a.point_id = p.id
           left join inspection_answer_words w on w.ward_id = a.ward_id and w.id = a.id
           left join account m on m.id = a.made_by
           left join account d on d.id = a.decided_by
           where p.ward_id = (select app_ward()) and p.inspection_id = $1 order by a.number"#,
        inspection.0
    )
    .fetch_all(db.conn())
    .await
}

/// What the contractor did about a point.
pub struct NewAnswer<'a> {
    pub id: InspectionAnswerId,
    pub point: InspectionPointId,
    pub number: i32,
    pub done_on: Date,
    pub sealed: &'a [u8],
}

/// False when somebody else answered under that number first.
pub async fn answer(db: &mut Writes, entry: Entry, new: &NewAnswer<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into inspection_answer (ward_id, id, contract_id, point_id, number, done_on, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint inspection_answer_number_once do nothing",
        new.id.0,
        entry.contract.0,
        new.point.0,
        new.number,
        new.done_on,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into inspection_answer_words (ward_id, id, contract_id, made_by, sealed) values (app_ward(), $1, $2, $3, $4)",
        new.id.0,
        entry.contract.0,
        entry.by.0,
        new.sealed
    )
    .execute(db.conn())
    .await?;
    Ok(true)
}

/// The second look; false when somebody else decided first.
pub async fn decide(
    db: &mut Writes,
    entry: Entry,
    id: InspectionAnswerId,
    (decision, remark): (&str, &[u8]),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update inspection_answer set decision = $2, remark = $3, decided_at = $4, decided_by = $5
         where ward_id = (select app_ward()) and id = $1 and decision is null",
        id.0,
        decision,
        remark,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
