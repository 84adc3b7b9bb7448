-- 従事者: what the clauses ask about each of them, their pledges and what they learned; and the gate that follows from it. A
-- contractor's person sees people only while designated, and while the pledge and the training that the contract's clauses
-- demand before the first access are in force (DESIGN 2.2).

-- ── 従事者名簿: particulars of a person, why a list changes ───────────────────────────────────────────────────────
alter table designation
  add column post text not null default '' check (post in ('', 'protection_manager', 'work_manager', 'worker')),  -- 管理監督者・作業従事者
  add column carries_media boolean not null default false,                  -- 記録媒体の授受に携わる
  add column particulars bytea,                                             -- career, affiliation, standing, …: contract key
  add column sealed_version int not null default 1;
alter table roster add column reason bytea;                                 -- why it changes, contract key, version 1
grant update (reason) on roster to kayoi_contractor;

-- ── 誓約書 ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- Given by the person under their own login, in force at once; or on paper, handed in by a manager and in force once the ward
-- has received it. The words stand as they were given.
create table pledge (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, account_id uuid not null references account,
  means text not null check (means in ('electronic', 'paper')),
  wording int not null check (wording >= 1), words text not null,
  given_on date not null, handed_at timestamptz not null, handed_by uuid not null references account,
  sealed bytea,                                                             -- the file's name, contract key
  file bytea, file_kind text check (file_kind in ('pdf', 'jpeg', 'png')),
  file_size int check (file_size between 1 and 10485760), file_sha256 bytea check (length(file_sha256) = 32),
  state text not null default 'given' check (state in ('given', 'received', 'returned')),
  decided_at timestamptz, decided_by uuid references account,
  reason bytea,                                                             -- why it was returned, contract key, version 2
  version int not null default 1,
  primary key (ward_id, id),
  check (num_nulls(sealed, file, file_kind, file_size, file_sha256) in (0, 5)),
  check ((means = 'paper') = (file is not null)),
  check (means = 'paper' or handed_by = account_id),
  check (given_on <= (handed_at at time zone 'Asia/Tokyo')::date),
  check ((state = 'given') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check (reason is null or state = 'returned'),
  foreign key (ward_id, contract_id) references contract
);
create index pledge_of_person on pledge (ward_id, contract_id, account_id);
create unique index pledge_once on pledge (ward_id, contract_id, account_id) where state <> 'returned';
select ward_table('pledge');
create policy not_for_evaluators on pledge as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on pledge from kayoi_ward;
grant update (state, decided_at, decided_by, reason, version) on pledge to kayoi_ward;
select contractor_uses('pledge', 'select');
grant insert (ward_id, id, contract_id, account_id, means, wording, words, given_on, handed_at, handed_by, sealed, file, file_kind, file_size, file_sha256)
  on pledge to kayoi_contractor;
-- One pledges for oneself; a manager hands in the paper of somebody who stands in a list of the contract.
create policy in_own_name on pledge as restrictive for insert to kayoi_contractor with check (handed_by = (select app_account()) and (
  means = 'electronic' and account_id = (select app_account())
  or means = 'paper' and (select app_role()) = 'contractor.manager' and exists (
    select 1 from designation d where d.ward_id = (select app_ward()) and d.contract_id = (select app_contract()) and d.account_id = pledge.account_id)));
create policy decided_once on pledge as restrictive for update to kayoi_ward
  using (state = 'given') with check (state <> 'given' and decided_by = (select app_account()) and version = 2);

-- ── 教育・訓練 ──────────────────────────────────────────────────────────────────────────────────────────────────
-- What a contractor teaches its own people under a contract, with its materials and its test, and what came of it.
create table lesson (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  kind text not null check (kind in ('protection', 'drill')),
  title text not null, held_on date not null, materials text not null,
  questions jsonb not null default '[]', pass_mark int not null default 0 check (pass_mark between 0 and 50),
  made_at timestamptz not null, made_by uuid not null references account,
  state text not null default 'open' check (state in ('open', 'reported', 'received', 'returned')),
  report bytea, report_version int,                                         -- what is told the ward, contract key
  reported_at timestamptz, reported_by uuid references account,
  decided_at timestamptz, decided_by uuid references account,
  reason bytea, reason_version int,                                         -- why it was returned, contract key
  version int not null default 1,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id),
  check ((report is null) = (report_version is null) and (reason is null) = (reason_version is null)),
  check (pass_mark <= jsonb_array_length(questions)),
  check (state = 'open' or reported_at is not null),
  foreign key (ward_id, contract_id) references contract
);
create index lesson_of_contract on lesson (ward_id, contract_id, held_on);
select ward_table('lesson');
create policy not_for_evaluators on lesson as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on lesson from kayoi_ward;
grant update (state, decided_at, decided_by, reason, reason_version, version) on lesson to kayoi_ward;
select contractor_uses('lesson', 'select');
grant insert (ward_id, id, contract_id, kind, title, held_on, materials, questions, pass_mark, made_at, made_by) on lesson to kayoi_contractor;
grant update (title, held_on, materials, questions, pass_mark, state, report, report_version, reported_at, reported_by, version) on lesson to kayoi_contractor;
create policy in_own_name on lesson as restrictive for insert to kayoi_contractor
  with check (made_by = (select app_account()) and (select app_role()) = 'contractor.manager');
-- Nothing is taught under a contract before it was signed or began.
create function contract_first_day(p_contract uuid) returns date
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select least(c.starts_on, c.signed_on) from contract c where c.ward_id = (select app_ward()) and c.id = p_contract $$;
create policy within_the_contract on lesson as restrictive for insert to kayoi_contractor with check (held_on >= contract_first_day(contract_id));
create policy stays_within_the_contract on lesson as restrictive for update to kayoi_contractor
  using (true) with check (held_on >= contract_first_day(contract_id));
create policy reports_in_own_name on lesson as restrictive for update to kayoi_contractor
  using (state in ('open', 'returned') and (select app_role()) = 'contractor.manager')
  with check (state = 'open' or state = 'returned' or state = 'reported' and reported_by = (select app_account()));
create policy decided_in_own_name on lesson as restrictive for update to kayoi_ward
  using (state = 'reported') with check (state in ('received', 'returned') and decided_by = (select app_account()));

create table lesson_result (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, lesson_id uuid not null, account_id uuid not null references account,
  taken_on date not null, score int check (score between 0 and 50), passed boolean not null,   -- score null: attended, without a test
  recorded_at timestamptz not null, recorded_by uuid not null references account,
  primary key (ward_id, id),
  check (taken_on <= (recorded_at at time zone 'Asia/Tokyo')::date),
  foreign key (ward_id, contract_id, lesson_id) references lesson (ward_id, contract_id, id)
);
create index lesson_result_of_person on lesson_result (ward_id, contract_id, account_id);
create index lesson_result_of_lesson on lesson_result (ward_id, lesson_id);
select ward_table('lesson_result');
create policy not_for_evaluators on lesson_result as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on lesson_result from kayoi_ward;
select contractor_uses('lesson_result', 'select, insert');
-- A test is taken under one's own login on the day itself. Where there is none, a manager writes down who was there: others than
-- themselves, and for a day that is over only those who stood in a list of the contract by then.
create policy own_test on lesson_result as restrictive for insert to kayoi_contractor with check (recorded_by = (select app_account()) and exists (
  select 1 from lesson l where l.ward_id = (select app_ward()) and l.id = lesson_id and l.contract_id = (select app_contract())
    and case when jsonb_array_length(l.questions) > 0
             then account_id = (select app_account()) and score is not null and passed = (score >= l.pass_mark) and score <= jsonb_array_length(l.questions)
               and taken_on = (recorded_at at time zone 'Asia/Tokyo')::date
             else account_id <> (select app_account()) and score is null and passed and (select app_role()) = 'contractor.manager' and taken_on = l.held_on
               and (taken_on = (recorded_at at time zone 'Asia/Tokyo')::date or exists (
                 select 1 from designation d where d.ward_id = l.ward_id and d.contract_id = l.contract_id and d.account_id = lesson_result.account_id
                   and d.valid_from <= taken_on)) end));
-- What is written down more than seven days later says so, and the ward is told.
create function recorded_late(p_recorded_at timestamptz, p_taken_on date) returns boolean
  language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select (p_recorded_at at time zone 'Asia/Tokyo')::date - p_taken_on > 7 $$;

-- ── 関門 ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- What the confirmed clauses of a contract's present texts bind; the highest version of a binding holds.
create function bound_rules(p_ward uuid, p_contract uuid) returns table (code text, parameters jsonb)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select r.value->>'code', coalesce(r.value->'parameters', '{}') from (
    select distinct on (b.clause_set_id, b.clause_number) b.rules
    from contract_text t join clause_binding b on b.ward_id = t.ward_id and b.clause_set_id = t.clause_set_id
    where t.ward_id = p_ward and t.contract_id = p_contract and t.ended_at is null
    order by b.clause_set_id, b.clause_number, b.version desc) held, jsonb_array_elements(held.rules) r $$;
revoke execute on function bound_rules from public;

-- Why somebody may not see the people of a contract on a day, though designated: 'pledge' or 'training'; null: nothing is
-- missing. A passed lesson holds as long as the shortest interval a clause sets (without a setting of its own, 12 months),
-- without such a clause for good.
create function custodian_lacks(p_ward uuid, p_contract uuid, p_account uuid, p_day date) returns text
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
    select 1 from lesson_result x join lesson l on l.ward_id = x.ward_id and l.id = x.lesson_id
    where x.ward_id = p_ward and x.contract_id = p_contract and x.account_id = p_account and x.passed and l.kind = 'protection'
      and x.taken_on <= p_day and (months is null or x.taken_on > (p_day - make_interval(months => months))::date)) then return 'training'; end if;
  return null;
end $$;
revoke execute on function custodian_lacks from public;

-- The same about oneself and one's colleagues, for the pages that say why.
create function lacking(p_contract uuid, p_account uuid, p_day date) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select custodian_lacks(app_ward(), p_contract, p_account, p_day)
  where app_contractor() is null and app_centre() is null or p_contract = app_contract() $$;
revoke execute on function lacking from public;
grant execute on function lacking to kayoi_ward, kayoi_contractor;

-- As 0011_enter.sql has it, but that a designation counts only while nothing is lacking.
create or replace function enter(p_token_hash bytea, p_now timestamptz, p_idle interval)
  returns table (account_id uuid, kind text, role text, person text, must_change boolean, ward_id uuid, ward_name text, organisation text,
                 contractor_id uuid, centre_id uuid, contract_id uuid, contract_title text, designation_id uuid, custody text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  l login; a account; w ward; c contract; d designation; org text; today date := (p_now at time zone 'Asia/Tokyo')::date;
begin
  select * into l from login x where x.token_hash = p_token_hash and x.expires_at > p_now and x.seen_at > p_now - p_idle;
  if not found then return; end if;
  select * into a from account x where x.id = l.account_id and x.state = 'active';
  if not found or session_user <> ('kayoi_' || case when a.kind = 'ward' and a.role = 'auditor' then 'auditor' else a.kind end) then return; end if;

  if a.kind = 'contractor' then
    select o.name into org from contractor o where o.id = a.contractor_id;
    if l.contract_id is not null then
      select * into c from contract x where x.ward_id = l.ward_id and x.id = l.contract_id
        and x.contractor_id = a.contractor_id and x.state in ('signed', 'active', 'closing');
      if found then
        select x.* into d from designation x join roster r on r.ward_id = x.ward_id and r.id = x.roster_id
          where x.ward_id = c.ward_id and x.contract_id = c.id and x.account_id = a.id and r.state = 'accepted'
            and x.valid_from <= today and (x.valid_to is null or x.valid_to >= today)
            and custodian_lacks(c.ward_id, c.id, a.id, today) is null;
      end if;
    end if;
  elsif a.kind = 'centre' then
    select o.name into org from centre o where o.ward_id = a.ward_id and o.id = a.centre_id;
  end if;
  select * into w from ward x where x.ward_id = coalesce(a.ward_id, c.ward_id);
  org := coalesce(org, w.name);

  perform set_config('app.ward', coalesce(w.ward_id::text, ''), true), set_config('app.account', a.id::text, true),
          set_config('app.role', a.kind || '.' || a.role, true), set_config('app.organisation', org, true),
          set_config('app.contractor', coalesce(a.contractor_id::text, ''), true), set_config('app.centre', coalesce(a.centre_id::text, ''), true),
          set_config('app.contract', coalesce(c.id::text, ''), true),
          set_config('app.people', case when d.id is null then '' else c.id::text end, true);
  if l.seen_at < p_now - interval '1 minute' then
    -- Skipped while another request of this login holds the row: nobody waits for a time stamp.
    update login x set seen_at = p_now
      where x.token_hash = (select y.token_hash from login y where y.token_hash = p_token_hash for update skip locked);
  end if;
  return query select a.id, a.kind, a.role, a.name, a.must_change, w.ward_id, w.name, org,
    a.contractor_id, a.centre_id, c.id, c.title, d.id, d.custody;
end $$;
