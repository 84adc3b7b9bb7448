-- What an attacker of our own found open at the wall: packages of what was given back, answers and photos before a designation,
-- days and decisions that a contractor could write as it liked, and duties and figures that stayed behind a destroyed key.

-- ── いま: the time of an act is the time of its transaction ─────────────────────────────────────────────────────────────
-- The program tells its clock with enter(); whoever comes without it has the database's own.
create function app_now() returns timestamptz language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;
create function app_today() returns date language sql stable parallel safe
  as $$ select (app_now() at time zone 'Asia/Tokyo')::date $$;

-- ── 自動の記録: said by nobody ─────────────────────────────────────────────────────────────────────────────────────────
-- Kayoi's own entry follows from the event of the same transaction: nobody says by hand what left, with whom, or when.
drop function note_handover;
create function note_handover(p_id uuid, p_kind text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  e audit_event;
  of_contract uuid;
begin
  select * into e from audit_event x where x.ward_id = app_ward() order by x.seq desc limit 1;
  of_contract := coalesce(app_contract(), e.contract_id);
  if e.account_id is distinct from app_account() or app_account() is null or e.at <> app_now() or exists (
       select from handover h where h.ward_id = e.ward_id and h.contract_id is not distinct from of_contract and h.made_at = e.at
         and h.made_by = e.account_id and h.action = e.action) then
    raise insufficient_privilege using message = 'no event to note a handover for';
  end if;
  insert into handover (ward_id, id, contract_id, kind, side, channel, planned_on, action, people, reference, state, made_at, made_by)
    values (app_ward(), p_id, of_contract, p_kind, case split_part(app_role(), '.', 1) when 'contractor' then 'contractor' when 'centre' then 'centre' else 'ward' end,
      'system', app_today(), e.action, cardinality(e.participant_ids), e.detail->>'reference', 'done', e.at, e.account_id);
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
