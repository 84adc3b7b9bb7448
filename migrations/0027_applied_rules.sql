-- Rules of a programme that are applied: who is told of an absence by which day, which receipts lower a fee, and which days
-- an accepted report closes.

-- ── 欠席者への対応 ──────────────────────────────────────────────────────────────────────────────────────────────
-- Who is told and by which day, as the absence rule said when the session was closed. What was opened before has neither.
alter table follow_up add column due_on date, add column tell text[] not null default '{}' check (tell <@ array['ward', 'centre']);

-- ── 利用者負担の差引き ──────────────────────────────────────────────────────────────────────────────────────────
-- What participants paid for the months of a contract. As with fee_add_ons (0022), a statement's figures are the same for all
-- who read it. A cost that somebody agreed to by consent is theirs and lowers no fee; a voided receipt is none.
create function fee_receipts(p_contract uuid) returns table (id uuid, participant_id uuid, number int, paid_on date, yen bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.id, r.participant_id, r.number, r.paid_on, r.yen from user_fee_receipt r
  where r.ward_id = app_ward() and r.contract_id = p_contract and r.month is not null and r.voided_at is null
    and app_role() in ('ward.admin', 'ward.officer', 'ward.auditor', 'contractor.manager')
    and (app_contractor() is null or p_contract = (select app_contract()))
  order by r.number $$;
revoke execute on function fee_receipts from public;
grant execute on function fee_receipts to kayoi_ward, kayoi_auditor, kayoi_contractor;

-- ── 受理した報告 ────────────────────────────────────────────────────────────────────────────────────────────────
-- Whether a day lies in an accepted report of a course, or of the contract itself where no course is named. A report on a
-- whole course or contract holds every day; one that was only submitted may come back and freezes nothing.
create function report_freezes(p_contract uuid, p_course uuid, p_day date) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from report r
    where r.ward_id = app_ward() and r.contract_id = p_contract and r.course_id is not distinct from p_course and r.state = 'accepted'
      and (r.kind in ('course', 'contract') or (p_day >= r.period and p_day < r.period
        + case r.kind when 'monthly' then interval '1 month' when 'quarterly' then interval '3 months' else interval '1 year' end))) $$;

-- An assessment or an answer of such a day is neither added nor corrected.
create policy not_reported on assessment as restrictive for insert to kayoi_contractor with check (not report_freezes(contract_id,
  (select e.course_id from enrolment e where e.ward_id = assessment.ward_id and e.id = enrolment_id), done_on));
create policy still_unreported on assessment as restrictive for update to kayoi_contractor
  using (not report_freezes(contract_id, (select e.course_id from enrolment e where e.ward_id = assessment.ward_id and e.id = enrolment_id), done_on))
  with check (not report_freezes(contract_id, (select e.course_id from enrolment e where e.ward_id = assessment.ward_id and e.id = enrolment_id), done_on));
create policy not_reported on questionnaire_answer as restrictive for insert to kayoi_contractor with check (not report_freezes(contract_id,
  (select e.course_id from enrolment e where e.ward_id = questionnaire_answer.ward_id and e.id = enrolment_id), done_on));
create policy still_unreported on questionnaire_answer as restrictive for update to kayoi_contractor
  using (not report_freezes(contract_id, (select e.course_id from enrolment e where e.ward_id = questionnaire_answer.ward_id and e.id = enrolment_id), done_on))
  with check (not report_freezes(contract_id, (select e.course_id from enrolment e where e.ward_id = questionnaire_answer.ward_id and e.id = enrolment_id), done_on));

-- As in 0021, asking the one function.
create or replace function recording_state(p_session uuid, p_keys uuid[])
  returns table (course_id uuid, contract_id uuid, held_on date, state text, frozen boolean,
                 participant_id uuid, attendance jsonb, kept jsonb, answered jsonb)
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from session s where s.ward_id = app_ward() and s.id = p_session for update;
  return query
  with recorded as materialized (select * from attendance x where x.ward_id = app_ward() and x.session_id = p_session)
  select s.course_id, s.contract_id, s.held_on, s.state,
    report_freezes(s.contract_id, s.course_id, s.held_on),
    e.participant_id, to_jsonb(a),
    (select jsonb_agg(jsonb_build_object('key', o.key, 'field', o.field, 'value', o.value, 'sealed', o.sealed, 'version', o.version,
        'by', k.name, 'at', to_char(o.at at time zone 'Asia/Tokyo', 'HH24:MI')) order by o.recorded_at, o.key)
      from operation o join account k on k.id = o.account_id
      where o.ward_id = s.ward_id and o.session_id = s.id and o.participant_id = e.participant_id
        and o.outcome = 'conflict' and o.resolved_by is null and a.conflicts > 0),
    (select jsonb_agg(jsonb_build_object('key', o.key, 'field', o.field, 'version', o.version))
      from operation o where o.ward_id = s.ward_id and o.key = any(p_keys) and o.session_id = s.id and o.participant_id = e.participant_id)
  from session s
  left join enrolment e on e.ward_id = s.ward_id and e.course_id = s.course_id and e.state <> 'waiting'
    and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, e.stay_to, s.held_on) >= s.held_on
  left join recorded a on a.participant_id = e.participant_id
  where s.ward_id = app_ward() and s.id = p_session;
end $$;
