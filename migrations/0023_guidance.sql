-- 保健指導: people a ward selects from check-up data, the calls that invite them, the contacts of the guidance, laboratory
-- values over time, and what people called about. Names and free words are sealed; plain columns hold what is counted.

-- An uploaded list of check-up data that waits for confirmation; nobody is taken in before.
create table guidance_batch (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, account_id uuid not null references account,
  file_name text not null, sealed bytea not null, made_at timestamptz not null,
  state text not null default 'previewed' check (state in ('previewed', 'confirmed')),
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract
);
create index guidance_batch_of_contract on guidance_batch (ward_id, contract_id);
select ward_table('guidance_batch');

-- 対象者: an enrolment without a course whose person was selected. Its id is the enrolment's, whose key seals all that follows.
create table guidance_target (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, participant_id uuid not null,
  finding text not null check (finding in ('met', 'not_met', 'undecidable')),
  by_hand boolean not null,                        -- taken in by an officer although the criteria did not select
  sealed bytea not null,                           -- e-mail, 傷病名, 治療状況, how the criteria came out; never written again
  selected_on date not null, selected_by uuid not null references account,
  started_on date,                                 -- first day of the guidance, from the call that won the person
  primary key (ward_id, id),
  unique (ward_id, contract_id, participant_id, id),
  foreign key (ward_id, contract_id, participant_id, id) references enrolment (ward_id, contract_id, participant_id, id)
);
create index guidance_target_of_contract on guidance_target (ward_id, contract_id);
select ward_table('guidance_target');
revoke update, delete on guidance_target from kayoi_ward;
select custodian_uses('guidance_target', 'select');
grant update (started_on) on guidance_target to kayoi_contractor;
create policy in_own_name on guidance_target as restrictive for insert to kayoi_ward with check (selected_by = (select app_account()));

-- Laboratory values of a day, by their codes in the programme: from the check-up (the ward's) or from the person's doctor.
create table guidance_result (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  taken_on date not null, source text not null check (source in ('checkup', 'clinic')),
  figures jsonb not null,
  done_by uuid not null references account, recorded_at timestamptz not null, version int not null default 1,
  primary key (ward_id, id),
  constraint guidance_result_once unique (ward_id, enrolment_id, taken_on),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references guidance_target (ward_id, contract_id, participant_id, id)
);
create index guidance_result_of_contract on guidance_result (ward_id, contract_id);
select ward_table('guidance_result');
revoke update, delete on guidance_result from kayoi_ward;
select custodian_uses('guidance_result', 'select, insert');
grant update (taken_on, figures, done_by, recorded_at, version) on guidance_result to kayoi_contractor;
create policy the_wards_own on guidance_result as restrictive for insert to kayoi_ward with check (source = 'checkup');
create policy the_doctors_writes on guidance_result as restrictive for insert to kayoi_contractor with check (source = 'clinic');
create policy the_doctors_corrects on guidance_result as restrictive for update to kayoi_contractor using (source = 'clinic')
  with check (source = 'clinic' and done_by = (select app_account()));

-- 参加勧奨の電話: every attempt stays as it was written down.
create table guidance_call (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  called_at timestamptz not null,
  outcome text not null check (outcome in ('joined', 'considering', 'absent', 'declined', 'unreachable')),
  sealed bytea not null,
  done_by uuid not null references account, recorded_at timestamptz not null,
  primary key (ward_id, id),
  check (called_at <= recorded_at),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references guidance_target (ward_id, contract_id, participant_id, id)
);
create index guidance_call_of_contract on guidance_call (ward_id, contract_id, enrolment_id, called_at);
create index guidance_call_of_target on guidance_call (ward_id, enrolment_id);
select ward_table('guidance_call');
revoke insert, update, delete on guidance_call from kayoi_ward;
select custodian_uses('guidance_call', 'select, insert');

-- 支援の記録: each planned contact once. What was said is sealed; corrections raise the version.
create table guidance_contact (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  planned text not null,                           -- code of the contact in the programme
  done_on date not null, means text not null check (means in ('face_to_face', 'phone', 'letter', 'web')),
  minutes int not null check (minutes between 0 and 480),
  sealed bytea not null,
  done_by uuid not null references account, recorded_at timestamptz not null, version int not null default 1,
  primary key (ward_id, id),
  constraint guidance_contact_once unique (ward_id, enrolment_id, planned),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references guidance_target (ward_id, contract_id, participant_id, id)
);
create index guidance_contact_of_contract on guidance_contact (ward_id, contract_id, enrolment_id);
select ward_table('guidance_contact');
revoke insert, update, delete on guidance_contact from kayoi_ward;
select custodian_uses('guidance_contact', 'select, insert');
grant update (done_on, means, minutes, sealed, done_by, recorded_at, version) on guidance_contact to kayoi_contractor;
create policy corrects_in_own_name on guidance_contact as restrictive for update to kayoi_contractor
  using (true) with check (done_by = (select app_account()));

-- 医師の指示.
create table guidance_instruction (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  given_on date not null, sealed bytea not null,
  done_by uuid not null references account, recorded_at timestamptz not null,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references guidance_target (ward_id, contract_id, participant_id, id)
);
create index guidance_instruction_of_target on guidance_instruction (ward_id, enrolment_id);
select ward_table('guidance_instruction');
revoke insert, update, delete on guidance_instruction from kayoi_ward;
select custodian_uses('guidance_instruction', 'select, insert');

-- 問い合わせ・意見・苦情: what people called about, and the answer once it is given. Sealed with the contract's key.
create table guidance_inquiry (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, participant_id uuid,   -- null: nobody of the list
  kind text not null check (kind in ('question', 'opinion', 'complaint')),
  received_on date not null, sealed bytea not null,
  escalated boolean not null,                      -- handed on to the ward
  response bytea, answered_on date,
  done_by uuid not null references account, recorded_at timestamptz not null,
  primary key (ward_id, id),
  check ((response is null) = (answered_on is null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, participant_id) references participant
);
create index guidance_inquiry_of_contract on guidance_inquiry (ward_id, contract_id, received_on desc);
select ward_table('guidance_inquiry');
revoke insert, update, delete on guidance_inquiry from kayoi_ward;
select custodian_uses('guidance_inquiry', 'select, insert');
grant update (response, answered_on, escalated) on guidance_inquiry to kayoi_contractor;
create policy answers_once on guidance_inquiry as restrictive for update to kayoi_contractor using (response is null) with check (response is not null);
create policy own_people on guidance_inquiry as restrictive for insert to kayoi_contractor with check (participant_id is null or exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = guidance_inquiry.participant_id and e.contract_id = (select app_people())));

-- A 選定委員 has no business with people, and what one does stands under one's own name.
do $$ declare t text; begin
  foreach t in array array['guidance_batch', 'guidance_target', 'guidance_result', 'guidance_call', 'guidance_contact', 'guidance_instruction', 'guidance_inquiry'] loop
    execute format('create policy not_for_evaluators on %I as restrictive to kayoi_ward using ((select app_role()) <> ''ward.evaluator'')', t);
  end loop;
  foreach t in array array['guidance_result', 'guidance_call', 'guidance_contact', 'guidance_instruction', 'guidance_inquiry'] loop
    execute format('create policy in_own_name on %I as restrictive for insert to kayoi_ward, kayoi_contractor with check (done_by = (select app_account()))', t);
  end loop;
end $$;

-- Whoever calls and guides learns first that somebody declines, stops or has come to the end: the contractor ends the
-- enrolments of its targets, and no others.
grant update (state, ended_on, withdrawal_reason, sealed, version) on enrolment to kayoi_contractor;
create policy guidance_ends on enrolment for update to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_people()) and course_id is null and state = 'enrolled' and exists (
    select 1 from guidance_target t where t.ward_id = enrolment.ward_id and t.id = enrolment.id))
  with check (ward_id = (select app_ward()) and contract_id = (select app_people()) and state in ('withdrawn', 'completed') and ended_on is not null);

-- A centre sees nothing of a guidance, not even that one of its people is in it.
create policy no_guidance on enrolment as restrictive for select to kayoi_centre using (course_id is not null or contract_id <> all (array(
  select c.id from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
  where c.ward_id = (select app_ward()) and v.definition->>'style' = 'guidance')));

do $$ declare t text; begin
  foreach t in array array['liaison_sheet', 'liaison_event'] loop
    execute format('create policy no_guidance on %I as restrictive to kayoi_centre using (contract_id <> all (array(
      select c.id from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
      where c.ward_id = (select app_ward()) and v.definition->>''style'' = ''guidance'')))', t);
  end loop;
end $$;

-- 委託料: the contacts of a contract by reference alone, for everybody who may read its fee statement (as fee_takers).
create function fee_contacts(p_contract uuid) returns jsonb
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'target', g.enrolment_id, 'person', g.participant_id, 'on', g.done_on, 'minutes', g.minutes)
      order by g.done_on, g.id), '[]')
  from guidance_contact g
  where g.ward_id = app_ward() and g.contract_id = p_contract
    and app_role() in ('ward.admin', 'ward.officer', 'ward.auditor', 'contractor.manager')
    and (app_contractor() is null or p_contract = (select app_contract())) $$;
revoke execute on function fee_contacts from public;
grant execute on function fee_contacts to kayoi_ward, kayoi_auditor, kayoi_contractor;
