-- Who signs in. An account belongs to a ward, to a centre of a ward, or to a contractor (who may work in several
-- wards), so it has no leading ward_id; its policies say who may see and manage it.

create table account (
  id uuid primary key,
  kind text not null check (kind in ('ward', 'contractor', 'centre')),
  role text not null,
  login_name text not null constraint account_login_name_once unique check (login_name ~ '^[a-z0-9][a-z0-9._-]{2,39}$'),
  name text not null,
  ward_id uuid references ward, centre_id uuid, contractor_id uuid references contractor,
  password_hash text,                      -- argon2id; null until the invitation is used
  must_change boolean not null default false,
  state text not null default 'active' check (state in ('active', 'disabled')),
  second_factor text not null default 'none' check (second_factor in ('none')),  -- the seam for TOTP and passkeys
  version int not null default 1,
  foreign key (ward_id, centre_id) references centre,
  constraint account_belongs check (
    (kind = 'ward' and role in ('admin', 'officer', 'auditor', 'evaluator') and ward_id is not null and centre_id is null and contractor_id is null) or
    (kind = 'centre' and role in ('manager', 'staff') and ward_id is not null and centre_id is not null and contractor_id is null) or
    (kind = 'contractor' and role in ('manager', 'recorder') and ward_id is null and centre_id is null and contractor_id is not null))
);
create index account_of_ward on account (ward_id);
create index account_of_contractor on account (contractor_id);
alter table account enable row level security;
alter table account force row level security;
create policy ward on account to kayoi_ward using (ward_id = (select app_ward())) with check (ward_id = (select app_ward()));
create policy colleague on account to kayoi_contractor
  using (contractor_id = (select app_contractor())) with check (contractor_id = (select app_contractor()));
create policy colleague_centre on account for select to kayoi_centre
  using (ward_id = (select app_ward()) and centre_id = (select app_centre()));
create policy auditor on account for select to kayoi_auditor using (ward_id = (select app_ward()));
create policy auth on account to kayoi_auth using (true) with check (true);
select owner_uses('account');
-- The password hash is readable by the sign-in role alone.
grant select (id, kind, role, login_name, name, ward_id, centre_id, contractor_id, must_change, state, version)
  on account to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor;
grant insert (id, kind, role, login_name, name, ward_id, centre_id, contractor_id) on account to kayoi_ward, kayoi_contractor;
grant update (role, name, state, version) on account to kayoi_ward, kayoi_contractor;
grant select, update on account to kayoi_auth;

-- One-time codes for a first password or a forgotten one, issued by an administrator on paper (no mail).
create table one_time_code (
  id uuid primary key,
  account_id uuid not null references account,
  ward_id uuid references ward, contractor_id uuid references contractor,   -- who may issue it
  purpose text not null check (purpose in ('invitation', 'reset')),
  code_hash bytea not null, issued_at timestamptz not null, expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_code_of_account on one_time_code (account_id, expires_at desc);
alter table one_time_code enable row level security;
alter table one_time_code force row level security;
create policy ward on one_time_code for insert to kayoi_ward with check (ward_id = (select app_ward())
  and account_id = any (array(select a.id from account a where a.ward_id = (select app_ward()))));
create policy colleague on one_time_code for insert to kayoi_contractor with check (contractor_id = (select app_contractor())
  and account_id = any (array(select a.id from account a where a.contractor_id = (select app_contractor()))));
create policy auth on one_time_code to kayoi_auth using (true) with check (true);
grant insert on one_time_code to kayoi_ward, kayoi_contractor;
grant select, update on one_time_code to kayoi_auth;
select owner_uses('one_time_code');

-- A signed-in browser. The cookie holds 32 random bytes, the table their SHA-256.
create table login (
  token_hash bytea primary key,
  account_id uuid not null references account,
  ward_id uuid references ward, contract_id uuid,     -- what a contractor's login acts under
  made_at timestamptz not null, seen_at timestamptz not null, expires_at timestamptz not null
);
create index login_of_account on login (account_id);
alter table login enable row level security;
alter table login force row level security;
create policy auth on login to kayoi_auth using (true) with check (true);
grant select, insert, update, delete on login to kayoi_auth;
select owner_uses('login');

-- Tries at a password or a code, one row each, written before the try is judged and removed by a right one; see
-- accounts::guessing. In the database, so that a restart forgives nothing.
create table login_try (
  id uuid primary key,
  login_name text not null, address text not null,
  device text not null default '',          -- the mark of a browser that once signed in with this name; '' is unknown
  at timestamptz not null
);
create index login_try_of_name on login_try (login_name, at);
create index login_try_of_address on login_try (address, at);
alter table login_try enable row level security;
alter table login_try force row level security;
create policy auth on login_try to kayoi_auth using (true) with check (true);
grant select, insert, update, delete on login_try to kayoi_auth;

-- A disabled account, a new role or a new password ends every login of that account in the same transaction.
create function end_logins() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from login where account_id = new.id;
  return new;
end $$;
create trigger account_change_ends_logins after update on account for each row
  when (old.state is distinct from new.state or old.role is distinct from new.role
        or old.password_hash is distinct from new.password_hash)
  execute function end_logins();
revoke execute on function end_logins() from public;
