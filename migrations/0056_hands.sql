-- だれが、いつ: whose hand the present value of a field is by stands on the record itself. To be told, it needs no look at every operation
-- that led there: {"pre": {"by": account, "tablet": tablet or absent, "at": when}}. The history in `operation` stays the proof.
alter table attendance add column written jsonb not null default '{}' check (jsonb_typeof(written) = 'object');
update attendance a set written = w.written
from (select x.ward_id, x.session_id, x.participant_id,
        jsonb_object_agg(x.field, jsonb_strip_nulls(jsonb_build_object('by', x.account_id, 'tablet', x.tablet_id, 'at', x.at))) as written
      from (select distinct on (o.ward_id, o.session_id, o.participant_id, o.field) o.* from operation o where o.outcome = 'applied'
            order by o.ward_id, o.session_id, o.participant_id, o.field, o.version desc) x
      group by x.ward_id, x.session_id, x.participant_id) w
where (a.ward_id, a.session_id, a.participant_id) = (w.ward_id, w.session_id, w.participant_id);
drop function written_in;
drop index operation_applied;

-- The names behind the hands of a session's record: of people and of tablets, each looked up by its key.
create function hands_of(p_session uuid) returns jsonb
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with hands as materialized (
    select distinct (h.value ->> 'by')::uuid as by, (h.value ->> 'tablet')::uuid as tablet
    from attendance a cross join jsonb_each(a.written) h where a.ward_id = (select app_ward()) and a.session_id = p_session)
  select coalesce(jsonb_object_agg(x.id, x.name), '{}') from (
    select k.id, k.name from account k where k.id = any(array(select by from hands))
    union all select t.id, t.label from tablet t where t.ward_id = (select app_ward()) and t.id = any(array(select tablet from hands))) x $$;

-- As 0055_tablets.sql has it, with the names instead of the history; a value from a tablet says which one.
drop function recording_state(uuid, uuid[], uuid[]);
create function recording_state(p_session uuid, p_keys uuid[])
  returns table (course_id uuid, contract_id uuid, held_on date, state text, frozen boolean,
                 participant_id uuid, attendance jsonb, kept jsonb, answered jsonb)
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from session s where s.ward_id = app_ward() and s.id = p_session for update;
  return query
  with recorded as materialized (select * from attendance x where x.ward_id = app_ward() and x.session_id = p_session)
  select s.course_id, s.contract_id, s.held_on, s.state,
    report_freezes(s.contract_id, s.course_id, s.held_on),
    e.participant_id, to_jsonb(a),
    (select jsonb_agg(jsonb_build_object('key', o.key, 'field', o.field, 'value', o.value, 'sealed', o.sealed, 'version', o.version,
        'by', concat_ws('／', t.label, k.name), 'at', to_char(o.at at time zone 'Asia/Tokyo', 'HH24:MI')) order by o.recorded_at, o.key)
      from operation o join account k on k.id = o.account_id left join tablet t on t.ward_id = o.ward_id and t.id = o.tablet_id
      where o.ward_id = s.ward_id and o.session_id = s.id and o.participant_id = e.participant_id
        and o.outcome = 'conflict' and o.resolved_by is null and a.conflicts > 0),
    (select jsonb_agg(jsonb_build_object('key', o.key, 'field', o.field, 'version', o.version, 'outcome', o.outcome, 'tablet', o.tablet_id))
      from operation o where o.ward_id = s.ward_id and o.key = any(p_keys) and o.session_id = s.id and o.participant_id = e.participant_id)
  from session s
  left join enrolment e on e.ward_id = s.ward_id and e.course_id = s.course_id and e.state <> 'waiting'
    and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, e.stay_to, s.held_on) >= s.held_on
  left join recorded a on a.participant_id = e.participant_id
  where s.ward_id = app_ward() and s.id = p_session;
end $$;
