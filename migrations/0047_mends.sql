-- 従事者名簿 and 教育: a change of custodians that is only notified; and nobody passes the test they wrote themselves.

-- What both sides owe is owed once by each: no row was ever owed by both.
alter table obligation drop constraint obligation_owed_by_check, add check (owed_by in ('contractor', 'ward'));

-- ── 従事者名簿: a change that the clauses only want notified ──────────────────────────────────────────────────────────
-- S3 4(5) has the ward approve a change beforehand, S4 6 has it told at once. Where notice is enough a later version is in force
-- when the contractor hands it in, and the ward receives it afterwards. The first list is the ward's to accept either way.
alter table roster add column by_notice boolean not null default false;

-- The clauses ask for notice of a change, and none of them for approval.
create function notice_is_enough(p_contract uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(bool_or(r.code = 'custodian_notice') and not bool_or(r.code = 'custodian_change'), false)
  from bound_rules(app_ward(), p_contract) r
  where app_contractor() is null and app_centre() is null or p_contract = app_contract() $$;
revoke execute on function notice_is_enough from public;
grant execute on function notice_is_enough to kayoi_ward, kayoi_contractor;

create policy contractor_notifies on roster for update to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_contract()) and state in ('draft', 'returned', 'accepted'))
  with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and state in ('accepted', 'replaced')
    and notice_is_enough(contract_id));

-- As 0015_frozen_papers.sql has it, with a contractor's notice and the ward's receipt of it.
create or replace function roster_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  is_ward boolean := current_user = 'kayoi_ward';
  notifies boolean := current_user = 'kayoi_contractor' and new.state in ('accepted', 'replaced');
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case when is_ward then array['submitted returned', 'submitted accepted', 'accepted replaced', 'accepted accepted']
                             when notifies then array['draft accepted', 'returned accepted', 'accepted replaced']
                             else array['draft draft', 'returned returned', 'draft submitted', 'returned submitted'] end)
     or (step = 'accepted accepted' and not (old.by_notice and old.decided_at is null))
     or (new.state in ('returned', 'accepted') and is_ward and (new.decided_by is distinct from app_account() or new.decided_at is null))
     or (new.state = 'replaced' and (new.decided_at, new.decided_by, new.return_reason) is distinct from (old.decided_at, old.decided_by, old.return_reason))
     or ((new.state = 'submitted' or notifies and new.state = 'accepted') and (new.submitted_by is distinct from app_account() or new.submitted_at is null))
     or (not is_ward and new.state not in ('submitted', 'accepted') and (new.submitted_by, new.submitted_at) is distinct from (old.submitted_by, old.submitted_at))
     -- Notice changes a list that the ward has accepted: it never stands in for the first one.
     or (notifies and new.state = 'accepted' and not exists (
       select 1 from roster r where r.ward_id = old.ward_id and r.contract_id = old.contract_id and r.id <> old.id and r.state = 'replaced')) then
    raise insufficient_privilege using message = format('%s may not take roster %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  if notifies and new.state = 'accepted' then
    new.by_notice := true;
    new.decided_at := null;
    new.decided_by := null;
    new.return_reason := null;
  end if;
  return new;
end $$;

-- ── 教育・訓練: who wrote a test gave the lesson ───────────────────────────────────────────────────────────────────
-- Whoever wrote the questions knows the answers: they give the lesson and take the test of somebody else. What they gave
-- themselves counts for them once the ward has received the report that names them as its giver.
drop policy own_test on lesson_result;
create policy own_test on lesson_result as restrictive for insert to kayoi_contractor with check (recorded_by = (select app_account()) and exists (
  select 1 from lesson l where l.ward_id = (select app_ward()) and l.id = lesson_id and l.contract_id = (select app_contract())
    and case when jsonb_array_length(l.questions) > 0
             then account_id = (select app_account()) and account_id <> l.made_by
               and score is not null and passed = (score >= l.pass_mark) and score <= jsonb_array_length(l.questions)
               and taken_on = (recorded_at at time zone 'Asia/Tokyo')::date
             else account_id <> (select app_account()) and score is null and passed and (select app_role()) = 'contractor.manager' and taken_on = l.held_on
               and (taken_on = (recorded_at at time zone 'Asia/Tokyo')::date or exists (
                 select 1 from designation d where d.ward_id = l.ward_id and d.contract_id = l.contract_id and d.account_id = lesson_result.account_id
                   and d.valid_from <= taken_on)) end));

-- The questions show which answers are right: only whoever wrote them changes them.
create function lesson_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_contractor' and old.made_by <> app_account()
     and (new.title, new.held_on, new.materials, new.questions, new.pass_mark)
       is distinct from (old.title, old.held_on, old.materials, old.questions, old.pass_mark) then
    raise insufficient_privilege using message = format('lesson %s is changed by who made it', old.id);
  end if;
  return new;
end $$;
create trigger guard before update on lesson for each row execute function lesson_guard();

-- As 0038_custodians.sql has it, but that a lesson one gave counts like one that was passed.
create or replace function custodian_lacks(p_ward uuid, p_contract uuid, p_account uuid, p_day date) returns text
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  asks_pledge boolean; asks_training boolean; months int;
begin
  select bool_or(r.code = 'pledge'), bool_or(r.code = 'training_before_access'),
         min(coalesce((r.parameters->>'every_months')::int, 12)) filter (where r.code = 'training')
    into asks_pledge, asks_training, months from bound_rules(p_ward, p_contract) r;
  if asks_pledge and not exists (
    select 1 from pledge p where p.ward_id = p_ward and p.contract_id = p_contract and p.account_id = p_account and p.given_on <= p_day
      and (p.state = 'received' or p.state = 'given' and p.means = 'electronic')) then return 'pledge'; end if;
  if asks_training and not exists (
    select 1 from lesson l left join lesson_result x on x.ward_id = l.ward_id and x.lesson_id = l.id and x.account_id = p_account and x.passed
    where l.ward_id = p_ward and l.contract_id = p_contract and l.kind = 'protection'
      and (x.id is not null or l.made_by = p_account and l.state = 'received')
      and coalesce(x.taken_on, l.held_on) <= p_day
      and (months is null or coalesce(x.taken_on, l.held_on) > (p_day - make_interval(months => months))::date)) then return 'training'; end if;
  return null;
end $$;

-- ── 事故: when the contractor came to know of it, and a clock that nobody moves ─────────────────────────────────────────
alter table incident add column known_at timestamptz;
-- Until now an accident counted as known when it happened, what befell data when it was reported or told.
update incident set known_at = case when kind in ('accident', 'sudden_illness', 'complaint') then happened_at
  else greatest(happened_at, least(reported_at, coalesce(told_ward_at, reported_at))) end;
alter table incident alter column known_at set not null,
  add constraint incident_known_check check (happened_at <= known_at and known_at <= reported_at);
-- The days of the law run from when the ward was told at the latest.
create policy clock_stays on incident_judgement as restrictive for insert to kayoi_ward with check (exists (
  select 1 from incident i where i.ward_id = (select app_ward()) and i.id = incident_id
    and known_on <= (least(i.reported_at, coalesce(i.told_ward_at, i.reported_at)) at time zone 'Asia/Tokyo')::date));
