-- 検査: the ward looks whether a contract is kept (S0 特記15〜17, S3 別記 7, S4 第33・34条): planned, carried out on site or from
-- afar, its findings, what the contractor has to put right, its answers and the second look.

create table inspection (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  kind text not null check (kind in ('personal_data', 'service_quality', 'performance')),
  mode text not null check (mode in ('on_site', 'remote')),
  planned_on date not null,
  plan bytea not null,                                                      -- place, inspectors, why from afar: contract key, version 1
  planned_at timestamptz not null, planned_by uuid not null references account,
  objection bytea, objected_at timestamptz, objected_by uuid references account,   -- why it can't be then, and the proof: contract key, version 2
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  held_on date, result bytea,                                               -- who was there and what was seen; of a cancelled one, why: contract key, version 3
  settled_at timestamptz, settled_by uuid references account,
  version int not null default 1,
  primary key (ward_id, id),
  constraint inspection_of_its_contract unique (ward_id, contract_id, id),
  check (num_nulls(objection, objected_at, objected_by) in (0, 3)),
  check ((state = 'held') = (held_on is not null) and (state = 'planned') = (result is null)),
  check ((state = 'planned') = (settled_at is null) and (settled_at is null) = (settled_by is null)),
  foreign key (ward_id, contract_id) references contract
);
create index inspection_of_contract on inspection (ward_id, contract_id, planned_on desc);
create index inspection_planned on inspection (ward_id, planned_on) where state = 'planned';
select ward_table('inspection');
create policy not_for_evaluators on inspection as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on inspection from kayoi_ward;
grant update (state, held_on, result, settled_at, settled_by, version) on inspection to kayoi_ward;
create policy in_own_name on inspection as restrictive for insert to kayoi_ward with check (planned_by = (select app_account()) and state = 'planned');
create policy settled_once on inspection as restrictive for update to kayoi_ward using (state = 'planned') with check (settled_by = (select app_account()));
select contractor_uses('inspection', 'select');
grant update (objection, objected_at, objected_by, version) on inspection to kayoi_contractor;
create policy objects_once on inspection as restrictive for update to kayoi_contractor
  using (state = 'planned' and objection is null) with check (objected_by = (select app_account()));

-- What was looked at, point by point. Written with the result and never changed.
create table inspection_point (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, inspection_id uuid not null,
  code text not null, result text not null check (result in ('good', 'remark', 'correct', 'not_seen')),
  sealed bytea not null,                                                    -- what was seen: contract key, version 1
  due_on date,                                                              -- by when it is put right
  primary key (ward_id, id),
  constraint inspection_point_once unique (ward_id, inspection_id, code),
  constraint inspection_point_of_its_contract unique (ward_id, contract_id, id),
  check ((result = 'correct') = (due_on is not null)),
  foreign key (ward_id, contract_id, inspection_id) references inspection (ward_id, contract_id, id)
);
create index inspection_point_due on inspection_point (ward_id, due_on) where result = 'correct';
select ward_table('inspection_point');
create policy not_for_evaluators on inspection_point as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on inspection_point from kayoi_ward;
select contractor_uses('inspection_point', 'select');

-- 是正の回答: each answer stays; the ward accepts it after a second look, or returns it with what is still wrong.
create table inspection_answer (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, point_id uuid not null, number int not null check (number > 0),
  done_on date not null, sealed bytea not null,                             -- what was done: contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  decision text check (decision in ('accepted', 'returned')),
  remark bytea,                                                             -- what the second look showed: contract key, version 2
  decided_at timestamptz, decided_by uuid references account,
  primary key (ward_id, id),
  constraint inspection_answer_number_once unique (ward_id, point_id, number),
  check (num_nulls(decision, remark, decided_at, decided_by) in (0, 4)),
  foreign key (ward_id, contract_id, point_id) references inspection_point (ward_id, contract_id, id)
);
create index inspection_answer_undecided on inspection_answer (ward_id, made_at) where decision is null;
select ward_table('inspection_answer');
create policy not_for_evaluators on inspection_answer as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on inspection_answer from kayoi_ward;
grant update (decision, remark, decided_at, decided_by) on inspection_answer to kayoi_ward;
create policy decided_once on inspection_answer as restrictive for update to kayoi_ward using (decision is null) with check (decided_by = (select app_account()));
select contractor_uses('inspection_answer', 'select');
grant insert (ward_id, id, contract_id, point_id, number, done_on, sealed, made_at, made_by) on inspection_answer to kayoi_contractor;
create policy in_own_name on inspection_answer as restrictive for insert to kayoi_contractor with check (made_by = (select app_account()) and exists (
  select 1 from inspection_point p where p.ward_id = (select app_ward()) and p.id = point_id and p.result = 'correct'));

-- ── 区の求め ────────────────────────────────────────────────────────────────────────────────────────────────────
-- What the ward asks of a contractor: a report, papers, to be present at a work, measures about a member of staff.
create table ward_request (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  kind text not null check (kind in ('report', 'papers', 'witnessing', 'unfit_staff')),
  asked_on date not null, due_on date not null check (due_on >= asked_on),
  sealed bytea not null,                                                    -- what is asked: contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint ward_request_of_its_contract unique (ward_id, contract_id, id),
  foreign key (ward_id, contract_id) references contract
);
create index ward_request_of_contract on ward_request (ward_id, contract_id, due_on);
select ward_table('ward_request');
create policy not_for_evaluators on ward_request as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on ward_request from kayoi_ward;
create policy in_own_name on ward_request as restrictive for insert to kayoi_ward with check (made_by = (select app_account()));
select contractor_uses('ward_request', 'select');

-- 回答: done, or refused with a reason (only a witnessing can be); the ward receives it or returns it.
create table ward_request_answer (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, request_id uuid not null, number int not null check (number > 0),
  stance text not null check (stance in ('done', 'refused')),
  sealed bytea not null,                                                    -- the words and the file's name: contract key, version 1
  file bytea, file_kind text check (file_kind in ('pdf', 'jpeg', 'png', 'xlsx', 'docx', 'txt')),
  file_size int check (file_size between 1 and 10485760),
  made_at timestamptz not null, made_by uuid not null references account,
  decision text check (decision in ('received', 'returned')),
  remark bytea,                                                             -- why it was returned: contract key, version 2
  decided_at timestamptz, decided_by uuid references account,
  primary key (ward_id, id),
  constraint ward_request_answer_number_once unique (ward_id, request_id, number),
  check (num_nulls(file, file_kind, file_size) in (0, 3)),
  check (num_nulls(decision, decided_at, decided_by) in (0, 3)),
  check ((remark is not null) = (decision is not distinct from 'returned')),
  foreign key (ward_id, contract_id, request_id) references ward_request (ward_id, contract_id, id)
);
create index ward_request_answer_undecided on ward_request_answer (ward_id, made_at) where decision is null;
select ward_table('ward_request_answer');
create policy not_for_evaluators on ward_request_answer as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke insert, update, delete on ward_request_answer from kayoi_ward;
grant update (decision, remark, decided_at, decided_by) on ward_request_answer to kayoi_ward;
create policy decided_once on ward_request_answer as restrictive for update to kayoi_ward using (decision is null) with check (decided_by = (select app_account()));
select contractor_uses('ward_request_answer', 'select');
grant insert (ward_id, id, contract_id, request_id, number, stance, sealed, file, file_kind, file_size, made_at, made_by)
  on ward_request_answer to kayoi_contractor;
create policy in_own_name on ward_request_answer as restrictive for insert to kayoi_contractor with check (made_by = (select app_account()) and (stance = 'done' or exists (
  select 1 from ward_request r where r.ward_id = (select app_ward()) and r.id = request_id and r.kind = 'witnessing')));

-- ── 操作記録の点検 ──────────────────────────────────────────────────────────────────────────────────────────────
-- The ward looked at what a contractor's people did in Kayoi in a month, and says what it made of it. The figures can be
-- counted anew from the audit stream; those that stand here are what it saw.
create table access_review (
  ward_id uuid not null, id uuid not null, contract_id uuid not null,
  month date not null check (extract(day from month) = 1),
  people int not null check (people >= 0), events int not null check (events >= 0),
  off_hours int not null check (off_hours >= 0), denied int not null check (denied >= 0),
  sealed bytea not null,                                                    -- the remark: contract key, version 1
  made_at timestamptz not null, made_by uuid not null references account,
  primary key (ward_id, id),
  constraint access_review_once unique (ward_id, contract_id, month),
  foreign key (ward_id, contract_id) references contract
);
select ward_table('access_review');
create policy not_for_evaluators on access_review as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on access_review from kayoi_ward;
create policy in_own_name on access_review as restrictive for insert to kayoi_ward with check (made_by = (select app_account()));

-- ── A day that the ward set itself, such as that of a request or of a correction, goes before what a clause says ─────────
alter table occasion add column due_on date check (due_on >= happened_on);
create policy day_set_by_ward on occasion as restrictive for insert to kayoi_contractor with check (due_on is null);
