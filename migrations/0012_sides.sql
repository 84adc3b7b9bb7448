-- What each side may write, in the wall itself: the pages already ask, but a page can be wrong. Rows of a contract stay
-- with that contract, a person's own name stands on what they do, and a decision is written only by who decides.

-- Only administrators and managers make or change accounts and issue codes.
create policy managed_insert on account as restrictive for insert to kayoi_ward, kayoi_contractor
  with check ((select app_role()) in ('ward.admin', 'contractor.manager'));
create policy managed_update on account as restrictive for update to kayoi_ward, kayoi_contractor
  using ((select app_role()) in ('ward.admin', 'contractor.manager'));
create policy managed on one_time_code as restrictive for insert to kayoi_ward, kayoi_contractor
  with check ((select app_role()) in ('ward.admin', 'contractor.manager'));

-- A ward sees those accounts of contractors that stand in a roster handed to it, and no others.
drop policy ward_sees_contractors on account;
create policy ward_sees_contractors on account for select to kayoi_ward
  using (id = any (array(select d.account_id from designation d where d.ward_id = (select app_ward())))
      or id = any (array(select r.submitted_by from roster r where r.ward_id = (select app_ward()))));
drop policy auditor_sees_contractors on account;

-- A 選定委員 has no business with people.
do $$ declare t text; begin
  foreach t in array array['participant', 'certification', 'search_token', 'referral', 'enrolment', 'attendance', 'operation', 'follow_up',
                           'assessment', 'service_record', 'liaison_sheet', 'liaison_event', 'report', 'import_batch', 'search'] loop
    execute format('create policy not_for_evaluators on %I as restrictive to kayoi_ward using ((select app_role()) <> ''ward.evaluator'')', t);
  end loop;
end $$;

-- Rows point at rows of the same contract, not only of the same ward.
alter table course add unique (ward_id, contract_id, id);
alter table session add unique (ward_id, contract_id, id);
alter table designation add unique (ward_id, contract_id, id);
alter table enrolment add unique (ward_id, contract_id, participant_id, id);
alter table liaison_sheet add unique (ward_id, contract_id, centre_id, id);
alter table report add unique (ward_id, contract_id, id);
alter table session add foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id);
alter table session_staff add foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id),
                          add foreign key (ward_id, contract_id, designation_id) references designation (ward_id, contract_id, id);
alter table attendance drop constraint attendance_ward_id_session_id_fkey, drop constraint attendance_ward_id_course_id_fkey,
                       add foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id),
                       add foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id);
alter table attendance add unique (ward_id, contract_id, session_id, participant_id);
alter table operation drop constraint operation_ward_id_session_id_participant_id_fkey,
                      add foreign key (ward_id, contract_id, session_id, participant_id) references attendance (ward_id, contract_id, session_id, participant_id);
alter table follow_up add foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id);
alter table enrolment add foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id);
alter table assessment add foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id);
alter table service_record add foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id);
alter table liaison_sheet add foreign key (ward_id, contract_id, participant_id, enrolment_id) references enrolment (ward_id, contract_id, participant_id, id);
alter table liaison_event add foreign key (ward_id, contract_id, centre_id, sheet_id) references liaison_sheet (ward_id, contract_id, centre_id, id);
alter table report_event add foreign key (ward_id, contract_id, report_id) references report (ward_id, contract_id, id);

-- A contractor writes about people who were given a place under its contract, and about nobody else.
drop policy custodian on enrolment;
create policy custodian on enrolment for select to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_people()) and state <> 'waiting' and enrolled_on is not null);
do $$ declare t text; begin
  foreach t in array array['attendance', 'follow_up', 'operation', 'assessment', 'service_record', 'liaison_sheet'] loop
    execute format('create policy own_people on %I as restrictive for insert to kayoi_contractor with check (participant_id = any (array(
      select e.participant_id from enrolment e where e.ward_id = (select app_ward()) and e.contract_id = (select app_people()))))', t);
  end loop;
end $$;

-- What one does stands under one's own name.
do $$ declare c record; begin
  for c in select * from (values ('operation', 'account_id'), ('assessment', 'done_by'), ('service_record', 'done_by'), ('referral', 'made_by')) v (t, col) loop
    execute format('create policy in_own_name on %I as restrictive for insert to kayoi_ward, kayoi_contractor, kayoi_centre with check (%I = (select app_account()))', c.t, c.col);
  end loop;
  for c in select * from (values ('liaison_event'), ('report_event')) v (t) loop
    execute format('create policy in_own_name on %I as restrictive for insert to kayoi_ward, kayoi_contractor, kayoi_centre
      with check (account_id = (select app_account()) and organisation = (select current_setting(''app.organisation'', true)))', c.t);
  end loop;
end $$;

-- Liaison: each side writes its own drafts about its own people; who, about whom and to whom never change.
revoke update on liaison_sheet from kayoi_contractor, kayoi_centre;
grant update (state, sealed, snapshot, answer, answer_due_on, sent_at, opened_at, opened_by, answered_at, closed_at, version)
  on liaison_sheet to kayoi_contractor, kayoi_centre;
create policy contractor_drafts on liaison_sheet as restrictive for insert to kayoi_contractor
  with check (state = 'draft' and direction = 'to_centre' and made_by = (select app_account()) and exists (
    select 1 from participant p where p.ward_id = (select app_ward()) and p.id = participant_id and p.centre_id = liaison_sheet.centre_id));
create policy centre_drafts on liaison_sheet as restrictive for insert to kayoi_centre
  with check (state = 'draft' and direction = 'to_contractor' and made_by = (select app_account()) and participant_id = any (array(
    select p.id from participant p where p.ward_id = (select app_ward()) and p.centre_id = (select app_centre()))));

-- Referral: a centre proposes its own people and may take the proposal back.
revoke update on referral from kayoi_centre;
grant update (state, sealed, version) on referral to kayoi_centre;
create policy centre_proposes on referral as restrictive for insert to kayoi_centre
  with check (state = 'proposed' and participant_id = any (array(
    select p.id from participant p where p.ward_id = (select app_ward()) and p.centre_id = (select app_centre()))));
create policy centre_withdraws on referral as restrictive for update to kayoi_centre
  using (state = 'proposed') with check (state in ('proposed', 'withdrawn'));

-- Obligations, courses, sessions: the contractor reports what it did; due dates, cancellations and places are the ward's.
revoke update on obligation from kayoi_contractor;
grant update (state, done_on, done_by, note, version) on obligation to kayoi_contractor;
create policy owed on obligation as restrictive for update to kayoi_contractor
  using (owed_by in ('contractor', 'both') and state = 'open') with check (done_by = (select app_account()));
revoke update on course, session from kayoi_contractor;
grant update (state, version) on course to kayoi_contractor;
grant update (state, content, closed_at, closed_by, present_count, absent_count, version) on session to kayoi_contractor;
create policy custodian_records on session as restrictive for update to kayoi_contractor
  using (contract_id = (select app_people())) with check (state in ('planned', 'open', 'closed'));
