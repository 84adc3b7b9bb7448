-- 保守作業: somebody who maintains the systems (運用保守) works only inside a job window that the ward approved beforehand (S1). The
-- account belongs to a company that has a contract with the ward; its database role reads the windows and nothing about people.

-- ── The account ─────────────────────────────────────────────────────────────────────────────────────────────────
alter table account drop constraint account_kind_check, drop constraint account_belongs;
alter table account
  add constraint account_kind_check check (kind in ('ward', 'contractor', 'centre', 'operator')),
  add constraint account_belongs check (
    (kind = 'ward' and role in ('admin', 'officer', 'auditor', 'evaluator') and ward_id is not null and centre_id is null and contractor_id is null) or
    (kind = 'centre' and role in ('manager', 'staff') and ward_id is not null and centre_id is not null and contractor_id is null) or
    (kind = 'contractor' and role in ('manager', 'recorder') and ward_id is null and centre_id is null and contractor_id is not null) or
    (kind = 'operator' and role = 'operator' and ward_id is null and centre_id is null and contractor_id is not null));
create policy oneself on account for select to kayoi_operator using (id = (select app_account()));
grant select (id, name) on account to kayoi_operator;

-- ── The window ──────────────────────────────────────────────────────────────────────────────────────────────────
-- The job window a login works inside; null outside any.
create function app_window() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.window', true), '')::uuid $$;

create table job_window (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  operator_id uuid not null references account,                             -- who works, and applied in their own name
  place text not null check (place in ('on_site', 'remote')),
  starts_at timestamptz not null, ends_at timestamptz not null,
  sealed bytea not null,                                                    -- purpose, what is touched, who, witness: contract key, version 1
  applied_at timestamptz not null,
  state text not null default 'applied' check (state in ('applied', 'withdrawn', 'refused', 'approved', 'ended', 'reported', 'confirmed')),
  decided_at timestamptz, decided_by uuid references account,
  decision bytea,                                                           -- conditions, or why not: contract key, version 2
  ended_at timestamptz, ended_by uuid references account,                   -- the ward ended it before its time
  ending bytea,                                                             -- why: contract key, version 3
  reported_at timestamptz,
  touched_data boolean,                                                     -- whether personal data were touched
  report bytea, report_version int,                                         -- what was done: contract key
  confirmed_at timestamptz, confirmed_by uuid references account,
  version int not null default 1,
  primary key (ward_id, id),
  check (ends_at > starts_at and ends_at <= starts_at + interval '24 hours' and starts_at >= applied_at),
  check (num_nulls(decided_at, decided_by) in (0, 2) and (state in ('applied', 'withdrawn')) = (decided_at is null)),
  check (num_nulls(ended_at, ended_by, ending) in (0, 3) and (state <> 'ended' or ended_at is not null)),
  check (num_nulls(reported_at, touched_data, report, report_version) in (0, 4) and (state in ('reported', 'confirmed')) = (reported_at is not null)),
  check (num_nulls(confirmed_at, confirmed_by) in (0, 2) and (state = 'confirmed') = (confirmed_at is not null)),
  foreign key (ward_id, contract_id) references contract
);
create index job_window_latest on job_window (ward_id, applied_at desc);
create index job_window_of_contract on job_window (ward_id, contract_id, ends_at);
select ward_table('job_window');
select auditor_reads('job_window');
select contractor_uses('job_window', 'select');
create policy not_for_evaluators on job_window as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
drop policy floor on job_window;
create policy floor on job_window as restrictive
  to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor, kayoi_worker, kayoi_operator
  using (ward_id = (select app_ward())) with check (ward_id = (select app_ward()));
-- Its own windows under the contract it acts under, and no colleague's.
create policy operator on job_window to kayoi_operator
  using (ward_id = (select app_ward()) and contract_id = (select app_contract()) and operator_id = (select app_account()))
  with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and operator_id = (select app_account()));
revoke insert, update, delete on job_window from kayoi_ward;
grant select on job_window to kayoi_operator;
grant insert (ward_id, id, contract_id, operator_id, place, starts_at, ends_at, sealed, applied_at) on job_window to kayoi_operator;
grant update (state, reported_at, touched_data, report, report_version, version) on job_window to kayoi_operator;
grant update (state, decided_at, decided_by, decision, ended_at, ended_by, ending, confirmed_at, confirmed_by, version) on job_window to kayoi_ward;
-- The break-glass of a system is the administrator's to give.
create policy decided_by_admin on job_window as restrictive for update to kayoi_ward using ((select app_role()) = 'ward.admin');

-- The same table of steps as job_windows::states: the ward decides, ends and confirms, the operator withdraws and reports.
create function job_window_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
begin
  if current_user not in ('kayoi_ward', 'kayoi_operator') then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case current_user when 'kayoi_ward' then array['applied approved', 'applied refused', 'approved ended', 'reported confirmed']
                                          else array['applied withdrawn', 'approved reported', 'ended reported'] end)
     or (old.state <> 'applied' and (new.decided_at, new.decided_by, new.decision) is distinct from (old.decided_at, old.decided_by, old.decision))
     or (new.state <> 'ended' and (new.ended_at, new.ended_by, new.ending) is distinct from (old.ended_at, old.ended_by, old.ending))
     or (new.state in ('approved', 'refused') and old.state = 'applied' and new.decided_by is distinct from app_account())
     or (new.state = 'ended' and new.ended_by is distinct from app_account())
     or (new.state = 'confirmed' and new.confirmed_by is distinct from app_account()) then
    raise insufficient_privilege using message = format('%s may not take job window %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on job_window for each row execute function job_window_guard();

-- Who works in the ward's systems is known to it by name: on the windows, and in the audit stream.
create policy sees_operators on account for select to kayoi_ward, kayoi_auditor
  using (id = any (array(select j.operator_id from job_window j where j.ward_id = (select app_ward()))));

-- ── Under which contract, and for whom ──────────────────────────────────────────────────────────────────────────
create policy operator on contract for select to kayoi_operator
  using (ward_id = (select app_ward()) and id = (select app_contract()));
grant select (ward_id, id, number, title, contractor_id) on contract to kayoi_operator;
create policy operator on contractor for select to kayoi_operator using (id = (select app_contractor()));
grant select (id, name) on contractor to kayoi_operator;
grant execute on function my_contracts, wards_to_ask_us, audit_append to kayoi_operator;

-- ── The login ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table login add column window_id uuid, add foreign key (ward_id, window_id) references job_window;
create index login_in_window on login (window_id) where window_id is not null;

-- A window that is over before its time takes the logins inside it along; enter() would refuse them anyway, and so the sign-in
-- page can say why they ended.
create function end_window_logins() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update login x set expires_at = least(x.expires_at, coalesce(new.reported_at, new.ended_at)) where x.ward_id = new.ward_id and x.window_id = new.id;
  return new;
end $$;
revoke execute on function end_window_logins() from public;
create trigger end_logins after update on job_window for each row
  when (old.state = 'approved' and new.state <> 'approved') execute function end_window_logins();

-- As 0038_custodians.sql has it, and: an operator's login acts under a contract of its company, and one that entered a job window
-- lives only while that window is open.
drop function enter(bytea, timestamptz, interval);
create function enter(p_token_hash bytea, p_now timestamptz, p_idle interval)
  returns table (account_id uuid, kind text, role text, person text, must_change boolean, ward_id uuid, ward_name text, organisation text,
                 contractor_id uuid, centre_id uuid, contract_id uuid, contract_title text, designation_id uuid, custody text, window_id uuid)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  l login; a account; w ward; c contract; d designation; org text; today date := (p_now at time zone 'Asia/Tokyo')::date;
begin
  select * into l from login x where x.token_hash = p_token_hash and x.expires_at > p_now and x.seen_at > p_now - p_idle;
  if not found then return; end if;
  select * into a from account x where x.id = l.account_id and x.state = 'active';
  if not found or session_user <> ('kayoi_' || case when a.kind = 'ward' and a.role = 'auditor' then 'auditor' else a.kind end) then return; end if;

  if a.kind in ('contractor', 'operator') then
    select o.name into org from contractor o where o.id = a.contractor_id;
    if l.contract_id is not null then
      select * into c from contract x where x.ward_id = l.ward_id and x.id = l.contract_id
        and x.contractor_id = a.contractor_id and x.state in ('signed', 'active', 'closing');
      if found and a.kind = 'contractor' then
        select x.* into d from designation x join roster r on r.ward_id = x.ward_id and r.id = x.roster_id
          where x.ward_id = c.ward_id and x.contract_id = c.id and x.account_id = a.id and r.state = 'accepted'
            and x.valid_from <= today and (x.valid_to is null or x.valid_to >= today)
            and custodian_lacks(c.ward_id, c.id, a.id, today) is null;
      end if;
    end if;
    if l.window_id is not null and not exists (
      select 1 from job_window j where j.ward_id = c.ward_id and j.contract_id = c.id and j.id = l.window_id and j.operator_id = a.id
        and j.state = 'approved' and j.starts_at <= p_now and j.ends_at > p_now) then return; end if;
  elsif a.kind = 'centre' then
    select o.name into org from centre o where o.ward_id = a.ward_id and o.id = a.centre_id;
  end if;
  select * into w from ward x where x.ward_id = coalesce(a.ward_id, c.ward_id);
  org := coalesce(org, w.name);

  perform set_config('app.ward', coalesce(w.ward_id::text, ''), true), set_config('app.account', a.id::text, true),
          set_config('app.role', a.kind || '.' || a.role, true), set_config('app.organisation', org, true),
          set_config('app.contractor', coalesce(a.contractor_id::text, ''), true), set_config('app.centre', coalesce(a.centre_id::text, ''), true),
          set_config('app.contract', coalesce(c.id::text, ''), true),
          set_config('app.people', case when d.id is null then '' else c.id::text end, true),
          set_config('app.window', coalesce(l.window_id::text, ''), true);
  if l.seen_at < p_now - interval '1 minute' then
    -- Skipped while another request of this login holds the row: nobody waits for a time stamp.
    update login x set seen_at = p_now
      where x.token_hash = (select y.token_hash from login y where y.token_hash = p_token_hash for update skip locked);
  end if;
  return query select a.id, a.kind, a.role, a.name, a.must_change, w.ward_id, w.name, org,
    a.contractor_id, a.centre_id, c.id, c.title, d.id, d.custody, l.window_id;
end $$;
revoke execute on function enter from public;
grant execute on function enter to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor, kayoi_operator;

-- ── Inside ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- What the operator of a window did in it, from the ward's stream: for the ward, and for the operator about itself.
create function window_events(p_window uuid) returns table (at timestamptz, action text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.at, e.action from job_window j join audit_event e on e.ward_id = j.ward_id and e.account_id = j.operator_id
    and e.at >= j.starts_at and e.at <= coalesce(j.ended_at, j.reported_at, j.ends_at)
  where j.ward_id = app_ward() and j.id = p_window and (app_contractor() is null or j.operator_id = app_account())
  order by e.seq limit 200 $$;
revoke execute on function window_events from public;
grant execute on function window_events to kayoi_ward, kayoi_auditor, kayoi_operator;

-- What maintenance asks of the database that its role may not read itself: counts and days, never a row. Null outside a window.
create function maintenance_figures() returns table (migration bigint, audit_events bigint, signed_on date)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select (select max(version) from _sqlx_migrations where success),
         (select seq from audit_head where ward_id = app_ward()),
         (select max(on_day) from audit_anchor where ward_id = app_ward())
  where app_window() is not null $$;
revoke execute on function maintenance_figures from public;
grant execute on function maintenance_figures to kayoi_operator;

-- ── What this takes the place of ────────────────────────────────────────────────────────────────────────────────
-- The days of a permit were too coarse for work on a system: it is applied for as a window from now on.
alter table permit drop constraint permit_kind_check;
alter table permit add constraint permit_kind_check
  check (kind in ('take_out', 'copying', 're_outsourcing', 'other_collection', 'sensitive_collection', 'external_connection'));
