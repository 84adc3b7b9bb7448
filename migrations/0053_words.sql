-- What a contractor's people write in their own words may name people: it stands apart from the row it belongs to, and a contractor's
-- person outside the accepted 従事者名簿 opens only what they wrote themselves (as ward_request_reply of 0051_walls.sql). The ward reads
-- all of its own; what the ward wrote stays in the row. The bytes are moved as they are: they are bound to the row's id and version.
-- Words are written in one go with their row, in the name of whoever wrote that: `made` says how a contractor's row p shows it.
do $$ declare t record; begin
  for t in select * from (values
    -- What is applied for (version 1), and what became of it (the version the permit came to).
    ('permit_words', 'permit', 'version int not null, ', ', version', '(permit_words.version = 1 and (p.applied_by, p.applied_at) = (made_by, (select app_now()))
      or permit_words.version = p.version and p.state = ''ended'' and (p.ended_by, p.ended_at) = (made_by, (select app_now())))'),
    -- What was put right: version 1.
    ('inspection_answer_words', 'inspection_answer', '', '', '(p.made_by, p.made_at) = (inspection_answer_words.made_by, (select app_now()))'),
    -- 弁明, with the file's name: version 1.
    ('consequence_statement_words', 'consequence_statement', '', '', '(p.made_by, p.made_at) = (consequence_statement_words.made_by, (select app_now()))')
  ) v (words, of_row, columns, key, made) loop
    execute format('create table %I (
        ward_id uuid not null, id uuid not null, %scontract_id uuid not null, made_by uuid not null references account, sealed bytea not null,
        primary key (ward_id, id%s), foreign key (ward_id, id) references %I)', t.words, t.columns, t.key, t.of_row);
    perform ward_table(t.words::regclass);
    execute format('revoke insert, update, delete on %I from kayoi_ward', t.words);
    execute format('create policy not_for_evaluators on %I as restrictive to kayoi_ward using ((select app_role()) <> ''ward.evaluator'')', t.words);
    execute format('create policy contractor on %I to kayoi_contractor
        using (ward_id = (select app_ward()) and (contract_id = (select app_people())
          or contract_id = (select app_contract()) and made_by = (select app_account())))
        with check (ward_id = (select app_ward()) and contract_id = (select app_contract()) and made_by = (select app_account()))', t.words);
    execute format('grant select, insert on %I to kayoi_contractor', t.words);
    execute format('create policy of_its_row on %1$I as restrictive for insert to kayoi_contractor with check (exists (
        select from %2$I p where p.ward_id = (select app_ward()) and p.id = %1$I.id and p.contract_id = %1$I.contract_id and %3$s))',
      t.words, t.of_row, t.made);
  end loop;
end $$;

insert into permit_words (ward_id, id, version, contract_id, made_by, sealed)
  select ward_id, id, 1, contract_id, applied_by, sealed from permit
  union all select ward_id, id, ending_version, contract_id, ended_by, ending from permit where state = 'ended' and ending is not null;
alter table permit drop column sealed;
-- Why the ward revoked one stays beside it.
update permit set ending = null, ending_version = null where state = 'ended';
alter table permit add constraint permit_ending_of_the_ward check (num_nulls(ending, ending_version) in (0, 2) and (ending is null or state = 'revoked'));
revoke update (ending, ending_version) on permit from kayoi_contractor;

insert into inspection_answer_words (ward_id, id, contract_id, made_by, sealed)
  select ward_id, id, contract_id, made_by, sealed from inspection_answer;
alter table inspection_answer drop column sealed;

alter table consequence_statement_words
  add column file bytea, add column file_kind text check (file_kind in ('pdf', 'jpeg', 'png', 'xlsx', 'docx', 'txt')),
  add column file_size int check (file_size between 1 and 10485760),
  add check (num_nulls(file, file_kind, file_size) in (0, 3));
insert into consequence_statement_words (ward_id, id, contract_id, made_by, sealed, file, file_kind, file_size)
  select ward_id, id, contract_id, made_by, sealed, file, file_kind, file_size from consequence_statement;
alter table consequence_statement drop column sealed, drop column file, drop column file_kind, drop column file_size;

-- ── 監査: whose acts stand in a ward's stream is told by name ─────────────────────────────────────────────────────────────
-- Also of a contractor's person in no list handed to the ward, whose refused attempt would else be nobody's. For those who read the
-- stream, and only whoever acted in it.
create function audit_people() returns table (id uuid, name text, login_name text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive acted as (                                                  -- one step in the index for each account, however long the stream
    (select e.account_id from audit_event e where e.ward_id = app_ward() and e.account_id is not null order by e.account_id limit 1)
    union all
    select (select e.account_id from audit_event e where e.ward_id = app_ward() and e.account_id > a.account_id order by e.account_id limit 1)
    from acted a where a.account_id is not null)
  select a.id, a.name, a.login_name from acted join account a on a.id = acted.account_id
  where app_role() in ('ward.admin', 'ward.auditor') $$;
revoke execute on function audit_people from public;
grant execute on function audit_people to kayoi_ward, kayoi_auditor;
