-- What an attacker of our own found open at the wall: packages of what was given back, answers and photos before a designation,
-- days and decisions that a contractor could write as it liked, and duties and figures that stayed behind a destroyed key.

-- ── 自動の記録: said by nobody ─────────────────────────────────────────────────────────────────────────────────────────
-- Kayoi's own entry follows from the event of the same transaction: nobody says by hand what left, with whom, or when.
alter table handover add column event_seq bigint,                          -- the event it follows from, which is told once
  add unique (ward_id, event_seq), add check (event_seq is null or action is not null);
drop function note_handover;
create function note_handover(p_id uuid, p_kind text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  e audit_event;
  of_contract uuid;
begin
  select * into e from audit_event x where x.ward_id = app_ward() order by x.seq desc limit 1;
  of_contract := coalesce(app_contract(), e.contract_id);
  if e.account_id is distinct from app_account() or app_account() is null or e.at <> app_now()
     or exists (select from handover h where h.ward_id = e.ward_id and h.event_seq = e.seq) then
    raise insufficient_privilege using message = 'no event to note a handover for';
  end if;
  insert into handover (ward_id, id, contract_id, kind, side, channel, planned_on, action, people, reference, state, made_at, made_by, event_seq)
    values (app_ward(), p_id, of_contract, p_kind, case split_part(app_role(), '.', 1) when 'contractor' then 'contractor' when 'centre' then 'centre' else 'ward' end,
      'system', app_today(), e.action, cardinality(e.participant_ids), e.detail->>'reference', 'done', e.at, e.account_id, e.seq);
  insert into handover_line (ward_id, id, contract_id, handover_id, item_id, medium, quantity)
    values (app_ward(), p_id, of_contract, p_id, p_id, 'file', 1);
end $$;
revoke execute on function note_handover from public;
grant execute on function note_handover to kayoi_ward, kayoi_contractor, kayoi_centre;

-- ── 暗号化ファイル: a package goes with the first of its people ─────────────────────────────────────────────────────────
alter table handover_package
  add column course_id uuid,                                                -- null: of the whole contract
  add column participant_ids uuid[],
  add foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id);
-- Nobody wrote down who was chosen before: whoever has a place under the contract may be in it.
update handover_package p set participant_ids = array(
  select distinct e.participant_id from enrolment e where e.ward_id = p.ward_id and e.contract_id = p.contract_id);
alter table handover_package alter column participant_ids set not null, add check (cardinality(participant_ids) >= people);
create policy not_given_back_people on handover_package as restrictive for select to kayoi_contractor
  using (not participant_ids && (select given_back('person'))::uuid[]);
create policy not_given_back_course on handover_package as restrictive for select to kayoi_contractor
  using (coalesce(course_id, '00000000-0000-0000-0000-000000000000') <> all ((select given_back('course'))::uuid[]));

-- ── 求めへの回答と消去の写真: they may name people ──────────────────────────────────────────────────────────────────────
-- Words and file of an answer, apart from what it is an answer to and what became of it: a contractor's person outside the accepted
-- 従事者名簿 opens only what they answered themselves. Nobody changes or removes them.
create table ward_request_reply (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, made_by uuid not null references account,
  sealed bytea not null,                                                    -- the words and the file's name: contract key, version 1
  file bytea, file_kind text check (file_kind in ('pdf', 'jpeg', 'png', 'xlsx', 'docx', 'txt')),
  file_size int check (file_size between 1 and 10485760),
  primary key (ward_id, id),
  check (num_nulls(file, file_kind, file_size) in (0, 3)),
  foreign key (ward_id, id) references ward_request_answer
);
select ward_table('ward_request_reply');
revoke insert, update, delete on ward_request_reply from kayoi_ward;
create policy not_for_evaluators on ward_request_reply as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
create policy contractor on ward_request_reply to kayoi_contractor
  using (ward_id = (select app_ward()) and (contract_id = (select app_people())
    or contract_id = (select app_contract()) and made_by = (select app_account())))
  with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and made_by = (select app_account()));
grant select, insert on ward_request_reply to kayoi_contractor;
create policy of_its_answer on ward_request_reply as restrictive for insert to kayoi_contractor with check (exists (
  select from ward_request_answer a where a.ward_id = (select app_ward()) and a.id = ward_request_reply.id
    and a.contract_id = ward_request_reply.contract_id and a.made_by = ward_request_reply.made_by and a.decision is null));
insert into ward_request_reply (ward_id, id, contract_id, made_by, sealed, file, file_kind, file_size)
  select ward_id, id, contract_id, made_by, sealed, file, file_kind, file_size from ward_request_answer;
alter table ward_request_answer drop column sealed, drop column file, drop column file_kind, drop column file_size;

create policy for_custodians on erasure_photo as restrictive for select to kayoi_contractor using (
  contract_id = (select app_people()) or exists (
    select from erasure e where e.ward_id = (select app_ward()) and e.id = erasure_photo.erasure_id and e.reported_by = (select app_account())));

-- ── 手元にある物: reckoned for whoever may not see the ledger ───────────────────────────────────────────────────────────
-- What came to a contractor and is neither back nor erased, thing by thing; of that, what hasn't left yet. The same sums as
-- handovers::balance.
create function things_of(p_ward uuid, p_contract uuid) returns table (item_id uuid, outstanding bigint, held bigint)
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
    select l.item_id, sum(l.quantity) as erased from erasure_line l join erasure e on e.ward_id = l.ward_id and e.id = l.erasure_id
    where l.ward_id = p_ward and l.contract_id = p_contract and e.state = 'accepted' group by l.item_id)
  select c.id, greatest(c.quantity - coalesce(w.back, 0) - coalesce(x.erased, 0), 0), greatest(c.quantity - coalesce(w.gone, 0) - coalesce(x.erased, 0), 0)
  from came c left join went w on w.item_id = c.id left join erased x on x.item_id = c.id $$;
revoke execute on function things_of from public;

-- What keeps a contract from being closed, in numbers: things that nobody has accounted for, and handovers that wait for a
-- confirmation. For both sides, whether or not they see what the things are.
create function ledger_left(p_contract uuid) returns table (things bigint, unconfirmed bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select (select count(*) from things_of(app_ward(), p_contract) t where t.outstanding > 0),
         (select count(*) from handover h where h.ward_id = app_ward() and h.contract_id = p_contract and h.action is null and h.state in ('planned', 'given'))
  where app_centre() is null and (app_contractor() is null or p_contract = app_contract()) $$;
revoke execute on function ledger_left from public;
grant execute on function ledger_left to kayoi_ward, kayoi_auditor, kayoi_contractor;

-- ── いつ: neither side dates back or ahead what it does ───────────────────────────────────────────────────────────────
-- Of the columns it is told, one that is written holds the time of the act.
create function at_its_time() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  col text; after timestamptz; before timestamptz;
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  foreach col in array tg_argv loop
    execute format('select ($1).%I', col) into after using new;
    if tg_op = 'UPDATE' then execute format('select ($1).%I', col) into before using old; end if;
    if after is distinct from before and after <> app_now() then
      raise insufficient_privilege using message = format('%s of %s is not the time at which it is done', col, tg_table_name);
    end if;
  end loop;
  return new;
end $$;
do $$ declare t record; begin
  for t in select * from (values
    ('survey', 'made_at,submitted_at,decided_at,correction_at'), ('permit', 'applied_at,decided_at,ended_at'),
    ('handover', 'made_at,given_at,received_at,cancelled_at'), ('handover_package', 'made_at'),
    ('erasure', 'reported_at,decided_at'), ('erasure_plan', 'made_at'), ('key_destruction', 'proposed_at,decided_at'),
    ('inspection', 'planned_at,objected_at,settled_at'), ('inspection_answer', 'made_at,decided_at'),
    ('ward_request', 'made_at'), ('ward_request_answer', 'made_at,decided_at'), ('access_review', 'made_at'),
    ('measure_list', 'begun_at,ward_at,contractor_at,accepted_at'), ('council_basis', 'set_at'),
    ('council_paper', 'made_at,submitted_at,recorded_at'), ('data_flow', 'made_at'),
    ('pledge', 'handed_at,decided_at'), ('lesson', 'made_at,reported_at,decided_at'), ('lesson_result', 'recorded_at'),
    ('certificate', 'registered_at,decided_at'), ('filing', 'filed_at,decided_at'), ('occasion', 'told_at'),
    ('training_attendance', 'recorded_at'), ('job_window', 'decided_at,ended_at,confirmed_at'), ('breach', 'made_at'), ('consequence', 'made_at'),
    ('consequence_statement', 'made_at'), ('consequence_decision', 'made_at'), ('damages_payment', 'made_at'),
    ('obligation', 'waiver_asked_at')) v (tbl, cols)
  loop
    execute format('create trigger at_its_time before insert or update on %I for each row execute function at_its_time(%s)', t.tbl,
      (select string_agg(quote_literal(c), ', ') from unnest(string_to_array(t.cols, ',')) c));
  end loop;
end $$;

-- ── だれが: what the pages give to a contractor's manager alone ─────────────────────────────────────────────────────────
do $$ declare t record; begin
  for t in select * from (values ('survey', 'update'), ('permit', 'update'), ('measure_list', 'update'), ('inspection', 'update'),
    ('inspection_answer', 'insert'), ('ward_request_answer', 'insert'), ('filing', 'insert'), ('filing', 'update'), ('erasure', 'insert'),
    ('erasure_plan', 'insert'), ('training_attendance', 'insert'), ('training_attendance', 'delete')) v (tbl, verb)
  loop
    execute format('create policy by_manager_%s on %I as restrictive for %1$s to kayoi_contractor %3$s ((select app_role()) = ''contractor.manager'')',
      t.verb, t.tbl, case t.verb when 'insert' then 'with check' else 'using' end);
  end loop;
end $$;
-- Who took part stays, but for a slip of the same day.
create policy slip_of_the_day on training_attendance as restrictive for delete to kayoi_contractor
  using ((recorded_at at time zone 'Asia/Tokyo')::date = (select app_today()));

-- ── 義務: handed in is what lies with the ward, done is what was done ────────────────────────────────────────────────────
-- Whether a contractor's register of this kind holds something for the ward to decide on. A paper is also answered by the register
-- that is kept in its place.
create function lies_with_ward(p_contract uuid, p_evidence text) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with there as (
    select 'roster' as kind from roster where ward_id = (select app_ward()) and contract_id = p_contract
      and (state = 'submitted' or state = 'accepted' and by_notice and decided_at is null)
    union all select 'report' from report where ward_id = (select app_ward()) and contract_id = p_contract and state = 'submitted'
    union all select 'filing' from filing where ward_id = (select app_ward()) and contract_id = p_contract and side = 'contractor' and state <> 'returned'
    union all select 'training' from lesson where ward_id = (select app_ward()) and contract_id = p_contract and state = 'reported'
    union all select 'pledge' from pledge where ward_id = (select app_ward()) and contract_id = p_contract and state in ('given', 'received')
    union all select 'permission' from permit where ward_id = (select app_ward()) and contract_id = p_contract and state = 'applied'
    union all select case form when 'protection_plan' then form else 'survey' end from survey
      where ward_id = (select app_ward()) and contract_id = p_contract and owed_by = 'contractor' and state = 'submitted'
    union all select 'measures' from measure_list where ward_id = (select app_ward()) and contract_id = p_contract and contractor_at is not null and accepted_at is null
    union all select 'erasure' from erasure where ward_id = (select app_ward()) and contract_id = p_contract and state = 'reported'
    union all select 'incident' from incident where ward_id = (select app_ward()) and contract_id = p_contract
    union all select 'inspection' from inspection_answer where ward_id = (select app_ward()) and contract_id = p_contract and decision is null
    union all select 'request' from ward_request_answer where ward_id = (select app_ward()) and contract_id = p_contract and decision is null)
  select exists (select from there where kind = p_evidence or p_evidence = 'filing') $$;

create function obligation_days() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  before obligation := case tg_op when 'UPDATE' then old end;
begin
  if current_user <> 'kayoi_contractor' then return new; end if;
  if new.handed_in_on is distinct from before.handed_in_on and new.handed_in_on is not null and (new.owed_by = 'ward'
     or new.handed_in_on not between contract_first_day(new.contract_id) and app_today() or not lies_with_ward(new.contract_id, new.evidence)) then
    raise insufficient_privilege using message = format('nothing lies with the ward that answers obligation %s', new.id);
  end if;
  if new.state = 'done' and (new.done_on > app_today() or new.done_on < app_today() - 730
     or new.occurrence like 'arisen:%' and new.done_on < new.event_on) then
    raise insufficient_privilege using message = format('obligation %s was not done on that day', new.id);
  end if;
  return new;
end $$;
create trigger days before insert or update on obligation for each row execute function obligation_days();

-- As 0049_steps.sql has it, but by the list of what a contractor may find done, so that a register to come is not among it by
-- itself. A plan of an erasure is done when it is handed in.
drop policy decided_by_ward on obligation;
create policy decided_by_ward on obligation as restrictive for update to kayoi_contractor
  using (true)
  with check (state <> 'done' or owed_by = 'ward'
    or decision = 'none' or decision = 'receipt' and evidence in ('record', 'handover', 'complaint')
    or rule = 'erasure_plan' and exists (select from erasure_plan p where p.ward_id = (select app_ward()) and p.contract_id = obligation.contract_id)
    or exists (select from filing f where f.ward_id = (select app_ward()) and f.contract_id = obligation.contract_id
      and f.side = obligation.owed_by and obligation.rule in ('filing/' || f.code, replace(f.code, 'clause/', ''))
      and f.state in ('received', 'approved') and f.occurrence in (obligation.occurrence, 'day:' || obligation.event_on)));

-- ── 提出物: what the other side decides is what the programme or the clause says ─────────────────────────────────────────
create function filing_decisions(p_contract uuid, p_code text) returns text[]
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(
    (select array_agg(f.value->>'decision') from contract c
       join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id, jsonb_array_elements(v.definition->'filings') f
     where c.ward_id = (select app_ward()) and c.id = p_contract and f.value->>'code' = p_code),
    (select array_agg(distinct o.decision) from obligation o where o.ward_id = (select app_ward()) and o.contract_id = p_contract
       and p_code like 'clause/%' and o.rule = substr(p_code, 8)),
    case when p_code like 'clause/%' then array['receipt', 'approval'] else '{}' end) $$;
create policy decided_as_asked on filing as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (decision = any (filing_decisions(contract_id, code)));

-- ── 回答: one after the other, none after the decision ──────────────────────────────────────────────────────────────────
create function answer_in_turn() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  earlier int; pending boolean;
begin
  if current_user <> 'kayoi_contractor' then return new; end if;
  execute format('select count(*), coalesce(bool_or(decision is distinct from ''returned''), false)
    from %I where ward_id = ($1).ward_id and %I = ($1).%2$I and number < ($1).number', tg_table_name, tg_argv[0])
    into earlier, pending using new;
  if pending or earlier <> new.number - 1 then
    raise insufficient_privilege using message = format('answer %s is not the next', new.number);
  end if;
  return new;
end $$;
create trigger in_turn before insert on inspection_answer for each row execute function answer_in_turn('point_id');
create trigger in_turn before insert on ward_request_answer for each row execute function answer_in_turn('request_id');
-- What was found can be put right from the day on which it was found.
create policy after_the_visit on inspection_answer as restrictive for insert to kayoi_contractor
  with check (done_on <= (select app_today()) and exists (
    select from inspection_point p join inspection i on i.ward_id = p.ward_id and i.id = p.inspection_id
    where p.ward_id = (select app_ward()) and p.id = point_id and i.held_on <= done_on));

-- ── 調査票・記録票: written by who owes it, decided by the other side, replaced by a later one ─────────────────────────────
create function survey_hands() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  side text := case current_user when 'kayoi_ward' then 'ward' when 'kayoi_contractor' then 'contractor' end;
  written boolean := (new.submitted_at, new.submitted_by) is distinct from (old.submitted_at, old.submitted_by);
  decided boolean := (new.decided_at, new.decided_by, new.reason, new.reason_version) is distinct from (old.decided_at, old.decided_by, old.reason, old.reason_version);
begin
  if side is not null and (written and (side <> old.owed_by or new.state <> 'submitted')
     or decided and (side = old.owed_by or old.state <> 'submitted')) then
    raise insufficient_privilege using message = format('%s may not write this of survey %s', current_user, old.id);
  end if;
  return new;
end $$;
create trigger hands before update on survey for each row execute function survey_hands();

create function survey_followed() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from survey s where s.ward_id = new.ward_id and s.contract_id = new.contract_id and s.form = new.form
       and s.number > new.number and s.state in ('accepted', 'replaced')) then
    raise insufficient_privilege using message = format('nothing takes the place of survey %s', new.id);
  end if;
  return null;
end $$;
create constraint trigger followed after update on survey deferrable initially deferred
  for each row when (old.state = 'accepted' and new.state = 'replaced') execute function survey_followed();

-- ── 受渡し: on days that can have been, of things that are there ─────────────────────────────────────────────────────────
create function handover_days() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  made_on date := (new.made_at at time zone 'Asia/Tokyo')::date;
begin
  if current_user not in ('kayoi_ward', 'kayoi_contractor') then return new; end if;
  if tg_op = 'INSERT' and new.state = 'done' and new.planned_on not between app_today() - 7 and app_today()
     or tg_op = 'UPDATE' and new.given_on is distinct from old.given_on and new.given_on not between made_on and app_today()
     or tg_op = 'UPDATE' and new.received_on is distinct from old.received_on and new.received_on not between new.given_on and app_today() then
    raise insufficient_privilege using message = format('handover %s did not pass on that day', new.id);
  end if;
  return new;
end $$;
create trigger days before insert or update on handover for each row execute function handover_days();

create function thing_held(p_item uuid) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.held from things_of(app_ward(), app_contract()) t where t.item_id = p_item $$;
revoke execute on function thing_held from public;
grant execute on function thing_held to kayoi_contractor;
create policy of_what_is_held on erasure_line as restrictive for insert to kayoi_contractor
  with check (quantity <= coalesce(thing_held(item_id), 0));
alter table erasure_line add constraint erasure_line_once unique (ward_id, erasure_id, item_id);

-- ── 対策: ○ or − for every measure of the list (S2: 業務委託 11 + 11, 外部結合 5 + 11) ───────────────────────────────────
create function marks_are_whole(p_marks jsonb, p_has_connection boolean) returns boolean
  language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select count(*) = case when p_has_connection then 38 else 22 end
     and bool_and(jsonb_typeof(m.value) = 'boolean' and (m.key ~ '^outsourcing-[a-z_]+$' or p_has_connection and m.key ~ '^connection-[a-z_]+$'))
  from jsonb_each(p_marks) m $$;
alter table measure_list
  add constraint ward_marks_whole check (ward_marks is null or marks_are_whole(ward_marks, has_connection)),
  add constraint contractor_marks_whole check (contractor_marks is null or marks_are_whole(contractor_marks, has_connection));

-- ── 付議の根拠: once a paper exists, the contract waits for its approval ─────────────────────────────────────────────────
create function basis_stands() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_ward' and old.required and not new.required
     and exists (select from council_paper p where p.ward_id = old.ward_id and p.contract_id = old.contract_id) then
    raise insufficient_privilege using message = format('the council paper of contract %s is begun: it is waited for', old.contract_id);
  end if;
  return new;
end $$;
create trigger stands before update on council_basis for each row execute function basis_stands();

-- ── 鍵の破棄: what no key seals goes with it, and nobody says which day it is ────────────────────────────────────────────
alter function delete_numbers(uuid, date) rename to delete_numbers_on;
revoke execute on function delete_numbers_on from kayoi_ward;
create function delete_numbers(p_destruction uuid) returns int
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  n int := delete_numbers_on(p_destruction, app_today());
begin
  perform delete_words_of(d) from key_destruction d where d.ward_id = app_ward() and d.id = p_destruction;
  return n;
end $$;
revoke execute on function delete_numbers from public;
grant execute on function delete_numbers to kayoi_ward;

-- Words and judgements about people that stand beside what is sealed. That somebody applied, took part or stopped stays.
create function delete_words_of(p_of key_destruction) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  update attendance set flags = '{}' where ward_id = p_of.ward_id and contract_id = p_of.contract_id
    and (p_of.course_id is null or course_id = p_of.course_id) and flags <> '{}';
  update enrolment set withdrawal_reason = null where ward_id = p_of.ward_id and contract_id = p_of.contract_id
    and (p_of.course_id is null or course_id = p_of.course_id) and withdrawal_reason is not null;
  update end_check k set reason = '（消去ずみ）' from session s where s.ward_id = k.ward_id and s.id = k.session_id and k.ward_id = p_of.ward_id
    and k.contract_id = p_of.contract_id and (p_of.course_id is null or s.course_id = p_of.course_id) and k.reason <> '';
  update application a set verdict = 'undecidable', screening = null from enrolment e where e.ward_id = a.ward_id and e.id = a.enrolment_id
    and a.ward_id = p_of.ward_id and a.contract_id = p_of.contract_id and e.course_id = p_of.course_id;
  if p_of.course_id is null then
    update application set verdict = 'undecidable', screening = null where ward_id = p_of.ward_id and contract_id = p_of.contract_id;
    update guidance_target set finding = 'undecidable' where ward_id = p_of.ward_id and contract_id = p_of.contract_id;
    update obligation set note = '', waiver_reason = case waiver_reason when '' then '' else '（消去ずみ）' end
      where ward_id = p_of.ward_id and contract_id = p_of.contract_id and (note <> '' or waiver_reason <> '');
  end if;
end $$;
revoke execute on function delete_words_of from public;

-- ── 試しの取込み: run by one person of the ward, accepted by another ─────────────────────────────────────────────────────
-- Where the ward has nobody else to accept it, one person does both and says why.
alter table obligation
  add column tried_by uuid references account,                              -- who ran the rehearsal it asks for
  add column alone text not null default '',                                -- why the same person accepted it
  add constraint rehearsed_by_two check (rule <> 'rehearsal' or state <> 'done' or tried_by is null or done_by is null
    or done_by <> tried_by or alone <> '');
create function rehearsal_hands() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_ward' and (new.tried_by is distinct from old.tried_by and (new.tried_by is distinct from app_account() or new.state <> 'open')
     or new.rule = 'rehearsal' and new.state = 'done' and old.state = 'open' and old.tried_by is null) then
    raise insufficient_privilege using message = format('%s may not take rehearsal %s this way', current_user, old.id);
  end if;
  return new;
end $$;
create trigger rehearsal_hands before update on obligation for each row execute function rehearsal_hands();
