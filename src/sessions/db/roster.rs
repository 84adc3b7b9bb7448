//! The whole roster of a session in one statement: who is enrolled on that day, what is recorded of them, what was
//! measured at the session before, and what the ward and the contract say about limits and items.

use serde_json::Value;
use sqlx::types::Json;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use crate::{
    kit::db::Reads,
    sessions::fields::{AttendanceRow, KeptOperation, Names},
    vocab::ids::{ContractId, CourseId, ParticipantId, ProgrammeVersionId, SessionId},
};

/// One line: the session's facts, repeated, and one person (none when nobody is enrolled).
pub struct Line {
    pub course: CourseId,
    pub contract: ContractId,
    pub number: i32,
    pub held_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub state: String,
    pub content: String,
    pub closed_at: Option<OffsetDateTime>,
    pub course_name: String,
    pub venue: String,
    pub vital_limits: Value,
    pub items: Vec<String>,
    pub programme: ProgrammeVersionId,
    /// The first session of a course whose venue has to be looked at before.
    pub waits_for_venue: bool,
    pub name_tag: Option<i32>,
    pub participant: Option<ParticipantId>,
    pub participant_number: Option<i32>,
    pub centre: Option<Uuid>,
    pub district: Option<Uuid>,
    pub sex: Option<String>,
    pub birth_year: Option<i32>,
    pub certification: Option<String>,
    pub sealed: Option<Vec<u8>>,
    pub participant_version: Option<i32>,
    pub attendance: Option<Json<AttendanceRow>>,
    pub kept: Option<Json<Vec<KeptOperation>>>,
    pub names: Json<Names>,
    pub previous_pre: Option<String>,
    pub previous_post: Option<String>,
}

/// No lines: no such session for this person. The session's facts and both days' records are gathered once, by the
/// session's own key, before they meet the people: otherwise the planner looks each of them up for every person.
pub async fn roster(db: &mut Reads, session: SessionId) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"with head as materialized (
             select s.ward_id, s.id, s.course_id, s.contract_id, s.number, s.held_on, s.starts_at, s.minutes, s.state, s.content, s.closed_at,
               k.name as course_name, k.venue, w.vital_limits, c.items, c.programme_version_id, waits_for_venue(s.id) as waits,
               (select x.id from session x where x.ward_id = s.ward_id and x.course_id = s.course_id and (x.held_on, x.number) < (s.held_on, s.number)
                  and x.state in ('open', 'closed') order by x.held_on desc, x.number desc limit 1) as before
             from session s
             join course k on k.ward_id = s.ward_id and k.id = s.course_id
             join contract c on c.ward_id = s.ward_id and c.id = s.contract_id
             join ward w on w.ward_id = s.ward_id
             where s.ward_id = (select app_ward()) and s.id = $1),
           recorded as materialized (
             select * from attendance where ward_id = (select app_ward()) and session_id = $1),
           hands as materialized (select hands_of($1) as names),
           earlier as materialized (
             select * from attendance where ward_id = (select app_ward()) and session_id = (select before from head))
           select s.course_id as "course!: CourseId", s.contract_id as "contract!: ContractId", s.number as "number!", s.held_on as "held_on!",
             s.starts_at as "starts_at!", s.minutes as "minutes!", s.state as "state!", s.content as "content!", s.closed_at,
             s.course_name as "course_name!", s.venue as "venue!", s.vital_limits as "vital_limits!", s.items as "items!", s.programme_version_id as "programme!: ProgrammeVersionId",
             coalesce(s.waits, false) as "waits_for_venue!",
             e.name_tag as "name_tag?",
             p.id as "participant?: ParticipantId", p.number as "participant_number?", p.centre_id as "centre?", p.district_id as "district?",
             p.sex as "sex?", p.birth_year as "birth_year?", p.certification as "certification?", p.sealed as "sealed?", p.version as "participant_version?",
             to_jsonb(a) as "attendance?: Json<AttendanceRow>",
             case when a.conflicts > 0 then (
               select jsonb_agg(jsonb_build_object('key', o.key, 'field', o.field, 'value', o.value, 'sealed', o.sealed, 'version', o.version,
                 'by', concat_ws('／', t.label, n.name), 'at', to_char(o.at at time zone 'Asia/Tokyo', 'HH24:MI')) order by o.recorded_at, o.key)
               from operation o join account n on n.id = o.account_id left join tablet t on t.ward_id = o.ward_id and t.id = o.tablet_id
               where o.ward_id = s.ward_id and o.session_id = s.id and o.participant_id = a.participant_id
                 and o.outcome = 'conflict' and o.resolved_by is null) end as "kept?: Json<Vec<KeptOperation>>",
             h.names as "names!: Json<Names>",
             b.pre_systolic || '/' || b.pre_diastolic || '/' || b.pre_pulse as "previous_pre?",
             b.post_systolic || '/' || b.post_diastolic || '/' || b.post_pulse as "previous_post?"
           from head s cross join hands h
           left join (enrolment e join participant p on p.ward_id = e.ward_id and p.id = e.participant_id)
             on e.ward_id = (select app_ward()) and e.course_id = s.course_id and e.state <> 'waiting'
             and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, e.stay_to, s.held_on) >= s.held_on
           left join recorded a on a.participant_id = p.id
           left join earlier b on b.participant_id = p.id"#,
        session.0
    )
    .fetch_all(db.conn())
    .await
}

/// How often the record of a session has been changed: equal to a tablet's own sum when it has missed nothing.
pub async fn sum_of_versions(db: &mut Reads, session: SessionId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select coalesce(sum(status_version + pre_version + post_version + memo_version + flags_version + pre_missing_version + post_missing_version), 0) as "sum!"
           from attendance where ward_id = (select app_ward()) and session_id = $1"#,
        session.0
    )
    .fetch_one(db.conn())
    .await
}

/// One entry of a person's history in a session, newest first.
pub struct HistoryLine {
    pub key: Uuid,
    pub field: String,
    pub value: Option<String>,
    pub sealed: Option<Vec<u8>>,
    pub version: i32,
    pub outcome: String,
    pub decided: bool,
    pub by: String,
    pub at: OffsetDateTime,
    pub recorded_at: OffsetDateTime,
}

pub async fn history(
    db: &mut Reads,
    session: SessionId,
    participant: ParticipantId,
) -> sqlx::Result<Vec<HistoryLine>> {
    sqlx::query_as!(
        HistoryLine,
        r#"select o.key, o.field, o.value, o.sealed, o.version, o.outcome, o.resolved_by is not null as "decided!", n.name as "by", o.at, o.recorded_at
           from operation o join account n on n.id = o.account_id
           where o.ward_id = (select app_ward()) and o.session_id = $1 and o.participant_id = $2
           order by o.recorded_at desc, o.key desc limit 200"#,
        session.0,
        participant.0
    )
    .fetch_all(db.conn())
    .await
}

/// What was recorded of a person at one of the sessions before.
pub struct BeforeLine {
    pub number: i32,
    pub held_on: Date,
    pub status: Option<String>,
    pub pre: Option<String>,
    pub post: Option<String>,
}

/// The last three sessions of the course before this one, the latest first.
pub async fn before(
    db: &mut Reads,
    session: SessionId,
    participant: ParticipantId,
) -> sqlx::Result<Vec<BeforeLine>> {
    sqlx::query_as!(
        BeforeLine,
        r#"select x.number, x.held_on, a.status, a.pre_systolic || '/' || a.pre_diastolic || '・' || a.pre_pulse as pre,
             a.post_systolic || '/' || a.post_diastolic || '・' || a.post_pulse as post
           from session s
           join session x on x.ward_id = s.ward_id and x.course_id = s.course_id and (x.held_on, x.number) < (s.held_on, s.number)
           join attendance a on a.ward_id = x.ward_id and a.session_id = x.id and a.participant_id = $2
           where s.ward_id = (select app_ward()) and s.id = $1
           order by x.held_on desc, x.number desc limit 3"#,
        session.0,
        participant.0
    )
    .fetch_all(db.conn())
    .await
}
