-- The first statement of every signed-in transaction: finds the live login, checks account, contract and designation,
-- and sets who is asking for the rest of the transaction. Everything is read anew each time, so a change of role, roster
-- or contract holds from the next request on. Idle and absolute limits come from the program (accounts::limits).
create function enter(p_token_hash bytea, p_now timestamptz, p_idle interval)
  returns table (account_id uuid, kind text, role text, person text, must_change boolean, ward_id uuid, ward_name text, organisation text,
                 contractor_id uuid, centre_id uuid, contract_id uuid, contract_title text, designation_id uuid, custody text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  l login; a account; w ward; c contract; d designation; org text;
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
            and x.valid_from <= (p_now at time zone 'Asia/Tokyo')::date
            and (x.valid_to is null or x.valid_to >= (p_now at time zone 'Asia/Tokyo')::date);
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
revoke execute on function enter from public;
grant execute on function enter to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor;

-- What a contractor's login may act under: its contracts in all wards, names only. Asked before a contract is chosen.
create function my_contracts()
  returns table (ward_id uuid, ward_name text, contract_id uuid, number text, title text, state text, designated boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.ward_id, w.name, c.id, c.number, c.title, c.state,
    exists (select 1 from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id
      where d.ward_id = c.ward_id and d.contract_id = c.id and d.account_id = app_account() and r.state = 'accepted')
  from contract c join ward w on w.ward_id = c.ward_id
  where c.contractor_id = app_contractor() and app_contractor() is not null and c.state in ('signed', 'active', 'closing')
  order by w.name, c.number $$;
revoke execute on function my_contracts from public;
grant execute on function my_contracts to kayoi_contractor;
grant select on _sqlx_migrations to kayoi_auth;
