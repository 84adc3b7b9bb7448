-- Who is there: the ward (tenant), its departments, its care centres with their districts, and the contractors,
-- who exist once for all wards (法人番号).

create table ward (
  ward_id uuid primary key,
  code text not null constraint ward_code_once unique,      -- 全国地方公共団体コード, 6 digits
  name text not null,
  telephone text not null default '',
  vital_limits jsonb not null default '{}',                 -- soft limits; empty = switched off
  local_closed_days date[] not null default '{}',
  last_participant_number int not null default 0
);
select ward_table('ward');
select owner_uses('ward');
create policy contractor on ward for select to kayoi_contractor using (ward_id = (select app_ward()));
create policy centre on ward for select to kayoi_centre using (ward_id = (select app_ward()));
create policy auditor on ward for select to kayoi_auditor using (ward_id = (select app_ward()));
grant select on ward to kayoi_contractor, kayoi_centre, kayoi_auditor;
revoke insert, delete on ward from kayoi_ward;

create table department (
  ward_id uuid not null references ward, id uuid not null,
  name text not null,
  primary key (ward_id, id), constraint department_name_once unique (ward_id, name)
);
select ward_table('department');
select auditor_reads('department');
create policy contractor on department for select to kayoi_contractor using (ward_id = (select app_ward()));
grant select on department to kayoi_contractor;

-- Corporate facts are public; no ward_id, one row a corporation.
create table contractor (
  id uuid primary key,
  corporate_number text not null constraint contractor_number_once unique check (corporate_number ~ '^[1-9][0-9]{12}$'),
  name text not null, address text not null default '', telephone text not null default ''
);
alter table contractor enable row level security;
alter table contractor force row level security;
create policy ward on contractor to kayoi_ward using (true) with check (true);
create policy own on contractor for select to kayoi_contractor using (id = (select app_contractor()));
create policy reader on contractor for select to kayoi_centre, kayoi_auditor using (true);
grant select, insert on contractor to kayoi_ward;
grant select on contractor to kayoi_contractor, kayoi_centre, kayoi_auditor;
select owner_uses('contractor');

create table centre (
  ward_id uuid not null references ward, id uuid not null,
  name text not null, telephone text not null default '', operator text not null default '',
  version int not null default 1,
  primary key (ward_id, id), constraint centre_name_once unique (ward_id, name)
);
select ward_table('centre');
select owner_uses('centre');
select auditor_reads('centre');
create policy contractor on centre for select to kayoi_contractor using (ward_id = (select app_ward()));
create policy centre on centre for select to kayoi_centre using (ward_id = (select app_ward()));
grant select on centre to kayoi_contractor, kayoi_centre;

-- 町丁目 → the one centre responsible for it.
create table district (
  ward_id uuid not null references ward, id uuid not null,
  name text not null, centre_id uuid not null,
  primary key (ward_id, id), constraint district_name_once unique (ward_id, name),
  foreign key (ward_id, centre_id) references centre
);
create index district_of_centre on district (ward_id, centre_id);
select ward_table('district');
create policy contractor on district for select to kayoi_contractor using (ward_id = (select app_ward()));
create policy centre on district for select to kayoi_centre using (ward_id = (select app_ward()));
grant select on district to kayoi_contractor, kayoi_centre;
