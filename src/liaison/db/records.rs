//! What a sheet about one person is composed from.

use time::Date;

use crate::{
    kit::db::Reads,
    vocab::ids::{CentreId, ContractId, CourseId, EnrolmentId, ParticipantId, ProgrammeVersionId},
};

/// A person's place in a course or service, with everything a sheet names.
pub struct Subject {
    pub enrolment: EnrolmentId,
    pub state: String,
    pub participant: ParticipantId,
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    pub programme_name: String,
    pub items: Vec<String>,
    pub contractor: String,
    pub course: Option<CourseId>,
    pub course_name: Option<String>,
    pub venue: Option<String>,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub centre: CentreId,
    pub centre_name: String,
    pub district: String,
}

pub async fn subject(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Option<Subject>> {
    sqlx::query_as!(
        Subject,
        r#"select e.id as "enrolment: EnrolmentId", e.state, e.participant_id as "participant: ParticipantId",
                  e.contract_id as "contract: ContractId", c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId",
                  v.definition->>'name' as "programme_name!", c.items, o.name as contractor,
                  e.course_id as "course: CourseId", k.name as "course_name?", k.venue as "venue?", e.enrolled_on, e.ended_on,
                  p.centre_id as "centre: CentreId", h.name as centre_name, d.name as district
           from enrolment e
           join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           join contractor o on o.id = c.contractor_id
           join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
           join centre h on h.ward_id = p.ward_id and h.id = p.centre_id
           join district d on d.ward_id = p.ward_id and d.id = p.district_id
           left join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where e.ward_id = (select app_ward()) and e.id = $1"#,
        enrolment.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The names of the districts a centre is responsible for.
pub async fn districts_of(db: &mut Reads, centre: CentreId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select name from district where ward_id = (select app_ward()) and centre_id = $1 order by name",
        centre.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct StoredAssessment {
    pub instrument: String,
    pub timing: String,
    pub done_on: Date,
    pub answers: serde_json::Value,
}

pub async fn assessments(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Vec<StoredAssessment>> {
    sqlx::query_as!(
        StoredAssessment,
        "select instrument, timing, done_on, answers from assessment
         where ward_id = (select app_ward()) and enrolment_id = $1 order by done_on, id",
        enrolment.0
    )
    .fetch_all(db.conn())
    .await
}

/// Days of an individual service: attended, planned in all.
pub async fn service_days(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where attended) as "attended!", count(*) as "all!" from service_record
           where ward_id = (select app_ward()) and enrolment_id = $1 and step = 'service_day'"#,
        enrolment.0
    )
    .fetch_one(db.conn())
    .await?;
    Ok((row.attended, row.all))
}

/// What the absence rule says about a person, the newest open task first, preferring what is to be told.
pub async fn absence_explanation(
    db: &mut Reads,
    course: CourseId,
    participant: ParticipantId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select f.explanation from follow_up f join session s on s.ward_id = f.ward_id and s.id = f.session_id
         where f.ward_id = (select app_ward()) and f.course_id = $1 and f.participant_id = $2 and f.state = 'open'
         order by f.kind = 'notify' desc, s.held_on desc limit 1",
        course.0,
        participant.0
    )
    .fetch_optional(db.conn())
    .await
}
