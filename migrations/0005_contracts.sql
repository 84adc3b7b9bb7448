-- 契約: clause set (特記事項), contract, 従事者名簿 with its designations, dated obligations.

create table clause_set (
  ward_id uuid not null references ward, id uuid not null,
  name text not null, made_at timestamptz not null,
  primary key (ward_id, id)
);
select ward_table('clause_set');
select auditor_reads('clause_set');

create table clause (
  ward_id uuid not null, id uuid not null, clause_set_id uuid not null,
  number int not null, label text not null,
  heading text, heading_inherited boolean not null default false,
  body text not null, items jsonb not null default '[]',
  primary key (ward_id, id),
  constraint clause_number_once unique (ward_id, clause_set_id, number),
  foreign key (ward_id, clause_set_id) references clause_set
);
select ward_table('clause');
select auditor_reads('clause');

create table contract (
  ward_id uuid not null references ward, id uuid not null,
  number text not null, title text not null, programme text not null,
  department_id uuid not null, contractor_id uuid not null references contractor,
  fiscal_year int not null, starts_on date not null, ends_on date not null,
  clause_set_id uuid, items text[] not null default '{}',          -- 情報項目: the field mask
  state text not null default 'draft' check (state in ('draft', 'signed', 'active', 'closing', 'closed')),
  signed_on date, version int not null default 1,
  primary key (ward_id, id),
  constraint contract_number_once unique (ward_id, number),
  constraint contract_term check (starts_on <= ends_on),
  foreign key (ward_id, department_id) references department,
  foreign key (ward_id, clause_set_id) references clause_set
);
create index contract_of_contractor on contract (ward_id, contractor_id);
select ward_table('contract');
select owner_uses('contract');
select auditor_reads('contract');
create policy contractor on contract for select to kayoi_contractor
  using (ward_id = (select app_ward()) and id = (select app_contract()));
grant select on contract to kayoi_contractor;
create policy centre on contract for select to kayoi_centre using (ward_id = (select app_ward()) and state <> 'draft');
grant select on contract to kayoi_centre;
create policy contractor on clause_set for select to kayoi_contractor
  using (ward_id = (select app_ward()) and id = any (array(select c.clause_set_id from contract c where c.ward_id = (select app_ward()))));
create policy contractor on clause for select to kayoi_contractor
  using (ward_id = (select app_ward()) and clause_set_id = any (array(select c.clause_set_id from contract c where c.ward_id = (select app_ward()))));
grant select on clause_set, clause to kayoi_contractor;
alter table login add foreign key (ward_id, contract_id) references contract;

-- 従事者名簿: submitted by the contractor, accepted by the ward; acceptance is what lets its people see participants.
create table roster (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  number int not null, state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'accepted', 'replaced')),
  submitted_at timestamptz, submitted_by uuid references account,
  decided_at timestamptz, decided_by uuid references account, return_reason text,
  version int not null default 1,
  primary key (ward_id, id),
  constraint roster_number_once unique (ward_id, contract_id, number),
  foreign key (ward_id, contract_id) references contract
);
create unique index roster_accepted_once on roster (ward_id, contract_id) where state = 'accepted';
select ward_table('roster');
select owner_uses('roster');
-- The wall itself knows that only the ward accepts: a contractor writes drafts and submits them, nothing else.
create policy contractor_reads on roster for select to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_contract()));
create policy contractor_drafts on roster for insert to kayoi_contractor
  with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and state = 'draft');
create policy contractor_submits on roster for update to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_contract()) and state in ('draft', 'returned'))
  with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and state in ('draft', 'submitted', 'returned'));
grant select, insert on roster to kayoi_contractor;
grant update (state, submitted_at, submitted_by, version) on roster to kayoi_contractor;

-- One line of a 従事者名簿: the account, as 取扱責任者 (custodian_manager) or 取扱者 (custodian).
create table designation (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, roster_id uuid not null,
  account_id uuid not null references account,
  custody text not null check (custody in ('custodian_manager', 'custodian')),
  job text not null, qualification text not null default '', work_place text not null default '',
  valid_from date not null, valid_to date,
  primary key (ward_id, id),
  constraint designation_account_once unique (ward_id, roster_id, account_id),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, roster_id) references roster on delete cascade
);
create index designation_of_account on designation (account_id);
select ward_table('designation');
select owner_uses('designation');
create policy contractor_reads on designation for select to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_contract()));
create policy contractor_drafts on designation to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_contract()) and roster_id = any (array(
    select r.id from roster r where r.ward_id = (select app_ward()) and r.contract_id = (select app_contract()) and r.state in ('draft', 'returned'))))
  with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and roster_id = any (array(
    select r.id from roster r where r.ward_id = (select app_ward()) and r.contract_id = (select app_contract()) and r.state in ('draft', 'returned')))
    and account_id = any (array(select a.id from account a where a.contractor_id = (select app_contractor()))));
grant select, insert, update, delete on designation to kayoi_contractor;

-- Dated duties. Made by obligations::rules when a contract is signed.
create table obligation (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  rule text not null, title text not null, clause_number int, owed_by text not null check (owed_by in ('contractor', 'ward', 'both')),
  due_on date not null, explanation text not null,
  state text not null default 'open' check (state in ('open', 'done')),
  done_on date, done_by uuid references account, note text not null default '',
  version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract
);
create index obligation_by_due on obligation (ward_id, state, due_on);
create index obligation_of_contract on obligation (ward_id, contract_id);
select ward_table('obligation');
select contractor_uses('obligation', 'select, update');
select auditor_reads('obligation');

-- A ward sees the accounts of contractors that work for it (names in rosters), and makes a contractor's first manager;
-- all other accounts of a contractor are made by that contractor, so no ward can take over an account that works elsewhere.
create policy ward_sees_contractors on account for select to kayoi_ward
  using (contractor_id = any (array(select c.contractor_id from contract c where c.ward_id = (select app_ward()))));
create policy auditor_sees_contractors on account for select to kayoi_auditor
  using (contractor_id = any (array(select c.contractor_id from contract c where c.ward_id = (select app_ward()))));

create function invite_first_manager(p_account uuid, p_contractor uuid, p_login_name text, p_name text,
    p_code uuid, p_code_hash bytea, p_now timestamptz, p_expires timestamptz)
  returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from contractor where id = p_contractor for update;
  if not found or exists (select 1 from account where contractor_id = p_contractor) then return false; end if;
  insert into account (id, kind, role, login_name, name, contractor_id) values (p_account, 'contractor', 'manager', p_login_name, p_name, p_contractor);
  insert into one_time_code (id, account_id, contractor_id, purpose, code_hash, issued_at, expires_at)
    values (p_code, p_account, p_contractor, 'invitation', p_code_hash, p_now, p_expires);
  return true;
end $$;
revoke execute on function invite_first_manager from public;
grant execute on function invite_first_manager to kayoi_ward;
