//! What a contractor's side may not write, tried behind the pages' back in a transaction that a real enter() has opened: days that
//! were not, decisions that are the ward's, entries that are Kayoi's own. Each refusal stands beside the same act done rightly.

use kayoi::kit::permission::Role;
use sqlx::{AssertSqlSafe, Postgres, Transaction};
use uuid::Uuid;

use super::world::World;

const REFUSED: &str = "42501";
const CHECKED: &str = "23514";

/// A transaction of somebody of the home town's contractor, opened as the program opens it.
async fn entered(w: &World, role: Role) -> Transaction<'static, Postgres> {
    let token = Uuid::new_v4().as_bytes().to_vec();
    sqlx::query(
        "insert into login (token_hash, account_id, ward_id, contract_id, made_at, seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $5, $5 + interval '1 hour')",
    )
    .bind(&token)
    .bind(w.home.account(role).id)
    .bind(role.is_contractor().then_some(w.home.ward.id))
    .bind(role.is_contractor().then_some(w.home.contract.id))
    .bind(w.app.clock.now())
    .execute(&mut w.admin().await)
    .await
    .unwrap();
    begin(w, role, &token).await
}

#[expect(clippy::disallowed_methods, reason = "the wall is tried without the pages")]
async fn begin(w: &World, role: Role, token: &[u8]) -> Transaction<'static, Postgres> {
    let mut transaction = w.app.pools.of(role.pool()).begin().await.unwrap();
    let found = sqlx::query(
        "select account_id, set_config('app.now', $2::timestamptz::text, true) from enter($1, $2, interval '1 hour')",
    )
    .bind(token)
    .bind(w.app.clock.now())
    .fetch_all(&mut *transaction)
    .await
    .unwrap();
    assert_eq!(found.len(), 1, "nobody entered");
    transaction
}

/// Rows written, or the code of the refusal; deferred rules are asked too. Nothing stays.
async fn tried(w: &World, role: Role, sql: &str) -> Result<u64, String> {
    let mut transaction = entered(w, role).await;
    let code = |e: sqlx::Error| {
        let refused = e.as_database_error().unwrap_or_else(|| panic!("{sql}: {e}"));
        refused.code().unwrap_or_default().into_owned()
    };
    let written = match sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *transaction).await {
        Ok(done) => done.rows_affected(),
        Err(e) => return Err(code(e)),
    };
    let settled = sqlx::raw_sql("set constraints all immediate").execute(&mut *transaction).await;
    settled.map_err(code)?;
    Ok(written)
}

async fn admin(w: &World, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut w.admin().await).await.unwrap();
}

async fn id_of(w: &World, sql: &str) -> Uuid {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
        .bind(w.home.contract.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap_or_else(|e| panic!("{sql}: {e}"))
}

/// Each as the manager, and whether it may be.
async fn all(w: &World, cases: &[(&str, Result<u64, &str>)]) {
    for (sql, wanted) in cases {
        let got = tried(w, Role::ContractorManager, sql).await;
        assert_eq!(got, wanted.map_err(str::to_owned), "{sql}");
    }
}

/// An open duty of the contractor, as it is set; its id.
async fn duty(w: &World, set: &str) -> Uuid {
    id_of(
        w,
        &format!(
            "update obligation set state = 'open', done_on = null, done_by = null, owed_by = 'contractor', handed_in_on = null, {set}
             where id = (select id from obligation where contract_id = $1 order by id limit 1) returning id"
        ),
    )
    .await
}

#[tokio::test]
async fn a_duty_is_handed_in_only_where_something_lies_with_the_ward() {
    let w = World::new().await;
    for evidence in ["record", "handover", "condition", "report", "request", "training", "measures"] {
        let id = duty(&w, &format!("evidence = '{evidence}', decision = 'receipt'")).await;
        admin(&w, &format!(
            "delete from ward_request_reply where contract_id = '{0}'; delete from ward_request_answer where contract_id = '{0}';
             update report set state = 'draft' where contract_id = '{0}' and state = 'submitted';
             update lesson set state = 'received' where contract_id = '{0}' and state = 'reported';
             update measure_list set accepted_at = now(), accepted_by = ward_by where contract_id = '{0}' and accepted_at is null and contractor_at is not null",
            w.home.contract.id
        )).await;
        let sql = format!("update obligation set handed_in_on = '2026-06-17' where id = '{id}'");
        assert_eq!(tried(&w, Role::ContractorManager, &sql).await, Err(REFUSED.into()), "{evidence}");
    }
    let id = duty(&w, "evidence = 'erasure', decision = 'receipt'").await;
    all(
        &w,
        &[
            (&format!("update obligation set handed_in_on = '2026-06-17' where id = '{id}'"), Ok(1)),
            (&format!("update obligation set handed_in_on = '2026-06-18' where id = '{id}'"), Err(REFUSED)),
            (&format!("update obligation set handed_in_on = '2001-01-01' where id = '{id}'"), Err(REFUSED)),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_duty_is_done_on_a_day_that_was_and_by_nobody_the_ward_decides_over() {
    let w = World::new().await;
    let done = |id: Uuid, on: &str| {
        format!(
            "update obligation set state = 'done', done_on = '{on}', done_by = app_account(), version = version + 1 where id = '{id}'"
        )
    };
    let id = duty(&w, "evidence = 'record', decision = 'receipt'").await;
    all(
        &w,
        &[
            (&done(id, "2026-06-17"), Ok(1)),
            (&done(id, "2020-01-01"), Err(REFUSED)),
            (&done(id, "2026-06-18"), Err(REFUSED)),
        ],
    )
    .await;
    let id =
        duty(&w, "evidence = 'record', decision = 'none', occurrence = 'arisen:x', event_on = '2026-06-10'")
            .await;
    all(&w, &[(&done(id, "2026-06-10"), Ok(1)), (&done(id, "2026-06-09"), Err(REFUSED))]).await;
    for evidence in ["erasure", "measures", "incident", "survey", "something_new"] {
        let id = duty(&w, &format!("evidence = '{evidence}', decision = 'receipt'")).await;
        assert_eq!(
            tried(&w, Role::ContractorManager, &done(id, "2026-06-17")).await,
            Err(REFUSED.into()),
            "{evidence}"
        );
    }
}

#[tokio::test]
async fn a_survey_is_written_by_a_manager_now_and_replaced_only_by_the_next() {
    let w = World::new().await;
    let new = |id: Uuid, form: &str, owed_by: &str, number: i32, rest: &str| {
        format!(
            "insert into survey (ward_id, id, contract_id, form, owed_by, number, sealed, made_at, made_by, state, submitted_at, submitted_by, decided_at, decided_by)
             values ('{}', '{id}', '{}', '{form}', '{owed_by}', {number}, '\\x00', now(), '{}', {rest})",
            w.home.ward.id,
            w.home.contract.id,
            w.home.account(Role::WardOfficer).id
        )
    };
    admin(&w, &format!("delete from survey where contract_id = '{}'", w.home.contract.id)).await;
    let (own, theirs, next) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let officer = w.home.account(Role::WardOfficer).id;
    admin(&w, &new(own, "survey_sheet", "contractor", 1, "'draft', null, null, null, null")).await;
    let accepted = format!("'accepted', now(), '{officer}', now(), '{officer}'");
    admin(&w, &new(theirs, "confirmation_sheet", "ward", 1, &accepted)).await;
    let submit = |at: &str| {
        format!(
            "update survey set state = 'submitted', submitted_at = {at}, submitted_by = app_account(), version = version + 1 where id = '{own}'"
        )
    };
    assert_eq!(tried(&w, Role::ContractorManager, &submit("app_now()")).await, Ok(1));
    assert_eq!(tried(&w, Role::ContractorManager, &submit("'2020-01-01'")).await, Err(REFUSED.into()));
    assert_eq!(tried(&w, Role::ContractorRecorder, &submit("app_now()")).await, Ok(0), "a manager's page");
    let forged = format!(
        "update survey set decided_at = app_now(), decided_by = '{officer}', version = version + 1 where id = '{own}'"
    );
    assert_eq!(tried(&w, Role::ContractorManager, &forged).await, Err(REFUSED.into()));
    let replace =
        format!("update survey set state = 'replaced', version = version + 1 where id = '{theirs}'");
    assert_eq!(
        tried(&w, Role::ContractorManager, &replace).await,
        Err(REFUSED.into()),
        "nothing takes its place"
    );
    admin(&w, &new(next, "confirmation_sheet", "ward", 2, &accepted.replacen("accepted", "submitted", 1)))
        .await;
    assert_eq!(
        tried(&w, Role::ContractorManager, &replace).await,
        Err(REFUSED.into()),
        "nor does what waits"
    );
    let accept = format!(
        "{replace}; update survey set state = 'accepted', decided_at = app_now(), decided_by = app_account(), version = version + 1 where id = '{next}'"
    );
    assert!(tried(&w, Role::ContractorManager, &accept).await.is_ok());
}

#[tokio::test]
async fn kayois_own_entry_follows_from_its_event() {
    let w = World::new().await;
    let append = |at: &str| {
        format!(
            "select audit_append({at}, 'list.export', null, null, array['{}']::uuid[], '{{\"reference\": \"AB12\"}}', 'r')",
            w.home.people[0].id
        )
    };
    let note = "select note_handover(gen_random_uuid(), 'exported')";
    for (sql, wanted) in [
        (format!("{}; {note}", append("app_now()")), true),
        (note.to_owned(), false),
        (format!("{}; {note}", append("'2020-01-01'")), false),
        (format!("{}; {note}; {note}", append("app_now()")), false),
    ] {
        let got = tried(&w, Role::ContractorManager, &sql).await;
        assert!(if wanted { got.is_ok() } else { got == Err(REFUSED.into()) }, "{sql}: {got:?}");
    }
    let by_hand = "insert into handover (ward_id, id, contract_id, kind, side, channel, planned_on, action, people, state, made_at, made_by)
         values (app_ward(), gen_random_uuid(), app_contract(), 'exported', 'contractor', 'system', app_today(), 'x', 1, 'done', app_now(), app_account())";
    assert_eq!(tried(&w, Role::ContractorManager, by_hand).await, Err(REFUSED.into()));
}

#[tokio::test]
async fn things_pass_and_are_destroyed_only_as_they_are_there() {
    let w = World::new().await;
    let plan = "insert into handover (ward_id, id, contract_id, kind, side, channel, planned_on, sealed, state, made_at, made_by)
         values (app_ward(), '00000000-0000-4000-8000-00000000000a', app_contract(), 'back', 'contractor', 'by_hand', app_today(), '\\x00', 'planned', app_now(), app_account())";
    let give = |on: &str, at: &str| {
        format!(
            "{plan}; update handover set state = 'given', given_on = {on}, given_at = {at}, given_by = app_account(), version = version + 1 where id = '00000000-0000-4000-8000-00000000000a'"
        )
    };
    let gathered = |on: &str| {
        plan.replace("'back'", "'gathered'").replace("'planned'", "'done'").replace("app_today()", on)
    };
    all(
        &w,
        &[
            (&give("app_today()", "app_now()"), Ok(2)),
            (&give("'2020-01-01'", "app_now()"), Err(REFUSED)),
            (&give("app_today() + 1", "app_now()"), Err(REFUSED)),
            (&give("app_today()", "'2020-01-01'"), Err(REFUSED)),
            (&gathered("app_today() - 7"), Ok(1)),
            (&gathered("app_today() - 8"), Err(REFUSED)),
        ],
    )
    .await;
    let held = id_of(&w, "select item_id from things_of((select ward_id from contract where id = $1), $1) where held = 3 limit 1").await;
    let report = "insert into erasure (ward_id, id, contract_id, unit, erased_on, due_on, ends_reading, sealed, reported_at, reported_by)
         values (app_ward(), '00000000-0000-4000-8000-00000000000b', app_contract(), 'contract', app_today(), app_today(), false, '\\x00', app_now(), app_account())";
    let line = |item: Uuid, quantity: u32| {
        format!("insert into erasure_line (ward_id, id, contract_id, erasure_id, item_id, quantity, method, sealed)
                 values (app_ward(), gen_random_uuid(), app_contract(), '00000000-0000-4000-8000-00000000000b', '{item}', {quantity}, 'shredded', '\\x00')")
    };
    let erase = |item: Uuid, quantity: u32| format!("{report}; {}", line(item, quantity));
    let gone = id_of(&w, "select item_id from handover_line l join handover h on h.id = l.handover_id where l.contract_id = $1 and h.state = 'planned' limit 1").await;
    all(
        &w,
        &[
            (&erase(held, 3), Ok(2)),
            (&erase(held, 4), Err(REFUSED)),
            (&erase(held, 99_999), Err(REFUSED)),
            (&erase(gone, 1), Err(REFUSED)),
            (&format!("{}; {}", erase(held, 2), line(held, 2)), Err("23505")),
        ],
    )
    .await;
}

#[tokio::test]
async fn permits_end_now_and_by_a_manager() {
    let w = World::new().await;
    let permit = id_of(&w, "select id from permit where contract_id = $1 order by id limit 1").await;
    admin(&w, &format!("update permit set kind = 'copying', state = 'approved', decided_at = now(), decided_by = applied_by, ended_at = null, ended_by = null where id = '{permit}'")).await;
    let end = |at: &str| {
        format!(
            "update permit set state = 'ended', ended_at = {at}, ended_by = app_account(), version = version + 1 where id = '{permit}'"
        )
    };
    assert_eq!(tried(&w, Role::ContractorManager, &end("app_now()")).await, Ok(1));
    assert_eq!(tried(&w, Role::ContractorManager, &end("'1999-01-01'")).await, Err(REFUSED.into()));
    assert_eq!(tried(&w, Role::ContractorRecorder, &end("app_now()")).await, Ok(0));
}

#[tokio::test]
async fn an_answer_follows_a_returned_one_and_no_decision() {
    let w = World::new().await;
    let (point, request) = (
        id_of(&w, "select id from inspection_point where contract_id = $1 and result = 'correct' limit 1")
            .await,
        id_of(&w, "select id from ward_request where contract_id = $1 limit 1").await,
    );
    let held_on: time::Date = sqlx::query_scalar("select i.held_on from inspection i join inspection_point p on p.inspection_id = i.id where p.id = $1")
        .bind(point)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let officer = w.home.account(Role::WardOfficer).id;
    let put_right = |number: i32, on: &str| {
        format!("insert into inspection_answer (ward_id, id, contract_id, point_id, number, done_on, made_at, made_by)
                 values (app_ward(), gen_random_uuid(), app_contract(), '{point}', {number}, {on}, app_now(), app_account())")
    };
    let answer = |number: i32, at: &str| {
        format!("insert into ward_request_answer (ward_id, id, contract_id, request_id, number, stance, made_at, made_by)
                 values (app_ward(), gen_random_uuid(), app_contract(), '{request}', {number}, 'done', {at}, app_account())")
    };
    admin(&w, &format!("delete from inspection_answer_words where id in (select id from inspection_answer where point_id = '{point}'); delete from inspection_answer where point_id = '{point}'; delete from ward_request_reply where id in (select id from ward_request_answer where request_id = '{request}'); delete from ward_request_answer where request_id = '{request}'")).await;
    all(
        &w,
        &[
            (&put_right(1, "app_today()"), Ok(1)),
            (&put_right(1, &format!("'{held_on}'")), Ok(1)),
            (&put_right(1, "'1999-01-01'"), Err(REFUSED)),
            (&put_right(1, "app_today() + 1"), Err(REFUSED)),
            (&put_right(2, "app_today()"), Err(REFUSED)),
            (&answer(1, "app_now()"), Ok(1)),
            (&answer(1, "'1999-01-01'"), Err(REFUSED)),
            (&answer(3, "app_now()"), Err(REFUSED)),
        ],
    )
    .await;
    let manager = w.home.account(Role::ContractorManager).id;
    for (decision, wanted) in [("accepted", Err(REFUSED.to_owned())), ("returned", Ok(1))] {
        let word = if decision == "accepted" { "received" } else { decision };
        let remark = if decision == "returned" { "'\\x00'" } else { "null" };
        admin(&w, &format!(
            "delete from inspection_answer_words where id in (select id from inspection_answer where point_id = '{point}'); delete from inspection_answer where point_id = '{point}'; delete from ward_request_answer where request_id = '{request}';
             insert into inspection_answer (ward_id, id, contract_id, point_id, number, done_on, made_at, made_by, decision, remark, decided_at, decided_by)
             values ('{0}', gen_random_uuid(), '{1}', '{point}', 1, '{held_on}', now(), '{manager}', '{decision}', '\\x00', now(), '{officer}');
             insert into ward_request_answer (ward_id, id, contract_id, request_id, number, stance, made_at, made_by, decision, remark, decided_at, decided_by)
             values ('{0}', gen_random_uuid(), '{1}', '{request}', 1, 'done', now(), '{manager}', '{word}', {remark}, now(), '{officer}')",
            w.home.ward.id, w.home.contract.id
        )).await;
        assert_eq!(
            tried(&w, Role::ContractorManager, &put_right(2, "app_today()")).await,
            wanted,
            "{decision}"
        );
        assert_eq!(tried(&w, Role::ContractorManager, &answer(2, "app_now()")).await, wanted, "{decision}");
    }
}

#[tokio::test]
async fn a_paper_asks_for_the_decision_that_it_is_to_have() {
    let w = World::new().await;
    let filing = |code: &str, decision: &str, at: &str| {
        format!("insert into filing (ward_id, id, contract_id, code, title, side, decision, filed_at, filed_by)
                 values (app_ward(), gen_random_uuid(), app_contract(), '{code}', 'x', 'contractor', '{decision}', {at}, app_account())")
    };
    let (code, decision): (String, String) = sqlx::query_as(
        "select f.value->>'code', f.value->>'decision' from contract c join programme_version v on v.id = c.programme_version_id, jsonb_array_elements(v.definition->'filings') f
         where c.id = $1 and f.value->>'decision' <> 'none' limit 1",
    )
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    all(
        &w,
        &[
            (&filing(&code, &decision, "app_now()"), Ok(1)),
            (&filing(&code, "none", "app_now()"), Err(REFUSED)),
            (&filing(&code, &decision, "'2020-01-01'"), Err(REFUSED)),
            (&filing("of_ones_own", "none", "app_now()"), Err(REFUSED)),
            (&filing("clause/log_analysis", "none", "app_now()"), Err(REFUSED)),
            (&filing("clause/log_analysis", "receipt", "app_now()"), Ok(1)),
        ],
    )
    .await;
}

#[tokio::test]
async fn measures_are_marked_whole() {
    let w = World::new().await;
    let list = id_of(&w, "select id from measure_list where contract_id = $1 limit 1").await;
    admin(&w, &format!("update measure_list set accepted_at = null, accepted_by = null where id = '{list}'"))
        .await;
    let mark = |marks: &str| {
        format!(
            "update measure_list set contractor_marks = {marks}, contractor_at = app_now(), contractor_by = app_account(), version = version + 1 where id = '{list}'"
        )
    };
    all(
        &w,
        &[
            (&mark("ward_marks"), Ok(1)),
            (&mark("'{\"x\": 1}'"), Err(CHECKED)),
            (&mark("ward_marks - (select min(k) from jsonb_object_keys(ward_marks) k)"), Err(CHECKED)),
        ],
    )
    .await;
    assert_eq!(tried(&w, Role::ContractorRecorder, &mark("ward_marks")).await, Ok(0));
}

#[tokio::test]
async fn who_took_part_in_a_training_stays() {
    let w = World::new().await;
    let there = format!("delete from training_attendance where contract_id = '{}'", w.home.contract.id);
    let on = async |day: &str| {
        admin(
            &w,
            &format!(
                "update training_attendance set recorded_at = '{day} 10:00+09' where contract_id = '{}'",
                w.home.contract.id
            ),
        )
        .await;
    };
    on("2026-06-17").await;
    let slip = tried(&w, Role::ContractorManager, &there).await.unwrap();
    assert!(slip > 0, "a slip of the same day");
    assert_eq!(tried(&w, Role::ContractorRecorder, &there).await, Ok(0));
    on("2026-06-16").await;
    assert_eq!(tried(&w, Role::ContractorManager, &there).await, Ok(0));
}

#[tokio::test]
async fn the_day_of_a_destruction_is_nobodys_to_say() {
    let w = World::new().await;
    let say = "select delete_numbers(gen_random_uuid(), '2099-01-01'::date)";
    assert_eq!(tried(&w, Role::WardAdmin, say).await, Err("42883".into()), "there is no such function");
}

/// Words stand apart from their row and come with it, in the name of whoever writes: never later, never in another's, never twice.
#[tokio::test]
async fn words_come_with_their_row_and_stay() {
    let w = World::new().await;
    let apply = |words: &str| {
        format!(
            "insert into permit (ward_id, id, contract_id, kind, starts_on, ends_on, applied_at, applied_by)
               values (app_ward(), gen_random_uuid(), app_contract(), 'copying', app_today(), app_today(), app_now(), app_account());
             insert into permit_words (ward_id, id, version, contract_id, made_by, sealed)
               select ward_id, id, {words}, '\\x00' from permit where applied_at = app_now()"
        )
    };
    let late = |table: &str, of: &str, columns: &str| {
        format!(
            "insert into {table} select ward_id, id, {columns}contract_id, app_account(), '\\x00' from {of} limit 1"
        )
    };
    all(
        &w,
        &[
            (&apply("1, contract_id, app_account()"), Ok(2)),
            (&apply("2, contract_id, app_account()"), Err(REFUSED)),
            (&apply(&format!("1, contract_id, '{}'", w.home.account(Role::WardOfficer).id)), Err(REFUSED)),
            (&late("permit_words", "permit", "7, "), Err(REFUSED)),
            (&late("inspection_answer_words", "inspection_answer", ""), Err(REFUSED)),
            ("update permit_words set sealed = sealed", Err(REFUSED)),
            ("delete from inspection_answer_words", Err(REFUSED)),
            ("update permit set ending = '\\x00'", Err(REFUSED)),
        ],
    )
    .await;
}
