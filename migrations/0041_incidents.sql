-- 事故のその後: what follows a first report. Follow-up reports of the contractor, the people it is about and who told them, the
-- ward's judgement whether the law asks for a report (個人情報保護法68条, 規則43条), its reports to the commission, its decisions
-- (指示・公表), and the closing. Who may be told of a person's data is decided as for the first report.

-- ── 種類と終わり ────────────────────────────────────────────────────────────────────────────────────────────────
alter table incident drop constraint incident_kind_check, drop constraint incident_state_check, drop constraint incident_check1;
do $$ declare moved int; expected int; begin
  select count(*) into expected from incident where kind = 'personal_data';
  update incident set kind = 'suspected' where kind = 'personal_data';
  get diagnostics moved = row_count;
  if moved <> expected then raise exception '% of % incidents renamed', moved, expected; end if;
end $$;
alter table incident
  add column closed_at timestamptz, add column closed_by uuid references account,
  -- 'complaint': of the time before there was a register of complaints.
  add constraint incident_kind_check check (kind in ('accident', 'sudden_illness', 'loss', 'destruction', 'alteration', 'leak',
    'unauthorised_access', 'policy_breach', 'suspected', 'complaint')),
  add constraint incident_state_check check (state in ('reported', 'opened', 'seen', 'closed')),
  add constraint incident_steps_check check ((state = 'reported') = (opened_at is null) and (state in ('seen', 'closed')) = (seen_at is not null)
    and (state = 'closed') = (closed_at is not null) and (closed_at is null) = (closed_by is null)),
  add constraint incident_of_its_contract unique (ward_id, contract_id, id);
drop index incident_unseen;
create index incident_unseen on incident (ward_id) where state in ('reported', 'opened');
create index incident_running on incident (ward_id, happened_at) where state <> 'closed';

drop policy ward_receives on incident;
grant update (closed_at, closed_by) on incident to kayoi_ward;

-- One step at a time, in one's own name; what an earlier step wrote stays. The same table as incidents::states.
create function incident_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
begin
  if current_user <> 'kayoi_ward' then return new; end if;
  if step not in ('reported opened', 'opened seen', 'seen closed')
     or (step = 'reported opened' and new.opened_by is distinct from app_account())
     or (step <> 'reported opened' and (new.opened_at, new.opened_by) is distinct from (old.opened_at, old.opened_by))
     or (step = 'opened seen' and new.seen_by is distinct from app_account())
     or (step <> 'opened seen' and (new.seen_at, new.seen_by) is distinct from (old.seen_at, old.seen_by))
     or (step = 'seen closed' and new.closed_by is distinct from app_account()) then
    raise insufficient_privilege using message = format('%s may not take incident %s this way: %s', current_user, old.id, step);
  end if;
  return new;
end $$;
create trigger guard before update on incident for each row execute function incident_guard();

-- Whether anything may still be written down about it.
create function incident_is_open(p_incident uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from incident i where i.ward_id = (select app_ward()) and i.id = p_incident and i.state <> 'closed') $$;

-- ── 続報・最終報告 ──────────────────────────────────────────────────────────────────────────────────────────────
-- The first report is the incident itself, number 1. A report is never changed; the ward notes that it has received it.
create table incident_report (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, incident_id uuid not null,
  number int not null check (number >= 2), stage text not null check (stage in ('interim', 'final')),
  sealed bytea not null,                                                    -- what changed, cause, prevention, people: contract key, version 1
  told_family_at timestamptz, told_doctor_at timestamptz, told_ward_at timestamptz, told_centre_at timestamptz,
  made_at timestamptz not null, made_by uuid not null references account,
  received_at timestamptz, received_by uuid references account,
  primary key (ward_id, id),
  constraint incident_report_number_once unique (ward_id, incident_id, number),
  check ((received_at is null) = (received_by is null)),
  foreign key (ward_id, contract_id, incident_id) references incident (ward_id, contract_id, id)
);
create index incident_report_unreceived on incident_report (ward_id, made_at) where received_at is null;
select ward_table('incident_report');
create policy not_for_evaluators on incident_report as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on incident_report from kayoi_ward;
grant update (received_at, received_by) on incident_report to kayoi_ward;
create policy received_once on incident_report as restrictive for update to kayoi_ward using (received_at is null) with check (received_by = (select app_account()));
select custodian_uses('incident_report', 'select');
grant insert (ward_id, id, contract_id, incident_id, number, stage, sealed, told_family_at, told_doctor_at, told_ward_at, told_centre_at, made_at, made_by)
  on incident_report to kayoi_contractor;
create policy in_own_name on incident_report as restrictive for insert to kayoi_contractor
  with check (made_by = (select app_account()) and incident_is_open(incident_id));

-- ── 影響を受けた人 ──────────────────────────────────────────────────────────────────────────────────────────────
-- Chosen from the records; a wrong choice is taken back until the person has been told.
create table incident_person (
  ward_id uuid not null, incident_id uuid not null, participant_id uuid not null, contract_id uuid not null,
  added_at timestamptz not null, added_by uuid not null references account,
  told_on date, told_how text check (told_how in ('visit', 'phone', 'letter', 'publication')), told_by uuid references account,
  primary key (ward_id, incident_id, participant_id),
  check (num_nulls(told_on, told_how, told_by) in (0, 3)),
  foreign key (ward_id, contract_id, incident_id) references incident (ward_id, contract_id, id),
  foreign key (ward_id, participant_id) references participant
);
create index incident_person_of on incident_person (ward_id, participant_id);
select ward_table('incident_person');
create policy not_for_evaluators on incident_person as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update on incident_person from kayoi_ward;
select custodian_uses('incident_person', 'select, delete');
grant insert (ward_id, incident_id, participant_id, contract_id, added_at, added_by) on incident_person to kayoi_ward, kayoi_contractor;
grant update (told_on, told_how, told_by) on incident_person to kayoi_ward, kayoi_contractor;
create policy own_people on incident_person as restrictive for insert to kayoi_contractor with check (exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = incident_person.participant_id and e.contract_id = (select app_people())));
create policy in_own_name on incident_person as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (added_by = (select app_account()) and incident_is_open(incident_id));
create policy told_once on incident_person as restrictive for update to kayoi_ward, kayoi_contractor
  using (told_on is null and incident_is_open(incident_id)) with check (told_by = (select app_account()));
create policy until_told on incident_person as restrictive for delete to kayoi_ward, kayoi_contractor using (told_on is null and incident_is_open(incident_id));

-- ── 区の判断 ────────────────────────────────────────────────────────────────────────────────────────────────────
-- The facts by which the law asks for a report. Every version stays; the highest number holds. The answer is never stored.
create table incident_judgement (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, incident_id uuid not null, number int not null check (number > 0),
  known_on date not null,                                                   -- the ward knew: day 1
  people int check (people between 0 and 10000000),                          -- null: not known yet
  sensitive text not null check (sensitive in ('met', 'not_met', 'undecidable')),
  financial text not null check (financial in ('met', 'not_met', 'undecidable')),
  wrongful text not null check (wrongful in ('met', 'not_met', 'undecidable')),
  ordinance text not null check (ordinance in ('met', 'not_met', 'undecidable')),
  encrypted text not null check (encrypted in ('met', 'not_met', 'undecidable')),
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint incident_judgement_number_once unique (ward_id, incident_id, number),
  foreign key (ward_id, contract_id, incident_id) references incident (ward_id, contract_id, id)
);
select ward_table('incident_judgement');
create policy not_for_evaluators on incident_judgement as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on incident_judgement from kayoi_ward;
create policy in_own_name on incident_judgement as restrictive for insert to kayoi_ward
  with check (made_by = (select app_account()) and incident_is_open(incident_id));

-- What was sent to the 個人情報保護委員会: 速報 and 確報.
create table incident_commission_report (
  ward_id uuid not null, incident_id uuid not null, step text not null check (step in ('prompt', 'full')), contract_id uuid not null,
  reported_on date not null, made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, incident_id, step),
  foreign key (ward_id, contract_id, incident_id) references incident (ward_id, contract_id, id)
);
select ward_table('incident_commission_report');
create policy not_for_evaluators on incident_commission_report as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on incident_commission_report from kayoi_ward;
create policy in_own_name on incident_commission_report as restrictive for insert to kayoi_ward
  with check (made_by = (select app_account()) and incident_is_open(incident_id));

-- 指示 and 公表の判断, which the contractor reads.
create table incident_decision (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, incident_id uuid not null,
  kind text not null check (kind in ('instruction', 'publish', 'withhold')), decided_on date not null,
  effective_on date check (effective_on >= decided_on),                      -- the day of publication, or by which the contractor acts
  sealed bytea not null,                                                    -- in words: contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  check (kind <> 'publish' or effective_on is not null), check (kind <> 'withhold' or effective_on is null),
  foreign key (ward_id, contract_id, incident_id) references incident (ward_id, contract_id, id)
);
create index incident_decision_of on incident_decision (ward_id, incident_id, made_at);
select ward_table('incident_decision');
create policy not_for_evaluators on incident_decision as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on incident_decision from kayoi_ward;
create policy in_own_name on incident_decision as restrictive for insert to kayoi_ward
  with check (made_by = (select app_account()) and incident_is_open(incident_id));
select custodian_uses('incident_decision', 'select');

-- ── What was given back is no longer read ────────────────────────────────────────────────────────────────────────────
-- As in 0031: a person given back, and whatever is written about an incident that is itself no longer read.
create policy not_given_back_participant_id on incident_person as restrictive to kayoi_contractor
  using (participant_id <> all ((select given_back('person'))::uuid[]));
do $$ declare t text; begin
  foreach t in array array['incident_report', 'incident_person', 'incident_decision'] loop
    execute format('create policy not_given_back on %I as restrictive for select to kayoi_contractor using (exists (
      select 1 from incident i where i.ward_id = (select app_ward()) and i.id = %I.incident_id))', t, t);
  end loop;
end $$;
