-- 評価: one row an instrument, a person, a timing. Answers and scores are plain numbers under ids; the comment is sealed.
create table assessment (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  instrument text not null, timing text not null check (timing in ('pre', 'post', 'monthly')),
  done_on date not null, mode text not null check (mode in ('hall', 'other_day', 'post', 'phone', 'home')),
  protocol text not null default '', answers jsonb not null,
  sealed bytea, done_by uuid not null references account, recorded_at timestamptz not null, version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, enrolment_id) references enrolment,
  foreign key (ward_id, participant_id) references participant
);
create unique index assessment_once on assessment (ward_id, enrolment_id, instrument, timing) where timing <> 'monthly';
create index assessment_of_contract on assessment (ward_id, contract_id, instrument, timing);
create index assessment_of_participant on assessment (ward_id, participant_id);
select ward_table('assessment');
revoke insert, update, delete on assessment from kayoi_ward;
select custodian_uses('assessment', 'select, insert, update');

-- 個別支援 (S0's eight steps): each step with its record. Text is sealed with the enrolment's own key.
create table service_record (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  step text not null check (step in ('home_visit', 'plan', 'service_day', 'monitoring', 'final_visit', 'contact')),
  done_on date not null, attended boolean, transport boolean,
  explained_on date, consented_on date,                 -- plan: explanation and consent
  sealed bytea not null, done_by uuid not null references account, recorded_at timestamptz not null, version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, enrolment_id) references enrolment,
  foreign key (ward_id, participant_id) references participant
);
-- A changed plan is a new row, so that every version stays; all other steps have one record a day.
create unique index service_step_once on service_record (ward_id, enrolment_id, step, done_on) where step <> 'plan';
create index service_record_of_enrolment on service_record (ward_id, enrolment_id, step, done_on);
create index service_record_of_contract on service_record (ward_id, contract_id, done_on);
select ward_table('service_record');
revoke insert, update, delete on service_record from kayoi_ward;
select custodian_uses('service_record', 'select, insert, update');
