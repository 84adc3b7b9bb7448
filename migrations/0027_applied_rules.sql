-- Rules of a programme that are applied: who is told of an absence by which day, which receipts lower a fee, and which days
-- an accepted report closes.

-- ── 欠席者への対応 ──────────────────────────────────────────────────────────────────────────────────────────────
-- Who is told and by which day, as the absence rule said when the session was closed. What was opened before has neither.
alter table follow_up add column due_on date, add column tell text[] not null default '{}' check (tell <@ array['ward', 'centre']);

-- ── 利用者負担の差引き ──────────────────────────────────────────────────────────────────────────────────────────
-- What participants paid for the months of a contract. As with fee_add_ons (0022), a statement's figures are the same for all
-- who read it. A cost that somebody agreed to by consent is theirs and lowers no fee; a voided receipt is none.
create function fee_receipts(p_contract uuid) returns table (id uuid, participant_id uuid, number int, paid_on date, yen bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.id, r.participant_id, r.number, r.paid_on, r.yen from user_fee_receipt r
  where r.ward_id = app_ward() and r.contract_id = p_contract and r.month is not null and r.voided_at is null
    and app_role() in ('ward.admin', 'ward.officer', 'ward.auditor', 'contractor.manager')
    and (app_contractor() is null or p_contract = (select app_contract()))
  order by r.number $$;
revoke execute on function fee_receipts from public;
grant execute on function fee_receipts to kayoi_ward, kayoi_auditor, kayoi_contractor;
