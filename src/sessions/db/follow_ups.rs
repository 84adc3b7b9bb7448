//! 欠席者への対応: the list and one entry.

use time::{Date, OffsetDateTime};

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CourseId, EnrolmentId, FollowUpId, ParticipantId},
};

pub struct FollowUpLine {
    pub id: FollowUpId,
    pub contract: ContractId,
    pub course: CourseId,
    pub participant: ParticipantId,
    pub kind: String,
    pub explanation: String,
    /// Codes of who is told.
    pub tell: Vec<String>,
    pub due_on: Option<Date>,
    pub state: String,
    pub sealed: Option<Vec<u8>>,
    pub done_at: Option<OffsetDateTime>,
    pub done_by: Option<String>,
    pub version: i32,
    pub course_name: String,
    pub number: i32,
    pub held_on: Date,
}

/// The place the absent person has, or had, in the course: a letter to the centre is written about it.
pub async fn enrolment(
    db: &mut Reads,
    course: CourseId,
    participant: ParticipantId,
) -> sqlx::Result<Option<EnrolmentId>> {
    sqlx::query_scalar!(
        r#"select id as "id: EnrolmentId" from enrolment
           where ward_id = (select app_ward()) and course_id = $1 and participant_id = $2
           order by state = 'enrolled' desc, id desc limit 1"#,
        course.0,
        participant.0
    )
    .fetch_optional(db.conn())
    .await
}

/// How many there are in a state.
pub async fn count(db: &mut Reads, state: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from follow_up where ward_id = (select app_ward()) and state = $1"#,
        state
    )
    .fetch_one(db.conn())
    .await
}

/// Those in a state: while open by the day they are due, the newest first when done.
pub async fn list(db: &mut Reads, state: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<FollowUpLine>> {
    sqlx::query_as!(
        FollowUpLine,
        r#"select f.id as "id: FollowUpId", f.contract_id as "contract: ContractId", f.course_id as "course: CourseId",
             f.participant_id as "participant: ParticipantId", f.kind, f.explanation, f.tell, f.due_on, f.state, f.sealed, f.done_at, n.name as "done_by?", f.version,
             k.name as course_name, s.number, s.held_on
           from follow_up f
           join session s on s.ward_id = f.ward_id and s.id = f.session_id
           join course k on k.ward_id = f.ward_id and k.id = f.course_id
           left join account n on n.id = f.done_by
           where f.ward_id = (select app_ward()) and f.state = $1
           order by case when $1 = 'open' then coalesce(f.due_on, s.held_on) end, f.done_at desc, f.id limit $2 offset $3"#,
        state,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: FollowUpId) -> sqlx::Result<Option<FollowUpLine>> {
    sqlx::query_as!(
        FollowUpLine,
        r#"select f.id as "id: FollowUpId", f.contract_id as "contract: ContractId", f.course_id as "course: CourseId",
             f.participant_id as "participant: ParticipantId", f.kind, f.explanation, f.tell, f.due_on, f.state, f.sealed, f.done_at, n.name as "done_by?", f.version,
             k.name as course_name, s.number, s.held_on
           from follow_up f
           join session s on s.ward_id = f.ward_id and s.id = f.session_id
           join course k on k.ward_id = f.ward_id and k.id = f.course_id
           left join account n on n.id = f.done_by
           where f.ward_id = (select app_ward()) and f.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Writes down what was done; `false` when somebody else did first.
pub async fn complete(
    db: &mut Writes,
    id: FollowUpId,
    version: i32,
    sealed: &[u8],
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"update follow_up set state = 'done', sealed = $3, done_by = $4, done_at = $5, version = version + 1
           where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'open'"#,
        id.0,
        version,
        sealed,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
