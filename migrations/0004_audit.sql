-- 記録: one hash-chained stream per ward, written in the transaction that did or saw the thing.
-- The hash covers a canonical text of the row and the hash before it; src/audit/chain.rs recomputes it in Rust.

create table audit_head (ward_id uuid primary key, seq bigint not null, hash bytea not null);
alter table audit_head enable row level security;
alter table audit_head force row level security;
select owner_uses('audit_head');
create policy worker on audit_head for select to kayoi_worker using (true);
grant select on audit_head to kayoi_worker;

create table audit_event (
  ward_id uuid not null, seq bigint not null,
  at timestamptz not null,
  account_id uuid, organisation text not null, role text not null,
  action text not null,                       -- e.g. 'participant.view', 'attendance.record'
  object_id uuid, contract_id uuid,           -- what, and why (the contract it was done under)
  participant_ids uuid[] not null default '{}',
  detail jsonb not null default '{}',
  request_id text not null default '',
  prev bytea not null, hash bytea not null,
  primary key (ward_id, seq)
);
create index audit_event_by_time on audit_event (ward_id, at);
create index audit_event_by_account on audit_event (ward_id, account_id, at);
alter table audit_event enable row level security;
alter table audit_event force row level security;
create policy floor on audit_event as restrictive to kayoi_ward, kayoi_auditor, kayoi_worker using (ward_id = (select app_ward()));
create policy ward on audit_event for select to kayoi_ward using (ward_id = (select app_ward()));
create policy auditor on audit_event for select to kayoi_auditor using (ward_id = (select app_ward()));
grant select on audit_event to kayoi_ward, kayoi_auditor;
select owner_uses('audit_event');

-- Which participants an event touched, so that a person's page finds who saw the record by an index. audit_append alone
-- writes it, together with its event, so there is no foreign key: it would look the event up once for every person shown.
create table audit_subject (
  ward_id uuid not null, participant_id uuid not null, seq bigint not null,
  primary key (ward_id, participant_id, seq)
);
alter table audit_subject enable row level security;
alter table audit_subject force row level security;
create policy floor on audit_subject as restrictive to kayoi_ward, kayoi_auditor using (ward_id = (select app_ward()));
create policy ward on audit_subject for select to kayoi_ward using (ward_id = (select app_ward()));
create policy auditor on audit_subject for select to kayoi_auditor using (ward_id = (select app_ward()));
grant select on audit_subject to kayoi_ward, kayoi_auditor;
select owner_uses('audit_subject');

-- Nobody changes the past, not even the owner by mistake.
create function audit_is_append_only() returns trigger language plpgsql as $$
begin raise exception 'the audit stream is append-only'; end $$;
create trigger append_only before update or delete on audit_event for each row execute function audit_is_append_only();
create trigger no_truncate before truncate on audit_event for each statement execute function audit_is_append_only();

create trigger append_only before update or delete on audit_subject for each row execute function audit_is_append_only();
create trigger no_truncate before truncate on audit_subject for each statement execute function audit_is_append_only();

-- The canonical text of an event. Field separator is U+001F, which no field may contain (detail is JSON, which escapes it).
create function audit_text(seq bigint, at timestamptz, account_id uuid, organisation text, role text, action text,
    object_id uuid, contract_id uuid, participant_ids uuid[], detail jsonb, request_id text)
  returns text language sql immutable parallel safe as $$
  select concat_ws(chr(31), seq::text, (extract(epoch from at) * 1000000)::bigint::text, coalesce(account_id::text, '-'),
    organisation, role, action, coalesce(object_id::text, '-'), coalesce(contract_id::text, '-'),
    array_to_string(participant_ids, ','), detail::text, request_id) $$;

-- The only way in. Who and where come from the transaction's settings; the row's place from the ward's head, locked.
create function audit_append(p_at timestamptz, p_action text, p_object uuid, p_contract uuid, p_participants uuid[], p_detail jsonb, p_request text)
  returns bigint language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  w uuid := coalesce(app_ward(), '00000000-0000-0000-0000-000000000000');
  h audit_head;
  org text := translate(coalesce(current_setting('app.organisation', true), ''), chr(31), ' ');
  r text := translate(coalesce(current_setting('app.role', true), ''), chr(31), ' ');
  why uuid := coalesce(p_contract, app_contract());
  ids uuid[] := coalesce((select array_agg(distinct i order by i) from unnest(p_participants) i), '{}');
  request text := translate(p_request, chr(31), ' ');
  link bytea;
begin
  insert into audit_head values (w, 0, '\x00') on conflict do nothing;
  select * into h from audit_head where ward_id = w for update;
  link := sha256(h.hash || convert_to(audit_text(h.seq + 1, p_at, app_account(), org, r, p_action, p_object, why, ids, p_detail, request), 'UTF8'));
  insert into audit_event values (w, h.seq + 1, p_at, app_account(), org, r, p_action, p_object, why, ids, p_detail, request, h.hash, link);
  insert into audit_subject select w, i, h.seq + 1 from unnest(ids) i;
  update audit_head set seq = h.seq + 1, hash = link where ward_id = w;
  return h.seq + 1;
end $$;
revoke execute on function audit_append from public;
grant execute on function audit_append to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor, kayoi_auth, kayoi_worker;

-- Daily signed heads: a cut tail shows as an anchor that points past the end.
create table audit_anchor (
  ward_id uuid not null, on_day date not null, seq bigint not null, hash bytea not null, signature bytea not null, signed_at timestamptz not null,
  primary key (ward_id, on_day)
);
select ward_table('audit_anchor');
revoke insert, update, delete on audit_anchor from kayoi_ward;
select auditor_reads('audit_anchor');
drop policy floor on audit_anchor;
create policy floor on audit_anchor as restrictive to kayoi_ward, kayoi_contractor, kayoi_centre, kayoi_auditor using (ward_id = (select app_ward()));
create policy worker on audit_anchor to kayoi_worker using (true) with check (true);
grant select, insert, update on audit_anchor to kayoi_worker;
