-- 参加申込み, 同意, and stays in a rolling course.
--
-- An application is written for a contract by the contractor or by the ward. Everything about the person is one blob with
-- the contract's key; plain are the state, the days, and what the rules say of it. Until the ward accepts it there is no
-- participant. A contractor sees what its own side wrote: whom the ward takes in becomes its business with a place.
create table application (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  from_ward boolean not null,
  state text not null default 'draft' check (state in ('draft', 'submitted', 'hearing', 'accepted', 'declined', 'withdrawn')),
  applied_on date not null,
  verdict text not null check (verdict in ('met', 'not_met', 'undecidable')),
  screening text check (screening in ('fit', 'hearing', 'unfit', 'undecidable')),   -- null: the programme has no sheet
  priority int check (priority > 0),                                                -- class, from 1; null: after all classes
  sealed bytea not null,
  made_by uuid not null references account, made_at timestamptz not null,
  submitted_by uuid references account, submitted_at timestamptz,
  decided_by uuid references account, decided_at timestamptz,
  participant_id uuid, enrolment_id uuid,
  version int not null default 1,
  primary key (ward_id, id),
  check ((state = 'accepted') = (enrolment_id is not null) and (enrolment_id is null) = (participant_id is null)),
  check ((state in ('accepted', 'declined')) = (decided_at is not null) and (decided_at is null) = (decided_by is null)),
  check (state not in ('submitted', 'hearing', 'accepted') or submitted_at is not null),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, participant_id) references participant,
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id)
);
create index application_of_contract on application (ward_id, contract_id, applied_on);
create index application_open on application (ward_id, state) where state in ('submitted', 'hearing');
create index application_of_enrolment on application (ward_id, enrolment_id) where enrolment_id is not null;
select ward_table('application');
select custodian_uses('application', 'select, insert');
create policy not_for_evaluators on application as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
create policy own_side on application as restrictive to kayoi_contractor using (not from_ward) with check (not from_ward);
create policy in_own_name on application as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (made_by = (select app_account()) and state = 'draft' and from_ward = ((select app_role()) like 'ward.%'));
revoke update, delete on application from kayoi_ward;
grant update (state, applied_on, verdict, screening, priority, sealed, submitted_by, submitted_at, version) on application to kayoi_ward, kayoi_contractor;
grant update (decided_by, decided_at, participant_id, enrolment_id) on application to kayoi_ward;

create function application_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  is_ward boolean := current_user = 'kayoi_ward';
  sends boolean := step in ('draft submitted', 'draft hearing');
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if new.version <> old.version + 1
     or not step = any (array['draft draft', 'draft submitted', 'draft hearing', 'draft withdrawn', 'submitted withdrawn', 'hearing withdrawn', 'hearing submitted']
                        || case when is_ward then array['submitted accepted', 'submitted declined', 'hearing declined', 'submitted draft', 'hearing draft'] else array[]::text[] end)
     or (sends and (new.submitted_by is distinct from app_account() or new.submitted_at is null))
     or (not sends and (new.submitted_by, new.submitted_at) is distinct from (old.submitted_by, old.submitted_at))
     or (new.state in ('accepted', 'declined') and new.decided_by is distinct from app_account()) then
    raise insufficient_privilege using message = format('%s may not take application %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on application for each row execute function application_guard();

-- 同意: one row an answer; the latest of a kind holds. Taken back once, with its day, and never rewritten. Who explained and who
-- answered for the person are sealed with the key of the course or service, and so is why it was taken back.
create table consent (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, participant_id uuid not null, enrolment_id uuid not null,
  kind text not null, required boolean not null,                -- as the programme said when it was given
  agreed boolean not null, given_by text not null check (given_by in ('person', 'family')),
  explained_on date not null, answered_on date not null,
  sealed bytea not null,
  recorded_by uuid not null references account, recorded_at timestamptz not null,
  withdrawn_on date, withdrawal bytea, withdrawn_by uuid references account,
  primary key (ward_id, id),
  check (explained_on <= answered_on and (withdrawn_on is null or (agreed and withdrawn_on >= answered_on))),
  check ((withdrawn_on is null) = (withdrawal is null) and (withdrawn_on is null) = (withdrawn_by is null)),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id)
);
create index consent_of_enrolment on consent (ward_id, enrolment_id, kind);
create index consent_of_participant on consent (ward_id, participant_id);
create index consent_taken_back on consent (ward_id) where withdrawn_on is not null;
select ward_table('consent');
select custodian_uses('consent', 'select, insert');
create policy not_for_evaluators on consent as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
create policy own_people on consent as restrictive for insert to kayoi_contractor with check (exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = consent.participant_id and e.contract_id = (select app_people())));
create policy in_own_name on consent as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (recorded_by = (select app_account()) and withdrawn_on is null);
create policy taken_back_once on consent as restrictive for update to kayoi_ward, kayoi_contractor
  using (withdrawn_on is null) with check (withdrawn_on is not null and withdrawn_by = (select app_account()));
revoke update, delete on consent from kayoi_ward;
grant update (withdrawn_on, withdrawal, withdrawn_by) on consent to kayoi_ward, kayoi_contractor;

-- 利用期間: the months a person has a place in a rolling course, planned from the start; and the class of priority on the
-- waiting list.
alter table enrolment add column stay_from date, add column stay_to date, add column priority int check (priority > 0),
  add constraint enrolment_stay check ((stay_from is null) = (stay_to is null) and stay_from <= stay_to);

-- As in 0007, and a person whose stay is over is not expected any more, whether or not somebody has ended the enrolment;
-- and an accepted report on a month, quarter or year freezes the sessions of its own days.
create or replace function recording_state(p_session uuid, p_keys uuid[])
  returns table (course_id uuid, contract_id uuid, held_on date, state text, frozen boolean,
                 participant_id uuid, attendance jsonb, kept jsonb, answered jsonb)
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from session s where s.ward_id = app_ward() and s.id = p_session for update;
  return query
  with recorded as materialized (select * from attendance x where x.ward_id = app_ward() and x.session_id = p_session)
  select s.course_id, s.contract_id, s.held_on, s.state,
    exists (select 1 from report r where r.ward_id = s.ward_id and r.contract_id = s.contract_id and r.course_id = s.course_id and r.state = 'accepted'
      and (r.kind in ('course', 'contract') or (s.held_on >= r.period and s.held_on < r.period
        + case r.kind when 'monthly' then interval '1 month' when 'quarterly' then interval '3 months' else interval '1 year' end))),
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

-- As in 0020, with the end of the stay.
create or replace function fee_takers(p_contract uuid) returns table (attendances jsonb, enrolments jsonb, service_days jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select
    (select coalesce(jsonb_agg(jsonb_build_object('session', a.session_id, 'person', a.participant_id)), '[]')
      from session s join attendance a on a.ward_id = s.ward_id and a.session_id = s.id
      where s.ward_id = app_ward() and s.contract_id = p_contract and a.status in ('present', 'late', 'left_early', 'observed')),
    (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'person', e.participant_id, 'course', e.course_id,
        'from', coalesce(e.enrolled_on, e.applied_on), 'to', coalesce(e.ended_on, e.stay_to)) order by e.id), '[]')
      from enrolment e where e.ward_id = app_ward() and e.contract_id = p_contract and e.state <> 'waiting' and e.enrolled_on is not null),
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'enrolment', r.enrolment_id, 'person', r.participant_id, 'on', r.done_on) order by r.done_on, r.id), '[]')
      from service_record r where r.ward_id = app_ward() and r.contract_id = p_contract and r.step = 'service_day' and r.attended)
  where app_role() in ('ward.admin', 'ward.officer', 'ward.auditor', 'contractor.manager')
    and (app_contractor() is null or p_contract = (select app_contract())) $$;
