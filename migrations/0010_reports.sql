-- 報告: narrative is written (sealed, unit key), figures are derived; acceptance freezes a snapshot.
create table report (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, course_id uuid,
  kind text not null check (kind in ('course', 'monthly')),
  period date not null,                           -- first day of the month, or the course's first day
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'accepted')),
  due_on date not null,
  sealed bytea, snapshot bytea,                   -- narrative; frozen figures and narrative
  key_unit uuid not null,                         -- whose key seals it: the course or, for a monthly report, the contract
  submitted_at timestamptz, submitted_by uuid references account,
  decided_at timestamptz, decided_by uuid references account, return_reason text,
  version int not null default 1,
  primary key (ward_id, id),
  constraint report_once unique nulls not distinct (ward_id, contract_id, course_id, kind, period),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, course_id) references course
);
create index report_by_state on report (ward_id, state, due_on);
select ward_table('report');
revoke insert, delete on report from kayoi_ward;
-- The wall itself knows the two sides: the contractor writes and submits, the ward returns or accepts what was
-- submitted, and nobody changes an accepted report.
drop policy ward on report;
create policy ward on report for select to kayoi_ward using (ward_id = (select app_ward()));
create policy ward_decides on report for update to kayoi_ward
  using (ward_id = (select app_ward()) and state = 'submitted')
  with check (ward_id = (select app_ward()) and state in ('returned', 'accepted'));
create policy custodian on report for select to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_people()));
create policy custodian_starts on report for insert to kayoi_contractor
  with check (ward_id = (select app_ward()) and contract_id = (select app_people()) and state = 'draft');
create policy custodian_writes on report for update to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_people()) and state in ('draft', 'returned'))
  with check (ward_id = (select app_ward()) and contract_id = (select app_people()) and state in ('draft', 'returned', 'submitted'));
grant select, insert, update on report to kayoi_contractor;

create table report_event (
  ward_id uuid not null, id uuid not null, report_id uuid not null, contract_id uuid not null,
  act text not null, at timestamptz not null, account_id uuid not null references account, organisation text not null, reason text not null default '',
  primary key (ward_id, id),
  foreign key (ward_id, report_id) references report,
  foreign key (ward_id, contract_id) references contract
);
create index report_event_of_report on report_event (ward_id, report_id, at);
select ward_table('report_event');
revoke update, delete on report_event from kayoi_ward;
select custodian_uses('report_event', 'select, insert');

-- 参加申込人数 of a course by sex: numbers only, because people on the waiting list are not the contractor's to see.
create function course_applicants(p_course uuid) returns table (sex text, people bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select p.sex, count(distinct p.id)
  from enrolment e join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
  where e.ward_id = app_ward() and e.course_id = p_course and app_centre() is null
    and (app_contractor() is null or e.contract_id = app_people())
    and e.applied_on <= (select min(s.held_on) from session s where s.ward_id = app_ward() and s.course_id = p_course)
  group by p.sex $$;
revoke execute on function course_applicants from public;
grant execute on function course_applicants to kayoi_ward, kayoi_contractor;
