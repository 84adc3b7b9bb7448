-- Rules of a programme that are applied: who is told of an absence by which day, which receipts lower a fee, and which days
-- an accepted report closes.

-- ── 欠席者への対応 ──────────────────────────────────────────────────────────────────────────────────────────────
-- Who is told and by which day, as the absence rule said when the session was closed. What was opened before has neither.
alter table follow_up add column due_on date, add column tell text[] not null default '{}' check (tell <@ array['ward', 'centre']);
