//! What happened to one participant, table by table; row-level security decides which of it the reader sees.

use time::{Date, OffsetDateTime};

use crate::{
    kit::db::Reads,
    vocab::ids::{EnrolmentId, ParticipantId},
};

pub struct EnrolmentLine {
    pub id: EnrolmentId,
    pub state: String,
    pub applied_on: Date,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub withdrawal_reason: Option<String>,
    pub contract: String,
    pub course: Option<String>,
    pub asks_consents: bool,
    pub is_guidance: bool,
}

pub async fn enrolments(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<EnrolmentLine>> {
    sqlx::query_as!(
        EnrolmentLine,
        r#"select e.id as "id: EnrolmentId", e.state, e.applied_on, e.enrolled_on, e.ended_on, e.withdrawal_reason, c.title as contract, k.name as "course?",
             coalesce(jsonb_array_length(v.definition->'consents') > 0, false) as "asks_consents!",
             coalesce(v.definition->>'style' = 'guidance', false) as "is_guidance!"
           from enrolment e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           left join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           left join course k on k.ward_id = e.ward_id and k.id = e.course_id
           where e.ward_id = (select app_ward()) and e.participant_id = $1 order by e.applied_on, e.id"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct ReferralLine {
    pub state: String,
    pub made_at: OffsetDateTime,
    pub decided_at: Option<OffsetDateTime>,
    pub contract: String,
    pub from_centre: Option<String>,
}

/// Wards and centres only.
pub async fn referrals(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<ReferralLine>> {
    sqlx::query_as!(
        ReferralLine,
        r#"select r.state, r.made_at, r.decided_at, c.title as contract, h.name as "from_centre?"
           from referral r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
           left join centre h on h.ward_id = r.ward_id and h.id = r.from_centre_id
           where r.ward_id = (select app_ward()) and r.participant_id = $1"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct SheetLine {
    pub kind: String,
    pub direction: String,
    pub sent_at: Option<OffsetDateTime>,
    pub answered_at: Option<OffsetDateTime>,
    pub centre: String,
}

pub async fn sheets(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<SheetLine>> {
    sqlx::query_as!(
        SheetLine,
        "select l.kind, l.direction, l.sent_at, l.answered_at, h.name as centre
         from liaison_sheet l join centre h on h.ward_id = l.ward_id and h.id = l.centre_id
         where l.ward_id = (select app_ward()) and l.participant_id = $1 and l.sent_at is not null and l.state <> 'withdrawn'",
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Something done on a day: `step` of an individual service, or `instrument` and `timing` of an assessment (`asked`: of a
/// questionnaire).
pub struct DoneLine {
    pub done_on: Date,
    pub what: String,
    pub timing: String,
    pub course: Option<String>,
}

/// Wards and contractors only.
pub async fn service_records(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<DoneLine>> {
    sqlx::query_as!(
        DoneLine,
        r#"select s.done_on, s.step as what, '' as "timing!", null::text as course from service_record s
           where s.ward_id = (select app_ward()) and s.participant_id = $1"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Wards and contractors only.
pub async fn assessments(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<DoneLine>> {
    sqlx::query_as!(
        DoneLine,
        r#"select d.done_on as "done_on!", d.what as "what!", d.timing as "timing!", k.name as "course?"
           from (select ward_id, enrolment_id, done_on, instrument as what, timing from assessment
                 where ward_id = (select app_ward()) and participant_id = $1
                 union all
                 select ward_id, enrolment_id, done_on, questionnaire, 'asked' from questionnaire_answer
                 where ward_id = (select app_ward()) and participant_id = $1) d
           join enrolment e on e.ward_id = d.ward_id and e.id = d.enrolment_id
           left join course k on k.ward_id = e.ward_id and k.id = e.course_id"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// One event of the audit stream about a participant.
pub struct ReadingLine {
    pub at: OffsetDateTime,
    pub organisation: String,
    pub role: String,
    pub action: String,
    pub person: Option<String>,
    pub contract: Option<String>,
    pub total: i64,
}

/// Newest first, 50 from `offset` on. Wards only.
pub async fn readings(db: &mut Reads, id: ParticipantId, offset: i64) -> sqlx::Result<Vec<ReadingLine>> {
    sqlx::query_as!(
        ReadingLine,
        r#"select e.at, e.organisation, e.role, e.action, a.name as "person?", c.title as "contract?",
                  (select count(*) from audit_subject n where n.ward_id = (select app_ward()) and n.participant_id = $1) as "total!"
           from audit_subject s join audit_event e on e.ward_id = s.ward_id and e.seq = s.seq
           left join account a on a.id = e.account_id
           left join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           where s.ward_id = (select app_ward()) and s.participant_id = $1
           order by s.seq desc limit 50 offset $2"#,
        id.0,
        offset
    )
    .fetch_all(db.conn())
    .await
}
