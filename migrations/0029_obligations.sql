-- 義務: what the clauses of a contract mean, confirmed by a person; the texts a contract carries; what came up under it; and
-- its dated obligations, which follow from all that.

-- ── 文書: a contract carries several texts, its 特記事項 and the body of its 仕様書 ────────────────────────────────
alter table clause_set
  add column kind text not null default 'clauses' check (kind in ('clauses', 'specification')),
  add column version int not null default 1,
  add column follows uuid,                                                  -- the set this one was changed from
  add foreign key (ward_id, follows) references clause_set;

create table contract_text (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, clause_set_id uuid not null,
  applied_at timestamptz not null, applied_by uuid references account,
  ended_at timestamptz, ended_by uuid references account,                    -- another set was applied in its place
  primary key (ward_id, id),
  check ((ended_at is null) = (ended_by is null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, clause_set_id) references clause_set
);
create unique index contract_text_once on contract_text (ward_id, contract_id, clause_set_id) where ended_at is null;
create index contract_text_of_set on contract_text (ward_id, clause_set_id);
select ward_table('contract_text');
select contractor_uses('contract_text', 'select');
select auditor_reads('contract_text');
revoke update on contract_text from kayoi_ward;
grant update (ended_at, ended_by) on contract_text to kayoi_ward;
create policy in_own_name on contract_text as restrictive for insert to kayoi_ward
  with check (applied_by = (select app_account()) and ended_at is null);
create policy ends_once on contract_text as restrictive for update to kayoi_ward
  using (ended_at is null) with check (ended_by = (select app_account()));
-- What was signed stays; a draft may drop a text.
create policy of_a_draft on contract_text as restrictive for delete to kayoi_ward using (exists (
  select 1 from contract c where c.ward_id = (select app_ward()) and c.id = contract_id and c.state = 'draft'));

do $$ declare moved int; expected int; begin
  select count(*) into expected from contract where clause_set_id is not null;
  insert into contract_text (ward_id, id, contract_id, clause_set_id, applied_at)
    select c.ward_id, c.id, c.id, c.clause_set_id, s.made_at from contract c
    join clause_set s on s.ward_id = c.ward_id and s.id = c.clause_set_id;
  get diagnostics moved = row_count;
  if moved <> expected then raise exception '% of % texts moved', moved, expected; end if;
end $$;

drop policy contractor on clause_set;
drop policy contractor on clause;
alter table contract drop column clause_set_id;
create policy contractor on clause_set for select to kayoi_contractor
  using (ward_id = (select app_ward()) and id = any (array(select t.clause_set_id from contract_text t where t.ward_id = (select app_ward()))));
create policy contractor on clause for select to kayoi_contractor
  using (ward_id = (select app_ward()) and clause_set_id = any (array(select t.clause_set_id from contract_text t where t.ward_id = (select app_ward()))));

-- ── 結び付け: what a clause means. Every confirmation stays; the highest version holds ────────────────────────────
create table clause_binding (
  ward_id uuid not null, clause_set_id uuid not null, clause_number int not null, version int not null,
  rules jsonb not null,                                                     -- [{code, parameters}] of obligations/library
  reason text not null default '',                                          -- 定めのみ: why there is nothing to do
  as_proposed boolean not null,                                             -- taken as the program had proposed it
  confirmed_at timestamptz not null, confirmed_by uuid references account,
  primary key (ward_id, clause_set_id, clause_number, version),
  check (version >= 1),
  check ((reason = '') = (jsonb_array_length(rules) > 0)),
  foreign key (ward_id, clause_set_id, clause_number) references clause (ward_id, clause_set_id, number) on delete cascade
);
select ward_table('clause_binding');
select auditor_reads('clause_binding');
create policy contractor on clause_binding for select to kayoi_contractor
  using (ward_id = (select app_ward()) and clause_set_id = any (array(select t.clause_set_id from contract_text t where t.ward_id = (select app_ward()))));
grant select on clause_binding to kayoi_contractor;
revoke update on clause_binding from kayoi_ward;
create policy in_own_name on clause_binding as restrictive for insert to kayoi_ward
  with check (confirmed_by = (select app_account()));
-- What a signed contract carries is only read; a change makes a new set.
create policy not_signed on clause_binding as restrictive for insert to kayoi_ward with check (not exists (
  select 1 from contract_text t join contract c on c.ward_id = t.ward_id and c.id = t.contract_id
  where t.ward_id = (select app_ward()) and t.clause_set_id = clause_binding.clause_set_id and c.state <> 'draft'));

-- ── 出来事: what came up and opened duties ─────────────────────────────────────────────────────────────────────────
-- `key` names it once and for all (the row of its register); `subject` is plain and names nobody.
create table occasion (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  occasion text not null, key text not null, happened_on date not null, subject text not null default '',
  told_at timestamptz not null, told_by uuid not null references account,
  primary key (ward_id, id),
  constraint occasion_once unique (ward_id, contract_id, occasion, key),
  foreign key (ward_id, contract_id) references contract
);
select ward_table('occasion');
select contractor_uses('occasion', 'select, insert');
select auditor_reads('occasion');
revoke update, delete on occasion from kayoi_ward;
create policy in_own_name on occasion as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (told_by = (select app_account()));

-- ── 義務: a row is named by rule, occurrence and side, so a date that moves leaves the row what it is ───────────────
alter table obligation
  add column occurrence text not null default '',
  add column clauses jsonb not null default '[]',                            -- [{set, number, label}]
  add column event_on date,
  add column last_on date,                                                   -- last day on which nobody is late
  add column evidence text not null default 'record',
  add column decision text not null default 'none' check (decision in ('none', 'receipt', 'approval')),
  add column gate text,
  add column remind_on date,
  add column escalate_on date,
  add column handed_in_on date,                                              -- its paper or report lies with the side that decides on it
  drop constraint obligation_state_check,
  add constraint obligation_state_check check (state in ('open', 'done', 'waived'));   -- waived: the ward found it needless, `note` says why
update obligation set occurrence = 'before:' || id, event_on = due_on, last_on = due_on, remind_on = due_on - 14, escalate_on = due_on + 7,
  clauses = case when clause_number is null then '[]'::jsonb
            else jsonb_build_array(jsonb_build_object('set', '00000000-0000-0000-0000-000000000000', 'number', clause_number, 'label', clause_number::text)) end;
alter table obligation
  drop column clause_number,
  alter column event_on set not null, alter column last_on set not null,
  alter column remind_on set not null, alter column escalate_on set not null,
  add constraint obligation_once unique (ward_id, contract_id, rule, occurrence, owed_by),
  add check (remind_on <= due_on and due_on <= last_on and last_on <= escalate_on);
create index obligation_late on obligation (ward_id, last_on) where state = 'open';
-- A contractor tells what came up and moves its own briefings: those rows it dates, and no others.
create policy dated_by_contractor on obligation as restrictive for insert to kayoi_contractor
  with check (state = 'open' and (occurrence like 'arisen:%' or occurrence like 'briefing:%'));
create policy redated_by_contractor on obligation as restrictive for delete to kayoi_contractor
  using (state = 'open' and (occurrence like 'arisen:%' or occurrence like 'briefing:%'));
grant insert, delete on obligation to kayoi_contractor;
-- A contractor does what it owes or hands it in, and decides on what the ward handed in. Only the ward finds a duty needless.
grant update (handed_in_on) on obligation to kayoi_contractor;
drop policy owed on obligation;
create policy owed on obligation as restrictive for update to kayoi_contractor
  using (state = 'open' and (owed_by in ('contractor', 'both') or decision <> 'none'))
  with check (state = 'done' and done_by = (select app_account()) or state = 'open' and done_by is null);
