-- 許可: what a clause allows only with the ward's consent beforehand. A contractor applies, the ward approves (with conditions),
-- refuses or gives back; what is in force may be ended by either side. And the gate that stands on it: what names people leaves
-- Kayoi for a contractor only under a permit, where the clauses ask for one.
create table permit (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  kind text not null check (kind in ('take_out', 'copying', 're_outsourcing', 'other_collection', 'sensitive_collection', 'external_connection', 'system_work')),
  starts_on date not null, ends_on date not null,
  covers_files boolean not null default false,                              -- also what Kayoi prints and exports
  sealed bytea not null,                                                    -- what, why, how it is protected, with whom: contract key, version 1
  applied_at timestamptz not null, applied_by uuid not null references account,
  follows uuid,                                                             -- the one that came back, in whose place it stands
  state text not null default 'applied' check (state in ('applied', 'approved', 'refused', 'returned', 'withdrawn', 'ended', 'revoked')),
  decided_at timestamptz, decided_by uuid references account,
  decision bytea,                                                           -- conditions, or why not: contract key, version 2
  suspension_checked_on date, gangs_checked_on date,                        -- 指名停止・暴力団排除, looked up by who decided
  ended_at timestamptz, ended_by uuid references account,
  ending bytea, ending_version int,                                         -- what became of it, or why it was revoked: contract key
  version int not null default 1,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id),
  constraint permit_followed_once unique (ward_id, contract_id, follows),
  check (starts_on <= ends_on and starts_on >= (applied_at at time zone 'Asia/Tokyo')::date),
  check (not covers_files or kind in ('take_out', 'copying')),
  check ((decided_at is null) = (decided_by is null) and (ended_at is null) = (ended_by is null)),
  check ((state in ('applied', 'withdrawn')) = (decided_at is null) and (state in ('withdrawn', 'ended', 'revoked')) = (ended_at is not null)),
  check (kind <> 're_outsourcing' or state not in ('approved', 'ended', 'revoked') or (suspension_checked_on is not null and gangs_checked_on is not null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, follows) references permit (ward_id, contract_id, id)
);
create index permit_of_contract on permit (ward_id, contract_id, applied_at desc);
create index permit_in_force on permit (ward_id, contract_id, kind) where state = 'approved';
select ward_table('permit');
create policy not_for_evaluators on permit as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on permit from kayoi_ward;
select contractor_uses('permit', 'select');
grant insert (ward_id, id, contract_id, kind, starts_on, ends_on, covers_files, sealed, applied_at, applied_by, follows) on permit to kayoi_contractor;
grant update (state, ended_at, ended_by, ending, ending_version, version) on permit to kayoi_contractor;
grant update (state, decided_at, decided_by, decision, suspension_checked_on, gangs_checked_on, ended_at, ended_by, ending, ending_version, version) on permit to kayoi_ward;
create policy in_own_name on permit as restrictive for insert to kayoi_contractor
  with check (applied_by = (select app_account()) and (select app_role()) = 'contractor.manager');

-- The same table of steps as permits::states, and never beyond one's own side or name.
create function permit_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  is_ward boolean := current_user = 'kayoi_ward';
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case when is_ward then array['applied approved', 'applied refused', 'applied returned', 'approved revoked']
                             else array['applied withdrawn', 'approved ended'] end)
     or (old.state = 'applied' and is_ward and (new.decided_by is distinct from app_account() or new.decided_at is null))
     or (old.state <> 'applied' and (new.decided_at, new.decided_by, new.decision, new.suspension_checked_on, new.gangs_checked_on)
           is distinct from (old.decided_at, old.decided_by, old.decision, old.suspension_checked_on, old.gangs_checked_on))
     or (new.state in ('withdrawn', 'ended', 'revoked') and (new.ended_by is distinct from app_account() or new.ended_at is null)) then
    raise insufficient_privilege using message = format('%s may not take permit %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on permit for each row execute function permit_guard();

-- One that stands in place of another is of the same kind, and only in place of one that came back.
create function permit_follows_returned() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.follows is not null and not exists (select 1 from permit p where p.ward_id = new.ward_id and p.id = new.follows
       and p.contract_id = new.contract_id and p.kind = new.kind and p.state = 'returned') then
    raise insufficient_privilege using message = format('permit %s stands in place of no returned one', new.id);
  end if;
  return new;
end $$;
create trigger in_place before insert on permit for each row execute function permit_follows_returned();

-- Why what names people may not leave Kayoi for this contractor today: an export or print is a copy, and it is taken out.
-- The strictest of the clauses holds; one that says nothing of its own asks for consent. Null: it may.
create function files_shut(p_day date) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with asked as (
    select r.code, max(case coalesce(r.parameters->>'mode', 'consent') when 'never' then 2 when 'consent' then 1 else 0 end) as mode
    from bound_rules(app_ward(), app_contract()) r where r.code in ('copying', 'take_out') group by r.code)
  select a.code || case a.mode when 2 then '.never' else '.consent' end from asked a
  where app_contractor() is not null and (a.mode = 2 or a.mode = 1 and not exists (
    select 1 from permit p where p.ward_id = app_ward() and p.contract_id = app_contract() and p.kind = a.code and p.covers_files
      and p.state = 'approved' and p.starts_on <= p_day and p.ends_on >= p_day))
  order by a.mode desc, a.code limit 1 $$;
revoke execute on function files_shut from public;
grant execute on function files_shut to kayoi_contractor;

-- What the registers that shut the gates of a contract say on a day, for the pages that tell how each stands: how many stand in the
-- accepted list, how many of them see people, and until when files may be copied and taken out.
create function gates_on(p_contract uuid, p_day date) returns table (designated bigint, admitted bigint, copying_until date, take_out_until date)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select count(d.id), count(d.id) filter (where custodian_lacks(app_ward(), p_contract, d.account_id, p_day) is null),
    (select max(p.ends_on) from permit p where p.ward_id = app_ward() and p.contract_id = p_contract and p.kind = 'copying' and p.covers_files
       and p.state = 'approved' and p.starts_on <= p_day and p.ends_on >= p_day),
    (select max(p.ends_on) from permit p where p.ward_id = app_ward() and p.contract_id = p_contract and p.kind = 'take_out' and p.covers_files
       and p.state = 'approved' and p.starts_on <= p_day and p.ends_on >= p_day)
  from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id and r.state = 'accepted'
  where d.ward_id = app_ward() and d.contract_id = p_contract and d.valid_from <= p_day and (d.valid_to is null or d.valid_to >= p_day)
    and (app_contractor() is null and app_centre() is null or p_contract = app_contract()) $$;
revoke execute on function gates_on from public;
grant execute on function gates_on to kayoi_ward, kayoi_auditor, kayoi_contractor;

-- ── 調査票・確認記録票・保護に関する計画・記録の点検 ──────────────────────────────────────────────────────────────────────
-- Sheets of questions: one side answers, the other accepts or gives back; what was accepted binds until a later version takes its
-- place. The questions are data of the program (src/surveys/sheets.toml).
create table survey (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  form text not null check (form in ('survey_sheet', 'confirmation_sheet', 'protection_plan', 'record_keeping')),
  owed_by text not null check (owed_by in ('contractor', 'ward')),
  number int not null check (number >= 1),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'accepted', 'replaced')),
  sealed bytea not null, sealed_version int not null default 1,             -- the answers, contract key
  made_at timestamptz not null, made_by uuid not null references account,
  submitted_at timestamptz, submitted_by uuid references account,
  decided_at timestamptz, decided_by uuid references account,
  reason bytea, reason_version int,                                         -- why it was returned, contract key
  correction bytea, correction_version int,                                 -- what the ward asks to correct of an accepted one, contract key
  correction_at timestamptz, correction_by uuid references account,
  version int not null default 1,
  primary key (ward_id, id),
  constraint survey_number_once unique (ward_id, contract_id, form, number),
  check ((form = 'confirmation_sheet') = (owed_by = 'ward')),
  check (state = 'draft' or submitted_at is not null),
  check (state not in ('accepted', 'replaced') or decided_at is not null),
  check (num_nulls(correction, correction_version, correction_at, correction_by) in (0, 4)),
  check ((reason is null) = (reason_version is null)),
  foreign key (ward_id, contract_id) references contract
);
create unique index survey_open_once on survey (ward_id, contract_id, form) where state in ('draft', 'submitted', 'returned');
create unique index survey_accepted_once on survey (ward_id, contract_id, form) where state = 'accepted';
select ward_table('survey');
create policy not_for_evaluators on survey as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on survey from kayoi_ward;
select contractor_uses('survey', 'select');
grant insert (ward_id, id, contract_id, form, owed_by, number, sealed, made_at, made_by) on survey to kayoi_ward, kayoi_contractor;
grant update (state, sealed, sealed_version, submitted_at, submitted_by, decided_at, decided_by, reason, reason_version, version) on survey to kayoi_ward, kayoi_contractor;
grant update (correction, correction_version, correction_at, correction_by) on survey to kayoi_ward;
create policy in_own_name on survey as restrictive for insert to kayoi_ward, kayoi_contractor with check (
  made_by = (select app_account()) and owed_by = case when (select app_role()) = 'contractor.manager' then 'contractor' when app_role() like 'ward.%' then 'ward' end);

-- The same table of steps as surveys::states: who owes it writes and submits, the other side decides.
create function survey_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  side text := case current_user when 'kayoi_ward' then 'ward' when 'kayoi_contractor' then 'contractor' end;
  owes boolean := side = old.owed_by;
begin
  if side is null then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case when owes then array['draft draft', 'returned returned', 'draft submitted', 'returned submitted']
                             else array['submitted accepted', 'submitted returned', 'accepted replaced'] end
                        || case when side = 'ward' then array['accepted accepted'] else array[]::text[] end)
     or (step in ('draft submitted', 'returned submitted') and (new.submitted_by is distinct from app_account() or new.submitted_at is null))
     or (step in ('submitted accepted', 'submitted returned') and (new.decided_by is distinct from app_account() or new.decided_at is null))
     or (step not in ('draft draft', 'returned returned') and (new.sealed, new.sealed_version) is distinct from (old.sealed, old.sealed_version))
     or (step = 'accepted accepted' and (new.correction_by is distinct from app_account() or new.correction is null)) then
    raise insufficient_privilege using message = format('%s may not take survey %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on survey for each row execute function survey_guard();

-- ── 認証 ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- What a contractor is certified for (プライバシーマーク, ISO/IEC 27001 …) and until when; the ward confirms it or not. Facts about a
-- company, so nothing is sealed. The copy itself is a paper of the contract (提出物).
create table certificate (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  kind text not null check (kind in ('privacy_mark', 'iso_27001', 'other')),
  name text not null, number text not null, valid_from date not null, valid_to date not null,
  registered_at timestamptz not null, registered_by uuid not null references account,
  state text not null default 'registered' check (state in ('registered', 'confirmed', 'declined')),
  decided_at timestamptz, decided_by uuid references account, reason text not null default '',
  version int not null default 1,
  primary key (ward_id, id),
  check (valid_from <= valid_to),
  check ((state = 'registered') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check ((state = 'declined') = (reason <> '')),
  foreign key (ward_id, contract_id) references contract
);
create index certificate_of_contract on certificate (ward_id, contract_id, valid_to desc);
select ward_table('certificate');
create policy not_for_evaluators on certificate as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on certificate from kayoi_ward;
grant update (state, decided_at, decided_by, reason, version) on certificate to kayoi_ward;
select contractor_uses('certificate', 'select');
grant insert (ward_id, id, contract_id, kind, name, number, valid_from, valid_to, registered_at, registered_by) on certificate to kayoi_contractor;
create policy in_own_name on certificate as restrictive for insert to kayoi_contractor
  with check (registered_by = (select app_account()) and (select app_role()) = 'contractor.manager');
create policy decided_once on certificate as restrictive for update to kayoi_ward
  using (state = 'registered') with check (state <> 'registered' and decided_by = (select app_account()) and version = 2);
