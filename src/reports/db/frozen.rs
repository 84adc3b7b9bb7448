//! 受理した報告の期間: the one statement that asks whether a day is closed by a report.

use time::Date;

use crate::{
    kit::db::Reads,
    vocab::ids::{ContractId, CourseId},
};

/// Whether the day lies in an accepted report: of the course, or of the contract itself.
pub async fn freezes(
    db: &mut Reads,
    contract: ContractId,
    course: Option<CourseId>,
    day: Date,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select report_freezes($1, $2, $3) as "freezes!""#,
        contract.0,
        course.map(|course| course.0) as Option<uuid::Uuid>,
        day
    )
    .fetch_one(db.conn())
    .await
}
