//! Rows of assessments, and the enrolment or course they belong to.

use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    Answers,
    sheets::{Occasion, Timing},
};
use crate::{
    kit::db::{Reads, Writes},
    sealing::Unit,
    vocab::ids::{
        AccountId, AssessmentId, ContractId, CourseId, EnrolmentId, ParticipantId, ProgrammeVersionId,
    },
};

/// Where assessments are recorded: one person's course or individual service.
#[derive(Clone, Debug)]
pub struct Place {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    pub course: Option<CourseId>,
    pub course_name: Option<String>,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
}

impl Place {
    /// Whose key seals the comments.
    pub fn unit(&self) -> Unit {
        Unit::Unit(self.course.map_or(self.enrolment.0, |course| course.0))
    }
}

/// The places of the statement that ends this way; `$1` is the id.
macro_rules! places {
    ($whose:tt, $id:expr) => {
        sqlx::query_as!(
            Place,
            r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", e.contract_id as "contract: ContractId",
                      c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId", e.course_id as "course: CourseId", k.name as "course_name?",
                      e.enrolled_on, e.ended_on
               from enrolment e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
               left join course k on k.ward_id = e.ward_id and k.id = e.course_id
               where e.ward_id = (select app_ward()) and e.state <> 'waiting' and "# + $whose,
            $id
        )
    };
}

pub async fn place(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Option<Place>> {
    places!("e.id = $1", id.0).fetch_optional(db.conn()).await
}

/// Every place of one person, newest first.
pub async fn places_of(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<Place>> {
    places!("e.participant_id = $1 order by e.applied_on desc, e.id desc", id.0).fetch_all(db.conn()).await
}

/// The head of a course.
pub struct CourseHead {
    pub name: String,
    pub contract: ContractId,
    pub programme: ProgrammeVersionId,
}

pub async fn course(db: &mut Reads, id: CourseId) -> sqlx::Result<Option<CourseHead>> {
    sqlx::query_as!(
        CourseHead,
        r#"select k.name, k.contract_id as "contract: ContractId", c.programme_version_id as "programme: ProgrammeVersionId"
           from course k join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
           where k.ward_id = (select app_ward()) and k.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A person of a course, in the order of the name tags.
#[derive(Clone, Debug)]
pub struct Seat {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub name_tag: Option<i32>,
    pub withdrawn: bool,
}

pub async fn seats(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Seat>> {
    sqlx::query_as!(
        Seat,
        r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", e.name_tag,
                  e.state = 'withdrawn' as "withdrawn!"
           from enrolment e where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state <> 'waiting'
           order by e.name_tag nulls last, e.id"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// One instrument of one person at one time, as stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: AssessmentId,
    pub enrolment: EnrolmentId,
    pub instrument: String,
    pub timing: String,
    pub done_on: Date,
    pub mode: String,
    pub answers: Json<Answers>,
    pub sealed: Option<Vec<u8>>,
    pub version: i32,
}

impl Stored {
    /// When it was taken; `None` for a timing nobody knows any more.
    pub fn occasion(&self) -> Option<Occasion> {
        Timing::from_code(&self.timing).map(|timing| Occasion::of(timing, self.done_on))
    }
}

/// The rows of the statement that ends this way, by day; `$1` is the id.
macro_rules! stored {
    ($whose:tt, $id:expr) => {
        sqlx::query_as!(
            Stored,
            r#"select a.id as "id: AssessmentId", a.enrolment_id as "enrolment: EnrolmentId", a.instrument, a.timing, a.done_on, a.mode,
                      a.answers as "answers: Json<Answers>", a.sealed, a.version
               from assessment a where a.ward_id = (select app_ward()) and "# + $whose + " order by a.done_on, a.id",
            $id
        )
    };
}

pub async fn of_enrolment(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Vec<Stored>> {
    stored!("a.enrolment_id = $1", id.0).fetch_all(db.conn()).await
}

pub async fn of_participant(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<Stored>> {
    stored!("a.participant_id = $1", id.0).fetch_all(db.conn()).await
}

pub async fn of_course(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Stored>> {
    stored!("exists (select from enrolment e where e.ward_id = a.ward_id and e.id = a.enrolment_id and e.course_id = $1)", course.0)
        .fetch_all(db.conn())
        .await
}

/// What is written of one instrument.
#[derive(Debug)]
pub struct Row<'a> {
    pub id: AssessmentId,
    pub instrument: &'a str,
    pub timing: &'a str,
    pub done_on: Date,
    pub mode: &'a str,
    pub answers: &'a Answers,
    pub sealed: Option<&'a [u8]>,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

impl Row<'_> {
    fn protocol(&self) -> &str {
        match self.answers {
            Answers::Measured(record) => &record.protocol,
            Answers::Checklist(_) | Answers::SarcF(_) | Answers::SelfHealth(_) => "",
        }
    }
}

/// `false`: somebody else recorded it in between.
pub async fn insert(db: &mut Writes, place: &Place, row: &Row<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into assessment (ward_id, id, contract_id, enrolment_id, participant_id, instrument, timing, done_on, mode, protocol, answers,
                                 sealed, done_by, recorded_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing",
        row.id.0,
        place.contract.0,
        place.enrolment.0,
        place.participant.0,
        row.instrument,
        row.timing,
        row.done_on,
        row.mode,
        row.protocol(),
        Json(row.answers) as _,
        row.sealed,
        row.by.0,
        row.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false`: somebody else changed it in between. The comment is sealed for `version + 1`.
pub async fn update(db: &mut Writes, row: &Row<'_>, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update assessment set done_on = $3, mode = $4, protocol = $5, answers = $6, sealed = $7, done_by = $8, recorded_at = $9,
                version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        row.id.0,
        version,
        row.done_on,
        row.mode,
        row.protocol(),
        Json(row.answers) as _,
        row.sealed,
        row.by.0,
        row.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The people of a course who have nothing stored of these instruments at that time, in the order of the name tags.
pub async fn without(
    db: &mut Reads,
    course: CourseId,
    instruments: &[String],
    timing: &str,
) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select e.id from enrolment e
         where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state in ('enrolled', 'completed')
           and not exists (select from assessment a where a.ward_id = e.ward_id and a.enrolment_id = e.id
                             and a.instrument = any($2) and a.timing = $3)
         order by e.name_tag nulls last, e.id",
        course.0,
        instruments,
        timing
    )
    .fetch_all(db.conn())
    .await
}
