//! Rows of answered questionnaires.

use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Chosen;
use crate::{
    assessments::db::Place,
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, CourseId, EnrolmentId, ParticipantId},
};

/// One questionnaire of one person, as stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: Uuid,
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub questionnaire: String,
    pub done_on: Date,
    pub mode: String,
    pub chosen: Json<Chosen>,
    pub sealed: Option<Vec<u8>>,
    pub version: i32,
}

/// The rows of the statement that ends this way; `$1` is the id.
macro_rules! stored {
    ($whose:tt, $id:expr) => {
        sqlx::query_as!(
            Stored,
            r#"select q.id, q.enrolment_id as "enrolment: EnrolmentId", q.participant_id as "participant: ParticipantId", q.questionnaire,
                      q.done_on, q.mode, q.chosen as "chosen: Json<Chosen>", q.sealed, q.version
               from questionnaire_answer q where q.ward_id = (select app_ward()) and "# + $whose,
            $id
        )
    };
}

pub async fn of_enrolment(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Vec<Stored>> {
    stored!("q.enrolment_id = $1", id.0).fetch_all(db.conn()).await
}

pub async fn of_participant(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<Stored>> {
    stored!("q.participant_id = $1", id.0).fetch_all(db.conn()).await
}

pub async fn of_course(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Stored>> {
    stored!("exists (select from enrolment e where e.ward_id = q.ward_id and e.id = q.enrolment_id and e.course_id = $1)", course.0)
        .fetch_all(db.conn())
        .await
}

/// What is written.
#[derive(Debug)]
pub struct Row<'a> {
    pub id: Uuid,
    pub questionnaire: &'a str,
    pub done_on: Date,
    pub mode: &'a str,
    pub chosen: &'a Chosen,
    pub sealed: Option<&'a [u8]>,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// `false`: somebody else recorded it in between.
pub async fn insert(db: &mut Writes, place: &Place, row: &Row<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into questionnaire_answer (ward_id, id, contract_id, enrolment_id, participant_id, questionnaire, done_on, mode, chosen,
                                           sealed, done_by, recorded_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        row.id,
        place.contract.0,
        place.enrolment.0,
        place.participant.0,
        row.questionnaire,
        row.done_on,
        row.mode,
        Json(row.chosen) as _,
        row.sealed,
        row.by.0,
        row.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false`: somebody else changed it in between. The words are sealed for `version + 1`.
pub async fn update(db: &mut Writes, row: &Row<'_>, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update questionnaire_answer set done_on = $3, mode = $4, chosen = $5, sealed = $6, done_by = $7, recorded_at = $8, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        row.id,
        version,
        row.done_on,
        row.mode,
        Json(row.chosen) as _,
        row.sealed,
        row.by.0,
        row.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
