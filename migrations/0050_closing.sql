-- 契約を終える: what keeps a contract open, asked by the pages and by the wall alike; and how long what it sealed is kept.

-- ── いま: the time of an act is the time of its transaction ─────────────────────────────────────────────────────────────
-- The program tells its clock with enter(); whoever comes without it has the database's own.
create function app_now() returns timestamptz language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;
create function app_today() returns date language sql stable parallel safe
  as $$ select (app_now() at time zone 'Asia/Tokyo')::date $$;

-- ── 終わっていないこと ──────────────────────────────────────────────────────────────────────────────────────────────
-- Everything that is open under a contract, a row each: what it is (a line of contracts::open), since when it waits, by which day,
-- and of an incident the facts from which the days of the law follow. A definer function: it counts for whoever reads the
-- contract, also what that reader may not open, and tells nobody's name. A feature with something of its own that can be open adds
-- its line here (in a later migration: rename this to keeps_open_before, and return its rows with the new ones) and there.
create function keeps_open(p_contract uuid) returns table (kind text, since date, due_on date, clock jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select k.kind, (k.since at time zone 'Asia/Tokyo')::date, k.due_on, k.clock from (
    select 'obligation' as kind, null::timestamptz as since, b.last_on as due_on, null::jsonb as clock from obligation b
      where b.ward_id = app_ward() and b.contract_id = p_contract and b.state = 'open'
    union all select 'filing', f.filed_at, null, null from filing f
      where f.ward_id = app_ward() and f.contract_id = p_contract and f.state = 'filed' and f.decision <> 'none'
    union all select 'roster', r.submitted_at, null, null from roster r
      where r.ward_id = app_ward() and r.contract_id = p_contract and r.state = 'submitted'
    union all select 'roster.notified', r.submitted_at, null, null from roster r
      where r.ward_id = app_ward() and r.contract_id = p_contract and r.state = 'accepted' and r.by_notice and r.decided_at is null
    union all select 'report', r.submitted_at, null, null from report r
      where r.ward_id = app_ward() and r.contract_id = p_contract and r.state = 'submitted'
    union all select case i.state when 'reported' then 'incident.unopened' else 'incident' end, i.reported_at,
        case i.state when 'reported' then (i.reported_at at time zone 'Asia/Tokyo')::date end,
        case when app_contractor() is null and i.kind not in ('accident', 'sudden_illness', 'complaint') then incident_clock(i.id) end
      from incident i where i.ward_id = app_ward() and i.contract_id = p_contract and i.state <> 'closed'
    union all select 'incident.report', r.made_at, null, null from incident_report r
      where r.ward_id = app_ward() and r.contract_id = p_contract and r.received_at is null
    union all select 'complaint', o.received_on::timestamp at time zone 'Asia/Tokyo', null, null from complaint o
      where o.ward_id = app_ward() and o.contract_id = p_contract and o.state = 'open'
    union all select 'inspection', i.planned_at, i.planned_on, null from inspection i
      where i.ward_id = app_ward() and i.contract_id = p_contract and i.state = 'planned'
    union all select case when a.id is null or a.decision = 'returned' then 'correction' else 'correction.answered' end, a.made_at,
        case when a.id is null or a.decision = 'returned' then p.due_on end, null
      from inspection_point p left join lateral (select x.id, x.decision, x.made_at from inspection_answer x
        where x.ward_id = p.ward_id and x.point_id = p.id order by x.number desc limit 1) a on true
      where p.ward_id = app_ward() and p.contract_id = p_contract and p.result = 'correct' and a.decision is distinct from 'accepted'
    union all select case when a.id is null or a.decision = 'returned' then 'request' else 'request.answered' end, coalesce(a.made_at, r.made_at),
        case when a.id is null or a.decision = 'returned' then r.due_on end, null
      from ward_request r left join lateral (select x.id, x.decision, x.made_at from ward_request_answer x
        where x.ward_id = r.ward_id and x.request_id = r.id order by x.number desc limit 1) a on true
      where r.ward_id = app_ward() and r.contract_id = p_contract and a.decision is distinct from 'received'
    union all select 'permit', p.applied_at, p.starts_on, null from permit p
      where p.ward_id = app_ward() and p.contract_id = p_contract and p.state = 'applied'
    union all select 'pledge', p.handed_at, null, null from pledge p
      where p.ward_id = app_ward() and p.contract_id = p_contract and p.state = 'given'
    union all select 'lesson', l.reported_at, null, null from lesson l
      where l.ward_id = app_ward() and l.contract_id = p_contract and l.state = 'reported'
    union all select 'survey', s.submitted_at, null, null from survey s
      where s.ward_id = app_ward() and s.contract_id = p_contract and s.state = 'submitted'
    union all select 'survey.returned', coalesce(s.correction_at, s.decided_at), null, null from survey s
      where s.ward_id = app_ward() and s.contract_id = p_contract and (s.state = 'returned' or s.state = 'accepted' and s.correction_at is not null
        and not exists (select from survey n where n.ward_id = s.ward_id and n.contract_id = s.contract_id and n.form = s.form and n.number > s.number
          and n.state in ('submitted', 'returned')))
    union all select 'certificate', k.registered_at, null, null from certificate k
      where k.ward_id = app_ward() and k.contract_id = p_contract and k.state = 'registered'
    union all select 'application', a.submitted_at, null, null from application a
      where a.ward_id = app_ward() and a.contract_id = p_contract and a.state in ('submitted', 'hearing')
    union all select 'handover', h.given_at, case h.state when 'planned' then h.planned_on end, null from handover h
      where h.ward_id = app_ward() and h.contract_id = p_contract and h.state in ('planned', 'given') and h.action is null
    union all select 'held', null, null, null from handover_line l join handover h on h.ward_id = l.ward_id and h.id = l.handover_id
      where l.ward_id = app_ward() and l.contract_id = p_contract and l.item_id = l.id and h.state in ('received', 'done')
        and (h.kind in ('out', 'gathered', 'copied') or h.kind in ('printed', 'exported') and h.side = 'contractor')
        and l.quantity > coalesce((select sum(b.quantity) from handover_line b join handover g on g.ward_id = b.ward_id and g.id = b.handover_id
            where b.ward_id = l.ward_id and b.item_id = l.id and b.id <> l.id and g.kind = 'back' and g.state = 'received'), 0)
          + coalesce((select sum(x.quantity) from erasure_line x join erasure e on e.ward_id = x.ward_id and e.id = x.erasure_id
            where x.ward_id = l.ward_id and x.item_id = l.id and e.state = 'accepted'), 0)
    union all select 'consequence', q.made_at, null, null from consequence q
      where q.ward_id = app_ward() and q.contract_id = p_contract
        and not exists (select from consequence_decision d where d.ward_id = q.ward_id and d.consequence_id = q.id)
    union all select case j.state when 'approved' then 'job_window.running' else 'job_window' end, coalesce(j.reported_at, j.applied_at),
        case j.state when 'approved' then (j.ends_at at time zone 'Asia/Tokyo')::date end, null from job_window j
      where j.ward_id = app_ward() and j.contract_id = p_contract
        and (j.state = 'reported' or j.state in ('applied', 'approved') and j.ends_at > app_now())
    union all select 'erasure', e.reported_at, null, null from erasure e
      where e.ward_id = app_ward() and e.contract_id = p_contract and e.state = 'reported'
    union all select 'erasure.returned', e.decided_at, null, null from erasure e
      where e.ward_id = app_ward() and e.contract_id = p_contract and e.state = 'returned'
        and not exists (select from erasure n where n.ward_id = e.ward_id and n.contract_id = e.contract_id and n.replaces = e.id)
  ) k where app_contractor() is null and app_centre() is null or p_contract = app_contract() $$;
revoke execute on function keeps_open from public;
grant execute on function keeps_open to kayoi_ward, kayoi_auditor, kayoi_contractor;

-- ── 契約の終了: the day is written down, and nothing is open ────────────────────────────────────────────────────────────
alter table contract add column closed_on date check (closed_on is null or state = 'closed');
update contract c set closed_on = (select max((e.at at time zone 'Asia/Tokyo')::date) from audit_event e
  where e.ward_id = c.ward_id and e.contract_id = c.id and e.action = 'contract.close') where c.state = 'closed';

create function closing_gate() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_ward' and old.state <> 'closed' and new.state = 'closed' and (old.state <> 'closing' or new.closed_on is null
     or exists (select 1 from keeps_open(new.id))) then
    raise insufficient_privilege using message = format('contract %s is not closed before everything under it is', new.id);
  end if;
  if current_user = 'kayoi_ward' and old.closed_on is not null and new.closed_on is distinct from old.closed_on then
    raise insufficient_privilege using message = format('the day on which contract %s was closed stays', new.id);
  end if;
  return new;
end $$;
create trigger closing_gate before update on contract for each row execute function closing_gate();

-- ── 鍵の破棄: the retention period ends after the contract and after its closing ────────────────────────────────────────
-- Whether what a contract sealed may be kept no longer than this day.
create function kept_to_the_end(p_contract uuid, p_kept_until date) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from contract c where c.ward_id = app_ward() and c.id = p_contract and c.state = 'closed'
    and p_kept_until > c.ends_on and p_kept_until > coalesce(c.closed_on, c.ends_on)) $$;

create policy kept_to_the_end on key_destruction as restrictive for insert to kayoi_ward with check (kept_to_the_end(contract_id, kept_until));
create policy still_kept_to_the_end on key_destruction as restrictive for update to kayoi_ward using (true)
  with check (state <> 'confirmed' or kept_to_the_end(contract_id, kept_until));

create or replace function delete_numbers(p_destruction uuid, p_today date) returns int
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from key_destruction d where d.ward_id = app_ward() and d.id = p_destruction and d.kept_until < p_today
    and kept_to_the_end(d.contract_id, d.kept_until) and (d.course_id is null or exists (select from erasure e
      where e.ward_id = d.ward_id and e.contract_id = d.contract_id and e.state = 'accepted' and e.ends_reading
        and (e.unit = 'contract' or e.course_id = d.course_id)));
  if not found then
    raise insufficient_privilege using message = 'still kept, or not given back';
  end if;
  return delete_numbers_of(p_destruction);
end $$;

-- ── 済みにする日: nothing is done before it came up, nor before the contract was signed ─────────────────────────────────
-- Of what is said to be done by hand; what a register proves is dated by that register. The rules that may be done before the
-- signature are those of obligations/library with `before_signing`.
create function not_before_it_arose() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user in ('kayoi_ward', 'kayoi_contractor') and old.state = 'open' and new.state = 'done' and new.evidence = 'record' and (
     new.occurrence like 'arisen:%' and new.due_on >= new.event_on and new.done_on < new.event_on
     or new.rule <> all (array['business_flow']) and new.done_on < (select c.signed_on from contract c where c.ward_id = new.ward_id and c.id = new.contract_id)) then
    raise insufficient_privilege using message = format('obligation %s was not done before it arose', new.id);
  end if;
  return new;
end $$;
create trigger not_before_it_arose before update on obligation for each row execute function not_before_it_arose();

-- ── 不要にする: what keeps a contract open is found needless by two people of the ward, or by its admin ────────────────────
alter table obligation
  add column waiver_asked_at timestamptz, add column waiver_asked_by uuid references account, add column waiver_reason text not null default '',
  add check (num_nulls(waiver_asked_at, waiver_asked_by) in (0, 2) and (waiver_asked_by is null) = (waiver_reason = ''));
create index obligation_waiver_asked on obligation (ward_id, waiver_asked_at) where state = 'open' and waiver_asked_by is not null;

create function waived_by_two() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user <> 'kayoi_ward' then return new; end if;
  if new.state = 'waived' and old.state <> 'waived' and app_role() <> 'ward.admin'
     and (old.waiver_asked_by is null or old.waiver_asked_by = app_account()) then
    raise insufficient_privilege using message = format('obligation %s is waived by two people of the ward, or by its admin', new.id);
  end if;
  if new.waiver_asked_by is distinct from old.waiver_asked_by and new.waiver_asked_by is distinct from app_account() then
    raise insufficient_privilege using message = 'asked in one''s own name';
  end if;
  return new;
end $$;
create trigger waived_by_two before update on obligation for each row execute function waived_by_two();

-- ── 許可: none outlasts its contract ────────────────────────────────────────────────────────────────────────────────────
create policy within_its_contract on permit as restrictive for insert to kayoi_contractor with check (ends_on <= (
  select c.ends_on from contract c where c.ward_id = (select app_ward()) and c.id = contract_id));

-- ── 従事者名簿: nobody began long before the ward was told ─────────────────────────────────────────────────────────────
-- How long, the clauses say (obligations::terms); never longer than a month, whatever they say.
create function began_after_it_was_told() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_contractor' and old.state in ('draft', 'returned') and new.state not in ('draft', 'returned') and exists (
     select 1 from designation d where d.ward_id = new.ward_id and d.roster_id = new.id and d.valid_from < (new.submitted_at at time zone 'Asia/Tokyo')::date - 31
       and not exists (select 1 from designation o join roster r on r.ward_id = o.ward_id and r.id = o.roster_id
         where o.ward_id = d.ward_id and o.contract_id = d.contract_id and o.account_id = d.account_id and o.valid_from = d.valid_from
           and r.state in ('accepted', 'replaced'))) then
    raise insufficient_privilege using message = format('roster %s names people who began before the ward was told', new.id);
  end if;
  return new;
end $$;
create trigger began_after_it_was_told before update on roster for each row execute function began_after_it_was_told();
