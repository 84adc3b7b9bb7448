-- 手書きの記録票: what Kayoi prints to be written on by hand stands in the ledger as paper, and can be destroyed as paper.

-- As 0051_walls.sql has it, with the medium of what was handed out.
create or replace function note_handover(p_id uuid, p_kind text) returns void
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
    values (app_ward(), p_id, of_contract, p_id, p_id, case e.action when 'session.sheet' then 'paper' else 'file' end, 1);
end $$;

update handover_line l set medium = 'paper' from handover h
where h.ward_id = l.ward_id and h.id = l.handover_id and h.action = 'session.sheet' and l.medium = 'file';

-- 契約の選び直し: the title of the contract that a tablet belongs to, for a login that may choose that contract; null for any other id.
create function tablet_of_ours(p_tablet uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.title from my_contracts() c join tablet t on t.ward_id = c.ward_id and t.contract_id = c.contract_id where t.id = p_tablet $$;
revoke execute on function tablet_of_ours from public;
grant execute on function tablet_of_ours to kayoi_contractor;
