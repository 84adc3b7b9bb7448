-- 委託料: who took part, by reference alone, for everybody who may read a contract's fee statement. Its figures must be the
-- same for all of them, also for the ward's auditor and for a manager outside the accepted 従事者名簿, who see no people.

create function fee_takers(p_contract uuid) returns table (attendances jsonb, enrolments jsonb, service_days jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select
    (select coalesce(jsonb_agg(jsonb_build_object('session', a.session_id, 'person', a.participant_id)), '[]')
      from session s join attendance a on a.ward_id = s.ward_id and a.session_id = s.id
      where s.ward_id = app_ward() and s.contract_id = p_contract and a.status in ('present', 'late', 'left_early', 'observed')),
    (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'person', e.participant_id, 'course', e.course_id,
        'from', coalesce(e.enrolled_on, e.applied_on), 'to', e.ended_on) order by e.id), '[]')
      from enrolment e where e.ward_id = app_ward() and e.contract_id = p_contract and e.state <> 'waiting' and e.enrolled_on is not null),
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'enrolment', r.enrolment_id, 'person', r.participant_id, 'on', r.done_on) order by r.done_on, r.id), '[]')
      from service_record r where r.ward_id = app_ward() and r.contract_id = p_contract and r.step = 'service_day' and r.attended)
  where app_role() in ('ward.admin', 'ward.officer', 'ward.auditor', 'contractor.manager')
    and (app_contractor() is null or p_contract = (select app_contract())) $$;
revoke execute on function fee_takers from public;
grant execute on function fee_takers to kayoi_ward, kayoi_auditor, kayoi_contractor;
