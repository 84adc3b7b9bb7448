-- What stayed open at the wall after a course was given back, what a contractor could say of its own duties, and the bounds of the
-- deletion of figures.

-- ── 返還した教室の人: those who are in nothing else of the contract go with the course ────────────────────────────────
-- Of the contract a contractor acts under, what is given back: courses, people, enrolments or sessions; null when the whole
-- contract is, so that nothing differs from it. A person goes with the course unless another enrolment, or an application that
-- isn't decided, still ties them to the contract.
create or replace function given_back(p_unit text) returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  whole boolean;
  courses uuid[];
  people uuid[];
begin
  select bool_or(e.unit = 'contract'), coalesce(array_agg(e.course_id) filter (where e.unit = 'course'), '{}'),
         coalesce(array_agg(e.participant_id) filter (where e.unit = 'person'), '{}') into whole, courses, people
    from erasure e where e.ward_id = app_ward() and e.contract_id = app_contract() and e.state = 'accepted' and e.ends_reading;
  if whole then return null; end if;
  if p_unit = 'course' or courses = '{}' then
    return case p_unit when 'course' then courses when 'person' then people else '{}' end;
  elsif p_unit = 'enrolment' then
    return array(select e.id from enrolment e
      where e.ward_id = app_ward() and e.contract_id = app_contract() and e.course_id = any (courses));
  elsif p_unit = 'session' then
    return array(select s.id from session s
      where s.ward_id = app_ward() and s.contract_id = app_contract() and s.course_id = any (courses));
  end if;
  return people || array(select e.participant_id from enrolment e
    where e.ward_id = app_ward() and e.contract_id = app_contract()
    group by e.participant_id
    having bool_and(coalesce(e.course_id = any (courses), false))
      and not exists (select from application a where a.ward_id = app_ward() and a.contract_id = app_contract()
        and a.participant_id = e.participant_id and a.state in ('draft', 'submitted', 'hearing')));
end $$;

-- Of whoever is in another course too, what was written in the one that is given back goes with it.
do $$ declare c record; begin
  for c in select t.relname as tbl, a.attname as col
    from pg_class t join pg_attribute a on a.attrelid = t.oid and not a.attisdropped
    where t.relnamespace = 'public'::regnamespace and t.relkind = 'r'
      and (a.attname = 'enrolment_id' or a.attname = 'session_id' and t.relname in ('operation', 'incident'))
      and has_table_privilege('kayoi_contractor', t.oid, 'select')
  loop
    execute format('create policy not_given_back_%s on %I as restrictive to kayoi_contractor
      using (coalesce(%I, ''00000000-0000-0000-0000-000000000000'') <> all ((select given_back(%L))::uuid[]))',
      c.col, c.tbl, c.col, split_part(c.col, '_', 1));
  end loop;
end $$;

create policy not_given_back on add_on_taker as restrictive for select to kayoi_contractor using (exists (
  select from add_on a where a.ward_id = (select app_ward()) and a.id = add_on_taker.add_on_id));
-- A paper of one course, session or person names people; the papers of the contract stay.
create policy not_given_back on filing_content as restrictive for select to kayoi_contractor using (exists (
  select from filing f where f.ward_id = (select app_ward()) and f.id = filing_content.id and (
    f.occurrence !~ '^(course|session|enrolment):'
    or split_part(f.occurrence, ':', 2) <> all (((select given_back(split_part(f.occurrence, ':', 1)))::uuid[])::text[]))));
-- An archive whose things all belong to what is given back.
create policy not_given_back on handover_package as restrictive for select to kayoi_contractor using (exists (
  select from handover_line l where l.ward_id = (select app_ward()) and l.handover_id = handover_package.handover_id
    and coalesce(l.course_id, '00000000-0000-0000-0000-000000000000') <> all ((select given_back('course'))::uuid[])));

-- ── 期限を過ぎた義務: the one rule every page asks ─────────────────────────────────────────────────────────────────────
-- Nobody is late with what lies with the side that decides on it, nor before the last day is over.
create function is_late(o obligation, p_today date) returns boolean
  language sql immutable as $$ select o.state = 'open' and o.handed_in_on is null and o.last_on < p_today $$;
-- 提出物: done by handing in a paper.
create function is_paper(o obligation) returns boolean
  language sql immutable as $$ select o.rule like 'filing/%' or o.evidence = 'filing' $$;

-- ── 振替: a course is counted once ─────────────────────────────────────────────────────────────────────────────────────
-- How many sessions a course has: one that is held in place of another takes its place. Rows as the reader sees them.
create function session_counts(p_course uuid) returns table (total bigint, held bigint, cancelled bigint, settled bigint)
  language sql stable as $$
  select count(*), count(*) filter (where s.state = 'closed'), count(*) filter (where s.state = 'cancelled'),
         count(*) filter (where s.state in ('closed', 'cancelled'))
  from session s where s.ward_id = (select app_ward()) and s.course_id = p_course
    and s.id not in (select o.makes_up from session o
      where o.ward_id = (select app_ward()) and o.course_id = p_course and o.makes_up is not null) $$;

-- What was planned for the session that is cancelled is planned for the one in its place, in the name of whoever planned it; the
-- ward decides on the day and writes no plan itself.
create function carry_plan(p_made uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if app_role() not in ('ward.admin', 'ward.officer') then
    raise insufficient_privilege using message = 'only the ward holds a session in place of another';
  end if;
  insert into session_plan (ward_id, session_id, contract_id, course_id, content, aim, add_ons, planned_by, planned_at)
    select p.ward_id, m.id, p.contract_id, p.course_id, p.content, p.aim, p.add_ons, p.planned_by, p.planned_at
    from session m join session_plan p on p.ward_id = m.ward_id and p.session_id = m.makes_up
    where m.ward_id = app_ward() and m.id = p_made and m.state = 'planned' on conflict do nothing;
  insert into session_plan_staff (ward_id, session_id, contract_id, designation_id, job)
    select t.ward_id, m.id, t.contract_id, t.designation_id, t.job
    from session m join session_plan_staff t on t.ward_id = m.ward_id and t.session_id = m.makes_up
    where m.ward_id = app_ward() and m.id = p_made and m.state = 'planned' on conflict do nothing;
end $$;
revoke execute on function carry_plan from public;
grant execute on function carry_plan to kayoi_ward;

-- ── 義務: nobody at the contractor's finds done what the ward decides on, or takes away what came up ───────────────────
-- A paper that was accepted before its obligation was dated closes it all the same.
create policy decided_by_ward on obligation as restrictive for update to kayoi_contractor
  using (true)
  with check (state <> 'done' or owed_by = 'ward'
    or decision = 'none' or decision = 'receipt' and evidence not in ('roster', 'report', 'filing', 'incident', 'inspection', 'request',
      'training', 'pledge', 'permission', 'protection_plan', 'survey', 'rehearsal')
    or exists (select from filing f where f.ward_id = (select app_ward()) and f.contract_id = obligation.contract_id
      and f.side = obligation.owed_by and obligation.rule in ('filing/' || f.code, replace(f.code, 'clause/', ''))
      and f.state in ('received', 'approved') and f.occurrence in (obligation.occurrence, 'day:' || obligation.event_on)));
-- What came up stays; a briefing that moves takes its duties along.
drop policy redated_by_contractor on obligation;
create policy redated_by_contractor on obligation as restrictive for delete to kayoi_contractor
  using (state = 'open' and occurrence like 'briefing:%');

-- ── 鍵の破棄: figures are deleted only after the retention period, of what was given back ──────────────────────────────
alter function delete_numbers(uuid) rename to delete_numbers_of;
revoke execute on function delete_numbers_of from kayoi_ward;

create function delete_numbers(p_destruction uuid, p_today date) returns int
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from key_destruction d join contract c on c.ward_id = d.ward_id and c.id = d.contract_id
    where d.ward_id = app_ward() and d.id = p_destruction and d.kept_until < p_today and (
      d.course_id is null and c.state = 'closed'
      or d.course_id is not null and exists (select from erasure e
        where e.ward_id = d.ward_id and e.contract_id = d.contract_id and e.state = 'accepted' and e.ends_reading
          and (e.unit = 'contract' or e.course_id = d.course_id)));
  if not found then
    raise insufficient_privilege using message = 'still kept, or not given back';
  end if;
  return delete_numbers_of(p_destruction);
end $$;
revoke execute on function delete_numbers from public;
grant execute on function delete_numbers to kayoi_ward;

-- ── 聞き取りの依頼: by when the centre answers ─────────────────────────────────────────────────────────────────────────
alter table hearing add column due_on date;
update hearing set due_on = (asked_at at time zone 'Asia/Tokyo')::date + 7;
alter table hearing alter column due_on set not null;

-- ── ログイン: one that had to make room for a newer one says so to its browser ───────────────────────────────────────────
alter table login add column displaced_at timestamptz;
