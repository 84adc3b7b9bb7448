-- Guards that said something else than the program: a step that fits no line is refused also where the answer was "unknown", a side
-- corrects no sheet of its own, and nobody at the contractor finds the measures done that the ward accepts.

-- As 0030_handovers.sql has it. What nobody gives (gathered, copied, Kayoi's own entries) has no steps.
create or replace function handover_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  side_of_user text := case current_user when 'kayoi_ward' then 'ward' when 'kayoi_contractor' then 'contractor' end;
  giver text := case old.kind when 'out' then 'ward' when 'back' then 'contractor' end;
begin
  if side_of_user is null then return new; end if;
  if giver is null or new.version <> old.version + 1 or (case
       when old.state = 'planned' and new.state = 'given' then giver = side_of_user and new.given_by = app_account() and new.remark is null
       when old.state = 'given' and new.state = 'received' then giver <> side_of_user and new.received_by = app_account()
         and (new.given_on, new.given_at, new.given_by) is not distinct from (old.given_on, old.given_at, old.given_by)
         and new.tracking is not distinct from old.tracking
       when old.state = 'planned' and new.state = 'cancelled' then old.side = side_of_user and new.cancelled_by = app_account()
       else false end) is not true then
    raise insufficient_privilege using message = format('%s may not take handover %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;

-- As 0039_permits.sql has it, but that the ward asks for a correction only of what the contractor owes.
create or replace function survey_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  step text := old.state || ' ' || new.state;
  side text := case current_user when 'kayoi_ward' then 'ward' when 'kayoi_contractor' then 'contractor' end;
  owes boolean := side = old.owed_by;
begin
  if side is null then return new; end if;
  if new.version <> old.version + 1
     or not step = any (case when owes then array['draft draft', 'returned returned', 'draft submitted', 'returned submitted']
                             else array['submitted accepted', 'submitted returned', 'accepted replaced'] end
                        || case when side = 'ward' and not owes then array['accepted accepted'] else array[]::text[] end)
     or (step in ('draft submitted', 'returned submitted') and (new.submitted_by is distinct from app_account() or new.submitted_at is null))
     or (step in ('submitted accepted', 'submitted returned') and (new.decided_by is distinct from app_account() or new.decided_at is null))
     or (step not in ('draft draft', 'returned returned') and (new.sealed, new.sealed_version) is distinct from (old.sealed, old.sealed_version))
     or (step = 'accepted accepted' and (new.correction_by is distinct from app_account() or new.correction is null)) then
    raise insufficient_privilege using message = format('%s may not take survey %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;

-- As 0043_given_back_and_done.sql has it, with the measures. An erasure isn't in the list on purpose: its plan is done when the
-- contractor hands it in, and its report is the ward's to accept by the steps of erasure.
drop policy decided_by_ward on obligation;
create policy decided_by_ward on obligation as restrictive for update to kayoi_contractor
  using (true)
  with check (state <> 'done' or owed_by = 'ward'
    or decision = 'none' or decision = 'receipt' and evidence not in ('roster', 'report', 'filing', 'incident', 'inspection', 'request',
      'training', 'pledge', 'permission', 'protection_plan', 'survey', 'measures', 'rehearsal', 'breach')
    or exists (select from filing f where f.ward_id = (select app_ward()) and f.contract_id = obligation.contract_id
      and f.side = obligation.owed_by and obligation.rule in ('filing/' || f.code, replace(f.code, 'clause/', ''))
      and f.state in ('received', 'approved') and f.occurrence in (obligation.occurrence, 'day:' || obligation.event_on)));
