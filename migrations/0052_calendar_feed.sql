-- 予定表の購読: an address with a secret in it, at which a calendar program fetches what is open for its maker. It tells titles
-- and days, nothing about a participant. One for each account and what it acts under; a new one ends the one before.

create table calendar_feed (
  ward_id uuid not null, id uuid not null, account_id uuid not null references account,
  contract_id uuid,                                                         -- what a contractor's maker acted under
  token_hash bytea not null check (length(token_hash) = 32),
  made_at timestamptz not null,
  primary key (ward_id, id),
  constraint calendar_feed_address unique (token_hash),
  constraint calendar_feed_once unique nulls not distinct (ward_id, account_id, contract_id),
  foreign key (ward_id, contract_id) references contract
);
select ward_table('calendar_feed');
revoke update on calendar_feed from kayoi_ward;
create policy own on calendar_feed as restrictive to kayoi_ward, kayoi_contractor
  using (account_id = (select app_account())) with check (account_id = (select app_account()));
select contractor_uses('calendar_feed', 'select, insert, delete');

-- What a calendar program reads with the secret alone. Its maker's account, side and contract decide at every fetch.
create function calendar_of(p_token_hash bytea)
  returns table (id uuid, title text, owed_by text, due_on date, explanation text, contract_number text, contract_title text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select b.id, b.title, b.owed_by, b.due_on, b.explanation, c.number, c.title
  from calendar_feed f
    join account a on a.id = f.account_id and a.state = 'active'
    join contract c on c.ward_id = f.ward_id and c.state in ('signed', 'active', 'closing')
    join obligation b on b.ward_id = c.ward_id and b.contract_id = c.id and b.state = 'open'
  where f.token_hash = p_token_hash
    and case a.kind
      when 'ward' then a.ward_id = f.ward_id and a.role in ('admin', 'officer') and f.contract_id is null
      when 'contractor' then a.contractor_id = c.contractor_id and a.role = 'manager' and c.id = f.contract_id
        and b.owed_by <> 'ward'
      else false end
  order by b.due_on, b.title, b.id limit 2000 $$;
revoke execute on function calendar_of from public;
grant execute on function calendar_of to kayoi_auth;

-- Whether there is such an address: one without anything open isn't one that is unknown.
create function calendar_is_known(p_token_hash bytea) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from calendar_feed f join account a on a.id = f.account_id and a.state = 'active' where f.token_hash = p_token_hash) $$;
revoke execute on function calendar_is_known from public;
grant execute on function calendar_is_known to kayoi_auth;
