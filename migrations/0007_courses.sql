-- 教室: course, its sessions, the people enrolled, and what was recorded on the day.

create table course (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  name text not null, venue text not null, starts_at time not null, minutes int not null check (minutes between 10 and 480),
  capacity int not null check (capacity between 1 and 200), minimum int not null check (minimum between 0 and 200),
  first_on date not null,
  state text not null default 'planned' check (state in ('planned', 'running', 'finished', 'cancelled')),
  version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract
);
create index course_of_contract on course (ward_id, contract_id);
select ward_table('course');
select contractor_uses('course', 'select, update');
select auditor_reads('course');
create policy centre on course for select to kayoi_centre using (ward_id = (select app_ward()));
grant select on course to kayoi_centre;

create table session (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, course_id uuid not null,
  number int not null, held_on date not null, starts_at time not null, minutes int not null,
  state text not null default 'planned' check (state in ('planned', 'open', 'closed', 'cancelled')),
  content text not null default '', moved_from date, move_reason text not null default '',
  cancelled_by text check (cancelled_by in ('ward', 'contractor')), cancel_decided_at timestamptz,
  cancel_cause text check (cancel_cause in ('weather', 'no_participants', 'below_minimum', 'ward_convenience', 'contractor_convenience')), cancel_reason text not null default '',
  closed_at timestamptz, closed_by uuid references account,
  present_count int not null default 0, absent_count int not null default 0,   -- kept at write time for the home pages
  version int not null default 1,
  primary key (ward_id, id),
  constraint session_number_once unique (ward_id, course_id, number),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, course_id) references course
);
create index session_by_day on session (ward_id, held_on);
create index session_of_contract on session (ward_id, contract_id, held_on);
select ward_table('session');
select contractor_uses('session', 'select, update');
select auditor_reads('session');

-- 従事: who of the accepted roster was on duty.
create table session_staff (
  ward_id uuid not null, session_id uuid not null, contract_id uuid not null, designation_id uuid not null,
  job text not null,
  primary key (ward_id, session_id, designation_id),
  foreign key (ward_id, session_id) references session,
  foreign key (ward_id, designation_id) references designation
);
select ward_table('session_staff');
select contractor_uses('session_staff', 'select, insert, delete');

-- 参加: a person in a course (course_id set) or in an individual service (course_id null; the row is then the unit).
create table enrolment (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, participant_id uuid not null, course_id uuid,
  state text not null check (state in ('waiting', 'enrolled', 'withdrawn', 'completed')),
  name_tag int,                                           -- 名札番号
  applied_on date not null, enrolled_on date, ended_on date,
  withdrawal_reason text, sealed bytea,                   -- free remark of a withdrawal, unit key
  version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, participant_id) references participant,
  foreign key (ward_id, course_id) references course
);
create unique index enrolment_live_once on enrolment (ward_id, contract_id, participant_id, coalesce(course_id, contract_id))
  where state in ('waiting', 'enrolled');
create index enrolment_of_course on enrolment (ward_id, course_id, state);
create index enrolment_of_contract on enrolment (ward_id, contract_id, state);
create index enrolment_of_participant on enrolment (ward_id, participant_id);
select ward_table('enrolment');
create policy custodian on enrolment for select to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_people()) and state <> 'waiting');
grant select on enrolment to kayoi_contractor;

-- A contractor sees the register rows of people who were given a place under its contract; a centre those of its districts.
create policy custodian on participant for select to kayoi_contractor
  using (ward_id = (select app_ward()) and id = any (array(
    select e.participant_id from enrolment e where e.ward_id = (select app_ward()) and e.contract_id = (select app_people()))));
grant select on participant to kayoi_contractor;
create policy centre on participant to kayoi_centre
  using (ward_id = (select app_ward()) and centre_id = (select app_centre()))
  with check (ward_id = (select app_ward()) and centre_id = (select app_centre()));
grant select on participant to kayoi_centre;
-- A centre searches among its own people and sees their certifications.
create policy centre on search_token for select to kayoi_centre
  using (ward_id = (select app_ward()) and participant_id = any (array(
    select p.id from participant p where p.ward_id = (select app_ward()) and p.centre_id = (select app_centre()))));
grant select on search_token to kayoi_centre;
create policy centre on certification for select to kayoi_centre
  using (ward_id = (select app_ward()) and participant_id = any (array(
    select p.id from participant p where p.ward_id = (select app_ward()) and p.centre_id = (select app_centre()))));
grant select on certification to kayoi_centre;
create policy centre on enrolment for select to kayoi_centre
  using (ward_id = (select app_ward()) and participant_id = any (array(
    select p.id from participant p where p.ward_id = (select app_ward()) and p.centre_id = (select app_centre()))));
grant select on enrolment to kayoi_centre;
create policy centre on session for select to kayoi_centre using (ward_id = (select app_ward()));
grant select on session to kayoi_centre;

-- One row a person a session. Each field carries its own version: different fields merge, the same field with another
-- value becomes a decision for a person. Numbers are plain, the memo and the reasons are sealed with the course's key.
create table attendance (
  ward_id uuid not null, session_id uuid not null, participant_id uuid not null,
  contract_id uuid not null, course_id uuid not null,
  status text check (status in ('present', 'late', 'left_early', 'observed', 'absent_notified', 'absent_unnotified')),
  status_version int not null default 0,
  pre_systolic smallint, pre_diastolic smallint, pre_pulse smallint, pre_version int not null default 0,
  post_systolic smallint, post_diastolic smallint, post_pulse smallint, post_version int not null default 0,
  pre_missing bytea, pre_missing_version int not null default 0,               -- 測れない理由, free text
  post_missing bytea, post_missing_version int not null default 0,
  memo bytea, memo_version int not null default 0,
  flags text[] not null default '{}', flags_version int not null default 0,   -- 'centre', 'ward'
  conflicts int not null default 0,                                            -- open 要確認
  primary key (ward_id, session_id, participant_id),
  foreign key (ward_id, session_id) references session,
  foreign key (ward_id, participant_id) references participant,
  foreign key (ward_id, course_id) references course
) with (autovacuum_vacuum_insert_scale_factor = 0.02);
create index attendance_of_participant on attendance (ward_id, participant_id, session_id);
create index attendance_of_course on attendance (ward_id, course_id, session_id, participant_id);
select ward_table('attendance');
revoke insert, update, delete on attendance from kayoi_ward;
select custodian_uses('attendance', 'select, insert, update');
create policy centre on attendance for select to kayoi_centre
  using (ward_id = (select app_ward()) and participant_id = any (array(
    select p.id from participant p where p.ward_id = (select app_ward()) and p.centre_id = (select app_centre()))));
grant select on attendance to kayoi_centre;

-- Every operation a tablet or form sent, append-only; its key makes a repeated sending harmless.
create table operation (
  ward_id uuid not null, key uuid not null, session_id uuid not null, participant_id uuid not null, contract_id uuid not null,
  field text not null check (field in ('attendance', 'pre', 'post', 'memo', 'flags', 'unmeasured_pre', 'unmeasured_post')),
  value text, sealed bytea,                      -- memo and reasons are sealed, all else plain
  base_version int not null, version int not null,
  outcome text not null check (outcome in ('applied', 'same', 'conflict', 'refused')),
  resolved_by uuid,                              -- key of the operation that settled a conflict
  account_id uuid not null references account, at timestamptz not null, recorded_at timestamptz not null,
  primary key (ward_id, key),
  foreign key (ward_id, session_id, participant_id) references attendance
);
create index operation_of_session on operation (ward_id, session_id, participant_id, field);
create index operation_undecided on operation (ward_id, session_id) where outcome = 'conflict' and resolved_by is null;
select ward_table('operation');
revoke insert, update, delete on operation from kayoi_ward;
select custodian_uses('operation', 'select, insert');
grant update (resolved_by) on operation to kayoi_contractor;

-- 欠席者への対応 (S4 6(2)⑧): opened by the absence rule, closed with what was done.
create table follow_up (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, course_id uuid not null, session_id uuid not null, participant_id uuid not null,
  kind text not null check (kind in ('contact', 'notify')),
  explanation text not null,
  state text not null default 'open' check (state in ('open', 'done')),
  sealed bytea, done_at timestamptz, done_by uuid references account, version int not null default 1,
  primary key (ward_id, id),
  constraint follow_up_once unique (ward_id, session_id, participant_id, kind),
  foreign key (ward_id, session_id) references session,
  foreign key (ward_id, course_id) references course,
  foreign key (ward_id, participant_id) references participant
);
create index follow_up_open on follow_up (ward_id, contract_id, state);
select ward_table('follow_up');
select custodian_uses('follow_up', 'select, insert, update');

-- What a session's record holds and what it may take, read behind a lock on the session, so that two tablets that send
-- at once are answered one after the other. A function, because a statement that waits for a lock still sees the rows
-- as they were before; each statement in here sees them as they are. Runs as the caller, under the caller's policies.
create function recording_state(p_session uuid, p_keys uuid[])
  returns table (course_id uuid, contract_id uuid, held_on date, state text, frozen boolean,
                 participant_id uuid, attendance jsonb, kept jsonb, answered jsonb)
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from session s where s.ward_id = app_ward() and s.id = p_session for update;
  return query
  -- The session's own rows first: joined person by person, the planner may read each one's whole course.
  with recorded as materialized (select * from attendance x where x.ward_id = app_ward() and x.session_id = p_session)
  select s.course_id, s.contract_id, s.held_on, s.state,
    exists (select 1 from report r where r.ward_id = s.ward_id and r.contract_id = s.contract_id and r.course_id = s.course_id and r.state = 'accepted'),
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
    and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, s.held_on) >= s.held_on
  left join recorded a on a.participant_id = e.participant_id
  where s.ward_id = app_ward() and s.id = p_session;
end $$;
