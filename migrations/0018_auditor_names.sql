-- 監査: who did what is only told when the name is. The auditor sees those accounts of contractors that stand in a roster of
-- the ward, as the ward itself does, and of the rosters no more than that. Centres' accounts are the ward's own.
create policy auditor on designation for select to kayoi_auditor using (ward_id = (select app_ward()));
grant select (ward_id, account_id) on designation to kayoi_auditor;
create policy auditor on roster for select to kayoi_auditor using (ward_id = (select app_ward()));
grant select (ward_id, submitted_by) on roster to kayoi_auditor;
create policy auditor_sees_contractors on account for select to kayoi_auditor
  using (id = any (array(select d.account_id from designation d where d.ward_id = (select app_ward())))
      or id = any (array(select r.submitted_by from roster r where r.ward_id = (select app_ward()))));
