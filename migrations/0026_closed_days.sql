-- 閉庁日: the ward's own closed days, holidays Kayoi doesn't know yet, and days it works in spite of everything else.
create table closed_day (
  ward_id uuid not null references ward, id uuid not null,
  kind text not null check (kind in ('closed', 'holiday', 'open')),
  from_on date not null, to_on date not null,                      -- both included
  reason text not null,
  primary key (ward_id, id),
  check (from_on <= to_on and to_on - from_on < 400),
  check (kind = 'closed' or from_on = to_on)
);
create index closed_day_by_day on closed_day (ward_id, from_on);
select ward_table('closed_day');
select auditor_reads('closed_day');
create policy contractor on closed_day for select to kayoi_contractor using (ward_id = (select app_ward()));
create policy centre on closed_day for select to kayoi_centre using (ward_id = (select app_ward()));
grant select on closed_day to kayoi_contractor, kayoi_centre;

insert into closed_day (ward_id, id, kind, from_on, to_on, reason)
  select w.ward_id, gen_random_uuid(), 'closed', d.day, d.day, '区の閉庁日' from ward w, unnest(w.local_closed_days) as d (day);
alter table ward drop column local_closed_days;
