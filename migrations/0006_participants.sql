-- 参加者: direct identifiers, contacts and medical text are one sealed blob a row (ward key); plain columns are what
-- statistics need. Search by kana, name and phone goes through keyed tokens.

create table participant (
  ward_id uuid not null references ward, id uuid not null,
  number int not null,                                  -- 参加者番号, per ward
  centre_id uuid not null, district_id uuid not null,
  sex text not null check (sex in ('female', 'male', 'other')),
  birth_year int not null,
  certification text not null check (certification in ('none', 'target', 'support_1', 'support_2', 'care_1', 'care_2', 'care_3', 'care_4', 'care_5', 'unknown')),
  sealed bytea not null, version int not null default 1,
  registered_at timestamptz not null,
  primary key (ward_id, id),
  constraint participant_number_once unique (ward_id, number),
  foreign key (ward_id, centre_id) references centre,
  foreign key (ward_id, district_id) references district
);
create index participant_of_centre on participant (ward_id, centre_id);
select ward_table('participant');

create table certification (
  ward_id uuid not null, id uuid not null, participant_id uuid not null,
  level text not null, valid_from date not null, valid_to date,
  primary key (ward_id, id),
  foreign key (ward_id, participant_id) references participant
);
create index certification_of_participant on certification (ward_id, participant_id, valid_from desc);
select ward_table('certification');

-- HMAC tokens of folded kana prefixes, name, phone tail, name+birth (duplicate warning). Never the text itself.
create table search_token (
  ward_id uuid not null, token bytea not null, participant_id uuid not null,
  primary key (ward_id, token, participant_id),
  foreign key (ward_id, participant_id) references participant on delete cascade
);
create index search_token_of_participant on search_token (ward_id, participant_id);
select ward_table('search_token');

-- A search by name is a POST that stores what was asked, sealed and short-lived, and redirects to its GET page.
create table search (
  ward_id uuid not null references ward, id uuid not null, account_id uuid not null references account,
  sealed bytea not null, made_at timestamptz not null,
  primary key (ward_id, id)
);
select ward_table('search');
create policy centre on search to kayoi_centre
  using (ward_id = (select app_ward()) and account_id = (select app_account()))
  with check (ward_id = (select app_ward()) and account_id = (select app_account()));
grant select, insert, delete on search to kayoi_centre;

-- An uploaded list that waits for confirmation; nothing is registered before.
create table import_batch (
  ward_id uuid not null references ward, id uuid not null, account_id uuid not null references account,
  file_name text not null, sealed bytea not null, made_at timestamptz not null,
  state text not null default 'previewed' check (state in ('previewed', 'confirmed', 'discarded')),
  primary key (ward_id, id)
);
select ward_table('import_batch');

-- 紹介: from the ward or a centre to a contract.
create table referral (
  ward_id uuid not null, id uuid not null, contract_id uuid not null, participant_id uuid not null,
  from_centre_id uuid,                                   -- null: the ward itself
  state text not null default 'proposed' check (state in ('proposed', 'accepted', 'declined', 'withdrawn')),
  sealed bytea not null,                                 -- reason and remarks, ward key
  made_by uuid not null references account, made_at timestamptz not null,
  decided_by uuid references account, decided_at timestamptz, version int not null default 1,
  primary key (ward_id, id),
  foreign key (ward_id, contract_id) references contract,
  foreign key (ward_id, participant_id) references participant,
  foreign key (ward_id, from_centre_id) references centre
);
create index referral_of_contract on referral (ward_id, contract_id, state);
create index referral_of_participant on referral (ward_id, participant_id);
select ward_table('referral');
create policy centre on referral to kayoi_centre
  using (ward_id = (select app_ward()) and from_centre_id = (select app_centre()))
  with check (ward_id = (select app_ward()) and from_centre_id = (select app_centre()));
grant select, insert, update on referral to kayoi_centre;
