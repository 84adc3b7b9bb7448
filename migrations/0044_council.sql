-- 対策の一覧, 個人情報の流れ, 審議会等への付議: what the ward lays before the body that watches over personal data, and what stands
-- in it. Sources: S0–S2.

-- Versions of the list of measures of a contract. Marks are {"item": true (○) | false (−)}, always of every item.
create table measure_list (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  number int not null check (number > 0),
  has_connection boolean not null,                                          -- the list of 外部結合 too, beside that of 業務委託
  begun_at timestamptz not null, begun_by uuid not null references account,
  ward_marks jsonb, ward_at timestamptz, ward_by uuid references account,
  contractor_marks jsonb, contractor_at timestamptz, contractor_by uuid references account,
  accepted_at timestamptz, accepted_by uuid references account,
  version int not null default 1,
  primary key (ward_id, id),
  constraint measure_list_number_once unique (ward_id, contract_id, number),
  check (num_nulls(ward_marks, ward_at, ward_by) in (0, 3) and num_nulls(contractor_marks, contractor_at, contractor_by) in (0, 3)),
  check ((accepted_at is null) = (accepted_by is null)),
  check (accepted_at is null or ward_at is not null and contractor_at is not null and accepted_by <> contractor_by),
  foreign key (ward_id, contract_id) references contract
);
create unique index measure_list_open_once on measure_list (ward_id, contract_id) where accepted_at is null;
select ward_table('measure_list');
revoke insert, update, delete on measure_list from kayoi_ward;
create policy not_for_evaluators on measure_list as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select contractor_uses('measure_list', 'select');
select auditor_reads('measure_list');
grant insert (ward_id, id, contract_id, number, has_connection, begun_at, begun_by) on measure_list to kayoi_ward;
grant update (ward_marks, ward_at, ward_by, contractor_marks, contractor_at, contractor_by, accepted_at, accepted_by, version) on measure_list to kayoi_ward;
grant update (contractor_marks, contractor_at, contractor_by, version) on measure_list to kayoi_contractor;
create policy in_own_name on measure_list as restrictive for insert to kayoi_ward with check (begun_by = (select app_account()));

-- Each side answers for itself, under its own name. Only before the signature, when nobody of the contractor can sign in under the
-- contract, the ward writes what it is going to ask of the contractor.
create function measure_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  is_draft boolean := exists (select 1 from contract c where c.ward_id = old.ward_id and c.id = old.contract_id and c.state = 'draft');
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if new.version <> old.version + 1 or old.accepted_at is not null
     or new.ward_at is distinct from old.ward_at and new.ward_by <> app_account()
     or new.contractor_at is distinct from old.contractor_at
        and (new.contractor_by <> app_account() or current_user = 'kayoi_ward' and not is_draft)
     or new.accepted_at is not null and new.accepted_by <> app_account()
     or (new.ward_marks, new.ward_by) is distinct from (old.ward_marks, old.ward_by) and new.ward_at is not distinct from old.ward_at
     or (new.contractor_marks, new.contractor_by) is distinct from (old.contractor_marks, old.contractor_by)
        and new.contractor_at is not distinct from old.contractor_at then
    raise insufficient_privilege using message = format('%s may not change measure list %s this way', current_user, old.id);
  end if;
  return new;
end $$;
create trigger guard before update on measure_list for each row execute function measure_guard();

-- 個人情報の流れ: what passes that no handover plans, in the order in which it passes.
create table data_flow (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  place int not null check (place between 1 and 99),
  sealed bytea not null,                                                    -- from, to, what, medium, protection, when; contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract
);
create index data_flow_of_contract on data_flow (ward_id, contract_id, place);
select ward_table('data_flow');
revoke insert, update, delete on data_flow from kayoi_ward;
grant insert, delete on data_flow to kayoi_ward;
create policy not_for_evaluators on data_flow as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('data_flow', 'select');
create policy in_own_name on data_flow as restrictive for insert to kayoi_ward with check (made_by = (select app_account()));

-- 付議の根拠: on which law a contract stands before which body, and whether it may be signed without its approval.
create table council_basis (
  ward_id uuid not null, contract_id uuid not null,
  required boolean not null,
  law text not null check (law in ('ordinance', 'act')),                    -- the ward's former ordinance, or the national Act
  body text not null check (body <> ''),
  set_at timestamptz not null, set_by uuid not null references account,
  version int not null default 1,
  primary key (ward_id, contract_id),
  foreign key (ward_id, contract_id) references contract
);
select ward_table('council_basis');
revoke delete on council_basis from kayoi_ward;
create policy not_for_evaluators on council_basis as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
create policy in_own_name on council_basis as restrictive for insert to kayoi_ward with check (set_by = (select app_account()));
create policy in_own_name_again on council_basis as restrictive for update to kayoi_ward using (true) with check (set_by = (select app_account()));

create table council_paper (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  number int not null check (number > 0),
  annexes text[] not null check (annexes <@ array['outsourcing', 'development', 'connection'] and cardinality(annexes) > 0),
  sealed bytea not null,                                                    -- what a person wrote; contract key, sealed_version
  sealed_version int not null default 1,
  made_at timestamptz not null, made_by uuid not null references account,
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved', 'deferred')),
  submitted_at timestamptz, submitted_by uuid references account,
  frozen bytea,                                                             -- the paper as it was submitted, whole; contract key, version 1
  contractor_id uuid references contractor, starts_on date, ends_on date, items text[],   -- what it says of the contract
  decided_on date, body text check (body <> ''), meeting text check (meeting <> ''),
  recorded_at timestamptz, recorded_by uuid references account,
  version int not null default 1,
  primary key (ward_id, id),
  constraint council_paper_number_once unique (ward_id, contract_id, number),
  check (num_nulls(submitted_at, submitted_by, frozen, contractor_id, starts_on, ends_on, items) in (0, 7) and (state = 'draft') = (submitted_at is null)),
  check (num_nulls(decided_on, body, meeting, recorded_at, recorded_by) in (0, 5) and (state in ('approved', 'deferred')) = (decided_on is not null)),
  check (decided_on >= (submitted_at at time zone 'Asia/Tokyo')::date), check (recorded_by <> submitted_by),
  foreign key (ward_id, contract_id) references contract
);
create unique index council_paper_open_once on council_paper (ward_id, contract_id) where state in ('draft', 'submitted');
select ward_table('council_paper');
revoke insert, update, delete on council_paper from kayoi_ward;
create policy not_for_evaluators on council_paper as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
grant insert (ward_id, id, contract_id, number, annexes, sealed, made_at, made_by) on council_paper to kayoi_ward;
grant update (annexes, sealed, sealed_version, state, submitted_at, submitted_by, frozen, contractor_id, starts_on, ends_on, items,
              decided_on, body, meeting, recorded_at, recorded_by, version) on council_paper to kayoi_ward;
create policy in_own_name on council_paper as restrictive for insert to kayoi_ward with check (made_by = (select app_account()));

-- Written until it is submitted, decided once, by another person than who submitted it. The same table as council::states.
create function council_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user <> 'kayoi_ward' then return new; end if;
  if new.version <> old.version + 1 or not (case
       when old.state = 'draft' and new.state = 'draft' then true
       when old.state = 'draft' and new.state = 'submitted' then new.submitted_by = app_account() and new.sealed = old.sealed
       when old.state = 'submitted' and new.state in ('approved', 'deferred') then new.recorded_by = app_account()
         and (new.annexes, new.sealed, new.sealed_version, new.submitted_at, new.submitted_by, new.frozen, new.contractor_id, new.starts_on, new.ends_on, new.items)
           = (old.annexes, old.sealed, old.sealed_version, old.submitted_at, old.submitted_by, old.frozen, old.contractor_id, old.starts_on, old.ends_on, old.items)
       else false end) then
    raise insufficient_privilege using message = format('%s may not take council paper %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on council_paper for each row execute function council_guard();

-- A contract that needs the approval isn't signed before it, nor with other people, days or items than were approved.
create function council_gate() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_ward' and old.state = 'draft' and new.state = 'signed'
     and exists (select 1 from council_basis b where b.ward_id = new.ward_id and b.contract_id = new.id and b.required)
     and not exists (select 1 from council_paper p where p.ward_id = new.ward_id and p.contract_id = new.id and p.state = 'approved'
       and (p.contractor_id, p.starts_on, p.ends_on, p.items) = (new.contractor_id, new.starts_on, new.ends_on, new.items)) then
    raise insufficient_privilege using message = format('contract %s waits for the approval of its council paper', new.id);
  end if;
  return new;
end $$;
create trigger council_gate before update on contract for each row execute function council_gate();
