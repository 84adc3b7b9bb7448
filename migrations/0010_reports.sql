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
select custodian_uses('report', 'select, insert, update');

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
