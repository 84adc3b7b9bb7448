//! 従事者 over HTTP: pledges and lessons open the people of a contract where its clauses ask for them and nowhere else; a roster
//! says what the clauses name and why it changes; nobody pledges for somebody else.

use kayoi::{
    kit::permission::Role,
    obligations::library::{Parameters, Trigger, library},
};
use uuid::Uuid;

use super::world::{Client, World, times};

/// Lets the first clause of the home town's texts mean these rules of the library.
pub async fn bind(w: &World, rules: serde_json::Value) {
    let done = sqlx::query(
        "insert into clause_binding (ward_id, clause_set_id, clause_number, version, rules, as_proposed, confirmed_at)
         select t.ward_id, t.clause_set_id, 1, 99, $2, false, now() from contract_text t where t.ward_id = $1 and t.contract_id = $3",
    )
    .bind(w.home.ward.id)
    .bind(rules)
    .bind(w.home.contract.id)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(done.rows_affected(), 1);
}

async fn name_of(w: &World, account: Uuid) -> String {
    sqlx::query_scalar("select name from account where id = $1")
        .bind(account)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

async fn sees(client: &Client) -> bool {
    match client.get("/participants").await.status.as_u16() {
        200 => true,
        403 => false,
        other => panic!("{other}"),
    }
}

/// The other town's row of a table.
async fn foreign_row(w: &World, table: &str) -> Uuid {
    w.sample(&w.other, table).await.unwrap()
}

/// The town's own row of a table.
async fn row(w: &World, table: &str) -> Uuid {
    w.sample(&w.home, table).await.unwrap()
}

#[tokio::test]
async fn a_pledge_opens_the_people_where_the_clauses_ask_for_one() {
    let w = World::new().await;
    let (manager, recorder, officer) = (w.as_manager().await, w.as_recorder().await, w.as_officer().await);
    assert!(sees(&manager).await, "no clause asks for a pledge yet");
    bind(&w, serde_json::json!([{ "code": "pledge" }])).await;
    assert!(sees(&recorder).await, "the recorder has pledged");
    assert!(!sees(&manager).await, "the manager has not");
    let own = manager.get("/pledge").await;
    assert!(
        own.body.contains("誓約書がまだ有効でないため") && own.body.contains("すべて守ります"),
        "{}",
        own.body
    );

    assert!(manager.get("/home").await.body.contains("誓約書がまだ有効でないため"), "the home page says why");
    let nothing = manager.post("/pledge", &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.body.contains("内容を読んで") && nothing.body.contains("氏名を入力してください"));
    let other = manager.post("/pledge", &[("agreed", "yes"), ("name", "だれか")]).await;
    assert!(other.status == 422 && other.body.contains("アカウントの氏名と合いません"));
    assert!(!sees(&manager).await);
    let name = name_of(&w, w.home.account(Role::ContractorManager).id).await;
    assert_eq!(manager.post("/pledge", &[("agreed", "yes"), ("name", &name)]).await.status, 303);
    assert!(sees(&manager).await, "in force at once");
    let again = manager.post("/pledge", &[("agreed", "yes"), ("name", &name)]).await;
    assert_eq!(again.status, 422);
    assert_eq!(times(&w, "pledge.refused").await, 1, "a second one is refused and in the stream");

    let given: Uuid = sqlx::query_scalar("select id from pledge where account_id = $1")
        .bind(w.home.custodians[1].account)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let pledge = format!("/pledges/{given}");
    assert_eq!(recorder.get(&pledge).await.status, 403);
    assert_eq!(manager.post(&format!("{pledge}/receipt"), &[]).await.status, 403, "the ward receives it");
    assert_eq!(officer.post(&format!("{pledge}/return"), &[("reason", "読めません")]).await.status, 303);
    assert!(!sees(&recorder).await, "given back, it is in force no more");
    assert!(recorder.get("/pledge").await.body.contains("差戻し"));
    assert_eq!(officer.post(&format!("{pledge}/receipt"), &[]).await.status, 422, "decided once");
    assert_eq!(times(&w, "pledge.refused").await, 2);
}

#[tokio::test]
async fn a_signed_paper_counts_once_the_ward_has_received_it() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    bind(&w, serde_json::json!([{ "code": "pledge" }])).await;
    let contract = w.home.contract.id;
    let (who, to) =
        (w.home.account(Role::ContractorManager).id.to_string(), format!("/contracts/{contract}/pledges"));
    let pdf: &[u8] = b"%PDF-1.4\nsigned\n%%EOF";
    let fields = [("account", who.as_str()), ("given_on", "R8.6.16")];
    let none = manager.hand_in(&to, &fields, None).await;
    assert!(none.status == 422 && none.body.contains("署名した紙"), "{}", none.body);
    let late = manager.hand_in(&to, &[fields[0], ("given_on", "R8.6.18")], Some(("a.pdf", pdf))).await;
    assert!(
        late.status == 422 && late.body.contains("から今日（令和8年6月17日）まで"),
        "nothing is signed tomorrow"
    );
    let text = manager.hand_in(&to, &fields, Some(("a.txt", b"text"))).await;
    assert_eq!(text.status, 422);
    let sent = manager.hand_in(&to, &fields, Some(("誓約書.pdf", pdf))).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(!sees(&manager).await);
    let list = officer.get(&to).await;
    assert!(
        list.body.contains("区の受理待ち") && list.body.contains("誓約書がないため閉じています"),
        "{}",
        list.body
    );
    let id: Uuid = sqlx::query_scalar("select id from pledge where ward_id = $1 and means = 'paper'")
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let file = officer.get(&format!("/pledges/{id}/file")).await;
    assert!(file.status == 200 && file.body.contains("signed"));
    assert_eq!(officer.post(&format!("/pledges/{id}/receipt"), &[]).await.status, 303);
    assert!(sees(&manager).await);
    let foreign = foreign_row(&w, "pledge").await;
    for path in
        [format!("/pledges/{foreign}"), format!("/pledges/{foreign}/file"), format!("/pledges/{foreign}/pdf")]
    {
        assert_eq!(officer.get(&path).await.status, 404, "another ward's: {path}");
        assert_eq!(manager.get(&path).await.status, 404, "another contract's: {path}");
    }
    assert_eq!(times(&w, "file.missing").await, 2, "who asks for another's file is in the stream");
    let paper = officer.get(&format!("/pledges/{id}/pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF"));
}

/// Bound without a setting of its own, the interval is the library's; the wall, which reads no library, says the same.
#[tokio::test]
async fn a_clause_without_an_interval_means_that_of_the_library() {
    let w = World::new().await;
    let recorder = w.as_recorder().await;
    let Trigger::Every(cycle) = library().rule("training").unwrap().trigger(&Parameters::default()) else {
        panic!("training comes round");
    };
    bind(&w, serde_json::json!([{ "code": "training_before_access" }, { "code": "training" }])).await;
    for (days, sees_people) in [(1, true), (0, false)] {
        sqlx::query(
            "update lesson_result set taken_on = (date '2026-06-17' - make_interval(months => $2))::date + $3 where ward_id = $1",
        )
        .bind(w.home.ward.id)
        .bind(i32::from(cycle.every_months))
        .bind(days)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
        assert_eq!(sees(&recorder).await, sees_people, "{days} days before the interval is over");
    }
}

#[tokio::test]
async fn training_opens_the_people_and_runs_out() {
    let w = World::new().await;
    let recorder = w.as_recorder().await;
    let rules = serde_json::json!([{ "code": "training_before_access" }, { "code": "training", "parameters": { "every_months": 6 } }]);
    bind(&w, rules).await;
    assert!(sees(&recorder).await, "taught three weeks ago");
    sqlx::query("update lesson_result set taken_on = '2025-12-17' where ward_id = $1")
        .bind(w.home.ward.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert!(!sees(&recorder).await, "six months are over");
    let test = format!("/lessons/{}/test", row(&w, "lesson").await);
    assert!(recorder.get(&test).await.body.contains("問1"));
    let half = recorder.post(&test, &[("q0", "0")]).await;
    assert!(half.status == 422 && half.body.contains("問2の答えを選んでください"), "{}", half.body);
    let answers = |code| [("q0", code), ("q1", code), ("q2", code), ("q3", code), ("q4", code), ("q5", code)];
    assert_eq!(recorder.post(&test, &answers("1")).await.status, 303);
    assert!(!sees(&recorder).await, "wrong answers pass nothing");
    assert_eq!(recorder.post(&test, &answers("0")).await.status, 303);
    assert!(sees(&recorder).await);
}

#[tokio::test]
async fn training_that_is_not_asked_before_the_first_access_shuts_nobody_out() {
    let w = World::new().await;
    bind(&w, serde_json::json!([{ "code": "training" }, { "code": "drill" }])).await;
    sqlx::query("delete from lesson_result where ward_id = $1")
        .bind(w.home.ward.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert!(sees(&w.as_recorder().await).await);
}

#[tokio::test]
async fn a_drill_is_recorded_reported_and_received() {
    let w = World::new().await;
    let (manager, recorder, officer) = (w.as_manager().await, w.as_recorder().await, w.as_officer().await);
    let to = format!("/contracts/{}/lessons", w.home.contract.id);
    let form =
        [("kind", "drill"), ("title", "避難訓練"), ("held_on", "R8.6.10"), ("materials", "火災を想定")];
    assert_eq!(recorder.post(&to, &form).await.status, 403);
    assert_eq!(manager.post(&to, &form[..2]).await.status, 422);
    let path = manager.post(&to, &form).await.location().to_owned();
    let early = manager.post(&format!("{path}/report"), &[("words", "行った"), ("version", "1")]).await;
    assert!(early.status == 422 && early.body.contains("終えた人がまだいません"), "{}", early.body);
    let who = w.home.custodians[1].account.to_string();
    assert_eq!(manager.post(&format!("{path}/attendance"), &[]).await.status, 422);
    assert_eq!(manager.post(&format!("{path}/attendance"), &[("attended", &who)]).await.status, 303);
    let told = manager.post(&format!("{path}/report"), &[("words", "通しで行った"), ("version", "1")]).await;
    assert_eq!(told.status, 303, "{}", told.body);
    assert!(officer.get(&path).await.body.contains("通しで行った"));
    assert_eq!(manager.post(&format!("{path}/receipt"), &[("version", "2")]).await.status, 403);
    assert_eq!(officer.post(&format!("{path}/receipt"), &[("version", "1")]).await.status, 409);
    assert_eq!(officer.post(&format!("{path}/receipt"), &[("version", "2")]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/receipt"), &[("version", "3")]).await.status, 422);
    assert_eq!(times(&w, "lesson.refused").await, 1, "a replayed receipt is in the stream");
    assert_eq!(manager.get(&format!("{path}/pdf")).await.status, 200);
    assert_eq!(w.as_centre().await.get(&path).await.status, 403);
}

/// Nobody certifies themselves or puts somebody back to a day before the contract or their list; what comes late says so.
#[tokio::test]
async fn a_lesson_is_neither_dated_back_nor_certified_by_oneself() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let to = format!("/contracts/{}/lessons", w.home.contract.id);
    let lesson = |on: &'static str| {
        [("kind", "protection"), ("title", "読み合わせ"), ("held_on", on), ("materials", "紙の扱い")]
    };
    let before = manager.post(&to, &lesson("R8.3.1")).await;
    assert!(before.status == 422 && before.body.contains("契約の初めの日"), "{}", before.body);
    assert_eq!(times(&w, "lesson.backdate").await, 1, "the attempt is in the stream");

    let path = manager.post(&to, &lesson("R8.6.1")).await.location().to_owned();
    let page = manager.get(&path).await.body;
    let (own, other) = (w.home.custodians[0].account.to_string(), w.home.custodians[1].account.to_string());
    assert!(
        !page.contains(&format!("value=\"{own}\"")) && page.contains(&format!("value=\"{other}\"")),
        "{page}"
    );
    let attend = format!("{path}/attendance");
    let oneself = manager.post(&attend, &[("attended", &own)]).await;
    assert!(oneself.status == 422 && oneself.body.contains("自分では記録できません"), "{}", oneself.body);
    assert_eq!(times(&w, "lesson.refused").await, 1);
    assert_eq!(manager.post(&attend, &[("attended", &other)]).await.status, 303);
    let told = officer.get("/home").await.body;
    assert!(told.contains("遅れて記録された教育・訓練"), "the ward is told: {told}");
    let shown = officer.get(&path).await.body;
    assert!(
        shown.contains("終えた（7日を過ぎて記録）") && shown.contains("1人（行った日から7日を過ぎて記録）")
    );

    sqlx::query("update designation set valid_from = '2026-06-10' where ward_id = $1 and account_id = $2")
        .bind(w.home.ward.id)
        .bind(w.home.custodians[1].account)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let earlier = manager.post(&to, &lesson("R8.6.9")).await.location().to_owned();
    assert_eq!(manager.post(&format!("{earlier}/attendance"), &[("attended", &other)]).await.status, 422);
    let on_the_day = manager.post(&to, &lesson("R8.6.10")).await.location().to_owned();
    assert_eq!(manager.post(&format!("{on_the_day}/attendance"), &[("attended", &other)]).await.status, 303);
    assert!(!officer.get(&on_the_day).await.body.contains("7日を過ぎて記録）"), "a week is in time");
}

/// Whoever writes the questions gives the lesson: the ward's receipt of its report counts for them, no test of their own does.
#[tokio::test]
async fn who_writes_a_test_does_not_pass_it() {
    let w = World::new().await;
    let (manager, recorder, officer) = (w.as_manager().await, w.as_recorder().await, w.as_officer().await);
    let other = w.as_undesignated().await;
    let to = format!("/contracts/{}/lessons", w.home.contract.id);
    let questions = "問 紙を置いて席を離れるときは\n○ しまう\n× 裏返す";
    let form = [
        ("kind", "protection"),
        ("title", "夏の教育"),
        ("held_on", "R8.6.17"),
        ("materials", "紙の扱い"),
        ("questions", questions),
        ("pass_mark", "1"),
    ];
    let path = manager.post(&to, &form).await.location().to_owned();
    let test = format!("{path}/test");
    let page = manager.get(&path).await.body;
    assert!(!page.contains("/test\"") && page.contains("区が受理すると、終えた扱い"), "{page}");
    assert_eq!(manager.get(&test).await.status, 422);
    let own = manager.post(&test, &[("q0", "0")]).await;
    assert!(own.status == 422 && own.body.contains("ご自分が用意したもの"), "{}", own.body);
    assert_eq!(times(&w, "lesson.refused").await, 1);

    assert_eq!(other.get(&test).await.status, 200, "another manager takes it");
    let edit = other.get(&format!("{path}/edit")).await;
    assert!(edit.status == 422 && edit.body.contains("用意した人だけが"), "{}", edit.body);
    assert_eq!(other.post(&path, &[&form[..], &[("version", "1")]].concat()).await.status, 422);

    w.bind(r#"[{"code": "training_before_access"}]"#).await;
    sqlx::query("delete from lesson_result where ward_id = $1")
        .bind(w.home.ward.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert!(!sees(&manager).await && !sees(&recorder).await);
    assert_eq!(recorder.post(&test, &[("q0", "0")]).await.status, 303);
    assert!(sees(&recorder).await && !sees(&manager).await);
    let told = [("words", "読み合わせた"), ("version", "1")];
    assert_eq!(manager.post(&format!("{path}/report"), &told).await.status, 303);
    assert!(!sees(&manager).await, "the ward has not received it");
    assert_eq!(officer.post(&format!("{path}/receipt"), &[("version", "2")]).await.status, 303);
    assert!(sees(&manager).await);
    assert!(officer.get(&path).await.body.contains("行った人（終えた扱い）"));
    sqlx::query("update lesson set held_on = '2025-06-17' where ward_id = $1")
        .bind(w.home.ward.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    w.bind(r#"[{"code": "training_before_access"}, {"code": "training"}]"#).await;
    assert!(!sees(&manager).await, "what was given runs out as well");
}

/// The wall itself, whatever a page would do.
#[tokio::test]
async fn the_database_keeps_lessons_within_the_contract_and_their_makers_out() {
    let w = World::new().await;
    let lesson = |on: &str| {
        format!(
            "insert into lesson (ward_id, id, contract_id, kind, title, held_on, materials, made_at, made_by)
             values (app_ward(), gen_random_uuid(), app_contract(), 'protection', '教育', '{on}', '', '2026-06-17 10:00+09', app_account())"
        )
    };
    let attend = |who: &str| {
        format!(
            "insert into lesson_result (ward_id, id, contract_id, lesson_id, account_id, taken_on, passed, recorded_at, recorded_by)
             select app_ward(), gen_random_uuid(), app_contract(), l.id, {who}, l.held_on, true, '2026-06-17 10:00+09', app_account()
             from lesson l where l.contract_id = app_contract() and l.held_on = '2026-06-02' and l.questions = '[]'"
        )
    };
    let recorder = format!("'{}'", w.home.custodians[1].account);
    let with_test = "insert into lesson (ward_id, id, contract_id, kind, title, held_on, materials, questions, pass_mark, made_at, made_by)
         values (app_ward(), '00000000-0000-0000-0000-00000000000a', app_contract(), 'protection', '教育', '2026-06-17', '', '[{}]', 1, '2026-06-17 10:00+09', app_account());";
    let take = format!(
        "{with_test} insert into lesson_result (ward_id, id, contract_id, lesson_id, account_id, taken_on, score, passed, recorded_at, recorded_by)
         values (app_ward(), gen_random_uuid(), app_contract(), '00000000-0000-0000-0000-00000000000a', app_account(), '2026-06-17', 1, true, '2026-06-17 10:00+09', app_account())"
    );
    let others = "select set_config('app.account', '{}', true); update lesson set questions = '[]', pass_mark = 0, version = version + 1 where title = '教育' and held_on = '2026-06-17'"
        .replace("{}", &w.home.undesignated.id.to_string());
    let steps = [
        (take, false),
        (
            format!(
                "{with_test} update lesson set pass_mark = 0, version = version + 1 where held_on = '2026-06-17'"
            ),
            true,
        ),
        (format!("{with_test} {others}"), false),
        (lesson("2026-06-01"), true),
        (lesson("2026-03-01"), false),
        (attend("app_account()"), false),
        (attend(&recorder), true),
    ];
    for (statement, allowed) in steps {
        let mut connection = w.app.pools.of(Role::ContractorManager.pool()).acquire().await.unwrap();
        sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
        for (name, value) in [
            ("app.ward", w.home.ward.id.to_string()),
            ("app.contract", w.home.contract.id.to_string()),
            ("app.account", w.home.account(Role::ContractorManager).id.to_string()),
            ("app.role", "contractor.manager".to_owned()),
            ("app.now", "2026-06-17 10:00+09".to_owned()),
        ] {
            let set = sqlx::query("select set_config($1, $2, true)").bind(name).bind(value);
            set.execute(&mut *connection).await.unwrap();
        }
        sqlx::raw_sql(sqlx::AssertSqlSafe(lesson("2026-06-02"))).execute(&mut *connection).await.unwrap();
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut *connection).await;
        let is_done = done.as_ref().is_ok_and(|done| done.rows_affected() >= 1);
        assert_eq!(is_done, allowed, "{statement}: {done:?}");
        sqlx::raw_sql("rollback").execute(&mut *connection).await.unwrap();
    }
}

#[tokio::test]
async fn a_roster_says_what_the_clauses_name_and_why_it_changes() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let contract = w.home.contract.id;
    let roster: Uuid = sqlx::query_scalar(
        "select id from roster where ward_id = $1 and contract_id = $2 and state = 'returned'",
    )
    .bind(w.home.ward.id)
    .bind(contract)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    let base = format!("/contracts/{contract}/rosters/{roster}");
    sqlx::query("update clause set body = '名簿には、経歴、所属を書き、記録媒体の授受に携わる人を示す。' where ward_id = $1 and number = 1")
        .bind(w.home.ward.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let lacking = manager.get(&format!("{base}/submission")).await;
    assert!(lacking.status == 422 && lacking.body.contains("記載事項がそろっていません"), "{}", lacking.body);
    let entry: Uuid = sqlx::query_scalar("select id from designation where roster_id = $1")
        .bind(roster)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let account = w.home.undesignated.id.to_string();
    let form = [
        ("account", account.as_str()),
        ("custody", "custodian_manager"),
        ("job", "看護"),
        ("work_place", "本社"),
        ("valid_from", "R8.6.17"),
        ("version", "2"),
        ("affiliation", "介護予防部"),
        ("carries_media", "yes"),
    ];
    let path = format!("{base}/entries/{entry}");
    let half = manager.post(&path, &form).await;
    assert!(half.status == 422 && half.body.contains("経歴を入力してください"), "{}", half.body);
    let whole: Vec<(&str, &str)> = form.iter().copied().chain([("career", "看護師として8年")]).collect();
    assert_eq!(manager.post(&path, &whole).await.status, 303);
    let shown = manager.get(&base).await;
    for words in ["経歴：看護師として8年", "所属：介護予防部", "記録媒体を授受する", "追加：", "減少："]
    {
        assert!(shown.body.contains(words), "{words}\n{}", shown.body);
    }
    let stored: Vec<u8> = sqlx::query_scalar("select particulars from designation where id = $1")
        .bind(entry)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert!(!String::from_utf8_lossy(&stored).contains("8年"), "sealed at rest");
    let silent = manager.post(&format!("{base}/submission"), &[("version", "3")]).await;
    assert!(silent.status == 422 && silent.body.contains("変更の理由を入力してください"), "{}", silent.body);
    let sent =
        manager.post(&format!("{base}/submission"), &[("version", "3"), ("reason", "交代のため")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let officer = w.as_officer().await;
    assert!(officer.get(&base).await.body.contains("交代のため"));
    assert_eq!(officer.get(&format!("{base}/pdf")).await.status, 200);
}

#[tokio::test]
async fn who_has_not_pledged_is_not_submitted_where_a_pledge_is_asked() {
    let w = World::new().await;
    bind(&w, serde_json::json!([{ "code": "pledge" }])).await;
    let roster: Uuid = sqlx::query_scalar(
        "select id from roster where ward_id = $1 and contract_id = $2 and state = 'returned'",
    )
    .bind(w.home.ward.id)
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    sqlx::query("update designation set valid_from = '2026-06-17' where roster_id = $1")
        .bind(roster)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let path = format!("/contracts/{}/rosters/{roster}/submission", w.home.contract.id);
    let undesignated = w.as_undesignated().await;
    let got = undesignated.get(&path).await;
    assert!(got.status == 422 && got.body.contains("誓約書がまだの人がいます"), "{}", got.body);
    let name = name_of(&w, w.home.undesignated.id).await;
    assert_eq!(undesignated.post("/pledge", &[("agreed", "yes"), ("name", &name)]).await.status, 303);
    assert_eq!(undesignated.get(&path).await.status, 200);
}
