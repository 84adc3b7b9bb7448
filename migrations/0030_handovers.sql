-- 受渡し管理簿: everything that passes between the ward and a contractor, and everything that leaves or enters Kayoi. What a
-- contractor holds follows from it: what came, less what went back, less what was erased.

create table handover (
  ward_id uuid not null, id uuid not null,
  contract_id uuid,                                                         -- null: an export of the ward's own register
  -- out: ward to contractor; back: contractor to ward; gathered: the contractor got it from people; copied: it made a copy;
  -- printed, exported, imported: written by Kayoi itself.
  kind text not null check (kind in ('out', 'back', 'gathered', 'copied', 'printed', 'exported', 'imported')),
  side text not null check (side in ('ward', 'contractor', 'centre')),      -- who wrote it down, or took the file
  channel text not null check (channel in ('system', 'lgwan', 'medium', 'by_hand', 'post', 'mail')),
  planned_on date not null,                                                 -- of what has no plan: the day itself
  notice_of uuid,                                                           -- the handover whose password this one tells
  sealed bytea,                                                             -- place, persons, protection, transport; contract key, version 1
  action text, people int, reference text,                                  -- of Kayoi's own entries: the audit action, how many people, 出力番号
  state text not null check (state in ('planned', 'given', 'received', 'cancelled', 'done')),
  made_at timestamptz not null, made_by uuid not null references account,
  given_on date, given_at timestamptz, given_by uuid references account, tracking text,
  received_on date, received_at timestamptz, received_by uuid references account,
  cancelled_at timestamptz, cancelled_by uuid references account,
  remark bytea,                                                             -- why it was cancelled; contract key, version 1
  version int not null default 1,
  primary key (ward_id, id),
  unique (ward_id, contract_id, id),
  check ((kind in ('printed', 'exported', 'imported')) = (action is not null) and (action is null) = (sealed is not null)),
  check (contract_id is not null or action is not null),
  check ((kind in ('out', 'back')) = (state <> 'done')),
  check (num_nulls(given_on, given_at, given_by) in (0, 3) and num_nulls(received_on, received_at, received_by) in (0, 3)),
  check ((state in ('given', 'received')) = (given_on is not null) and (state = 'received') = (received_on is not null)),
  check (received_on is null or given_on <= received_on), check (given_by is distinct from received_by or given_by is null),
  check ((state = 'cancelled') = (cancelled_at is not null) and (cancelled_at is null) = (cancelled_by is null) and (cancelled_at is null) = (remark is null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, notice_of) references handover (ward_id, contract_id, id)
);
create index handover_of_contract on handover (ward_id, contract_id, made_at desc);
create index handover_open on handover (ward_id, planned_on) where state in ('planned', 'given');
create index handover_notices on handover (ward_id, notice_of) where notice_of is not null;
select ward_table('handover');
revoke insert, update, delete on handover from kayoi_ward;
create policy not_for_evaluators on handover as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('handover', 'select');
select auditor_reads('handover');
grant insert (ward_id, id, contract_id, kind, side, channel, planned_on, notice_of, sealed, state, made_at, made_by) on handover to kayoi_ward, kayoi_contractor;
grant update (state, given_on, given_at, given_by, tracking, received_on, received_at, received_by, cancelled_at, cancelled_by, remark, version)
  on handover to kayoi_ward, kayoi_contractor;
create policy in_own_name on handover as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (made_by = (select app_account()) and side = case when (select app_role()) like 'contractor.%' then 'contractor' else 'ward' end
    and (kind in ('out', 'back') and state = 'planned' or side = 'contractor' and kind in ('gathered', 'copied') and state = 'done'));

-- What passes with it: a new thing (item_id is its own id), or part of one that came before.
create table handover_line (
  ward_id uuid not null, id uuid not null, contract_id uuid, handover_id uuid not null,
  item_id uuid not null, copied_from uuid,
  course_id uuid,                                                           -- the course it belongs to, when it belongs to one
  medium text not null check (medium in ('paper', 'disc', 'stick', 'file', 'other')),
  quantity int not null check (quantity between 1 and 100000),
  content bytea,                                                            -- what it is, in words; contract key, version 1. Only of a new thing
  primary key (ward_id, id),
  unique (ward_id, contract_id, id),
  check (content is null or item_id = id), check (copied_from is null or item_id = id),
  foreign key (ward_id, handover_id) references handover,
  foreign key (ward_id, contract_id, handover_id) references handover (ward_id, contract_id, id),
  foreign key (ward_id, item_id) references handover_line,
  foreign key (ward_id, contract_id, item_id) references handover_line (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, copied_from) references handover_line (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, course_id) references course (ward_id, contract_id, id)
);
create index handover_line_of_handover on handover_line (ward_id, handover_id);
create index handover_line_of_item on handover_line (ward_id, item_id);
create index handover_line_copies on handover_line (ward_id, copied_from) where copied_from is not null;
create index handover_line_of_contract on handover_line (ward_id, contract_id);
select ward_table('handover_line');
revoke update, delete on handover_line from kayoi_ward;
create policy not_for_evaluators on handover_line as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('handover_line', 'select, insert');
select auditor_reads('handover_line');
-- Lines come with their handover, in the same hand, and not later.
create policy with_its_handover on handover_line as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (exists (select 1 from handover h where h.ward_id = (select app_ward()) and h.id = handover_line.handover_id
    and h.made_by = (select app_account()) and h.state in ('planned', 'done') and h.action is null));

-- The encrypted file of a handover. Who has its passphrase is told by the handover that points at this one.
create table handover_package (
  ward_id uuid not null, handover_id uuid not null, contract_id uuid not null,
  file bytea not null, size int not null check (size > 0), sha256 bytea not null check (length(sha256) = 32),   -- contract key over the archive
  people int not null, items text[] not null,
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, handover_id),
  foreign key (ward_id, contract_id, handover_id) references handover (ward_id, contract_id, id)
);
select ward_table('handover_package');
revoke update, delete on handover_package from kayoi_ward;
create policy not_for_evaluators on handover_package as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
select custodian_uses('handover_package', 'select, insert');
create policy in_own_name on handover_package as restrictive for insert to kayoi_ward, kayoi_contractor with check (made_by = (select app_account()));

-- Who gives confirms the giving, who takes the taking; nobody confirms for the other side. The same table as handovers::states.
create function handover_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  side_of_user text := case current_user when 'kayoi_ward' then 'ward' when 'kayoi_contractor' then 'contractor' end;
  giver text := case old.kind when 'out' then 'ward' when 'back' then 'contractor' end;
begin
  if side_of_user is null then return new; end if;
  if new.version <> old.version + 1 or not (case
       when old.state = 'planned' and new.state = 'given' then giver = side_of_user and new.given_by = app_account() and new.remark is null
       when old.state = 'given' and new.state = 'received' then giver <> side_of_user and new.received_by = app_account()
         and (new.given_on, new.given_at, new.given_by) = (old.given_on, old.given_at, old.given_by) and new.tracking is not distinct from old.tracking
       when old.state = 'planned' and new.state = 'cancelled' then old.side = side_of_user and new.cancelled_by = app_account()
       else false end) then
    raise insufficient_privilege using message = format('%s may not take handover %s from %s to %s this way', current_user, old.id, old.state, new.state);
  end if;
  return new;
end $$;
create trigger guard before update on handover for each row execute function handover_guard();

-- Kayoi's own entry for a file that was handed out or taken in. It stands under the name of who did it, and nobody writes
-- one by hand: there is no other way to these kinds.
create function note_handover(p_id uuid, p_kind text, p_contract uuid, p_action text, p_people int, p_reference text, p_now timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  of_contract uuid := coalesce(app_contract(), p_contract);
  today date := (p_now at time zone 'Asia/Tokyo')::date;
begin
  if app_account() is null or app_ward() is null then raise insufficient_privilege using message = 'nobody to note a handover for'; end if;
  insert into handover (ward_id, id, contract_id, kind, side, channel, planned_on, action, people, reference, state, made_at, made_by)
    values (app_ward(), p_id, of_contract, p_kind, case split_part(app_role(), '.', 1) when 'contractor' then 'contractor' when 'centre' then 'centre' else 'ward' end,
      'system', today, p_action, p_people, p_reference, 'done', p_now, app_account());
  insert into handover_line (ward_id, id, contract_id, handover_id, item_id, medium, quantity)
    values (app_ward(), p_id, of_contract, p_id, p_id, 'file', 1);
end $$;
revoke execute on function note_handover from public;
grant execute on function note_handover to kayoi_ward, kayoi_contractor, kayoi_centre;
