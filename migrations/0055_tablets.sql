-- 端末: a tablet that records a class without a network. The contractor registers it, the ward permits it until a day; what it
-- takes along (準備) is an entry of the 受渡し管理簿, and its wipe (消去記録) the end of that entry. What a tablet recorded is taken as
-- an operation of whoever recorded it, or parked (保留) for a person to decide; it is never lost.

-- ── 関門: what the clauses ask before data go onto a tablet ────────────────────────────────────────────────────────────
-- A pack is a copy and is taken out, as in files_shut. `shut`: 'take_out.never', 'copying.consent' …, null when nothing stands
-- against it; `until`: the last day of the permits that are asked for, null where none is; `permit`: the take-out among them.
create function tablet_gate(p_contract uuid, p_day date) returns table (shut text, until date, permit uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with asked as (
    select r.code, max(case coalesce(r.parameters->>'mode', 'consent') when 'never' then 2 when 'consent' then 1 else 0 end) as mode
    from bound_rules(app_ward(), p_contract) r where r.code in ('copying', 'take_out') group by r.code),
  answered as (
    select a.code, a.mode, p.id, p.ends_on from asked a left join lateral (
      select x.id, x.ends_on from permit x where a.mode = 1 and x.ward_id = app_ward() and x.contract_id = p_contract and x.kind = a.code
        and x.covers_files and x.state = 'approved' and x.starts_on <= p_day and x.ends_on >= p_day order by x.ends_on desc, x.id limit 1) p on true
    where a.mode > 0)
  select (select a.code || case a.mode when 2 then '.never' else '.consent' end from answered a
            where a.mode = 2 or a.id is null order by a.mode desc, a.code limit 1),
         (select min(a.ends_on) from answered a where a.id is not null),
         (select a.id from answered a where a.code = 'take_out')
  where app_centre() is null and (app_contractor() is null or p_contract = app_contract()) $$;
revoke execute on function tablet_gate from public;
grant execute on function tablet_gate to kayoi_ward, kayoi_contractor;

-- ── 端末 ────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table tablet (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  label text not null check (char_length(label) between 1 and 40),           -- what stands on its back: 「端末A」
  sealed bytea not null,                                                    -- model, where it is kept: contract key, version 1
  rescue_public bytea not null check (length(rescue_public) = 65),          -- P-256, uncompressed; the tablet seals its unsent entries to it
  rescue_private bytea not null,                                            -- contract key, version 1
  registered_at timestamptz not null, registered_by uuid not null references account,
  state text not null default 'requested' check (state in ('requested', 'permitted', 'refused', 'revoked')),
  decided_at timestamptz, decided_by uuid references account,
  decision bytea,                                                           -- conditions, or why not: contract key, version 2
  permitted_until date, permit_id uuid,                                     -- the take-out it is carried under, where the clauses ask for one
  revoked_at timestamptz, revoked_by uuid references account,
  revocation bytea, revocation_version int,                                 -- why: contract key
  version int not null default 1,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id),
  check (num_nulls(decided_at, decided_by) in (0, 2) and num_nulls(revoked_at, revoked_by, revocation, revocation_version) in (0, 4)),
  check ((state = 'revoked') = (revoked_at is not null) and (state not in ('permitted', 'refused') or decided_at is not null)),
  check ((permitted_until is null) = (state in ('requested', 'refused') or state = 'revoked' and decided_at is null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, permit_id) references permit (ward_id, contract_id, id)
);
create unique index tablet_label_once on tablet (ward_id, contract_id, label) where state in ('requested', 'permitted');
create index tablet_of_contract on tablet (ward_id, contract_id, registered_at desc);
create index tablet_waiting on tablet (ward_id) where state = 'requested';
select ward_table('tablet');
revoke insert, update, delete on tablet from kayoi_ward;
create policy not_for_evaluators on tablet as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select auditor_reads('tablet');
select contractor_uses('tablet', 'select');
grant insert (ward_id, id, contract_id, label, sealed, rescue_public, rescue_private, registered_at, registered_by) on tablet to kayoi_contractor;
grant update (state, revoked_at, revoked_by, revocation, revocation_version, version) on tablet to kayoi_contractor;
grant update (state, decided_at, decided_by, decision, permitted_until, permit_id, revoked_at, revoked_by, revocation, revocation_version, version)
  on tablet to kayoi_ward;
create policy in_own_name on tablet as restrictive for insert to kayoi_contractor
  with check (registered_by = (select app_account()) and (select app_role()) = 'contractor.manager');
create policy by_manager on tablet as restrictive for update to kayoi_contractor using ((select app_role()) = 'contractor.manager');
create policy by_officer on tablet as restrictive for update to kayoi_ward using ((select app_role()) in ('ward.admin', 'ward.officer'));

-- The same table of steps as tablets::states: the ward permits or refuses what a contractor registered, and either takes it back.
create function tablet_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  gate record;
  ends date;
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case current_user when 'kayoi_ward' then array['requested permitted', 'requested refused', 'permitted revoked']
                                          else array['requested revoked', 'permitted revoked'] end)
     or (old.state = 'requested' and current_user = 'kayoi_ward' and (new.decided_by is distinct from app_account() or new.decided_at is null))
     or (new.state = 'revoked' and (new.revoked_by is distinct from app_account()
       or (new.decided_at, new.decided_by, new.decision, new.permitted_until, new.permit_id)
          is distinct from (old.decided_at, old.decided_by, old.decision, old.permitted_until, old.permit_id))) then
    raise insufficient_privilege using message = format('%s may not take tablet %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  if new.state = 'permitted' then
    select * into gate from tablet_gate(new.contract_id, app_today());
    select c.ends_on into ends from contract c where c.ward_id = new.ward_id and c.id = new.contract_id;
    if gate.shut is not null or new.permit_id is distinct from gate.permit
       or new.permitted_until not between app_today() and least(ends, coalesce(gate.until, ends)) then
      raise insufficient_privilege using message = format('tablet %s may not be carried until that day', new.id);
    end if;
  end if;
  return new;
end $$;
create trigger guard before update on tablet for each row execute function tablet_guard();

-- A contract whose clauses forbid copying or taking out has no tablets.
create function tablet_allowed() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_contractor' and exists (select from tablet_gate(new.contract_id, app_today()) g where g.shut like '%.never') then
    raise insufficient_privilege using message = 'the clauses of the contract forbid taking data out';
  end if;
  return new;
end $$;
create trigger allowed before insert on tablet for each row execute function tablet_allowed();

-- Who has an unlock of their own on it. Who registered stays, so that what they recorded stays theirs.
create table tablet_recorder (
  ward_id uuid not null, tablet_id uuid not null, account_id uuid not null references account, contract_id uuid not null,
  registered_at timestamptz not null,
  primary key (ward_id, tablet_id, account_id),
  foreign key (ward_id, contract_id, tablet_id) references tablet (ward_id, contract_id, id)
);
select ward_table('tablet_recorder');
revoke insert, update, delete on tablet_recorder from kayoi_ward;
create policy not_for_evaluators on tablet_recorder as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select contractor_uses('tablet_recorder', 'select, insert');
create policy in_own_name on tablet_recorder as restrictive for insert to kayoi_contractor
  with check (account_id = (select app_account()) and contract_id = (select app_people()));

-- ── 消去記録 ────────────────────────────────────────────────────────────────────────────────────────────────────────
create table tablet_wipe (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, tablet_id uuid not null,
  number text not null,                                                     -- as an 出力番号
  reason text not null check (reason in ('finished', 'expired', 'revoked')),
  wiped_at timestamptz not null,                                            -- by the tablet's clock
  packs int not null check (packs >= 0),
  databases int not null, caches int not null, registrations int not null,  -- what the tablet still found of itself afterwards
  told_at timestamptz not null, told_by uuid not null references account,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id), unique (ward_id, contract_id, tablet_id, id),
  check (databases >= 0 and caches >= 0 and registrations >= 0),
  foreign key (ward_id, contract_id, tablet_id) references tablet (ward_id, contract_id, id)
);
create index tablet_wipe_of_tablet on tablet_wipe (ward_id, tablet_id, told_at desc);
select ward_table('tablet_wipe');
revoke insert, update, delete on tablet_wipe from kayoi_ward;
create policy not_for_evaluators on tablet_wipe as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select auditor_reads('tablet_wipe');
select contractor_uses('tablet_wipe', 'select, insert');
create policy in_own_name on tablet_wipe as restrictive for insert to kayoi_contractor with check (told_by = (select app_account()));

-- ── 準備 ────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table tablet_pack (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, tablet_id uuid not null,
  handover_id uuid not null,                                                -- its entry in the 受渡し管理簿
  people int not null check (people >= 0),
  made_at timestamptz not null, made_by uuid not null references account,
  expires_at timestamptz not null,
  wipe_id uuid,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id), unique (ward_id, handover_id),
  check (expires_at > made_at and expires_at <= made_at + interval '9 days'),
  foreign key (ward_id, contract_id, tablet_id) references tablet (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, handover_id) references handover_line (ward_id, contract_id, id) deferrable initially deferred,
  foreign key (ward_id, contract_id, tablet_id, wipe_id) references tablet_wipe (ward_id, contract_id, tablet_id, id)
);
create index tablet_pack_of_tablet on tablet_pack (ward_id, tablet_id, made_at desc);
create index tablet_pack_left on tablet_pack (ward_id, contract_id) where wipe_id is null;
select ward_table('tablet_pack');
revoke insert, update, delete on tablet_pack from kayoi_ward;
create policy not_for_evaluators on tablet_pack as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select auditor_reads('tablet_pack');
select contractor_uses('tablet_pack', 'select, insert');
grant update (wipe_id) on tablet_pack to kayoi_contractor;
create policy in_own_name on tablet_pack as restrictive for insert to kayoi_contractor
  with check (made_by = (select app_account()) and contract_id = (select app_people()) and wipe_id is null);
create policy wiped_once on tablet_pack as restrictive for update to kayoi_contractor using (wipe_id is null)
  with check (wipe_id is not null);

create function tablet_is_permitted() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_contractor' and not exists (select from tablet t where t.ward_id = new.ward_id and t.id = new.tablet_id
       and t.contract_id = new.contract_id and t.state = 'permitted' and t.permitted_until >= app_today()) then
    raise insufficient_privilege using message = format('tablet %s is not permitted today', new.tablet_id);
  end if;
  if current_user = 'kayoi_contractor' and files_shut(app_today()) is not null then
    raise insufficient_privilege using message = 'the clauses of the contract keep files in';
  end if;
  return new;
end $$;
create trigger permitted before insert on tablet_pack for each row execute function tablet_is_permitted();

-- Every pack has the entry of its own event, and none points at another's.
create function tablet_pack_is_noted() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from handover h where h.ward_id = new.ward_id and h.id = new.handover_id and h.contract_id = new.contract_id
       and h.action = 'tablet.prepare' and h.made_by = new.made_by and h.made_at = new.made_at) then
    raise insufficient_privilege using message = format('pack %s stands in no ledger', new.id);
  end if;
  return null;
end $$;
create constraint trigger noted after insert on tablet_pack deferrable initially deferred for each row execute function tablet_pack_is_noted();

-- The sessions in it, and what the tablet last said of each.
create table tablet_pack_session (
  ward_id uuid not null, pack_id uuid not null, session_id uuid not null, contract_id uuid not null,
  heard_at timestamptz, unsent int check (unsent >= 0),                     -- entries of this session that are still on it
  primary key (ward_id, pack_id, session_id),
  check ((heard_at is null) = (unsent is null)),
  foreign key (ward_id, contract_id, pack_id) references tablet_pack (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id)
);
create index tablet_pack_of_session on tablet_pack_session (ward_id, session_id);
select ward_table('tablet_pack_session');
revoke insert, update, delete on tablet_pack_session from kayoi_ward;
create policy not_for_evaluators on tablet_pack_session as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select contractor_uses('tablet_pack_session', 'select, insert');
grant update (heard_at, unsent) on tablet_pack_session to kayoi_contractor;
create policy with_its_pack on tablet_pack_session as restrictive for insert to kayoi_contractor with check (
  heard_at is null and contract_id = (select app_people()) and exists (
    select from tablet_pack p join tablet t on t.ward_id = p.ward_id and t.id = p.tablet_id
      join session s on s.ward_id = p.ward_id and s.id = tablet_pack_session.session_id
    where p.ward_id = (select app_ward()) and p.id = tablet_pack_session.pack_id and p.made_by = (select app_account()) and p.made_at = app_now()
      and s.state in ('planned', 'open') and s.held_on between app_today() and least(app_today() + 6, t.permitted_until)));

-- ── 記録した人と送った人 ────────────────────────────────────────────────────────────────────────────────────────────────
-- From a tablet, one may send what another recorded who has an unlock on it; the record stands under the name of who recorded.
alter table operation
  add column tablet_id uuid, add column sent_by uuid references account,
  add check ((tablet_id is null) = (sent_by is null)),
  add foreign key (ward_id, contract_id, tablet_id) references tablet (ward_id, contract_id, id);
drop policy in_own_name on operation;
create policy in_own_name on operation as restrictive for insert to kayoi_ward, kayoi_contractor, kayoi_centre with check (
  case when tablet_id is null then account_id = (select app_account())
       else sent_by = (select app_account()) and exists (select from tablet_recorder r
         where r.ward_id = (select app_ward()) and r.tablet_id = operation.tablet_id and r.account_id = operation.account_id) end);

-- ── 保留 ────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table parked_operation (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, tablet_id uuid not null,
  session_id uuid, course_id uuid,                                          -- null: no session of this contract
  digest bytea not null check (length(digest) = 32),                        -- of what was sent, so that it is parked once
  sealed bytea not null,                                                    -- what was sent; key of the course, else of the contract; version 1
  sealed_for uuid not null,                                                 -- whose key
  reason text not null check (reason in ('proof', 'recorder', 'person', 'session', 'value', 'closed', 'too_late', 'unreadable')),
  received_at timestamptz not null, sent_by uuid not null references account,
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'aside')),
  decided_at timestamptz, decided_by uuid references account,
  words bytea,                                                              -- why it was set aside; the same key, version 2
  version int not null default 1,
  primary key (ward_id, id),
  constraint parked_once unique (ward_id, tablet_id, digest),
  check (num_nulls(decided_at, decided_by) in (0, 2) and (state = 'waiting') = (decided_at is null) and (state = 'aside') = (words is not null)),
  check ((session_id is null) = (course_id is null)),
  foreign key (ward_id, contract_id, tablet_id) references tablet (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, session_id) references session (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id)
);
create index parked_waiting on parked_operation (ward_id, contract_id) where state = 'waiting';
select ward_table('parked_operation');
revoke insert, update, delete on parked_operation from kayoi_ward;
create policy not_for_evaluators on parked_operation as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('parked_operation', 'select');
grant insert (ward_id, id, contract_id, tablet_id, session_id, course_id, digest, sealed, sealed_for, reason, received_at, sent_by) on parked_operation to kayoi_contractor;
grant update (state, decided_at, decided_by, words, version) on parked_operation to kayoi_contractor;
create policy in_own_name on parked_operation as restrictive for insert to kayoi_contractor with check (sent_by = (select app_account()));
create policy decided_once on parked_operation as restrictive for update to kayoi_contractor
  using (state = 'waiting' and (select app_role()) = 'contractor.manager')
  with check (state in ('taken', 'aside') and decided_by = (select app_account()) and version = 2);
create policy not_given_back_session on parked_operation as restrictive to kayoi_contractor
  using (coalesce(session_id, '00000000-0000-0000-0000-000000000000') <> all ((select given_back('session'))::uuid[]));
create policy not_given_back_course on parked_operation as restrictive to kayoi_contractor
  using (coalesce(course_id, '00000000-0000-0000-0000-000000000000') <> all ((select given_back('course'))::uuid[]));

-- ── いつ ────────────────────────────────────────────────────────────────────────────────────────────────────────────
do $$ declare t record; begin
  for t in select * from (values ('tablet', 'registered_at,decided_at,revoked_at'), ('tablet_recorder', 'registered_at'),
    ('tablet_wipe', 'told_at'), ('tablet_pack', 'made_at'), ('tablet_pack_session', 'heard_at'),
    ('parked_operation', 'received_at,decided_at')) v (tbl, cols)
  loop
    execute format('create trigger at_its_time before insert or update on %I for each row execute function at_its_time(%s)', t.tbl,
      (select string_agg(quote_literal(c), ', ') from unnest(string_to_array(t.cols, ',')) c));
  end loop;
end $$;

-- ── 受渡し管理簿: a wipe ends the entry of its packs ─────────────────────────────────────────────────────────────────────
-- What of a contract's things was erased: by reports that the ward accepted, and by wipes. A pack that was reported or given back
-- as a thing isn't counted again for its wipe. The one answer of things_of, keeps_open and handovers::balance.
create function erased_of(p_ward uuid, p_contract uuid) returns table (item_id uuid, quantity int)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select l.item_id, l.quantity from erasure_line l join erasure e on e.ward_id = l.ward_id and e.id = l.erasure_id
    where l.ward_id = p_ward and l.contract_id = p_contract and e.state = 'accepted'
  union all
  select p.handover_id, 1 from tablet_pack p
    where p.ward_id = p_ward and p.contract_id = p_contract and p.wipe_id is not null
      and not exists (select from erasure_line l join erasure e on e.ward_id = l.ward_id and e.id = l.erasure_id
        where l.ward_id = p_ward and l.item_id = p.handover_id and e.state = 'accepted')
      and not exists (select from handover_line l join handover h on h.ward_id = l.ward_id and h.id = l.handover_id
        where l.ward_id = p_ward and l.item_id = p.handover_id and l.id <> l.item_id and h.kind = 'back' and h.state in ('given', 'received')) $$;
revoke execute on function erased_of from public;
grant execute on function erased_of to kayoi_ward, kayoi_auditor, kayoi_contractor;

-- As 0051_walls.sql has it, with what was wiped.
create or replace function things_of(p_ward uuid, p_contract uuid) returns table (item_id uuid, outstanding bigint, held bigint)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with came as (
    select l.id, l.quantity from handover_line l join handover h on h.ward_id = l.ward_id and h.id = l.handover_id
    where l.ward_id = p_ward and l.contract_id = p_contract and l.item_id = l.id and h.state in ('received', 'done')
      and (h.kind in ('out', 'gathered', 'copied') or h.kind in ('printed', 'exported') and h.side = 'contractor')),
  went as (
    select l.item_id, sum(l.quantity) as gone, sum(l.quantity) filter (where h.state = 'received') as back
    from handover_line l join handover h on h.ward_id = l.ward_id and h.id = l.handover_id
    where l.ward_id = p_ward and l.contract_id = p_contract and l.item_id <> l.id and h.kind = 'back' and h.state in ('given', 'received')
    group by l.item_id),
  erased as (
    select x.item_id, sum(x.quantity) as erased from erased_of(p_ward, p_contract) x group by x.item_id)
  select c.id, greatest(c.quantity - coalesce(w.back, 0) - coalesce(x.erased, 0), 0), greatest(c.quantity - coalesce(w.gone, 0) - coalesce(x.erased, 0), 0)
  from came c left join went w on w.item_id = c.id left join erased x on x.item_id = c.id $$;

-- ── 終わっていないこと: a tablet waits, holds a pack, or sent what nobody has decided on ─────────────────────────────────
alter function keeps_open(uuid) rename to keeps_open_before;
revoke execute on function keeps_open_before from kayoi_ward, kayoi_auditor, kayoi_contractor;
create function keeps_open(p_contract uuid) returns table (kind text, since date, due_on date, clock jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select b.kind, b.since, b.due_on, b.clock from keeps_open_before(p_contract) b where b.kind <> 'held'
  union all
  select k.kind, (k.since at time zone 'Asia/Tokyo')::date, k.due_on, null::jsonb from (
    select case when p.id is null then 'held' else 'tablet.pack' end as kind, p.made_at as since,
        (p.expires_at at time zone 'Asia/Tokyo')::date as due_on
      from things_of(app_ward(), p_contract) t left join tablet_pack p on p.ward_id = app_ward() and p.handover_id = t.item_id
      where t.outstanding > 0
    union all select 'tablet', t.registered_at, null from tablet t
      where t.ward_id = app_ward() and t.contract_id = p_contract and t.state = 'requested'
    union all select 'parked', o.received_at, null from parked_operation o
      where o.ward_id = app_ward() and o.contract_id = p_contract and o.state = 'waiting'
  ) k where app_contractor() is null and app_centre() is null or p_contract = app_contract() $$;
revoke execute on function keeps_open from public;
grant execute on function keeps_open to kayoi_ward, kayoi_auditor, kayoi_contractor;

-- Nobody gives back what still lies on a tablet, or what was sent from one and not decided: it could not be decided any more.
create function on_tablets(p_contract uuid, p_course uuid) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select (select count(*) from parked_operation o where o.ward_id = app_ward() and o.contract_id = p_contract and o.state = 'waiting'
            and (p_course is null or o.course_id = p_course))
       + (select count(distinct p.id) from tablet_pack p join things_of(app_ward(), p_contract) t on t.item_id = p.handover_id and t.outstanding > 0
            left join tablet_pack_session x on x.ward_id = p.ward_id and x.pack_id = p.id
            left join session s on s.ward_id = x.ward_id and s.id = x.session_id
          where p.ward_id = app_ward() and p.contract_id = p_contract and p.wipe_id is null and (p_course is null or s.course_id = p_course))
  where app_centre() is null and (app_contractor() is null or p_contract = app_contract()) $$;
revoke execute on function on_tablets from public;
grant execute on function on_tablets to kayoi_ward, kayoi_contractor;

create policy nothing_on_tablets on erasure as restrictive for insert to kayoi_contractor
  with check (not ends_reading or unit = 'person' or on_tablets(contract_id, course_id) = 0);

-- ── 終了: a session isn't closed while a tablet says that it holds entries of it ────────────────────────────────────────
create function nothing_unsent() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_contractor' and old.state <> 'closed' and new.state = 'closed' and exists (
     select from tablet_pack_session x join tablet_pack p on p.ward_id = x.ward_id and p.id = x.pack_id
     where x.ward_id = new.ward_id and x.session_id = new.id and x.unsent > 0 and p.wipe_id is null) then
    raise insufficient_privilege using message = format('a tablet holds entries of session %s', new.id);
  end if;
  return new;
end $$;
create trigger nothing_unsent before update on session for each row execute function nothing_unsent();

-- ── だれが、いつ: whose the present value of a field is ──────────────────────────────────────────────────────────────────
create index operation_applied on operation (ward_id, session_id, participant_id, field, version desc) where outcome = 'applied';
create function written_in(p_session uuid) returns table (participant_id uuid, written jsonb)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- A name is looked up by its key: a join would read the accounts of everybody.
  select w.participant_id, jsonb_object_agg(w.field, jsonb_build_object(
      'by', coalesce((select k.name from account k where k.id = w.account_id), ''), 'at', to_char(w.at at time zone 'Asia/Tokyo', 'HH24:MI')))
  from (select distinct on (o.participant_id, o.field) o.participant_id, o.field, o.account_id, o.at from operation o
    where o.ward_id = (select app_ward()) and o.session_id = p_session and o.outcome = 'applied'
    order by o.participant_id, o.field, o.version desc) w
  group by w.participant_id $$;

-- As 0027_applied_rules.sql has it, with who wrote what is there, of those whom the request is about.
drop function recording_state(uuid, uuid[]);
create function recording_state(p_session uuid, p_keys uuid[], p_people uuid[])
  returns table (course_id uuid, contract_id uuid, held_on date, state text, frozen boolean,
                 participant_id uuid, attendance jsonb, kept jsonb, answered jsonb, written jsonb)
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from session s where s.ward_id = app_ward() and s.id = p_session for update;
  return query
  with recorded as materialized (select * from attendance x where x.ward_id = app_ward() and x.session_id = p_session)
  select s.course_id, s.contract_id, s.held_on, s.state,
    report_freezes(s.contract_id, s.course_id, s.held_on),
    e.participant_id, to_jsonb(a),
    (select jsonb_agg(jsonb_build_object('key', o.key, 'field', o.field, 'value', o.value, 'sealed', o.sealed, 'version', o.version,
        'by', k.name, 'at', to_char(o.at at time zone 'Asia/Tokyo', 'HH24:MI')) order by o.recorded_at, o.key)
      from operation o join account k on k.id = o.account_id
      where o.ward_id = s.ward_id and o.session_id = s.id and o.participant_id = e.participant_id
        and o.outcome = 'conflict' and o.resolved_by is null and a.conflicts > 0),
    (select jsonb_agg(jsonb_build_object('key', o.key, 'field', o.field, 'version', o.version, 'outcome', o.outcome))
      from operation o where o.ward_id = s.ward_id and o.key = any(p_keys) and o.session_id = s.id and o.participant_id = e.participant_id),
    case when e.participant_id = any(p_people) then (
      select jsonb_object_agg(w.field, jsonb_build_object(
          'by', coalesce((select k.name from account k where k.id = w.account_id), ''), 'at', to_char(w.at at time zone 'Asia/Tokyo', 'HH24:MI')))
      from (select distinct on (o.field) o.field, o.account_id, o.at from operation o
        where o.ward_id = s.ward_id and o.session_id = s.id and o.participant_id = e.participant_id and o.outcome = 'applied'
        order by o.field, o.version desc) w) end
  from session s
  left join enrolment e on e.ward_id = s.ward_id and e.course_id = s.course_id and e.state <> 'waiting'
    and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, e.stay_to, s.held_on) >= s.held_on
  left join recorded a on a.participant_id = e.participant_id
  where s.ward_id = app_ward() and s.id = p_session;
end $$;
