-- 違反への対応: what follows when a clause was broken or a damage came about (S0 特記20・21, S3 別記 4, S4 第37〜39条 and 別紙1 15): the ward
-- writes down what happened, tells the contractor what it means to do, hears it, and decides; damages are paid. Every row stays as
-- it was written: nothing is changed, taken back or opened again.

-- Whether a contract carries a clause now.
create function carries_clause(p_contract uuid, p_clause uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from contract_text t join clause k on k.ward_id = t.ward_id and k.clause_set_id = t.clause_set_id
    where t.ward_id = (select app_ward()) and t.contract_id = p_contract and t.ended_at is null and k.id = p_clause) $$;

-- ── 違反・損害の記録 ────────────────────────────────────────────────────────────────────────────────────────────
create table breach (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  kind text not null check (kind in ('breach', 'damage')),
  clause_id uuid not null,                                                  -- the clause that was broken, or that speaks of the damage
  happened_on date not null, noticed_on date not null,
  incident_id uuid, inspection_id uuid,                                     -- what it came to light with
  sealed bytea not null,                                                    -- what happened: contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint breach_of_its_contract unique (ward_id, contract_id, id),
  check (happened_on <= noticed_on and noticed_on <= (made_at at time zone 'Asia/Tokyo')::date),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, clause_id) references clause,
  foreign key (ward_id, contract_id, incident_id) references incident (ward_id, contract_id, id),
  foreign key (ward_id, contract_id, inspection_id) references inspection (ward_id, contract_id, id)
);
create index breach_of_contract on breach (ward_id, contract_id, noticed_on desc);
select ward_table('breach');
create policy not_for_evaluators on breach as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on breach from kayoi_ward;
create policy in_own_name on breach as restrictive for insert to kayoi_ward
  with check (made_by = (select app_account()) and carries_clause(contract_id, clause_id));

-- ── 対応: 指導・公表・解除・賠償, each once for a breach ────────────────────────────────────────────────────────────────
-- With a notice the contractor may state its case; without one the ward can only decide that it does nothing of the kind.
create table consequence (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, breach_id uuid not null,
  kind text not null check (kind in ('guidance', 'publication', 'termination', 'damages')),
  clause_id uuid not null,                                                  -- the clause it rests on
  notified_on date, state_by date check (state_by >= notified_on),
  planned_on date, amount bigint check (amount > 0),                        -- when it is meant to happen; what is claimed, in yen
  sealed bytea,                                                             -- what the notice says: contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint consequence_once unique (ward_id, breach_id, kind),
  constraint consequence_of_its_kind unique (ward_id, contract_id, id, kind),
  check (num_nulls(notified_on, state_by, sealed) in (0, 3)),
  check (notified_on = (made_at at time zone 'Asia/Tokyo')::date),
  check ((planned_on is not null) = (notified_on is not null and kind in ('publication', 'termination'))),
  check ((amount is not null) = (notified_on is not null and kind = 'damages')),
  foreign key (ward_id, contract_id, breach_id) references breach (ward_id, contract_id, id),
  foreign key (ward_id, clause_id) references clause
);
create index consequence_of_contract on consequence (ward_id, contract_id);
select ward_table('consequence');
create policy not_for_evaluators on consequence as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on consequence from kayoi_ward;
create policy in_own_name on consequence as restrictive for insert to kayoi_ward
  with check (made_by = (select app_account()) and carries_clause(contract_id, clause_id) and exists (
    select 1 from breach b where b.ward_id = (select app_ward()) and b.id = breach_id and (b.kind = 'breach' or consequence.kind = 'damages')));
-- The contractor sees what was told to it, and the record that belongs to it.
select contractor_uses('consequence', 'select');
create policy told on consequence as restrictive for select to kayoi_contractor using (notified_on is not null);
select contractor_uses('breach', 'select');
create policy told on breach as restrictive for select to kayoi_contractor using (exists (
  select 1 from consequence c where c.ward_id = (select app_ward()) and c.breach_id = breach.id));

-- ── 決定 ────────────────────────────────────────────────────────────────────────────────────────────────────
-- guidance: until when it is put right. publication: from when until when. termination: the last day, and the day the contract was
-- to end on. damages: how much is paid, and by when.
create table consequence_decision (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, consequence_id uuid not null, kind text not null,
  outcome text not null check (outcome in ('imposed', 'dropped')),
  from_on date, until_on date, amount bigint check (amount > 0), was_to_end_on date,
  sealed bytea not null,                                                    -- reason and content: contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint consequence_decision_once unique (ward_id, consequence_id),
  constraint consequence_decision_of_its_kind unique (ward_id, contract_id, consequence_id, kind),
  check ((from_on is not null) = (outcome = 'imposed' and kind in ('publication', 'termination'))),
  check ((until_on is not null) = (outcome = 'imposed' and kind <> 'termination')),
  check ((was_to_end_on is not null) = (outcome = 'imposed' and kind = 'termination')),
  check ((amount is not null) = (outcome = 'imposed' and kind = 'damages')),
  check (from_on <= coalesce(until_on, was_to_end_on)),
  check (coalesce(from_on, until_on) >= (made_at at time zone 'Asia/Tokyo')::date),
  foreign key (ward_id, contract_id, consequence_id, kind) references consequence (ward_id, contract_id, id, kind)
);
select ward_table('consequence_decision');
create policy not_for_evaluators on consequence_decision as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on consequence_decision from kayoi_ward;
create policy in_own_name on consequence_decision as restrictive for insert to kayoi_ward with check (made_by = (select app_account()));
-- Nothing is imposed that wasn't told before; what can't be undone is imposed by somebody else than who proposed it.
create policy told_before on consequence_decision as restrictive for insert to kayoi_ward with check (outcome = 'dropped' or exists (
  select 1 from consequence c where c.ward_id = (select app_ward()) and c.id = consequence_id and c.notified_on is not null
    and (c.kind not in ('publication', 'termination') or c.made_by <> (select app_account()))));
select contractor_uses('consequence_decision', 'select');
create policy told on consequence_decision as restrictive for select to kayoi_contractor using (exists (
  select 1 from consequence c where c.ward_id = (select app_ward()) and c.id = consequence_id));

-- ── 弁明: once, before the decision ─────────────────────────────────────────────────────────────────────────────
create table consequence_statement (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, consequence_id uuid not null, kind text not null,
  sealed bytea not null,                                                    -- the words and the file's name: contract key, version 1
  file bytea, file_kind text check (file_kind in ('pdf', 'jpeg', 'png', 'xlsx', 'docx', 'txt')),
  file_size int check (file_size between 1 and 10485760),
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint consequence_statement_once unique (ward_id, consequence_id),
  check (num_nulls(file, file_kind, file_size) in (0, 3)),
  foreign key (ward_id, contract_id, consequence_id, kind) references consequence (ward_id, contract_id, id, kind)
);
select ward_table('consequence_statement');
create policy not_for_evaluators on consequence_statement as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on consequence_statement from kayoi_ward;
select contractor_uses('consequence_statement', 'select, insert');
create policy before_the_decision on consequence_statement as restrictive for insert to kayoi_contractor
  with check (made_by = (select app_account())
    and exists (select 1 from consequence c where c.ward_id = (select app_ward()) and c.id = consequence_id)
    and not exists (select 1 from consequence_decision d where d.ward_id = (select app_ward()) and d.consequence_id = consequence_statement.consequence_id));

-- ── 賠償金の支払: what came in, in parts or at once ──────────────────────────────────────────────────────────────────
create table damages_payment (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, consequence_id uuid not null,
  kind text not null default 'damages' check (kind = 'damages'),
  number int not null check (number > 0), paid_on date not null, amount bigint not null check (amount > 0),
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint damages_payment_number_once unique (ward_id, consequence_id, number),
  check (paid_on <= (made_at at time zone 'Asia/Tokyo')::date),
  foreign key (ward_id, contract_id, consequence_id, kind) references consequence_decision (ward_id, contract_id, consequence_id, kind)
);
select ward_table('damages_payment');
create policy not_for_evaluators on damages_payment as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on damages_payment from kayoi_ward;
create function left_to_pay(p_consequence uuid) returns bigint language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select d.amount - coalesce((select sum(p.amount) from damages_payment p where p.ward_id = (select app_ward()) and p.consequence_id = p_consequence), 0)::bigint
  from consequence_decision d where d.ward_id = (select app_ward()) and d.consequence_id = p_consequence $$;
create policy within_what_is_owed on damages_payment as restrictive for insert to kayoi_ward
  with check (made_by = (select app_account()) and amount <= left_to_pay(consequence_id));
select contractor_uses('damages_payment', 'select');

-- ── 解除: the term of a signed contract is cut short by that decision, and by nothing else ─────────────────────────────
create function term_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user = 'kayoi_ward' and old.state <> 'draft' and (new.starts_on, new.ends_on) <> (old.starts_on, old.ends_on)
     and not (new.starts_on = old.starts_on and new.ends_on < old.ends_on and new.state = 'closing' and exists (
       select 1 from consequence_decision d where d.ward_id = new.ward_id and d.contract_id = new.id and d.kind = 'termination'
         and d.outcome = 'imposed' and d.from_on = new.ends_on)) then
    raise insufficient_privilege using message = format('the term of contract %s is signed', new.id);
  end if;
  return new;
end $$;
create trigger term_guard before update on contract for each row execute function term_guard();
