//! Closing a session: who may have been on duty, the attendance sequences behind the follow-ups, and the closing itself.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    programmes::definition::TellWhom,
    vocab::ids::{
        AccountId, ContractId, CourseId, DesignationId, FollowUpId, ParticipantId, ProgrammeVersionId,
        SessionId,
    },
};

/// A line of the accepted 従事者名簿 that was valid on the day.
pub struct Staff {
    pub id: DesignationId,
    pub account: AccountId,
    pub name: String,
    pub job: String,
    pub on_duty: bool,
}

pub async fn staff(
    db: &mut Reads,
    session: SessionId,
    contract: ContractId,
    day: Date,
) -> sqlx::Result<Vec<Staff>> {
    sqlx::query_as!(
        Staff,
        r#"select d.id as "id: DesignationId", d.account_id as "account: AccountId", n.name, d.job, t.session_id is not null as "on_duty!"
           from designation d
           join roster r on r.ward_id = d.ward_id and r.id = d.roster_id
           join account n on n.id = d.account_id
           left join session_staff t on t.ward_id = d.ward_id and t.session_id = $1 and t.designation_id = d.id
           where d.ward_id = (select app_ward()) and d.contract_id = $2
             and (t.session_id is not null or (r.state = 'accepted' and d.valid_from <= $3 and coalesce(d.valid_to, $3) >= $3))
           order by n.name, d.id"#,
        session.0,
        contract.0,
        day
    )
    .fetch_all(db.conn())
    .await
}

/// Replaces who was on duty. The job is copied, because a later roster may say another.
pub async fn set_staff(
    db: &mut Writes,
    session: SessionId,
    contract: ContractId,
    on_duty: &[Uuid],
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from session_staff where ward_id = (select app_ward()) and session_id = $1",
        session.0
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        r#"insert into session_staff (ward_id, session_id, contract_id, designation_id, job)
           select d.ward_id, $1, d.contract_id, d.id, d.job from designation d
           where d.ward_id = (select app_ward()) and d.contract_id = $2 and d.id = any($3)"#,
        session.0,
        contract.0,
        on_duty
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Closes it; `false` when it is neither planned nor open any more. A session that everybody had left empty may be
/// closed too (nobody enrolled).
pub async fn close(
    db: &mut Writes,
    session: SessionId,
    content: &str,
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"update session set state = 'closed', content = $2, closed_by = $3, closed_at = $4, version = version + 1
           where ward_id = (select app_ward()) and id = $1 and state in ('planned', 'open')"#,
        session.0,
        content,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The course is finished once no session is left to hold.
pub async fn finish_course(db: &mut Writes, course: CourseId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"update course set state = 'finished', version = version + 1
           where ward_id = (select app_ward()) and id = $1 and state in ('planned', 'running')
             and not exists (select 1 from session s where s.ward_id = (select app_ward()) and s.course_id = $1 and s.state in ('planned', 'open'))"#,
        course.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One person in one session of a course, in the order person, day.
pub struct Sequence {
    pub participant: ParticipantId,
    pub session: SessionId,
    pub held_on: Date,
    pub state: String,
    /// Whether the person had a place on that day.
    pub enrolled: bool,
    pub status: Option<String>,
}

/// How everybody who was absent from `session` stood in all sessions up to the last closed one.
pub async fn sequences(db: &mut Reads, course: CourseId, session: SessionId) -> sqlx::Result<Vec<Sequence>> {
    sqlx::query_as!(
        Sequence,
        r#"select z.participant_id as "participant: ParticipantId", s.id as "session: SessionId", s.held_on, s.state,
             exists (select 1 from enrolment e where e.ward_id = s.ward_id and e.course_id = s.course_id and e.participant_id = z.participant_id
               and e.state <> 'waiting' and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, s.held_on) >= s.held_on) as "enrolled!",
             a.status as "status?"
           from attendance z
           join session s on s.ward_id = z.ward_id and s.course_id = z.course_id
           left join attendance a on a.ward_id = s.ward_id and a.session_id = s.id and a.participant_id = z.participant_id
           where z.ward_id = (select app_ward()) and z.session_id = $2 and z.course_id = $1
             and z.status in ('absent_notified', 'absent_unnotified')
           order by z.participant_id, s.held_on, s.number"#,
        course.0,
        session.0
    )
    .fetch_all(db.conn())
    .await
}

/// A follow-up to open.
pub struct NewFollowUp {
    pub id: FollowUpId,
    pub session: SessionId,
    pub participant: ParticipantId,
    pub kind: &'static str,
    pub explanation: String,
    /// Who is told besides the person; nobody for a call to the person.
    pub tell: Vec<TellWhom>,
    pub due_on: Option<Date>,
}

/// Opens those that are not there yet.
pub async fn open_follow_ups(
    db: &mut Writes,
    contract: ContractId,
    course: CourseId,
    new: &[NewFollowUp],
) -> sqlx::Result<u64> {
    let ids: Vec<Uuid> = new.iter().map(|f| f.id.0).collect();
    let sessions: Vec<Uuid> = new.iter().map(|f| f.session.0).collect();
    let participants: Vec<Uuid> = new.iter().map(|f| f.participant.0).collect();
    let kinds: Vec<String> = new.iter().map(|f| f.kind.to_owned()).collect();
    let explanations: Vec<String> = new.iter().map(|f| f.explanation.clone()).collect();
    let told = |tell: &[TellWhom]| tell.iter().map(|whom| whom.code()).collect::<Vec<_>>().join(",");
    let told: Vec<String> = new.iter().map(|f| told(&f.tell)).collect();
    let due: Vec<Option<Date>> = new.iter().map(|f| f.due_on).collect();
    let done = sqlx::query!(
        r#"insert into follow_up (ward_id, id, contract_id, course_id, session_id, participant_id, kind, explanation, tell, due_on)
           select app_ward(), r.id, $1, $2, r.session_id, r.participant_id, r.kind, r.explanation, string_to_array(r.tell, ','), r.due_on
           from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::date[])
             as r (id, session_id, participant_id, kind, explanation, tell, due_on)
           on conflict on constraint follow_up_once do nothing"#,
        contract.0,
        course.0,
        &ids,
        &sessions,
        &participants,
        &kinds,
        &explanations,
        &told,
        &due as &[Option<Date>]
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected())
}

/// The programme of the contract.
pub async fn programme_of(db: &mut Reads, contract: ContractId) -> sqlx::Result<Option<ProgrammeVersionId>> {
    sqlx::query_scalar!(
        r#"select programme_version_id as "id: ProgrammeVersionId" from contract where ward_id = (select app_ward()) and id = $1"#,
        contract.0
    )
    .fetch_optional(db.conn())
    .await
}
