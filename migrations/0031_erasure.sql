-- 返還・消去: what the contractor reports as returned or destroyed, the ward's decision, the end of its reading in Kayoi, and the
-- destruction of a unit's key after the ward's retention period.

create table erasure (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  unit text not null check (unit in ('contract', 'course', 'person')), course_id uuid, participant_id uuid,
  carried_out_on date,                                                      -- the day the media left the ward's premises, where they were erased after it
  erased_on date not null, due_on date not null,                            -- five business days after the earlier kind of day
  ends_reading boolean not null,                                            -- the unit's data in Kayoi are given back with it
  sealed bytea not null,                                                    -- who did it, who was witness, remarks; contract key, version 1
  answers jsonb not null default '[]',                                      -- [{rule, occurrence, title}] of the obligations it answers
  replaces uuid,
  state text not null default 'reported' check (state in ('reported', 'accepted', 'returned')),
  reported_at timestamptz not null, reported_by uuid not null references account,
  decided_at timestamptz, decided_by uuid references account, remark bytea,  -- why it was returned; contract key, version 2
  version int not null default 1,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id),
  constraint erasure_replaced_once unique (ward_id, contract_id, replaces),
  check ((unit = 'course') = (course_id is not null) and (unit = 'person') = (participant_id is not null)),
  check (carried_out_on is null or carried_out_on <= erased_on),
  check ((state = 'reported') = (decided_at is null) and (decided_at is null) = (decided_by is null) and (state = 'returned') = (remark is not null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id),
  foreign key (ward_id, participant_id) references participant,
  foreign key (ward_id, contract_id, replaces) references erasure (ward_id, contract_id, id)
);
create index erasure_waiting on erasure (ward_id, state) where state in ('reported', 'returned');
create index erasure_ended on erasure (ward_id, contract_id) where state = 'accepted' and ends_reading;
create index erasure_of_contract on erasure (ward_id, contract_id, reported_at desc);
select ward_table('erasure');
revoke insert, update, delete on erasure from kayoi_ward;
create policy not_for_evaluators on erasure as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
-- A contractor whose people are given back still reads and writes its reports: they are paper of the contract.
select contractor_uses('erasure', 'select');
grant insert (ward_id, id, contract_id, unit, course_id, participant_id, carried_out_on, erased_on, due_on, ends_reading, sealed, answers, replaces, reported_at, reported_by)
  on erasure to kayoi_contractor;
create policy in_own_name on erasure as restrictive for insert to kayoi_contractor with check (reported_by = (select app_account()));
grant update (state, decided_at, decided_by, remark, version) on erasure to kayoi_ward;
select auditor_reads('erasure');
create policy decided_once on erasure as restrictive for update to kayoi_ward using (state = 'reported')
  with check (state in ('accepted', 'returned') and decided_by = (select app_account()) and version = 2);

create table erasure_line (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, erasure_id uuid not null,
  item_id uuid not null, quantity int not null check (quantity between 1 and 100000),
  method text not null check (method in ('software', 'physical', 'cryptographic', 'shredded')),
  sealed bytea not null,                                                    -- model, serial number, tool; contract key, version 1
  primary key (ward_id, id),
  foreign key (ward_id, contract_id, erasure_id) references erasure (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, item_id) references handover_line (ward_id, contract_id, id)
);
create index erasure_line_of_report on erasure_line (ward_id, erasure_id);
create index erasure_line_of_item on erasure_line (ward_id, item_id);
select ward_table('erasure_line');
revoke insert, update, delete on erasure_line from kayoi_ward;
create policy not_for_evaluators on erasure_line as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select contractor_uses('erasure_line', 'select, insert');
select auditor_reads('erasure_line');
create policy with_its_report on erasure_line as restrictive for insert to kayoi_contractor with check (exists (
  select 1 from erasure e where e.ward_id = (select app_ward()) and e.id = erasure_line.erasure_id and e.state = 'reported' and e.reported_by = (select app_account())));

create table erasure_photo (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, erasure_id uuid not null,
  shows text not null check (shows in ('medium', 'screen')),
  file bytea not null, kind text not null check (kind in ('jpeg', 'png')), size int not null, sha256 bytea not null check (length(sha256) = 32),
  primary key (ward_id, id),
  foreign key (ward_id, contract_id, erasure_id) references erasure (ward_id, contract_id, id)
);
create index erasure_photo_of_report on erasure_photo (ward_id, erasure_id);
select ward_table('erasure_photo');
revoke insert, update, delete on erasure_photo from kayoi_ward;
create policy not_for_evaluators on erasure_photo as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select contractor_uses('erasure_photo', 'select, insert');
create policy with_its_report on erasure_photo as restrictive for insert to kayoi_contractor with check (exists (
  select 1 from erasure e where e.ward_id = (select app_ward()) and e.id = erasure_photo.erasure_id and e.state = 'reported' and e.reported_by = (select app_account())));

-- データ消去計画書: where five business days are not enough.
create table erasure_plan (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  base_on date not null, due_on date not null, completes_on date not null,
  sealed bytea not null,                                                    -- why, in which steps, by whom; contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  check (completes_on > due_on),
  foreign key (ward_id, contract_id) references contract
);
create index erasure_plan_of_contract on erasure_plan (ward_id, contract_id, made_at desc);
select ward_table('erasure_plan');
revoke insert, update, delete on erasure_plan from kayoi_ward;
create policy not_for_evaluators on erasure_plan as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select contractor_uses('erasure_plan', 'select, insert');
create policy in_own_name on erasure_plan as restrictive for insert to kayoi_contractor with check (made_by = (select app_account()));

-- ── What was given back is no longer read ─────────────────────────────────────────────────────────────────────────────
-- The units of this kind, of the contract a contractor acts under, that are given back; null when the whole contract is, so that
-- nothing differs from it. A definer function: the policies below ask it, once a statement. Designations stay; what is behind
-- them is gone.
create function given_back(p_unit text) returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select case when bool_or(e.unit = 'contract') then null
    else coalesce(array_agg(case p_unit when 'course' then e.course_id else e.participant_id end) filter (where e.unit = p_unit), '{}') end
  from erasure e where e.ward_id = app_ward() and e.contract_id = app_contract() and e.state = 'accepted' and e.ends_reading $$;
revoke execute on function given_back from public;
grant execute on function given_back to kayoi_contractor;

do $$ declare c record; begin
  for c in select t.relname as tbl, a.attname as col
    from pg_class t join pg_attribute a on a.attrelid = t.oid and not a.attisdropped
    where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and a.attname in ('course_id', 'participant_id')
      and t.relname not in ('erasure', 'handover_line', 'briefing', 'session', 'session_plan', 'venue_check', 'search_token')
      and has_table_privilege('kayoi_contractor', t.oid, 'select')
  loop
    execute format('create policy not_given_back_%s on %I as restrictive to kayoi_contractor
      using (coalesce(%I, ''00000000-0000-0000-0000-000000000000'') <> all ((select given_back(%L))::uuid[]))',
      c.col, c.tbl, c.col, case c.col when 'course_id' then 'course' else 'person' end);
  end loop;
end $$;
create policy not_given_back on participant as restrictive to kayoi_contractor
  using (id <> all ((select given_back('person'))::uuid[]));
-- What was written about a sheet is read with the sheet.
create policy not_given_back on liaison_event as restrictive to kayoi_contractor using (exists (
  select 1 from liaison_sheet s where s.ward_id = (select app_ward()) and s.id = liaison_event.sheet_id));

-- ── 鍵の破棄: proposed by one person of the ward, done by another ──────────────────────────────────────────────────────
create table key_destruction (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  course_id uuid,                                                           -- null: the contract with everything under it
  kept_until date not null, basis text not null check (basis <> ''), copies text not null check (copies <> ''),
  proposed_at timestamptz not null, proposed_by uuid not null references account,
  state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'withdrawn')),
  decided_at timestamptz, decided_by uuid references account,
  fingerprints text[] not null default '{}',
  numbers int check ((numbers is null) = (state <> 'confirmed')),           -- rows whose figures and answers were deleted with it
  version int not null default 1,
  primary key (ward_id, id),
  check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check (state <> 'confirmed' or decided_by <> proposed_by),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id)
);
create index key_destruction_of_contract on key_destruction (ward_id, contract_id);
create unique index key_destruction_once on key_destruction (ward_id, contract_id, course_id) nulls not distinct where state <> 'withdrawn';
select ward_table('key_destruction');
revoke insert, update, delete on key_destruction from kayoi_ward;
create policy not_for_evaluators on key_destruction as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
grant insert (ward_id, id, contract_id, course_id, kept_until, basis, copies, proposed_at, proposed_by) on key_destruction to kayoi_ward;
grant update (state, decided_at, decided_by, fingerprints, numbers, version) on key_destruction to kayoi_ward;
create policy in_own_name on key_destruction as restrictive for insert to kayoi_ward with check (proposed_by = (select app_account()));
create policy by_another on key_destruction as restrictive for update to kayoi_ward using (state = 'proposed')
  with check (decided_by = (select app_account()) and state in ('confirmed', 'withdrawn'));

-- What no key seals goes with the key: figures and answers of people, and every stroke by which they were recorded. Who took part
-- and when stays for the statistics. Nobody may call it but for what is proposed, by somebody else than who proposed it.
create function delete_numbers(p_destruction uuid) returns int
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  of key_destruction%rowtype;
  total int := 0;
  n int;
begin
  select * into of from key_destruction d
    where d.ward_id = app_ward() and d.id = p_destruction and d.state = 'proposed' and d.proposed_by <> app_account();
  if not found or app_role() not in ('ward.admin', 'ward.officer') then
    raise insufficient_privilege using message = 'no destruction of this unit for this person to confirm';
  end if;
  delete from operation o using session s where s.ward_id = o.ward_id and s.id = o.session_id and o.ward_id = of.ward_id
    and s.contract_id = of.contract_id and (of.course_id is null or s.course_id = of.course_id);
  get diagnostics n = row_count; total := total + n;
  update attendance set pre_systolic = null, pre_diastolic = null, pre_pulse = null, post_systolic = null, post_diastolic = null, post_pulse = null
    where ward_id = of.ward_id and contract_id = of.contract_id and (of.course_id is null or course_id = of.course_id)
      and num_nonnulls(pre_systolic, pre_diastolic, pre_pulse, post_systolic, post_diastolic, post_pulse) > 0;
  get diagnostics n = row_count; total := total + n;
  delete from assessment a using enrolment e where e.ward_id = a.ward_id and e.id = a.enrolment_id and a.ward_id = of.ward_id
    and e.contract_id = of.contract_id and (of.course_id is null or e.course_id = of.course_id);
  get diagnostics n = row_count; total := total + n;
  delete from questionnaire_answer a using enrolment e where e.ward_id = a.ward_id and e.id = a.enrolment_id and a.ward_id = of.ward_id
    and e.contract_id = of.contract_id and (of.course_id is null or e.course_id = of.course_id);
  get diagnostics n = row_count; total := total + n;
  delete from guidance_result r using enrolment e where e.ward_id = r.ward_id and e.id = r.enrolment_id and r.ward_id = of.ward_id
    and e.contract_id = of.contract_id and (of.course_id is null or e.course_id = of.course_id);
  get diagnostics n = row_count; total := total + n;
  return total;
end $$;
revoke execute on function delete_numbers from public;
grant execute on function delete_numbers to kayoi_ward;
