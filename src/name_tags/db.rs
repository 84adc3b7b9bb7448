//! Statements of name tags.

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{ContractId, CourseId, ParticipantId},
};

pub struct Course {
    pub contract: ContractId,
    pub name: String,
}

pub async fn course(db: &mut Reads, id: CourseId) -> sqlx::Result<Option<Course>> {
    sqlx::query_as!(
        Course,
        r#"select contract_id as "contract: ContractId", name from course where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Who has a place, in the order of the numbers; those without one last.
pub async fn tags(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<(ParticipantId, Option<i32>)>> {
    let rows = sqlx::query!(
        r#"select participant_id as "participant: ParticipantId", name_tag from enrolment
           where ward_id = (select app_ward()) and course_id = $1 and state = 'enrolled' order by name_tag nulls last, enrolled_on, id"#,
        course.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.participant, row.name_tag)).collect())
}

/// Gives everybody without a number the next one; how many got one. `None`: not this person's course.
pub async fn assign(db: &mut Writes, course: CourseId) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!("select assign_name_tags($1)", course.0).fetch_one(db.conn()).await
}
