-- What every later table stands on: who is asking (settings of the transaction, made by enter()), and the one
-- call that puts a table behind row-level security. The roles themselves are made before the first migration
-- (src/database/roles.rs), because a role belongs to the server and not to one database.

create function app_ward() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.ward', true), '')::uuid $$;
create function app_account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.account', true), '')::uuid $$;
-- The contract a contractor's login acts under; its paper, not its people.
create function app_contract() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.contract', true), '')::uuid $$;
-- The contract whose people may be seen: set only while the account stands in the accepted 従事者名簿.
create function app_people() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.people', true), '')::uuid $$;
create function app_contractor() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.contractor', true), '')::uuid $$;
-- `kind.role` of the account, e.g. 'ward.officer'.
create function app_role() returns text language sql stable parallel safe
  as $$ select current_setting('app.role', true) $$;
create function app_centre() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.centre', true), '')::uuid $$;

-- Puts a tenant-owned table behind the wall: forced row-level security, the RESTRICTIVE ward floor for every
-- runtime role, and the ward's own staff inside it. What other kinds of user may do is granted beside the table.
create function ward_table(tbl regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy floor on %s as restrictive
    to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor, kayoi_worker
    using (ward_id = (select app_ward())) with check (ward_id = (select app_ward()))', tbl);
  execute format('create policy ward on %s to kayoi_ward
    using (ward_id = (select app_ward())) with check (ward_id = (select app_ward()))', tbl);
  execute format('grant select, insert, update, delete on %s to kayoi_ward', tbl);
  -- The owner applies migrations and runs the definer functions; forced row-level security would blind it, and a foreign
  -- key added later would find no parent rows.
  execute format('create policy owner on %s to kayoi_owner using (true) with check (true)', tbl);
end $$;

-- Lets a contractor use rows of the contract its login acts under. `verbs` e.g. 'select, update'.
create function contractor_uses(tbl regclass, verbs text) returns void language plpgsql as $$
begin
  execute format('create policy contractor on %s to kayoi_contractor
    using (ward_id = (select app_ward()) and contract_id = (select app_contract()))
    with check (ward_id = (select app_ward()) and contract_id = (select app_contract()))', tbl);
  execute format('grant %s on %s to kayoi_contractor', verbs, tbl);
end $$;

-- The same for rows about people: only while the account is designated (DESIGN: designation is the access grant).
create function custodian_uses(tbl regclass, verbs text) returns void language plpgsql as $$
begin
  execute format('create policy custodian on %s to kayoi_contractor
    using (ward_id = (select app_ward()) and contract_id = (select app_people()))
    with check (ward_id = (select app_ward()) and contract_id = (select app_people()))', tbl);
  execute format('grant %s on %s to kayoi_contractor', verbs, tbl);
end $$;

-- Read access for the ward's auditor, for tables without personal data.
create function auditor_reads(tbl regclass) returns void language plpgsql as $$
begin
  execute format('create policy auditor on %s for select to kayoi_auditor using (ward_id = (select app_ward()))', tbl);
  execute format('grant select on %s to kayoi_auditor', tbl);
end $$;

-- The same for the tables without ward_id.
create function owner_uses(tbl regclass) returns void language plpgsql as $$
begin
  execute format('create policy owner on %s to kayoi_owner using (true) with check (true)', tbl);
end $$;

alter default privileges in schema public grant select on tables to kayoi_backup;
