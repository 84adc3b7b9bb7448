-- What surrounds a class (S4 別紙1-5〜8, S3 8〜9): the plan of each session and who is meant to lead it, qualifications of
-- the 従事者名簿, add-ons that were given, what a venue has, the checks at a session's end, briefings, name tags, trainings.

-- ── 従事者名簿: the qualifications a programme asks for. Null: nobody was asked yet ─────────────────────────────────────
alter table designation add column qualifications text[];

-- ── プログラム・配置予定表: the contractor plans, the ward reads ────────────────────────────────────────────────────────
create table session_plan (
  ward_id uuid not null, session_id uuid not null, contract_id uuid not null, course_id uuid not null,
  content text not null, aim text not null default '',
  add_ons text[] not null default '{}',                            -- codes of the programme's add-ons
  planned_by uuid not null references account, planned_at timestamptz not null, version int not null default 1,
  primary key (ward_id, session_id),
  foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id)
);
create index session_plan_of_course on session_plan (ward_id, course_id);
select ward_table('session_plan');
revoke insert, update, delete on session_plan from kayoi_ward;
select contractor_uses('session_plan', 'select, insert, update');
create policy in_own_name on session_plan as restrictive for insert to kayoi_contractor with check (planned_by = (select app_account()));
create policy own_name_stays on session_plan as restrictive for update to kayoi_contractor using (true) with check (planned_by = (select app_account()));

-- The job is copied, because a later 従事者名簿 may say another.
create table session_plan_staff (
  ward_id uuid not null, session_id uuid not null, contract_id uuid not null, designation_id uuid not null, job text not null,
  primary key (ward_id, session_id, designation_id),
  foreign key (ward_id, session_id) references session_plan,
  foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, designation_id) references designation (ward_id, contract_id, id)
);
select ward_table('session_plan_staff');
revoke insert, update, delete on session_plan_staff from kayoi_ward;
select contractor_uses('session_plan_staff', 'select, insert, delete');

-- ── 加算プログラム: what was given, by whom, to whom ───────────────────────────────────────────────────────────────────
create table add_on (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, course_id uuid not null, session_id uuid not null,
  code text not null,                                              -- of the programme's add-ons
  designation_id uuid not null,                                    -- who gave it
  recorded_by uuid not null references account, recorded_at timestamptz not null,
  primary key (ward_id, id),
  constraint add_on_once unique (ward_id, session_id, code),
  unique (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, designation_id) references designation (ward_id, contract_id, id)
);
create index add_on_of_contract on add_on (ward_id, contract_id, code);
select ward_table('add_on');
revoke insert, update, delete on add_on from kayoi_ward;
select custodian_uses('add_on', 'select, insert, delete');
create policy in_own_name on add_on as restrictive for insert to kayoi_contractor with check (recorded_by = (select app_account()));

create table add_on_taker (
  ward_id uuid not null, add_on_id uuid not null, contract_id uuid not null, participant_id uuid not null,
  primary key (ward_id, add_on_id, participant_id),
  foreign key (ward_id, contract_id, add_on_id) references add_on (ward_id, contract_id, id) on delete cascade,
  foreign key (ward_id, participant_id) references participant
);
create index add_on_taker_of_participant on add_on_taker (ward_id, participant_id);
select ward_table('add_on_taker');
revoke insert, update, delete on add_on_taker from kayoi_ward;
select custodian_uses('add_on_taker', 'select, insert, delete');
create policy own_people on add_on_taker as restrictive for insert to kayoi_contractor with check (exists (
  select 1 from enrolment e where e.ward_id = (select app_ward()) and e.participant_id = add_on_taker.participant_id and e.contract_id = (select app_people())));
create policy not_for_evaluators on add_on_taker as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');

-- A statement's figures are the same for all who read it (0020), so are the add-ons in them.
create function fee_add_ons(p_contract uuid) returns table (session_id uuid, code text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.session_id, a.code from add_on a
  where a.ward_id = app_ward() and a.contract_id = p_contract
    and app_role() in ('ward.admin', 'ward.officer', 'ward.auditor', 'contractor.manager')
    and (app_contractor() is null or p_contract = (select app_contract()))
  order by a.session_id, a.code $$;
revoke execute on function fee_add_ons from public;
grant execute on function fee_add_ons to kayoi_ward, kayoi_auditor, kayoi_contractor;

-- ── 会場: the standard of a programme, looked at once for a course ─────────────────────────────────────────────────────
create table venue_check (
  ward_id uuid not null, course_id uuid not null, contract_id uuid not null, item text not null,
  present boolean, area_hundredths int check (area_hundredths >= 0),  -- 6250 for 62.5㎡
  checked_on date not null, checked_by uuid not null references account,
  by_ward boolean not null default (app_contractor() is null),         -- the ward saw it itself
  primary key (ward_id, course_id, item),
  check (num_nonnulls(present, area_hundredths) = 1),
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id)
);
select ward_table('venue_check');
revoke insert, update, delete on venue_check from kayoi_ward;
grant insert, update (present, area_hundredths, checked_on, checked_by, by_ward), delete on venue_check to kayoi_ward;
select contractor_uses('venue_check', 'select, insert, update, delete');
create policy in_own_name on venue_check as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (checked_by = (select app_account()) and by_ward = ((select app_contractor()) is null));
create policy own_name_stays on venue_check as restrictive for update to kayoi_ward, kayoi_contractor using (true)
  with check (checked_by = (select app_account()) and by_ward = ((select app_contractor()) is null));
-- What the ward saw itself, the contractor doesn't answer otherwise.
create policy wards_own_stays on venue_check as restrictive for update to kayoi_contractor using (not by_ward);
create policy wards_own_is_kept on venue_check as restrictive for delete to kayoi_contractor using (not by_ward);

-- Whether a session can only be begun once the venue was looked at: nothing of its course has been held, and the programme
-- has items that block the start. Asked in the statement that reads the session anyway.
create function waits_for_venue(p_session uuid) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select case
    when s.state <> 'planned' then false
    when exists (select 1 from session x where x.ward_id = s.ward_id and x.course_id = s.course_id and x.state in ('open', 'closed')) then false
    else exists (select 1 from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
      where c.ward_id = s.ward_id and c.id = s.contract_id and jsonb_path_exists(v.definition, '$.venue.standard[*] ? (@.blocks_start == true)')) end
  from session s where s.ward_id = app_ward() and s.id = p_session $$;
revoke execute on function waits_for_venue from public;
grant execute on function waits_for_venue to kayoi_ward, kayoi_contractor;

-- 終了時の確認 (原状回復, report to the hall's manager): done, or why not.
create table end_check (
  ward_id uuid not null, session_id uuid not null, contract_id uuid not null, code text not null,
  done boolean not null, reason text not null default '',
  checked_by uuid not null references account, checked_at timestamptz not null,
  primary key (ward_id, session_id, code),
  check (done or reason <> ''),
  foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id)
);
select ward_table('end_check');
revoke insert, update, delete on end_check from kayoi_ward;
select custodian_uses('end_check', 'select, insert');
create policy in_own_name on end_check as restrictive for insert to kayoi_contractor with check (checked_by = (select app_account()));

-- ── 体験・説明会: of one course, or of a contract (course_id null). No personal data ───────────────────────────────────
create table briefing (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, course_id uuid,
  held_on date not null, starts_at time not null, minutes int not null check (minutes between 10 and 480), venue text not null,
  done text[] not null default '{}',                               -- codes of the checklist
  came int check (came between 0 and 9999), notes text not null default '',
  written_by uuid not null references account, written_at timestamptz not null, version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id)
);
create index briefing_of_contract on briefing (ward_id, contract_id, held_on);
select ward_table('briefing');
revoke update, delete on briefing from kayoi_ward;
grant update (course_id, held_on, starts_at, minutes, venue, done, came, notes, written_by, written_at, version) on briefing to kayoi_ward;
select contractor_uses('briefing', 'select, insert');
grant update (course_id, held_on, starts_at, minutes, venue, done, came, notes, written_by, written_at, version) on briefing to kayoi_contractor;
create policy in_own_name on briefing as restrictive for insert to kayoi_ward, kayoi_contractor with check (written_by = (select app_account()));
create policy own_name_stays on briefing as restrictive for update to kayoi_ward, kayoi_contractor using (true) with check (written_by = (select app_account()));
select auditor_reads('briefing');

-- The days that duties count from (event `briefing`), for whoever may read the contract.
create function briefing_days(p_contract uuid) returns table (briefing_id uuid, course_id uuid, held_on date)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select b.id, b.course_id, b.held_on from briefing b where b.ward_id = app_ward() and b.contract_id = p_contract order by b.held_on, b.id $$;
revoke execute on function briefing_days from public;
grant execute on function briefing_days to kayoi_ward, kayoi_contractor, kayoi_auditor;

-- ── 名札: who has a place gets the next number of the course ───────────────────────────────────────────────────────────
-- A contractor changes nothing else of an enrolment, so this one column goes through a function. The row's version stays:
-- its sealed remark is bound to it.
create function assign_name_tags(p_course uuid) returns int
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare assigned int;
begin
  perform 1 from course k where k.ward_id = app_ward() and k.id = p_course
    and (app_role() in ('ward.admin', 'ward.officer') or (app_role() = 'contractor.manager' and k.contract_id = app_people()))
    for update;
  if not found then return null; end if;
  with missing as (
    select e.id, row_number() over (order by e.enrolled_on, e.id) as nth from enrolment e
    where e.ward_id = app_ward() and e.course_id = p_course and e.state = 'enrolled' and e.name_tag is null),
  highest as (
    select coalesce(max(e.name_tag), 0) as number from enrolment e where e.ward_id = app_ward() and e.course_id = p_course)
  update enrolment e set name_tag = highest.number + missing.nth from missing, highest
    where e.ward_id = app_ward() and e.id = missing.id;
  get diagnostics assigned = row_count;
  return assigned;
end $$;
revoke execute on function assign_name_tags from public;
grant execute on function assign_name_tags to kayoi_ward, kayoi_contractor;

-- ── 研修会・説明会・連絡会 of the ward, and which custodians took part ─────────────────────────────────────────────────
create table training (
  ward_id uuid not null, id uuid not null, kind text not null check (kind in ('training', 'explanation', 'meeting')),
  title text not null, held_on date not null,
  made_by uuid not null references account, made_at timestamptz not null, version int not null default 1,
  primary key (ward_id, id)
);
create index training_by_day on training (ward_id, held_on);
select ward_table('training');
revoke update, delete on training from kayoi_ward;
grant update (kind, title, held_on, version) on training to kayoi_ward;
create policy in_own_name on training as restrictive for insert to kayoi_ward with check (made_by = (select app_account()));
create policy contractor on training for select to kayoi_contractor using (ward_id = (select app_ward()));
grant select on training to kayoi_contractor;

-- By account, not by line of a list: a new version of the 従事者名簿 doesn't take back that somebody was there.
create table training_attendance (
  ward_id uuid not null, training_id uuid not null, contract_id uuid not null, account_id uuid not null references account,
  recorded_by uuid not null references account, recorded_at timestamptz not null,
  primary key (ward_id, training_id, contract_id, account_id),
  foreign key (ward_id, training_id) references training,
  foreign key (ward_id, contract_id) references contract
);
select ward_table('training_attendance');
revoke insert, update, delete on training_attendance from kayoi_ward;
select contractor_uses('training_attendance', 'select, insert, delete');
create policy in_own_name on training_attendance as restrictive for insert to kayoi_contractor with check (recorded_by = (select app_account())
  and exists (select 1 from designation d where d.ward_id = (select app_ward()) and d.contract_id = (select app_contract()) and d.account_id = training_attendance.account_id));
