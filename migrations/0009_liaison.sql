-- 連絡: sheets between contractor, centre and ward. What was sent is kept as a sealed, projected snapshot.
create table liaison_sheet (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, enrolment_id uuid not null, participant_id uuid not null, centre_id uuid not null,
  kind text not null check (kind in ('sheet', 'absence', 'care_plan')),
  direction text not null check (direction in ('to_centre', 'to_contractor')),
  state text not null default 'draft' check (state in ('draft', 'sent', 'opened', 'answered', 'closed', 'returned', 'withdrawn')),
  sealed bytea not null,                        -- what the writer wrote (unit key)
  snapshot bytea,                               -- what was sent (unit key), set at sending
  answer bytea, answer_due_on date,             -- what the centre answered (unit key)
  made_by uuid not null references account, made_at timestamptz not null,
  sent_at timestamptz, opened_at timestamptz, opened_by uuid references account, answered_at timestamptz, closed_at timestamptz,
  version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, enrolment_id) references enrolment,
  foreign key (ward_id, participant_id) references participant,
  foreign key (ward_id, centre_id) references centre
);
create index liaison_of_centre on liaison_sheet (ward_id, centre_id, state);
create index liaison_of_contract on liaison_sheet (ward_id, contract_id, state);
create index liaison_of_participant on liaison_sheet (ward_id, participant_id);
select ward_table('liaison_sheet');
revoke insert, update, delete on liaison_sheet from kayoi_ward;
-- The writer's draft is nobody else's: the ward and the other side see a sheet from its sending on.
drop policy ward on liaison_sheet;
create policy ward on liaison_sheet for select to kayoi_ward
  using (ward_id = (select app_ward()) and state <> 'draft');
create policy custodian on liaison_sheet to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_people()) and (direction = 'to_centre' or state <> 'draft'))
  with check (ward_id = (select app_ward()) and contract_id = (select app_people()));
grant select, insert, update on liaison_sheet to kayoi_contractor;
create policy centre on liaison_sheet to kayoi_centre
  using (ward_id = (select app_ward()) and centre_id = (select app_centre()) and (direction = 'to_contractor' or state <> 'draft'))
  with check (ward_id = (select app_ward()) and centre_id = (select app_centre()));
grant select, insert, update on liaison_sheet to kayoi_centre;

-- History of a sheet: sent, opened, returned with a reason, answered …
create table liaison_event (
  ward_id uuid not null, id uuid not null, sheet_id uuid not null, contract_id uuid not null, centre_id uuid not null,
  act text not null, at timestamptz not null, account_id uuid not null references account, organisation text not null,
  sealed bytea,                                  -- reason or remark (unit key)
  primary key (ward_id, id),
  foreign key (ward_id, sheet_id) references liaison_sheet,
  foreign key (ward_id, contract_id) references contract
);
create index liaison_event_of_sheet on liaison_event (ward_id, sheet_id, at);
select ward_table('liaison_event');
revoke insert, update, delete on liaison_event from kayoi_ward;
select custodian_uses('liaison_event', 'select, insert');
create policy centre on liaison_event to kayoi_centre
  using (ward_id = (select app_ward()) and centre_id = (select app_centre())) with check (ward_id = (select app_ward()) and centre_id = (select app_centre()));
grant select, insert on liaison_event to kayoi_centre;
