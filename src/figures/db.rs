//! The statements behind the figures: one for a course, one for a person, one for a month, so that a report costs one
//! round trip. Attendances are gathered per person before they meet anything else.

use sqlx::types::Json;
use time::Date;

use super::{
    month::{MonthRows, RecordRow, UserRow},
    rows::{AddOnRow, ApplicantRow, ApplicationRow, CourseRows, DutyRow, EnrolmentRow, SessionRow},
};
use crate::{
    assessments::Policies,
    kit::db::Reads,
    participants::Register,
    vocab::ids::{ContractId, CourseId},
};

/// Everything recorded of one course that this reader may see; compared by the rules of its programme.
pub async fn course(db: &mut Reads, course: CourseId, policies: Policies) -> sqlx::Result<CourseRows> {
    Ok(course_rows(db, course, policies, false).await?.0)
}

/// The same with the sealed register rows of its people, for who opens their names; the same round trip.
pub async fn course_with_people(
    db: &mut Reads,
    course: CourseId,
    policies: Policies,
) -> sqlx::Result<(CourseRows, Vec<Register>)> {
    course_rows(db, course, policies, true).await
}

async fn course_rows(
    db: &mut Reads,
    course: CourseId,
    policies: Policies,
    with_people: bool,
) -> sqlx::Result<(CourseRows, Vec<Register>)> {
    let row = sqlx::query!(
        r#"with member as materialized (
          select e, p from enrolment e join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
          where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state <> 'waiting')
        select
          (select coalesce(json_agg(json_build_object('id', s.id, 'number', s.number, 'held_on', s.held_on, 'state', s.state,
              'content', s.content, 'cancel_reason', s.cancel_reason, 'makes_up', s.makes_up) order by s.held_on, s.number), '[]')
            from session s where s.ward_id = (select app_ward()) and s.course_id = $1) as "sessions!: Json<Vec<SessionRow>>",
          (select coalesce(json_agg(json_build_object('id', (m.e).id, 'participant', (m.e).participant_id, 'stage', (m.e).state,
              'name_tag', (m.e).name_tag, 'enrolled_on', (m.e).enrolled_on, 'ended_on', (m.e).ended_on, 'stay_to', (m.e).stay_to,
              'withdrawal_reason', (m.e).withdrawal_reason, 'sex', (m.p).sex, 'support', (m.p).certification in ('support_1', 'support_2'),
              'district', d.name, 'marks', coalesce(t.marks, '[]'), 'assessments', coalesce(x.taken, '[]'),
              'questionnaires', (select coalesce(json_agg(json_build_object('questionnaire', q.questionnaire, 'chosen', q.chosen)), '[]')
                from questionnaire_answer q where q.ward_id = (select app_ward()) and q.enrolment_id = (m.e).id)) order by (m.e).name_tag, (m.e).id), '[]')
            from member m
            join district d on d.ward_id = (select app_ward()) and d.id = (m.p).district_id
            left join (
              select a.participant_id, json_agg(json_build_object('session', a.session_id, 'status', a.status, 'conflicts', a.conflicts,
                  'before', (a.pre_systolic is not null and a.pre_pulse is not null) or a.pre_missing is not null,
                  'after', (a.post_systolic is not null and a.post_pulse is not null) or a.post_missing is not null)) as marks
              from attendance a where a.ward_id = (select app_ward()) and a.course_id = $1 group by a.participant_id
            ) t on t.participant_id = (m.e).participant_id
            left join lateral (
              select json_agg(json_build_object('timing', a.timing, 'done_on', a.done_on, 'answers', a.answers) order by a.done_on) as taken
              from assessment a where a.ward_id = (select app_ward()) and a.enrolment_id = (m.e).id and a.timing <> 'monthly'
            ) x on true) as "enrolments!: Json<Vec<EnrolmentRow>>",
          (select coalesce(json_agg(m.p), '[]') from member m where $2) as "people!: Json<Vec<Register>>",
          (select coalesce(json_agg(json_build_object('name', t.name, 'job', t.job, 'sessions', t.sessions) order by t.job, t.name), '[]')
            from (select a.name, f.job, json_agg(f.session_id) as sessions
              from session s
              join session_staff f on f.ward_id = s.ward_id and f.session_id = s.id
              join designation d on d.ward_id = f.ward_id and d.id = f.designation_id
              join account a on a.id = d.account_id
              where s.ward_id = (select app_ward()) and s.course_id = $1 group by a.id, a.name, f.job) t) as "duties!: Json<Vec<DutyRow>>",
          (select coalesce(json_agg(json_build_object('sex', c.sex, 'people', c.people)), '[]') from course_applicants($1) c)
            as "applicants!: Json<Vec<ApplicantRow>>",
          (select coalesce(json_agg(json_build_object('enrolment', a.id, 'participant', a.participant_id, 'sex', a.sex, 'applied_on', a.applied_on)
              order by a.applied_on, a.id), '[]')
            from (select distinct on (e.participant_id) e.id, e.participant_id, p.sex, e.applied_on
              from enrolment e join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
              where e.ward_id = (select app_ward()) and e.course_id = $1
                and e.applied_on <= (select min(s.held_on) from session s where s.ward_id = (select app_ward()) and s.course_id = $1)
              order by e.participant_id, e.applied_on, e.id) a) as "applications!: Json<Vec<ApplicationRow>>",
          (select coalesce(json_agg(json_build_object('session', o.session_id, 'code', o.code, 'by', n.name,
              'people', (select coalesce(json_agg(t.participant_id order by t.participant_id), '[]')
                from add_on_taker t where t.ward_id = o.ward_id and t.add_on_id = o.id)) order by s.held_on, s.number, o.code), '[]')
            from add_on o
            join session s on s.ward_id = o.ward_id and s.id = o.session_id
            join designation d on d.ward_id = o.ward_id and d.id = o.designation_id
            join account n on n.id = d.account_id
            where o.ward_id = (select app_ward()) and o.course_id = $1) as "add_ons!: Json<Vec<AddOnRow>>""#,
        course.0,
        with_people
    )
    .fetch_one(db.conn())
    .await?;
    let rows = CourseRows {
        sessions: row.sessions.0,
        enrolments: row.enrolments.0,
        duties: row.duties.0,
        applicants: row.applicants.0,
        applications: row.applications.0,
        add_ons: row.add_ons.0,
        policies,
    };
    Ok((rows, row.people.0))
}

/// Who was there, and nothing else: sessions, enrolments and marks. A centre may read it too.
pub async fn sittings(db: &mut Reads, course: CourseId) -> sqlx::Result<CourseRows> {
    let row = sqlx::query!(
        r#"select
          (select coalesce(json_agg(json_build_object('id', s.id, 'number', s.number, 'held_on', s.held_on, 'state', s.state,
              'content', '', 'cancel_reason', '', 'makes_up', s.makes_up) order by s.held_on, s.number), '[]')
            from session s where s.ward_id = (select app_ward()) and s.course_id = $1) as "sessions!: Json<Vec<SessionRow>>",
          (select coalesce(json_agg(json_build_object('id', e.id, 'participant', e.participant_id, 'stage', e.state,
              'name_tag', e.name_tag, 'enrolled_on', e.enrolled_on, 'ended_on', e.ended_on, 'stay_to', e.stay_to, 'withdrawal_reason', null,
              'sex', p.sex, 'support', false, 'district', d.name,
              'marks', coalesce(m.marks, '[]')) order by e.name_tag nulls last, e.applied_on, e.id), '[]')
            from enrolment e
            join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
            join district d on d.ward_id = p.ward_id and d.id = p.district_id
            left join (
              select a.participant_id, json_agg(json_build_object('session', a.session_id, 'status', a.status, 'conflicts', 0,
                  'before', false, 'after', false)) as marks
              from attendance a where a.ward_id = (select app_ward()) and a.course_id = $1 group by a.participant_id
            ) m on m.participant_id = e.participant_id
            where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state <> 'waiting') as "enrolments!: Json<Vec<EnrolmentRow>>""#,
        course.0
    )
    .fetch_one(db.conn())
    .await?;
    Ok(CourseRows { sessions: row.sessions.0, enrolments: row.enrolments.0, ..CourseRows::default() })
}

/// One month of a contract's individual services: `from` is its first day, `to` its last.
pub async fn month(db: &mut Reads, contract: ContractId, from: Date, to: Date) -> sqlx::Result<MonthRows> {
    let row = sqlx::query!(
        r#"select
          (select coalesce(json_agg(json_build_object('enrolment', e.id, 'participant', e.participant_id, 'stage', e.state, 'sex', p.sex,
              'support', p.certification in ('support_1', 'support_2'), 'centre', c.name,
              'enrolled_on', e.enrolled_on, 'ended_on', e.ended_on) order by e.enrolled_on, e.id), '[]')
            from enrolment e
            join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
            join centre c on c.ward_id = p.ward_id and c.id = p.centre_id
            where e.ward_id = (select app_ward()) and e.contract_id = $1 and e.course_id is null and e.state <> 'waiting'
              and coalesce(e.enrolled_on, e.applied_on) <= $3 and (e.ended_on is null or e.ended_on >= $2)) as "users!: Json<Vec<UserRow>>",
          (select coalesce(json_agg(json_build_object('id', r.id, 'enrolment', r.enrolment_id, 'step', r.step, 'done_on', r.done_on,
              'attended', r.attended, 'by', a.name) order by r.done_on, r.id), '[]')
            from service_record r join account a on a.id = r.done_by
            where r.ward_id = (select app_ward()) and r.contract_id = $1 and r.done_on between $2 and $3) as "records!: Json<Vec<RecordRow>>""#,
        contract.0,
        from,
        to
    )
    .fetch_one(db.conn())
    .await?;
    Ok(MonthRows { users: row.users.0, records: row.records.0 })
}
