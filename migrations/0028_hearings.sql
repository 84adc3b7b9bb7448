-- 聞き取りの依頼: a screening sheet may name the centre to hear an applicant. The centre gets this paper and never sees the
-- application: who is to be heard, as far as the contract's information items tell it, and why. One row a sheet each time an
-- application is handed in; answered once, in the writer's own name. Request and answer are sealed with the contract's key.
alter table application add constraint application_under_contract unique (ward_id, contract_id, id);
create table hearing (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, application_id uuid not null, centre_id uuid not null,
  sheet text not null,                            -- code of the screening sheet in the programme
  state text not null default 'asked' check (state in ('asked', 'answered', 'over')),   -- over: settled without this answer
  sealed bytea not null,
  asked_by uuid not null references account, asked_at timestamptz not null,
  answer bytea, answered_by uuid references account, answered_at timestamptz,
  version int not null default 1,
  primary key (ward_id, id),
  check ((state = 'answered') = (answer is not null) and (answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, contract_id, application_id) references application (ward_id, contract_id, id),
  foreign key (ward_id, centre_id) references centre
);
create index hearing_of_application on hearing (ward_id, application_id);
create index hearing_of_centre on hearing (ward_id, centre_id, asked_at);
create unique index hearing_asked_once on hearing (ward_id, application_id, sheet) where state = 'asked';
select ward_table('hearing');
create policy not_for_evaluators on hearing as restrictive to kayoi_ward using ((select app_role()) <> 'ward.evaluator');
revoke update, delete on hearing from kayoi_ward;

-- Whoever hands the application in asks, and the contractor reads no answer.
select custodian_uses('hearing', 'insert');
create policy in_own_name on hearing as restrictive for insert to kayoi_ward, kayoi_contractor
  with check (asked_by = (select app_account()) and state = 'asked' and exists (
    select 1 from application a where a.ward_id = (select app_ward()) and a.id = application_id and a.contract_id = hearing.contract_id and a.state = 'hearing'));

create policy centre on hearing to kayoi_centre using (ward_id = (select app_ward()) and centre_id = (select app_centre()))
  with check (ward_id = (select app_ward()) and centre_id = (select app_centre()));
grant select on hearing to kayoi_centre;
grant update (state, answer, answered_by, answered_at, version) on hearing to kayoi_centre;
create policy answered_once on hearing as restrictive for update to kayoi_centre using (state = 'asked')
  with check (state = 'answered' and answered_by = (select app_account()));

-- An application that no longer waits for a hearing leaves nobody with a request.
create function hearing_is_over() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update hearing set state = 'over', version = version + 1
  where ward_id = new.ward_id and application_id = new.id and state = 'asked';
  return null;
end $$;
create trigger hearing_is_over after update on application for each row
  when (old.state = 'hearing' and new.state <> 'hearing') execute function hearing_is_over();
revoke execute on function hearing_is_over from public;
