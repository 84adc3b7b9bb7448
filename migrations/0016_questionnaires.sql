-- アンケート that a programme defines: one row a person and questionnaire. Chosen answers are plain codes under ids; what was
-- written in words is sealed with the key of the course or service. `mode`: the person wrote it, or was asked and heard.
create table questionnaire_answer (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  questionnaire text not null, done_on date not null, mode text not null check (mode in ('written', 'heard')),
  chosen jsonb not null, sealed bytea,
  done_by uuid not null references account, recorded_at timestamptz not null, version int not null default 1,
  primary key (ward_id, id),
  unique (ward_id, enrolment_id, questionnaire),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id)
);
create index questionnaire_answer_of_participant on questionnaire_answer (ward_id, participant_id);
select ward_table('questionnaire_answer');
revoke insert, update, delete on questionnaire_answer from kayoi_ward;
select custodian_uses('questionnaire_answer', 'select, insert, update');
create policy not_for_evaluators on questionnaire_answer as restrictive to kayoi_ward
  using ((select app_role()) <> 'ward.evaluator');
create policy own_people on questionnaire_answer as restrictive for insert to kayoi_contractor with check (exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = questionnaire_answer.participant_id and e.contract_id = (select app_people())));
create policy in_own_name on questionnaire_answer as restrictive for insert to kayoi_ward, kayoi_contractor, kayoi_centre
  with check (done_by = (select app_account()));

-- A monthly measurement stands once in each calendar month.
create unique index assessment_once_a_month on assessment (ward_id, enrolment_id, instrument, (extract(year from done_on) * 12 + extract(month from done_on)))
  where timing = 'monthly';
