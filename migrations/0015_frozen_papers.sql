-- What was handed over stays as it was handed over, in the wall itself; and a company's accounts work under a ward's
-- contract only when that ward knows whose accounts they are.

-- ── Liaison sheets ──────────────────────────────────────────────────────────────────────────────────────────────
-- Each blob names the version it was sealed for, so that an act of the other side needn't seal the sender's words anew.
alter table liaison_sheet add column sealed_version int not null default 1, add column snapshot_version int, add column answer_version int;
update liaison_sheet set sealed_version = version,
  snapshot_version = case when snapshot is not null then version end, answer_version = case when answer is not null then version end;
alter table liaison_sheet
  add constraint snapshot_has_version check ((snapshot is null) = (snapshot_version is null)),
  add constraint answer_has_version check ((answer is null) = (answer_version is null));
grant update (sealed_version, snapshot_version, answer_version) on liaison_sheet to kayoi_contractor, kayoi_centre;

-- A sheet begins as a draft that nobody has sent, opened or answered.
create policy begins_blank on liaison_sheet as restrictive for insert to kayoi_contractor, kayoi_centre
  with check (version = 1 and sealed_version = 1 and snapshot is null and answer is null and sent_at is null and opened_at is null
    and opened_by is null and answered_at is null and closed_at is null);

-- The sender writes a draft, sends it, takes it back before it is opened, and takes up what was returned. The receiver
-- opens, answers, returns and closes. Nobody changes what the other wrote. The same table as liaison::states.
create function liaison_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  steps text[] := case when (current_user = 'kayoi_contractor') = (old.direction = 'to_centre')
    then array['draft draft', 'draft sent', 'sent withdrawn', 'returned draft']
    else array['sent opened', 'sent returned', 'opened answered', 'opened returned', 'answered closed'] end;
begin
  if current_user not in ('kayoi_contractor', 'kayoi_centre') then return new; end if;
  if not step = any (steps) or new.version <> old.version + 1
     or (old.state <> 'draft' and (new.sealed, new.sealed_version, new.answer_due_on) is distinct from (old.sealed, old.sealed_version, old.answer_due_on))
     or (step <> 'draft sent' and (new.snapshot, new.snapshot_version, new.sent_at) is distinct from (old.snapshot, old.snapshot_version, old.sent_at))
     or (step = 'draft sent' and (new.snapshot is null or new.sent_at is null or new.opened_at is not null or new.opened_by is not null))
     or (step not in ('draft sent', 'sent opened') and (new.opened_at, new.opened_by) is distinct from (old.opened_at, old.opened_by))
     or (step = 'sent opened' and (new.opened_at is null or new.opened_by is distinct from app_account()))
     or (step <> 'opened answered' and (new.answer, new.answer_version, new.answered_at) is distinct from (old.answer, old.answer_version, old.answered_at))
     or (step = 'opened answered' and (new.answer is null or new.answered_at is null))
     or (step <> 'answered closed' and new.closed_at is distinct from old.closed_at) then
    raise insufficient_privilege using message = format('%s may not take liaison sheet %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on liaison_sheet for each row execute function liaison_guard();

-- ── Reports ─────────────────────────────────────────────────────────────────────────────────────────────────────
-- The contractor's words are sealed by the contractor alone; the ward writes its decision, and with acceptance the frozen copy.
alter table report add column sealed_version int not null default 1;
update report set sealed_version = version;
revoke insert, update on report from kayoi_ward, kayoi_contractor;
grant insert (ward_id, id, contract_id, course_id, kind, period, due_on, key_unit) on report to kayoi_contractor;
grant update (state, sealed, sealed_version, due_on, submitted_at, submitted_by, version) on report to kayoi_contractor;
grant update (state, snapshot, return_reason, decided_at, decided_by, version) on report to kayoi_ward;

create function report_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  is_ward boolean := current_user = 'kayoi_ward';
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case when is_ward then array['submitted returned', 'submitted accepted']
                             else array['draft draft', 'returned returned', 'draft submitted', 'returned submitted'] end)
     or (is_ward and (new.decided_by is distinct from app_account() or new.decided_at is null or (new.snapshot is not null) <> (new.state = 'accepted')))
     or (new.state = 'submitted' and (new.submitted_by is distinct from app_account() or new.submitted_at is null or new.sealed is null))
     or (not is_ward and new.state <> 'submitted' and (new.submitted_by, new.submitted_at) is distinct from (old.submitted_by, old.submitted_at)) then
    raise insufficient_privilege using message = format('%s may not take report %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on report for each row execute function report_guard();

-- ── Referrals ───────────────────────────────────────────────────────────────────────────────────────────────────
-- The reason is the sender's; what is said at the decision stands beside it. A centre that takes its proposal back says
-- who did it and when.
alter table referral add column sealed_version int not null default 1, add column remark bytea;
update referral set sealed_version = version;
revoke insert, update, delete on referral from kayoi_ward;
revoke insert, update on referral from kayoi_centre;
grant insert (ward_id, id, contract_id, participant_id, from_centre_id, sealed, made_by, made_at) on referral to kayoi_ward, kayoi_centre;
grant update (state, remark, decided_by, decided_at, version) on referral to kayoi_ward, kayoi_centre;

create function referral_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user in ('kayoi_ward', 'kayoi_centre') and (
       old.state <> 'proposed' or new.version <> old.version + 1
       or new.decided_by is distinct from app_account() or new.decided_at is null
       or not new.state = any (case when current_user = 'kayoi_centre' then array['withdrawn']
                                    when old.from_centre_id is null then array['accepted', 'declined', 'withdrawn']
                                    else array['accepted', 'declined'] end)) then
    raise insufficient_privilege using message = format('%s may not take referral %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on referral for each row execute function referral_guard();

-- ── 従事者名簿 ──────────────────────────────────────────────────────────────────────────────────────────────────
-- The ward decides on a list; its lines are the contractor's to write.
revoke insert, update, delete on designation from kayoi_ward;
revoke insert, update, delete on roster from kayoi_ward;
revoke insert on roster from kayoi_contractor;
grant insert (ward_id, id, contract_id, number) on roster to kayoi_contractor;
grant update (state, decided_at, decided_by, return_reason, version) on roster to kayoi_ward;

create function roster_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  is_ward boolean := current_user = 'kayoi_ward';
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case when is_ward then array['submitted returned', 'submitted accepted', 'accepted replaced']
                             else array['draft draft', 'returned returned', 'draft submitted', 'returned submitted'] end)
     or (new.state in ('returned', 'accepted') and is_ward and (new.decided_by is distinct from app_account() or new.decided_at is null))
     or (new.state = 'replaced' and (new.decided_at, new.decided_by, new.return_reason) is distinct from (old.decided_at, old.decided_by, old.return_reason))
     or (new.state = 'submitted' and (new.submitted_by is distinct from app_account() or new.submitted_at is null))
     or (not is_ward and new.state <> 'submitted' and (new.submitted_by, new.submitted_at) is distinct from (old.submitted_by, old.submitted_at)) then
    raise insufficient_privilege using message = format('%s may not take roster %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on roster for each row execute function roster_guard();

-- A line is written only while its list is held open: the policy sees the list as it was when the statement began, and a
-- submission committed meanwhile would get a line that nobody submitted. With the lock, one of the two waits for the other.
create function designation_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  lists uuid[] := case tg_op when 'INSERT' then array[new.roster_id] when 'DELETE' then array[old.roster_id] else array[old.roster_id, new.roster_id] end;
  list uuid;
begin
  if current_user = 'kayoi_contractor' then
    foreach list in array lists loop
      perform 1 from roster r where r.ward_id = app_ward() and r.id = list and r.contract_id = app_contract() and r.state in ('draft', 'returned') for share;
      if not found then raise insufficient_privilege using message = format('roster %s takes no lines any more', list); end if;
    end loop;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger guard before insert or update or delete on designation for each row execute function designation_guard();

-- ── A company's accounts and the wards it works for ─────────────────────────────────────────────────────────────
-- A ward may invite the first manager of a company before anybody has a contract with it, and that manager makes all other
-- accounts. Another ward that contracts the company later knows nothing of that person: until it has asked the company
-- for its manager's 利用者ID, none of these accounts works under its contracts. Companies without a note were entered by
-- the operator and are trusted.
alter table contractor add column invited_by uuid references ward;
revoke select, insert on contractor from kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor;
grant select (id, corporate_number, name, address, telephone) on contractor to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor;
grant insert (id, corporate_number, name, address, telephone) on contractor to kayoi_ward;
alter table contract add column company_checked_at timestamptz, add column company_checked_by uuid references account;

create function company_is_known(p_ward uuid, p_contractor uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from contractor o where o.id = p_contractor and (o.invited_by is null or o.invited_by = p_ward
    or exists (select 1 from contract c where c.ward_id = p_ward and c.contractor_id = o.id and c.company_checked_at is not null))) $$;
revoke execute on function company_is_known from public;

create or replace function invite_first_manager(p_account uuid, p_contractor uuid, p_login_name text, p_name text,
    p_code uuid, p_code_hash bytea, p_now timestamptz, p_expires timestamptz)
  returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from contractor where id = p_contractor for update;
  -- Nobody else's contractor: a ward that could make its first manager could sign in to another ward's contract.
  if not found or app_ward() is null or exists (select 1 from account where contractor_id = p_contractor)
     or exists (select 1 from contract where contractor_id = p_contractor and ward_id <> app_ward()) then return false; end if;
  update contractor set invited_by = app_ward() where id = p_contractor;
  insert into account (id, kind, role, login_name, name, contractor_id) values (p_account, 'contractor', 'manager', p_login_name, p_name, p_contractor);
  insert into one_time_code (id, account_id, contractor_id, purpose, code_hash, issued_at, expires_at)
    values (p_code, p_account, p_contractor, 'invitation', p_code_hash, p_now, p_expires);
  return true;
end $$;

-- What the ward knows of a company's accounts: there are none, it knows them, or it hasn't asked the company yet.
create function company_accounts(p_contractor uuid) returns text language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select case when not exists (select 1 from account where contractor_id = p_contractor) then 'none'
              when company_is_known(app_ward(), p_contractor) then 'known' else 'unchecked' end $$;
revoke execute on function company_accounts from public;
grant execute on function company_accounts to kayoi_ward;

-- The company told this ward its manager's 利用者ID; false when no active manager of it has that one, or there is no contract.
create function check_company(p_contractor uuid, p_login_name text, p_now timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select 1 from account where contractor_id = p_contractor and login_name = p_login_name and role = 'manager' and state = 'active') then return false; end if;
  update contract set company_checked_at = p_now, company_checked_by = app_account()
    where ward_id = app_ward() and contractor_id = p_contractor and company_checked_at is null;
  return found;
end $$;
revoke execute on function check_company from public;
grant execute on function check_company to kayoi_ward;

create or replace function my_contracts()
  returns table (ward_id uuid, ward_name text, contract_id uuid, number text, title text, state text, designated boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.ward_id, w.name, c.id, c.number, c.title, c.state,
    exists (select 1 from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id
      where d.ward_id = c.ward_id and d.contract_id = c.id and d.account_id = app_account() and r.state = 'accepted')
  from contract c join ward w on w.ward_id = c.ward_id
  where c.contractor_id = app_contractor() and app_contractor() is not null and c.state in ('signed', 'active', 'closing')
    and company_is_known(c.ward_id, c.contractor_id)
  order by w.name, c.number $$;

-- The wards that have a contract with this company and haven't asked it yet: their names only.
create function wards_to_ask_us() returns table (ward_name text) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct w.name from contract c join ward w on w.ward_id = c.ward_id
  where c.contractor_id = app_contractor() and app_contractor() is not null and c.state in ('signed', 'active', 'closing')
    and not company_is_known(c.ward_id, c.contractor_id)
  order by w.name $$;
revoke execute on function wards_to_ask_us from public;
grant execute on function wards_to_ask_us to kayoi_contractor;

-- The same where it counts: no login, however it came about, acts under the contract of a ward that doesn't know the company.
create function login_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select 1 from contract c join account a on a.id = new.account_id and a.contractor_id = c.contractor_id
                 where c.ward_id = new.ward_id and c.id = new.contract_id and company_is_known(c.ward_id, c.contractor_id)) then
    raise insufficient_privilege using message = 'this contract is not this account''s to work under';
  end if;
  return new;
end $$;
revoke execute on function login_guard from public;
create trigger guard before insert or update of account_id, ward_id, contract_id on login for each row
  when (new.contract_id is not null) execute function login_guard();

-- ── Sign-in ─────────────────────────────────────────────────────────────────────────────────────────────────────
-- Whose account it is, in words, for the events of sign-in itself: there is no login yet that enter() could read.
create function organisation_of(p_account uuid) returns text language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(o.name, h.name, w.name, '') from account a
    left join contractor o on o.id = a.contractor_id
    left join centre h on h.ward_id = a.ward_id and h.id = a.centre_id
    left join ward w on w.ward_id = a.ward_id
  where a.id = p_account $$;
revoke execute on function organisation_of from public;
grant execute on function organisation_of to kayoi_auth;
