-- 報告: every report a programme asks for, on a course, a month, a quarter, a fiscal year or the whole contract.
alter table report add column code text not null default '';                 -- the report's code in the programme's definition
update report r set code = coalesce((
  select v.definition->'reports'->0->>'code' from contract c
  join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
  where c.ward_id = r.ward_id and c.id = r.contract_id), '');
alter table report alter column code drop default,
  drop constraint report_kind_check,
  add constraint report_kind_check check (kind in ('course', 'monthly', 'quarterly', 'yearly', 'contract')),
  drop constraint report_once,
  add constraint report_once unique nulls not distinct (ward_id, contract_id, course_id, code, period);
grant insert (code) on report to kayoi_contractor;
