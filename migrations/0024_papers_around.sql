-- The papers around a service: what is handed in (提出物), the register of complaints, a plan for each person, the handing
-- over of records, and what participants pay.

-- ── 提出物 ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- One handing-over. Which paper, when it was due and what the other side decides stand as they were on that day; the words
-- and the file are in filing_content. `occurrence` says for what: '' for a paper handed in as its occasion comes up.
create table filing (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  code text not null, title text not null, occurrence text not null default '', subject text not null default '',
  side text not null check (side in ('contractor', 'ward')),              -- who hands it in; the other one decides
  decision text not null check (decision in ('none', 'receipt', 'approval')),
  event_on date, due_on date, last_on date,                                 -- counted from, strict day, last day on which nobody is late
  day_on date,                                                              -- the day the paper is about (送迎を始める日)
  replaces uuid,                                                            -- the returned one in whose place it stands
  state text not null default 'filed' check (state in ('filed', 'received', 'approved', 'returned')),
  filed_at timestamptz not null, filed_by uuid not null references account,
  decided_at timestamptz, decided_by uuid references account,
  remark bytea,                                                             -- why it was returned, contract key, version 2
  version int not null default 1,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id),
  constraint filing_replaced_once unique (ward_id, contract_id, replaces),
  check ((due_on is null) = (last_on is null) and (due_on is null or event_on is not null)),
  check ((state = 'filed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check (remark is null or state = 'returned'),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, replaces) references filing (ward_id, contract_id, id)
);
create index filing_of_contract on filing (ward_id, contract_id, filed_at desc);
create index filing_undecided on filing (ward_id, filed_at) where state = 'filed' and decision <> 'none';
select ward_table('filing');
select contractor_uses('filing', 'select');
select auditor_reads('filing');
revoke insert, update, delete on filing from kayoi_ward;
revoke select on filing from kayoi_auditor;
grant select (ward_id, id, contract_id, code, title, occurrence, subject, side, decision, event_on, due_on, last_on, day_on, replaces, state,
              filed_at, filed_by, decided_at, decided_by, version) on filing to kayoi_auditor;
grant insert (ward_id, id, contract_id, code, title, occurrence, subject, side, decision, event_on, due_on, last_on, day_on, replaces, filed_at, filed_by)
  on filing to kayoi_ward, kayoi_contractor;
grant update (state, decided_at, decided_by, remark, version) on filing to kayoi_ward, kayoi_contractor;
create policy not_for_evaluators on filing as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
create policy in_own_name on filing as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (filed_by = (select app_account()) and side = case when (select app_role()) like 'contractor.%' then 'contractor' else 'ward' end);

-- Words and file of a handing-over. They may name people: a contractor's person outside the accepted 従事者名簿 opens only
-- what they handed in themselves. Nobody changes or removes them.
create table filing_content (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, filed_by uuid not null references account,
  sealed bytea not null,                                                    -- words and the file's name, contract key
  file bytea, file_kind text check (file_kind in ('pdf', 'jpeg', 'png', 'xlsx', 'docx', 'txt')),
  file_size int check (file_size between 1 and 10485760), file_sha256 bytea check (length(file_sha256) = 32),
  primary key (ward_id, id),
  check (num_nulls(file, file_kind, file_size, file_sha256) in (0, 4)),
  foreign key (ward_id, contract_id, id) references filing (ward_id, contract_id, id)
);
select ward_table('filing_content');
revoke update, delete on filing_content from kayoi_ward;
create policy not_for_evaluators on filing_content as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
create policy contractor on filing_content to kayoi_contractor
  using (ward_id = (select app_ward()) and (contract_id = (select app_people())
    or contract_id = (select app_contract()) and filed_by = (select app_account())))
  with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and filed_by = (select app_account()));
grant select, insert on filing_content to kayoi_contractor;
create policy in_own_name on filing_content as restrictive for insert to kayoi_ward with check (filed_by = (select app_account()));

-- What was handed over stays; the other side decides once, in its own name. The same table as filings::states.
create function filing_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  side_of_user text := case current_user when 'kayoi_ward' then 'ward' when 'kayoi_contractor' then 'contractor' end;
begin
  if side_of_user is null then return new; end if;
  if old.state <> 'filed' or new.version <> old.version + 1 or old.side = side_of_user
     or not new.state = any (case old.decision when 'receipt' then array['received', 'returned'] when 'approval' then array['approved', 'returned'] else array[]::text[] end)
     or new.decided_by is distinct from app_account() or new.decided_at is null or (new.remark is not null) <> (new.state = 'returned') then
    raise insufficient_privilege using message = format('%s may not take filing %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on filing for each row execute function filing_guard();

-- A paper in place of a returned one is the same paper of the same side, and only of a returned one.
create function filing_replaces_returned() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.replaces is not null and not exists (select 1 from filing f where f.ward_id = new.ward_id and f.id = new.replaces
       and f.contract_id = new.contract_id and f.code = new.code and f.side = new.side and f.state = 'returned') then
    raise insufficient_privilege using message = format('filing %s stands in place of no returned one', new.id);
  end if;
  return new;
end $$;
create trigger in_place before insert on filing for each row execute function filing_replaces_returned();

-- ── 苦情・意見受付簿 ────────────────────────────────────────────────────────────────────────────────────────────
-- What was said stays as it was written down; the answer grows beside it until the entry is closed. Kept by the contractor,
-- read by the ward too.
create table complaint (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  participant_id uuid,                                                      -- null: somebody who takes part in nothing
  received_on date not null, means text not null check (means in ('face', 'phone', 'letter', 'other')),
  sealed bytea not null,                                                    -- from whom and what, contract key, version 1
  response bytea, response_version int,                                     -- what was done and by whom, contract key
  reported_on date,                                                         -- told to the ward
  state text not null default 'open' check (state in ('open', 'closed')), closed_on date,
  made_at timestamptz not null, made_by uuid not null references account, version int not null default 1,
  primary key (ward_id, id),
  check ((state = 'closed') = (closed_on is not null) and (response is null) = (response_version is null)),
  check (state = 'open' or response is not null),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, participant_id) references participant
);
create index complaint_of_contract on complaint (ward_id, contract_id, received_on desc);
create index complaint_open on complaint (ward_id, received_on) where state = 'open';
select ward_table('complaint');
revoke insert, update, delete on complaint from kayoi_ward;
create policy not_for_evaluators on complaint as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('complaint', 'select');
grant insert (ward_id, id, contract_id, participant_id, received_on, means, sealed, response, response_version, reported_on, made_at, made_by)
  on complaint to kayoi_contractor;
grant update (response, response_version, reported_on, state, closed_on, version) on complaint to kayoi_contractor;
create policy own_people on complaint as restrictive for insert to kayoi_contractor with check (participant_id is null or exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = complaint.participant_id and e.contract_id = (select app_people())));
create policy in_own_name on complaint as restrictive for insert to kayoi_contractor with check (made_by = (select app_account()) and state = 'open');
create policy while_open on complaint as restrictive for update to kayoi_contractor using (state = 'open') with check (response is not null);

-- ── 個別事業計画 ────────────────────────────────────────────────────────────────────────────────────────────────
-- What a person wants to reach in a course. A changed plan is a new row, so that every version stays; explanation and
-- agreement are added to the last one.
create table individual_plan (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, course_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  number int not null check (number > 0), made_on date not null,
  sealed bytea not null,                                                    -- goals, what is done, cautions: course key, version 1
  explained_on date, agreed_on date,
  consent bytea, consent_version int,                                       -- by whom and to whom: course key
  made_at timestamptz not null, made_by uuid not null references account, version int not null default 1,
  primary key (ward_id, id),
  constraint individual_plan_number_once unique (ward_id, enrolment_id, number),
  check ((explained_on is null) = (consent is null) and (consent is null) = (consent_version is null)),
  check (agreed_on is null or (explained_on is not null and explained_on <= agreed_on)), check (explained_on is null or made_on <= explained_on),
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id)
);
create index individual_plan_of_course on individual_plan (ward_id, course_id);
select ward_table('individual_plan');
revoke insert, update, delete on individual_plan from kayoi_ward;
create policy not_for_evaluators on individual_plan as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('individual_plan', 'select');
grant insert (ward_id, id, contract_id, course_id, enrolment_id, participant_id, number, made_on, sealed, made_at, made_by) on individual_plan to kayoi_contractor;
grant update (explained_on, agreed_on, consent, consent_version, version) on individual_plan to kayoi_contractor;
create policy in_own_name on individual_plan as restrictive for insert to kayoi_contractor with check (made_by = (select app_account()));
create policy until_agreed on individual_plan as restrictive for update to kayoi_contractor using (agreed_on is null) with check (explained_on is not null);

-- ── 提供記録の交付 ──────────────────────────────────────────────────────────────────────────────────────────────
-- Each time a person or their family asked for the record of what was provided and got it.
create table record_handover (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, course_id uuid not null, enrolment_id uuid not null, participant_id uuid not null,
  requested_on date not null, handed_on date not null, receiver text not null check (receiver in ('person', 'family')),
  sealed bytea not null,                                                    -- who it was: course key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  check (requested_on <= handed_on),
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id)
);
create index record_handover_of_enrolment on record_handover (ward_id, enrolment_id, handed_on desc);
select ward_table('record_handover');
revoke insert, update, delete on record_handover from kayoi_ward;
create policy not_for_evaluators on record_handover as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('record_handover', 'select, insert');
create policy in_own_name on record_handover as restrictive for insert to kayoi_contractor with check (made_by = (select app_account()));

-- ── 利用者負担の受領 ────────────────────────────────────────────────────────────────────────────────────────────
-- What a participant paid to the contractor, with the number of its receipt. What is owed is never stored: it follows from the
-- records. A receipt that was wrong is voided and keeps its number.
create table user_fee_receipt (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, participant_id uuid not null,
  number int not null check (number > 0), month date check (extract(day from month) = 1),   -- null: a cost agreed to by consent
  consent text, consented_on date,                                          -- which kind of consent of the programme, and its day
  paid_on date not null, yen bigint not null check (yen between 1 and 100000),
  sealed bytea not null,                                                    -- what it was for in words, contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  voided_at timestamptz, voided_by uuid references account, void_reason bytea,   -- contract key, version 2
  version int not null default 1,
  primary key (ward_id, id),
  constraint user_fee_receipt_number_once unique (ward_id, contract_id, number),
  check ((month is null) = (consent is not null) and (consent is null) = (consented_on is null)),
  check ((voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, participant_id) references participant
);
create index user_fee_receipt_of_person on user_fee_receipt (ward_id, contract_id, participant_id);
select ward_table('user_fee_receipt');
revoke insert, update, delete on user_fee_receipt from kayoi_ward;
create policy not_for_evaluators on user_fee_receipt as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('user_fee_receipt', 'select');
grant insert (ward_id, id, contract_id, participant_id, number, month, consent, consented_on, paid_on, yen, sealed, made_at, made_by) on user_fee_receipt to kayoi_contractor;
grant update (voided_at, voided_by, void_reason, version) on user_fee_receipt to kayoi_contractor;
create policy own_people on user_fee_receipt as restrictive for insert to kayoi_contractor with check (exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = user_fee_receipt.participant_id and e.contract_id = (select app_people())));
create policy in_own_name on user_fee_receipt as restrictive for insert to kayoi_contractor with check (made_by = (select app_account()));
create policy once on user_fee_receipt as restrictive for update to kayoi_contractor using (voided_at is null) with check (voided_by = (select app_account()));
