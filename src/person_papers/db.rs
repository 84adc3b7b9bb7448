//! Rows of the papers of one person, and the records they are drawn from.

use time::{Date, OffsetDateTime, Time};

use crate::{
    courses::words,
    kit::db::{Reads, Writes},
    vocab::ids::{
        AccountId, ContractId, CourseId, EnrolmentId, IndividualPlanId, ParticipantId, ProgrammeVersionId,
        RecordHandoverId,
    },
};

/// Somebody in a course.
pub struct Subject {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub contract: ContractId,
    pub programme: ProgrammeVersionId,
    pub course: CourseId,
    pub course_name: String,
    pub venue: String,
    pub contractor: String,
    pub first_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub state: String,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
}

impl Subject {
    /// `令和8年6月3日（水）から　14:00〜16:00`
    pub fn term(&self) -> String {
        format!("{}から　{}", words::day(self.first_on), words::hours(self.starts_at, self.minutes))
    }
}

pub async fn subject(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Option<Subject>> {
    sqlx::query_as!(
        Subject,
        r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", e.contract_id as "contract: ContractId",
             c.programme_version_id as "programme: ProgrammeVersionId", k.id as "course: CourseId", k.name as course_name, k.venue,
             o.name as contractor, k.first_on, k.starts_at, k.minutes, e.state, e.enrolled_on, e.ended_on
           from enrolment e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id join contractor o on o.id = c.contractor_id
           join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where e.ward_id = (select app_ward()) and e.id = $1 and e.state <> 'waiting'"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

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

/// Somebody in a course with how far their papers have come.
pub struct Member {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub name_tag: Option<i32>,
    pub plans: i64,
    pub explained_on: Option<Date>,
    pub agreed_on: Option<Date>,
    pub handovers: i64,
    pub is_assessed: bool,
}

/// Everybody of a course in the order of the name tags.
pub async fn members(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Member>> {
    sqlx::query_as!(
        Member,
        r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", e.name_tag,
             (select count(*) from individual_plan p where p.ward_id = e.ward_id and p.enrolment_id = e.id) as "plans!",
             l.explained_on as "explained_on?", l.agreed_on as "agreed_on?",
             (select count(*) from record_handover h where h.ward_id = e.ward_id and h.enrolment_id = e.id) as "handovers!",
             exists (select from assessment a where a.ward_id = e.ward_id and a.enrolment_id = e.id) as "is_assessed!"
           from enrolment e
           left join lateral (select p.explained_on, p.agreed_on from individual_plan p where p.ward_id = e.ward_id and p.enrolment_id = e.id
             order by p.number desc limit 1) l on true
           where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state <> 'waiting'
           order by e.name_tag nulls last, e.id"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// A version of a plan.
pub struct PlanRow {
    pub id: IndividualPlanId,
    pub enrolment: EnrolmentId,
    pub number: i32,
    pub made_on: Date,
    pub sealed: Vec<u8>,
    pub explained_on: Option<Date>,
    pub agreed_on: Option<Date>,
    pub consent: Option<Vec<u8>>,
    pub consent_version: Option<i32>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub version: i32,
    pub is_last: bool,
}

/// The rows of the statement that ends this way; `$1` is the id.
macro_rules! plans {
    ($whose:tt, $id:expr) => {
        sqlx::query_as!(
            PlanRow,
            r#"select p.id as "id: IndividualPlanId", p.enrolment_id as "enrolment: EnrolmentId", p.number, p.made_on, p.sealed, p.explained_on, p.agreed_on,
                 p.consent, p.consent_version, p.made_at, a.name as "made_by?", p.version,
                 not exists (select from individual_plan n where n.ward_id = p.ward_id and n.enrolment_id = p.enrolment_id and n.number > p.number) as "is_last!"
               from individual_plan p left join account a on a.id = p.made_by
               where p.ward_id = (select app_ward()) and "# + $whose,
            $id
        )
    };
}

pub async fn plan(db: &mut Reads, id: IndividualPlanId) -> sqlx::Result<Option<PlanRow>> {
    plans!("p.id = $1", id.0).fetch_optional(db.conn()).await
}

/// Every version of a person's plan, the latest first.
pub async fn plans(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Vec<PlanRow>> {
    plans!("p.enrolment_id = $1 order by p.number desc", enrolment.0).fetch_all(db.conn()).await
}

/// What a new version says besides its sealed words.
pub struct NewPlan<'a> {
    pub id: IndividualPlanId,
    pub number: i32,
    pub made_on: Date,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// False when somebody else wrote this version first.
pub async fn insert_plan(db: &mut Writes, of: &Subject, new: &NewPlan<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into individual_plan (ward_id, id, contract_id, course_id, enrolment_id, participant_id, number, made_on, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (ward_id, enrolment_id, number) do nothing",
        new.id.0,
        of.contract.0,
        of.course.0,
        of.enrolment.0,
        of.participant.0,
        new.number,
        new.made_on,
        new.sealed,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Explanation and agreement; the words are sealed for `version` + 1.
pub struct Explained<'a> {
    pub explained_on: Date,
    pub agreed_on: Option<Date>,
    pub consent: &'a [u8],
}

/// False when somebody else changed it first.
pub async fn explain_plan(
    db: &mut Writes,
    id: IndividualPlanId,
    version: i32,
    said: &Explained<'_>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update individual_plan set explained_on = $3, agreed_on = $4, consent = $5, consent_version = $2 + 1, version = $2 + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and agreed_on is null",
        id.0,
        version,
        said.explained_on,
        said.agreed_on,
        said.consent
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One session of a person's time in a course, with what was recorded of them.
pub struct ProvidedDay {
    pub number: i32,
    pub held_on: Date,
    pub state: String,
    pub content: String,
    pub status: Option<String>,
    pub pre: Option<String>,
    pub post: Option<String>,
    /// Codes of the add-ons the person took part in.
    pub add_ons: Vec<String>,
}

pub async fn provided(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Vec<ProvidedDay>> {
    sqlx::query_as!(
        ProvidedDay,
        r#"select s.number, s.held_on, s.state, s.content, a.status as "status?",
             a.pre_systolic || '／' || a.pre_diastolic || '　' || a.pre_pulse as "pre?", a.post_systolic || '／' || a.post_diastolic || '　' || a.post_pulse as "post?",
             array(select o.code from add_on o join add_on_taker t on t.ward_id = o.ward_id and t.add_on_id = o.id
               where o.ward_id = s.ward_id and o.session_id = s.id and t.participant_id = e.participant_id order by o.code) as "add_ons!"
           from enrolment e join session s on s.ward_id = e.ward_id and s.course_id = e.course_id
           left join attendance a on a.ward_id = s.ward_id and a.session_id = s.id and a.participant_id = e.participant_id
           where e.ward_id = (select app_ward()) and e.id = $1 and s.state in ('open', 'closed', 'cancelled')
             and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, e.stay_to, s.held_on) >= s.held_on
           order by s.held_on, s.number"#,
        enrolment.0
    )
    .fetch_all(db.conn())
    .await
}

/// A handing-over of the record.
pub struct HandoverRow {
    pub id: RecordHandoverId,
    pub requested_on: Date,
    pub handed_on: Date,
    pub receiver: String,
    pub sealed: Vec<u8>,
    pub made_by: Option<String>,
}

pub async fn handovers(db: &mut Reads, enrolment: EnrolmentId) -> sqlx::Result<Vec<HandoverRow>> {
    sqlx::query_as!(
        HandoverRow,
        r#"select h.id as "id: RecordHandoverId", h.requested_on, h.handed_on, h.receiver, h.sealed, a.name as "made_by?"
           from record_handover h left join account a on a.id = h.made_by
           where h.ward_id = (select app_ward()) and h.enrolment_id = $1 order by h.handed_on desc, h.id desc limit 50"#,
        enrolment.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct NewHandover<'a> {
    pub id: RecordHandoverId,
    pub requested_on: Date,
    pub handed_on: Date,
    pub receiver: &'a str,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert_handover(db: &mut Writes, of: &Subject, new: &NewHandover<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into record_handover (ward_id, id, contract_id, course_id, enrolment_id, participant_id, requested_on, handed_on, receiver, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.0,
        of.contract.0,
        of.course.0,
        of.enrolment.0,
        of.participant.0,
        new.requested_on,
        new.handed_on,
        new.receiver,
        new.sealed,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
