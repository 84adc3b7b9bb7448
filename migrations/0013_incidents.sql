-- 事故・急変: the first report from the hall. What happened and what was done are sealed with the contract's key; the rest
-- is what the ward has to see at a glance. The contractor reports, the ward opens and acknowledges; nobody rewrites.
create table incident (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  session_id uuid,                                -- null: outside a 教室の回
  participant_id uuid,                            -- null: no participant, or not known which
  kind text not null check (kind in ('accident', 'sudden_illness', 'complaint', 'personal_data')),
  happened_at timestamptz not null,
  sealed bytea not null,
  told_family_at timestamptz, told_doctor_at timestamptz, told_ward_at timestamptz, told_centre_at timestamptz,
  reported_at timestamptz not null, reported_by uuid not null references account,
  state text not null default 'reported' check (state in ('reported', 'opened', 'seen')),
  opened_at timestamptz, opened_by uuid references account,
  seen_at timestamptz, seen_by uuid references account,
  version int not null default 1,
  primary key (ward_id, id),
  check (happened_at <= reported_at),
  check ((state = 'reported') = (opened_at is null) and (state = 'seen') = (seen_at is not null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id),
  foreign key (ward_id, participant_id) references participant
);
create index incident_of_contract on incident (ward_id, contract_id, happened_at);
create index incident_of_session on incident (ward_id, session_id) where session_id is not null;
create index incident_unseen on incident (ward_id) where state <> 'seen';
select ward_table('incident');
create policy not_for_evaluators on incident as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');

-- The contractor reports about its own people, in the reporter's own name, and changes nothing afterwards.
select custodian_uses('incident', 'select, insert');
create policy own_people on incident as restrictive for insert to kayoi_contractor with check (participant_id is null or exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = incident.participant_id and e.contract_id = (select app_people())));
create policy in_own_name on incident as restrictive for insert to kayoi_contractor
  with check (reported_by = (select app_account()) and state = 'reported');

-- The ward opens, then acknowledges; both stand under the name of who did it.
revoke insert, update, delete on incident from kayoi_ward;
grant update (state, opened_at, opened_by, seen_at, seen_by, version) on incident to kayoi_ward;
create policy ward_receives on incident as restrictive for update to kayoi_ward using (state <> 'seen')
  with check ((state = 'opened' and opened_by = (select app_account())) or (state = 'seen' and seen_by = (select app_account())));
