//! What the home pages list. One statement a section; every list is bounded.

pub mod centre;
pub mod foundations;

use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

use crate::{incidents, kit::db::Reads};

/// An open obligation.
pub struct Due {
    pub id: Uuid,
    pub contract: Uuid,
    pub contract_title: String,
    pub title: String,
    pub due_on: Date,
    /// The last day on which nobody is late.
    pub last_on: Date,
    pub escalate_on: Date,
    pub owed_by: String,
    /// A paper of the programme is handed in for it.
    pub is_paper: bool,
    /// How many are late in all: the same on every line.
    pub late: i64,
}

/// The open obligations it is time to think of, of the ward or of the contract a contractor acts under (row-level security
/// decides). What lies with the side that decides, or what came back to a contractor, waits under its own name.
pub async fn obligations(db: &mut Reads, today: Date) -> sqlx::Result<Vec<Due>> {
    sqlx::query_as!(
        Due,
        r#"select o.id, o.contract_id as contract, c.title as contract_title, o.title, o.due_on, o.last_on, o.escalate_on, o.owed_by,
                  is_paper(o) as "is_paper!",
                  (select count(*) from obligation l where l.ward_id = (select app_ward()) and is_late(l, $1)) as "late!"
         from obligation o join contract c on c.ward_id = o.ward_id and c.id = o.contract_id
         where o.ward_id = (select app_ward()) and o.state = 'open' and o.handed_in_on is null and o.remind_on <= $1 and c.state in ('signed', 'active', 'closing')
           and not exists (select from filing f where f.ward_id = (select app_ward()) and f.contract_id = o.contract_id and f.occurrence = o.occurrence
             and f.side = o.owed_by and o.rule in ('filing/' || f.code, replace(f.code, 'clause/', ''))
             and f.state = 'returned' and (select app_role()) like 'contractor.%'
             and not exists (select from filing n where n.ward_id = f.ward_id and n.contract_id = f.contract_id and n.replaces = f.id))
         order by o.due_on, c.title limit 30"#,
        today
    )
    .fetch_all(db.conn())
    .await
}

/// The open obligations whose report is begun or came back: to a contractor the report waits under its own name.
pub async fn begun(db: &mut Reads) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select o.id from report r join obligation o on o.ward_id = r.ward_id and o.contract_id = r.contract_id and o.rule = 'report/' || r.code
           and o.occurrence in ('course:' || r.course_id, 'course:' || r.course_id || '/from:' || r.period, 'from:' || r.period)
         where r.ward_id = (select app_ward()) and r.state in ('draft', 'returned') and o.state = 'open'"
    )
    .fetch_all(db.conn())
    .await
}

/// Something that waits for a decision or an answer.
pub struct Waiting {
    pub kind: String,
    pub id: Uuid,
    pub title: String,
    /// Of an absence, the day of the class.
    pub since: Option<time::OffsetDateTime>,
    pub due_on: Option<Date>,
    /// Of an incident whose days of the law may run; of that alone.
    pub clock: Option<Json<incidents::Clock>>,
}

/// What waits for the ward: rosters, reports and papers submitted, referrals proposed, incidents reported (due the day they
/// came), handovers to give or to take, erasures reported, applications handed in, required consents taken back, places that came free for who waits.
pub async fn for_ward(db: &mut Reads, today: Date) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as!(
        Waiting,
        r#"select waiting.*, case when "kind!" = 'incident.running' then incident_clock("id!") end as "clock: Json<incidents::Clock>" from (
             select 'roster' as "kind!", r.contract_id as "id!", c.title as "title!", r.submitted_at as since, null::date as due_on
             from roster r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
             where r.ward_id = (select app_ward()) and r.state = 'submitted'
             union all
             select 'roster.notified', r.contract_id, c.title, r.submitted_at, null
             from roster r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
             where r.ward_id = (select app_ward()) and r.state = 'accepted' and r.by_notice and r.decided_at is null
             union all
             select 'council', p.id, c.title, p.submitted_at, null from council_paper p join contract c on c.ward_id = p.ward_id and c.id = p.contract_id
             where p.ward_id = (select app_ward()) and p.state = 'submitted' and p.submitted_by <> (select app_account())
             union all
             select 'key', d.id, c.title, d.proposed_at, null from key_destruction d join contract c on c.ward_id = d.ward_id and c.id = d.contract_id
             where d.ward_id = (select app_ward()) and d.state = 'proposed' and d.proposed_by <> (select app_account())
             union all
             select 'waiver', o.id, o.title || '　' || c.title, o.waiver_asked_at, null
             from obligation o join contract c on c.ward_id = o.ward_id and c.id = o.contract_id
             where o.ward_id = (select app_ward()) and o.state = 'open' and o.waiver_asked_by <> (select app_account())
             union all
             select 'report', r.id, c.title || case r.kind
                 when 'monthly' then '　' || extract(month from r.period)::int || '月分'
                 when 'quarterly' then '　' || extract(month from r.period)::int || '〜' || extract(month from r.period + interval '2 months')::int || '月分'
                 else '' end, r.submitted_at, r.due_on
             from report r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
             where r.ward_id = (select app_ward()) and r.state = 'submitted'
             union all
             select 'handover.given', h.id, c.title, h.given_at, h.given_on
             from handover h join contract c on c.ward_id = h.ward_id and c.id = h.contract_id
             where h.ward_id = (select app_ward()) and h.state = 'given' and h.kind = 'back'
             union all
             select 'handover.planned', h.id, c.title, null, h.planned_on
             from handover h join contract c on c.ward_id = h.ward_id and c.id = h.contract_id
             where h.ward_id = (select app_ward()) and h.state = 'planned' and h.kind = 'out' and c.state in ('signed', 'active', 'closing')
             union all
             select 'tablet', t.id, t.label || '　' || c.title, t.registered_at, null
             from tablet t join contract c on c.ward_id = t.ward_id and c.id = t.contract_id
             where t.ward_id = (select app_ward()) and t.state = 'requested' and c.state in ('signed', 'active', 'closing')
             union all
             select 'erasure', e.id, c.title, e.reported_at, null
             from erasure e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
             where e.ward_id = (select app_ward()) and e.state = 'reported'
             union all
             select 'referral', r.id, c.title, r.made_at, null
             from referral r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
             where r.ward_id = (select app_ward()) and r.state = 'proposed'
             union all
             select 'filing', f.id, f.title || '　' || c.title, f.filed_at, null
             from filing f join contract c on c.ward_id = f.ward_id and c.id = f.contract_id
             where f.ward_id = (select app_ward()) and f.state = 'filed' and f.decision <> 'none' and f.side = 'contractor'
             union all
             select 'incident.' || i.state, i.id, c.title, i.reported_at, (i.reported_at at time zone 'Asia/Tokyo')::date
             from incident i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
             where i.ward_id = (select app_ward()) and i.state in ('reported', 'opened')
             union all
             select 'application.' || case when exists (select from hearing h where h.ward_id = a.ward_id and h.application_id = a.id
                 and h.state = 'answered' and a.state = 'hearing') then 'heard' else a.state end, a.id, c.title, a.submitted_at, null
             from application a join contract c on c.ward_id = a.ward_id and c.id = a.contract_id
             where a.ward_id = (select app_ward()) and a.state in ('submitted', 'hearing')
             union all
             select 'consent', s.enrolment_id, coalesce(k.name, c.title), s.withdrawn_on::timestamp at time zone 'Asia/Tokyo', null
             from consent s join contract c on c.ward_id = s.ward_id and c.id = s.contract_id
                  join enrolment e on e.ward_id = s.ward_id and e.id = s.enrolment_id and e.state in ('waiting', 'enrolled')
                  left join course k on k.ward_id = e.ward_id and k.id = e.course_id
             where s.ward_id = (select app_ward()) and s.withdrawn_on is not null and s.required
               and not exists (select 1 from consent n where n.ward_id = s.ward_id and n.enrolment_id = s.enrolment_id and n.kind = s.kind
                 and n.recorded_at > s.recorded_at)
             union all
             select 'incident.report', r.incident_id, c.title, r.made_at, (r.made_at at time zone 'Asia/Tokyo')::date
             from incident_report r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
             where r.ward_id = (select app_ward()) and r.received_at is null
             union all
             select 'incident.running', i.id, c.title, null, (i.reported_at at time zone 'Asia/Tokyo')::date
             from incident i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
             where i.ward_id = (select app_ward()) and i.state <> 'closed' and i.kind not in ('accident', 'sudden_illness', 'complaint')
             union all
             select 'inspection.planned', i.id, c.title, i.planned_at, i.planned_on
             from inspection i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
             where i.ward_id = (select app_ward()) and i.state = 'planned'
             union all
             select 'inspection.answered', p.inspection_id, c.title, a.made_at, p.due_on
             from inspection_answer a join inspection_point p on p.ward_id = a.ward_id and p.id = a.point_id
                  join contract c on c.ward_id = p.ward_id and c.id = p.contract_id
             where a.ward_id = (select app_ward()) and a.decision is null
             union all
             select 'request.answered', a.request_id, c.title, a.made_at, null
             from ward_request_answer a join contract c on c.ward_id = a.ward_id and c.id = a.contract_id
             where a.ward_id = (select app_ward()) and a.decision is null
             union all
             select 'breach.open', b.id, c.title, b.made_at, null
             from breach b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id
             where b.ward_id = (select app_ward()) and not exists (select 1 from consequence q where q.ward_id = b.ward_id and q.breach_id = b.id)
             union all
             select 'consequence.undecided', q.breach_id, c.title, q.made_at, null
             from consequence q join contract c on c.ward_id = q.ward_id and c.id = q.contract_id
             where q.ward_id = (select app_ward())
               and not exists (select 1 from consequence_decision d where d.ward_id = q.ward_id and d.consequence_id = q.id)
               and (q.state_by < $1 or exists (select 1 from consequence_statement s where s.ward_id = q.ward_id and s.consequence_id = q.id))
             union all
             select 'certificate', k.contract_id, k.name, null, k.valid_to from certificate k
             where k.ward_id = (select app_ward()) and k.state <> 'declined' and k.valid_to between $1::date - 14 and $1::date + 60 and (app_contractor() is null or (select app_role()) = 'contractor.manager')
               and not exists (select 1 from certificate n where n.ward_id = k.ward_id and n.contract_id = k.contract_id and n.kind = k.kind
                 and n.state <> 'declined' and n.valid_to > k.valid_to)
             union all
             select 'certificate.waiting', k.contract_id, k.name || '　' || c.title, k.registered_at, null
             from certificate k join contract c on c.ward_id = k.ward_id and c.id = k.contract_id
             where k.ward_id = (select app_ward()) and k.state = 'registered' and c.state in ('draft', 'signed', 'active', 'closing')
             union all
             select 'pledge', p.id, c.title, p.handed_at, null from pledge p join contract c on c.ward_id = p.ward_id and c.id = p.contract_id
             where p.ward_id = (select app_ward()) and p.state = 'given'
             union all
             select 'lesson', l.id, l.title || '　' || c.title, l.reported_at, null from lesson l join contract c on c.ward_id = l.ward_id and c.id = l.contract_id
             where l.ward_id = (select app_ward()) and l.state = 'reported'
             union all
             select 'lesson.late', l.id, l.title || '　' || c.title, max(x.recorded_at), null from lesson l
               join contract c on c.ward_id = l.ward_id and c.id = l.contract_id join lesson_result x on x.ward_id = l.ward_id and x.lesson_id = l.id
             where l.ward_id = (select app_ward()) and l.state in ('open', 'returned') and x.passed and recorded_late(x.recorded_at, x.taken_on)
             group by l.id, l.title, c.title
             union all
             select 'permit', p.id, c.title, p.applied_at, null from permit p join contract c on c.ward_id = p.ward_id and c.id = p.contract_id
             where p.ward_id = (select app_ward()) and p.state = 'applied'
             union all
             select case j.state when 'applied' then 'job_window' else 'job_window.reported' end, j.id, c.title, coalesce(j.reported_at, j.applied_at), null
             from job_window j join contract c on c.ward_id = j.ward_id and c.id = j.contract_id
             where j.ward_id = (select app_ward()) and j.state in ('applied', 'reported') and (select app_role()) = 'ward.admin'
             union all
             select 'survey', s.id, c.title, s.submitted_at, null from survey s join contract c on c.ward_id = s.ward_id and c.id = s.contract_id
             where s.ward_id = (select app_ward()) and s.state = 'submitted' and s.owed_by = 'contractor'
             union all
             select 'place', k.id, k.name || '　待機' || w.people || '人', null, null
             from course k join (select course_id, count(*) as people from enrolment
                 where ward_id = (select app_ward()) and state = 'waiting' and course_id is not null group by course_id) w on w.course_id = k.id
             where k.ward_id = (select app_ward()) and k.state in ('planned', 'running') and k.capacity > (select count(*) from enrolment e
               where e.ward_id = k.ward_id and e.course_id = k.id and e.state = 'enrolled' and coalesce(e.stay_to, $1) >= $1)
           ) waiting order by coalesce(waiting.due_on, (waiting.since at time zone 'Asia/Tokyo')::date) nulls last, waiting.since limit 30"#,
        today
    )
    .fetch_all(db.conn())
    .await
}

/// What waits for the contractor: reports to write, papers, sheets and reports of
/// erasures that came back or were answered, handovers to give or to take, absentees to call, lessons to take.
pub async fn for_contractor(db: &mut Reads, today: Date) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as!(
        Waiting,
        r#"select waiting.*, null::jsonb as "clock: Json<incidents::Clock>" from (
             select 'report.' || r.state as "kind!", r.id as "id!", coalesce(co.name, c.title) || case r.kind
                 when 'monthly' then '　' || extract(month from r.period)::int || '月分'
                 when 'quarterly' then '　' || extract(month from r.period)::int || '〜' || extract(month from r.period + interval '2 months')::int || '月分'
                 else '' end as "title!", r.decided_at as since, r.due_on
             from report r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
                  left join course co on co.ward_id = r.ward_id and co.id = r.course_id
             where r.ward_id = (select app_ward()) and r.state in ('draft', 'returned')
             union all
             select 'roster.returned', r.contract_id, c.title, r.decided_at, null
             from roster r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
             where r.ward_id = (select app_ward()) and r.state = 'returned' and (select app_role()) = 'contractor.manager'
             union all
             select 'liaison.' || l.state, l.id, coalesce(co.name, c.title), coalesce(l.answered_at, l.sent_at, l.made_at), null
             from liaison_sheet l join contract c on c.ward_id = l.ward_id and c.id = l.contract_id
                  join enrolment e on e.ward_id = l.ward_id and e.id = l.enrolment_id
                  left join course co on co.ward_id = e.ward_id and co.id = e.course_id
             where l.ward_id = (select app_ward()) and l.state in ('returned', 'answered')
             union all
             select 'handover.given', h.id, c.title, h.given_at, h.given_on
             from handover h join contract c on c.ward_id = h.ward_id and c.id = h.contract_id
             where h.ward_id = (select app_ward()) and h.state = 'given' and h.kind = 'out'
             union all
             select 'handover.planned', h.id, c.title, null, h.planned_on
             from handover h join contract c on c.ward_id = h.ward_id and c.id = h.contract_id
             where h.ward_id = (select app_ward()) and h.state = 'planned' and h.kind = 'back'
             union all
             select 'parked', o.contract_id, c.title, min(o.received_at), null
             from parked_operation o join contract c on c.ward_id = o.ward_id and c.id = o.contract_id
             where o.ward_id = (select app_ward()) and o.state = 'waiting' and (select app_role()) = 'contractor.manager'
             group by o.contract_id, c.title
             union all
             select 'tablet.overdue', t.id, t.label || '　' || c.title, coalesce(t.revoked_at, min(p.expires_at)), null::date
             from tablet t join contract c on c.ward_id = t.ward_id and c.id = t.contract_id
                  join tablet_pack p on p.ward_id = t.ward_id and p.tablet_id = t.id and p.wipe_id is null
             where t.ward_id = (select app_ward()) and (t.state = 'revoked' or t.permitted_until < $1 or p.expires_at < app_now())
             group by t.id, t.label, c.title, t.revoked_at
             union all
             select 'erasure.returned', e.id, c.title, e.decided_at, null
             from erasure e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
             where e.ward_id = (select app_ward()) and e.state = 'returned' and (select app_role()) = 'contractor.manager'
               and not exists (select 1 from erasure n where n.ward_id = e.ward_id and n.contract_id = e.contract_id and n.replaces = e.id)
             union all
             select 'filing.returned', p.id, p.title, p.decided_at, p.due_on
             from filing p where p.ward_id = (select app_ward()) and p.state = 'returned' and p.side = 'contractor'
               and (select app_role()) = 'contractor.manager'
               and not exists (select 1 from filing n where n.ward_id = p.ward_id and n.contract_id = p.contract_id and n.replaces = p.id)
             union all
             select 'certificate', k.contract_id, k.name, null, k.valid_to from certificate k
             where k.ward_id = (select app_ward()) and k.state <> 'declined' and k.valid_to between $1::date - 14 and $1::date + 60 and (app_contractor() is null or (select app_role()) = 'contractor.manager')
               and not exists (select 1 from certificate n where n.ward_id = k.ward_id and n.contract_id = k.contract_id and n.kind = k.kind
                 and n.state <> 'declined' and n.valid_to > k.valid_to)
             union all
             select 'lesson.returned', l.id, l.title, l.decided_at, null from lesson l
             where l.ward_id = (select app_ward()) and l.state = 'returned' and (select app_role()) = 'contractor.manager'
             union all
             select 'lesson.open', l.id, l.title, null, null from lesson l join contract c on c.ward_id = l.ward_id and c.id = l.contract_id
             where l.ward_id = (select app_ward()) and c.state in ('signed', 'active', 'closing') and l.held_on <= $1
               and jsonb_array_length(l.questions) > 0 and l.made_by <> (select app_account())
               and exists (select 1 from designation d where d.ward_id = l.ward_id and d.contract_id = l.contract_id and d.account_id = (select app_account()))
               and not exists (select 1 from lesson_result x join lesson o on o.ward_id = x.ward_id and o.id = x.lesson_id
                 where x.ward_id = l.ward_id and x.contract_id = l.contract_id and x.account_id = (select app_account()) and x.passed
                   and o.kind = l.kind and o.held_on >= l.held_on)
             union all
             select 'permit.returned', p.id, c.title, p.decided_at, null from permit p join contract c on c.ward_id = p.ward_id and c.id = p.contract_id
             where p.ward_id = (select app_ward()) and p.state = 'returned' and (select app_role()) = 'contractor.manager'
               and not exists (select 1 from permit n where n.ward_id = p.ward_id and n.contract_id = p.contract_id and n.follows = p.id)
             union all
             select case when s.state = 'returned' then 'survey.returned' else 'survey' end, s.id, c.title, coalesce(s.decided_at, s.submitted_at), null
             from survey s join contract c on c.ward_id = s.ward_id and c.id = s.contract_id
             where s.ward_id = (select app_ward()) and (select app_role()) = 'contractor.manager'
               and (s.state = 'returned' and s.owed_by = 'contractor' or s.state = 'submitted' and s.owed_by = 'ward')
             union all
             select 'follow_up.' || f.kind, f.id, co.name || ' 第' || s.number || '回' || coalesce('　参加者番号' || p.number, ''), s.held_on::timestamp at time zone 'Asia/Tokyo', coalesce(f.due_on, s.held_on)
             from follow_up f join course co on co.ward_id = f.ward_id and co.id = f.course_id
                  join session s on s.ward_id = f.ward_id and s.id = f.session_id
                  left join participant p on p.ward_id = f.ward_id and p.id = f.participant_id
             where f.ward_id = (select app_ward()) and f.state = 'open'
             union all
             select case when d.id is null then 'incident.final' else 'incident.instruction' end, i.id, c.title, i.reported_at,
               case when d.id is null then null else d.effective_on end
             from incident i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
             left join lateral (
               select x.id, x.effective_on from incident_decision x
               where x.ward_id = i.ward_id and x.incident_id = i.id and x.kind = 'instruction'
                 and not exists (select 1 from incident_report n where n.ward_id = i.ward_id and n.incident_id = i.id and n.made_at > x.made_at)
               order by x.effective_on nulls last, x.made_at limit 1) d on true
             where i.ward_id = (select app_ward()) and i.state <> 'closed' and (d.id is not null or not exists (
               select 1 from incident_report n where n.ward_id = i.ward_id and n.incident_id = i.id and n.stage = 'final'))
             union all
             select 'inspection.planned', i.id, c.title, i.planned_at, i.planned_on
             from inspection i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
             where i.ward_id = (select app_ward()) and i.state = 'planned' and (select app_role()) = 'contractor.manager'
             union all
             select 'inspection.correct', p.inspection_id, c.title, null, p.due_on
             from inspection_point p join contract c on c.ward_id = p.ward_id and c.id = p.contract_id
             left join lateral (select a.id, a.decision from inspection_answer a where a.ward_id = p.ward_id and a.point_id = p.id
               order by a.number desc limit 1) l on true
             where p.ward_id = (select app_ward()) and p.result = 'correct' and (l.id is null or l.decision = 'returned')
               and (select app_role()) = 'contractor.manager'
             union all
             select 'request.open', r.id, c.title, r.made_at, r.due_on
             from ward_request r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
             left join lateral (select a.id, a.decision from ward_request_answer a where a.ward_id = r.ward_id and a.request_id = r.id
               order by a.number desc limit 1) l on true
             where r.ward_id = (select app_ward()) and (l.id is null or l.decision = 'returned') and (select app_role()) = 'contractor.manager'
             union all
             select 'consequence.open', q.breach_id, c.title, q.made_at, q.state_by
             from consequence q join contract c on c.ward_id = q.ward_id and c.id = q.contract_id
             where q.ward_id = (select app_ward()) and (select app_role()) = 'contractor.manager'
               and not exists (select 1 from consequence_statement s where s.ward_id = q.ward_id and s.consequence_id = q.id)
               and not exists (select 1 from consequence_decision d where d.ward_id = q.ward_id and d.consequence_id = q.id)
           ) waiting order by coalesce(waiting.due_on, (waiting.since at time zone 'Asia/Tokyo')::date) nulls last, waiting.since limit 30"#,
        today
    )
    .fetch_all(db.conn())
    .await
}

/// A session near today.
pub struct Class {
    pub id: Uuid,
    pub course: String,
    pub venue: String,
    pub number: i32,
    pub held_on: Date,
    pub starts_at: time::Time,
    pub state: String,
    pub present: i32,
    pub absent: i32,
}

pub async fn classes(db: &mut Reads, from: Date, to: Date) -> sqlx::Result<Vec<Class>> {
    sqlx::query_as!(
        Class,
        r#"select s.id, c.name as course, c.venue, s.number, s.held_on, s.starts_at, s.state, s.present_count as present, s.absent_count as absent
           from session s join course c on c.ward_id = s.ward_id and c.id = s.course_id
           where s.ward_id = (select app_ward()) and s.held_on between $1 and $2
           order by s.held_on, s.starts_at, c.name limit 60"#,
        from,
        to
    )
    .fetch_all(db.conn())
    .await
}
