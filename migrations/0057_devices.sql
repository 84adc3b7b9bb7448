-- 端末は1台: a permission belongs to one machine. What a machine takes along carries the hash of a secret that it made for itself at
-- its first preparation; while something is on it, no other machine prepares under the same label, and only who has an unlock on it,
-- or the manager, says what became of it.
alter table tablet_pack add column device bytea check (length(device) = 32);   -- SHA-256; null: prepared by a program without a secret

create function tablet_is_one_machine() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_contractor' and exists (select from tablet_pack p where p.ward_id = new.ward_id and p.tablet_id = new.tablet_id
       and p.wipe_id is null and p.device is not null and p.device is distinct from new.device) then
    raise insufficient_privilege using message = format('tablet %s is another machine', new.tablet_id);
  end if;
  return new;
end $$;
create trigger one_machine before insert on tablet_pack for each row execute function tablet_is_one_machine();

create function uses_tablet(p_tablet uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select (select app_role()) = 'contractor.manager' or exists (select from tablet_recorder r
    where r.ward_id = (select app_ward()) and r.tablet_id = p_tablet and r.account_id = (select app_account())) $$;
create policy by_its_users on tablet_wipe as restrictive for insert to kayoi_contractor with check (uses_tablet(tablet_id));
create policy by_its_users on tablet_pack as restrictive for update to kayoi_contractor using (uses_tablet(tablet_id));
create policy by_its_users on tablet_pack_session as restrictive for update to kayoi_contractor using (exists (
  select from tablet_pack p where p.ward_id = (select app_ward()) and p.id = tablet_pack_session.pack_id and uses_tablet(p.tablet_id)));
create policy by_its_recorders on tablet_pack as restrictive for insert to kayoi_contractor with check (exists (
  select from tablet_recorder r where r.ward_id = (select app_ward()) and r.tablet_id = tablet_pack.tablet_id and r.account_id = (select app_account())));

-- ── 番号は1度だけ: what a tablet sends names itself; a name that stands elsewhere in the ward is parked and stops nothing else ──────
create function keys_elsewhere(p_session uuid, p_keys uuid[], p_participants uuid[], p_fields text[]) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select o.key from unnest(p_keys, p_participants, p_fields) s (key, participant, field)
    join operation o on o.ward_id = app_ward() and o.key = s.key
  where (o.session_id, o.participant_id, o.field) is distinct from (p_session, s.participant, s.field) $$;
revoke execute on function keys_elsewhere from public;
grant execute on function keys_elsewhere to kayoi_contractor;
create function incident_is_there(p_incident uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from incident i where i.ward_id = app_ward() and i.id = p_incident) $$;
revoke execute on function incident_is_there from public;
grant execute on function incident_is_there to kayoi_contractor;
