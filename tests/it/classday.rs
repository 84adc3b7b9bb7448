//! What surrounds a class, over HTTP: the plan and who was on duty, add-ons and their fee, the venue, briefings, name tags,
//! trainings — each as the people who do it, and refused to those who may not.

use kayoi::{kit::permission::Role, programmes::presets::sendai};
use uuid::Uuid;

use super::world::{Got, World, today};

fn says(got: &Got, parts: &[&str]) {
    for part in parts {
        assert!(got.body.contains(part), "{part} is not there ({})\n{}", got.status, got.body);
    }
}

fn course(w: &World, rest: &str) -> String {
    format!("/courses/{}{rest}", w.home.course.id)
}

fn session(w: &World, number: usize, rest: &str) -> String {
    format!("/sessions/{}{rest}", w.home.course.sessions[number - 1].id)
}

/// The address of a row that an act made.
fn made(got: &Got) -> String {
    assert_eq!(got.status, 303, "{}", got.body);
    got.location().to_owned()
}

async fn run(w: &World, sql: &str, id: Uuid) {
    sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
        .bind(w.home.ward.id)
        .bind(id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

async fn actions(w: &World) -> Vec<String> {
    sqlx::query_scalar("select action from audit_event where ward_id = $1 order by seq")
        .bind(w.home.ward.id)
        .fetch_all(&mut w.admin().await)
        .await
        .unwrap()
}

/// Makes the town's course one of 仙台型, with prices.
async fn as_sendai(w: &World) {
    w.bind_contract(sendai()).await;
    let mut admin = w.admin().await;
    for (code, yen) in
        [("class_base", 20_000), ("class_further", 2_000), ("oral", 12_000), ("nutrition", 5_000)]
    {
        sqlx::query("insert into contract_price (ward_id, contract_id, code, from_on, yen) values ($1, $2, $3, $4, $5)")
            .bind(w.home.ward.id)
            .bind(w.home.contract.id)
            .bind(code)
            .bind(w.home.contract.starts_on)
            .bind(yen)
            .execute(&mut admin)
            .await
            .unwrap();
    }
}

/// What the 従事者名簿 says the recorder has.
async fn qualified(w: &World, words: &[&str]) {
    sqlx::query("update designation set qualifications = $3 where ward_id = $1 and id = $2")
        .bind(w.home.ward.id)
        .bind(w.home.custodians[1].designation)
        .bind(words)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

/// Everybody was there today, with both readings.
async fn attended_today(w: &World) {
    let today = w.home.course.sessions.iter().find(|s| s.on == today()).unwrap();
    run(w, "insert into attendance (ward_id, session_id, participant_id, contract_id, course_id, status, status_version,
              pre_systolic, pre_diastolic, pre_pulse, pre_version, post_systolic, post_diastolic, post_pulse, post_version)
            select s.ward_id, s.id, e.participant_id, s.contract_id, s.course_id, 'present', 1, 120, 70, 60, 1, 124, 72, 64, 1
            from session s join enrolment e on e.ward_id = s.ward_id and e.course_id = s.course_id and e.state = 'enrolled'
            where s.ward_id = $1 and s.id = $2", today.id).await;
    run(w, "update session set present_count = 3, state = 'open' where ward_id = $1 and id = $2", today.id)
        .await;
}

#[tokio::test]
async fn the_contractor_plans_every_session_on_one_page_and_the_ward_reads_and_prints_it() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let edit = manager.get(&course(&w, "/plan/edit")).await;
    says(&edit, &["第3回", "第8回", "いす体操", "すべての回の従事者", "そのまま残ります"]);
    assert!(!edit.body.contains("content-1\""), "a session that was held keeps its plan");
    let (both, other) =
        (&w.home.custodians[0].designation.to_string(), &w.home.custodians[1].designation.to_string());
    let form = [
        ("version", "3"),
        ("staff-all", both.as_str()),
        ("content-3", "手ぬぐい体操"),
        ("content-4", "口の体操"),
        ("aim-4", "飲みこみを保つ"),
        ("staff-4", other.as_str()),
        ("add_on-4", "oral"),
    ];
    let mut wrong = form.to_vec();
    wrong.push(("aim-5", "体を知る"));
    let refused = manager.post(&course(&w, "/plan"), &wrong).await;
    assert_eq!(refused.status, 422);
    says(&refused, &["第5回の内容を入力してください。", "手ぬぐい体操", "飲みこみを保つ", "体を知る"]);

    assert_eq!(manager.post(&course(&w, "/plan"), &form).await.status, 303);
    assert_eq!(manager.post(&course(&w, "/plan"), &form).await.status, 409, "somebody wrote meanwhile");
    let page = officer.get(&course(&w, "/plan")).await;
    says(
        &page,
        &[
            "手ぬぐい体操",
            "飲みこみを保つ",
            "口腔機能向上の講話",
            "判定不能",
            "配置予定の従事者がまだ登録されていません。",
        ],
    );
    says(&page, &["の資格がありません。"]);
    assert!(!page.body.contains("「oral」"), "codes are the program's own");
    says(&officer.get(&course(&w, "")).await, &["不足", "判定不能", "/plan#session-4"]);

    for who in [&officer, &w.as_recorder().await] {
        assert_eq!(who.get(&course(&w, "/plan/edit")).await.status, 403);
        assert_eq!(who.post(&course(&w, "/plan"), &form).await.status, 403);
        let pdf = who.get(&course(&w, "/plan.pdf")).await;
        assert!(pdf.status == 200 && pdf.body.starts_with("%PDF"), "{}", pdf.status);
    }
    assert_eq!(actions(&w).await.iter().filter(|action| *action == "plan.print").count(), 2);
    assert_eq!(
        w.as_undesignated().await.get(&course(&w, "/plan")).await.status,
        200,
        "the paper names no participant"
    );
}

#[tokio::test]
async fn closing_asks_for_the_end_checks_and_says_who_was_not_as_planned() {
    let w = World::new().await;
    let recorder = w.as_recorder().await;
    attended_today(&w).await;
    let close = session(&w, 3, "/close");
    let third = w.home.course.sessions[2].id;
    run(&w, "update session_plan set add_ons = '{oral}' where ward_id = $1 and session_id = $2", third).await;
    let page = recorder.get(&close).await;
    says(&page, &["机・いす・備品を元の場所に戻した", "いす体操", "この回に口腔機能向上の講話を行います"]);
    assert_eq!(page.body.matches("name=\"staff\"").count(), 2);
    let me = w.home.custodians[1].designation.to_string();
    let form = [("staff", me.as_str()), ("content", "手ぬぐい体操"), ("end_checks", "restored")];
    let open = recorder.post(&close, &form).await;
    assert_eq!(open.status, 422);
    says(&open, &["「会場の管理者に終わりを伝えた」に印がありません。", "手ぬぐい体操"]);

    let mut explained = form.to_vec();
    explained.push(("end_reason", "管理者が帰っていた"));
    assert_eq!(recorder.post(&close, &explained).await.status, 303);
    says(
        &recorder.get(&session(&w, 3, "")).await,
        &["できませんでした（管理者が帰っていた）", "手ぬぐい体操"],
    );
    let officer = w.as_officer().await;
    says(
        &officer.get(&course(&w, "/venue")).await,
        &["管理者が帰っていた", "この事業には、会場の基準がありません。"],
    );
    says(&officer.get(&course(&w, "/plan")).await, &["第3回：予定していた", "従事していません。"]);
}

/// S3 5(5)②③, 7: by special staff, once in a stay, three times a contract, and paid as recorded.
#[tokio::test]
async fn an_add_on_is_given_as_the_rule_allows_and_reaches_the_statement() {
    let w = World::new().await;
    as_sendai(&w).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let giver = w.home.custodians[1].designation.to_string();
    let people: Vec<String> = w.home.enrolled.iter().map(|e| e.participant.id.to_string()).collect();
    let mut form = vec![("add_on", "nutrition"), ("giver", giver.as_str())];
    form.extend(people.iter().map(|id| ("takers", id.as_str())));

    let lay = recorder.post(&session(&w, 1, "/add-ons"), &form).await;
    assert_eq!(lay.status, 422);
    says(&lay, &["「栄養プログラム」を行う資格（管理栄養士・栄養士）の登録がありません。", "checked"]);
    says(&lay, &["資格の登録なし</option>", " disabled"]);
    qualified(&w, &["管理栄養士"]).await;
    let blank = recorder.get(&session(&w, 1, "/add-ons")).await;
    assert_eq!(blank.body.matches("name=\"takers\"").count(), 3, "{}", blank.body);
    made(&recorder.post(&session(&w, 1, "/add-ons"), &form).await);
    let again = recorder.post(&session(&w, 2, "/add-ons"), &form).await;
    assert_eq!(again.status, 422);
    says(&again, &["1人の利用期間で1回までです。すでに1回行ったため、行えません。", "すでに受けています："]);
    says(&officer.get(&session(&w, 1, "")).await, &["栄養プログラム", "3人が受けました"]);

    let contract = w.home.contract.id;
    let month = format!("/contracts/{contract}/fees?period=2026-06");
    let statement = officer.get(&month).await;
    says(&statement, &["1回 × 5,000円 ＝ 5,000円", "1回 × 12,000円 ＝ 12,000円"]);
    let rows =
        officer.get(&format!("/contracts/{contract}/fees/rows?period=2026-06&rule=nutrition&line=1")).await;
    says(&rows, &["第1回", "栄養プログラム", &session(&w, 1, "")]);
    assert_eq!(
        w.role(Role::WardAuditor).await.get(&month).await.body.matches("5,000円").count(),
        statement.body.matches("5,000円").count()
    );

    let page = recorder.get(&session(&w, 1, "/add-ons")).await.body;
    let removal = page
        .split("href=\"")
        .find(|part| part.contains("/removal"))
        .and_then(|part| part.split('"').next())
        .unwrap()
        .to_owned();
    says(&recorder.get(&removal).await, &["「栄養プログラム」の記録を取り消しますか"]);
    made(&recorder.post(&removal, &[]).await);
    assert_eq!(recorder.post(&removal, &[]).await.status, 404);
    assert!(!officer.get(&month).await.body.contains("5,000円 ＝"), "and it is no longer paid");
    assert_eq!(officer.post(&session(&w, 1, "/add-ons"), &form).await.status, 403);
}

#[tokio::test]
async fn the_contract_pays_three_times_and_no_more() {
    let w = World::new().await;
    as_sendai(&w).await;
    qualified(&w, &["歯科衛生士"]).await;
    let mut admin = w.admin().await;
    // Five sessions held by today, four of them with the oral programme.
    sqlx::query("update session set state = 'closed', held_on = case number when 4 then date '2026-06-12' when 5 then date '2026-06-15' else held_on end
                 where ward_id = $1 and course_id = $2 and number between 3 and 5")
        .bind(w.home.ward.id)
        .bind(w.home.course.id)
        .execute(&mut admin)
        .await
        .unwrap();
    for session in &w.home.course.sessions[2..5] {
        sqlx::query("insert into add_on (ward_id, id, contract_id, course_id, session_id, code, designation_id, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, 'oral', $6, $7, now())")
            .bind(w.home.ward.id)
            .bind(Uuid::new_v4())
            .bind(w.home.contract.id)
            .bind(w.home.course.id)
            .bind(session.id)
            .bind(w.home.custodians[1].designation)
            .bind(w.home.custodians[1].account)
            .execute(&mut admin)
            .await
            .unwrap();
    }
    let statement =
        w.as_officer().await.get(&format!("/contracts/{}/fees?period=2026-06", w.home.contract.id)).await;
    says(&statement, &["3回 × 12,000円 ＝ 36,000円"]);
    let giver = w.home.custodians[1].designation.to_string();
    let taker = w.home.enrolled[0].participant.id.to_string();
    let form = [("add_on", "oral"), ("giver", giver.as_str()), ("takers", taker.as_str())];
    let fifth = w.as_recorder().await.post(&session(&w, 1, "/add-ons"), &form).await;
    assert_eq!(fifth.status, 422);
    says(&fifth, &["契約全体で3回までです。すでに4回行ったため、行えません。"]);
}

/// S3 9: without its equipment a class doesn't begin.
#[tokio::test]
async fn a_venue_that_lacks_something_keeps_the_first_session_from_beginning() {
    let w = World::new().await;
    as_sendai(&w).await;
    run(&w, "update session set state = 'planned' where ward_id = $1 and course_id = $2", w.home.course.id)
        .await;
    run(&w, "update course set state = 'planned' where ward_id = $1 and id = $2", w.home.course.id).await;
    let (manager, recorder) = (w.as_manager().await, w.as_recorder().await);
    let record = session(&w, 3, "/record");
    let closed = recorder.get(&record).await;
    assert_eq!(closed.status, 422);
    says(&closed, &["会場の確認が済んでいないため", "「機能訓練室がある」：まだ確認していません。"]);
    let seen = format!("seen.{}", w.home.enrolled[0].participant.id);
    let attendance = format!("attendance.{}", w.home.enrolled[0].participant.id);
    let fields = [(seen.as_str(), "{}"), (attendance.as_str(), "present")];
    let sent = recorder.post(&session(&w, 3, "/attendance"), &fields).await;
    assert_eq!(sent.status, 422, "nor is anything taken from a tablet");
    says(&sent, &["会場の確認が済んでいないため"]);
    says(&manager.get(&course(&w, "")).await, &["会場の確認が済んでいないため"]);

    let item = |code: &str| format!("item-{code}");
    let codes = ["room", "area", "rest_room", "safety", "aed", "fire", "shared"].map(item);
    let nothing = manager.post(&course(&w, "/venue"), &[]).await;
    assert_eq!(nothing.status, 422);
    says(&nothing, &["1つ以上選んでください。"]);
    let mut form: Vec<(&str, &str)> = codes.iter().map(|code| (code.as_str(), "present")).collect();
    form[4].1 = "missing";
    made(&manager.post(&course(&w, "/venue"), &form).await);
    let lacking = recorder.get(&record).await;
    assert_eq!(lacking.status, 422);
    says(&lacking, &["「AEDがある」：ありません。", "満たすまで、この会場で教室を始められません。"]);
    form[4].1 = "perhaps";
    let forged = manager.post(&course(&w, "/venue"), &form).await;
    assert_eq!(forged.status, 422);
    form[4].1 = "present";
    made(&w.as_officer().await.post(&course(&w, "/venue"), &form).await);
    form[4].1 = "missing";
    let against = manager.post(&course(&w, "/venue"), &form).await;
    assert_eq!(against.status, 422, "what the ward saw itself stays");
    says(&against, &["区が確認した項目です。"]);
    form[4].1 = "present";
    assert_eq!(recorder.get(&record).await.status, 200);
    made(&recorder.post(&session(&w, 3, "/attendance"), &fields).await);
    assert_eq!(recorder.post(&course(&w, "/venue"), &form).await.status, 403);
    says(&recorder.get(&course(&w, "/venue")).await, &["AEDがある", "満たす", "令和8年6月17日"]);
}

#[tokio::test]
async fn a_briefing_is_announced_held_and_counted_from() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let form = [
        ("scope", "course"),
        ("held_on", "令和8年6月24日"),
        ("starts_at", "13:30"),
        ("minutes", "120"),
        ("venue", "中央会館"),
        ("notes", "資料を30部"),
    ];
    let mut early = form.to_vec();
    early.push(("came", "18"));
    let refused = manager.post(&course(&w, "/briefings"), &early).await;
    assert_eq!(refused.status, 422);
    says(&refused, &["まだ開いていない会の人数は入力できません。", "資料を30部"]);
    let path = made(&manager.post(&course(&w, "/briefings"), &form).await);
    says(&officer.get(&course(&w, "/briefings")).await, &["令和8年6月24日", "予定", "中央会館"]);
    says(&officer.get(&course(&w, "")).await, &["令和8年6月24日"]);

    let mut held = form.to_vec();
    held[0].1 = "contract";
    held[1].1 = "令和8年6月10日";
    held.extend([("came", "18"), ("done", "trial"), ("done", "applications"), ("version", "1")]);
    made(&officer.post(&path, &held).await);
    assert_eq!(officer.post(&path, &held).await.status, 409);
    says(&manager.get(&path).await, &["18人", "契約のすべての教室", "プログラムの体験"]);
    let mut admin = w.admin().await;
    sqlx::raw_sql("begin").execute(&mut admin).await.unwrap();
    let days: Vec<(Option<Uuid>, time::Date)> = {
        sqlx::query("select set_config('app.ward', $1, true)")
            .bind(w.home.ward.id.to_string())
            .execute(&mut admin)
            .await
            .unwrap();
        sqlx::query_as("select course_id, held_on from briefing_days($1)")
            .bind(w.home.contract.id)
            .fetch_all(&mut admin)
            .await
            .unwrap()
    };
    let expected = [
        (Some(w.home.course.id), time::macros::date!(2026 - 05 - 18)),
        (None, time::macros::date!(2026 - 06 - 10)),
    ];
    assert_eq!(days, expected);
    let recorder = w.as_recorder().await;
    assert_eq!(recorder.get(&path).await.status, 200);
    assert_eq!(recorder.get(&format!("{path}/edit")).await.status, 403);
}

#[tokio::test]
async fn name_tags_get_the_numbers_that_are_missing_and_leave_as_an_event() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    run(&w, "update enrolment set name_tag = null where ward_id = $1 and id = $2", w.home.enrolled[1].id)
        .await;
    let page = manager.get(&course(&w, "/name-tags")).await;
    says(&page, &["番号のない人が<span class=\"num\">1</span>人います"]);
    made(&manager.post(&course(&w, "/name-tags"), &[]).await);
    let tag: Option<i32> =
        sqlx::query_scalar("select name_tag from enrolment where ward_id = $1 and id = $2")
            .bind(w.home.ward.id)
            .bind(w.home.enrolled[1].id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    assert_eq!(tag, Some(4), "a number that was given is never given again");
    let pdf = manager.get(&course(&w, "/name-tags.pdf")).await;
    assert!(pdf.status == 200 && pdf.body.starts_with("%PDF"), "{}", pdf.status);
    let (action, people): (String, Vec<Uuid>) = sqlx::query_as(
        "select action, participant_ids from audit_event where ward_id = $1 order by seq desc limit 1",
    )
    .bind(w.home.ward.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!((action.as_str(), people.len()), ("name_tag.print", 3));
    for who in [w.as_recorder().await, w.as_undesignated().await, w.role(Role::WardAuditor).await] {
        assert_eq!(who.get(&course(&w, "/name-tags.pdf")).await.status, 403);
        assert_eq!(who.post(&course(&w, "/name-tags"), &[]).await.status, 403);
    }
    assert_eq!(w.as_officer().await.get(&course(&w, "/name-tags.pdf")).await.status, 200);
}

#[tokio::test]
async fn the_ward_sees_who_was_not_at_its_training() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let form = [("kind", "training"), ("title", "転倒予防の研修"), ("held_on", "令和8年6月12日")];
    assert_eq!(officer.post("/trainings", &form[..2]).await.status, 422);
    let path = made(&officer.post("/trainings", &form).await);
    says(&manager.get("/trainings").await, &["転倒予防の研修", "0人"]);
    let here = w.home.custodians[1].account.to_string();
    let stranger = w.other.custodians[0].account.to_string();
    let record = format!("{path}/attendance");
    assert_eq!(manager.post(&record, &[("attended", stranger.as_str())]).await.status, 422);
    made(&manager.post(&record, &[("attended", here.as_str())]).await);
    says(&officer.get(&path).await, &["2人のうち、1人が参加", "参加の記録なし"]);
    says(&manager.get(&path).await, &["2人のうち、1人が参加"]);
    made(&manager.post(&record, &[]).await);
    says(&officer.get(&path).await, &["2人のうち、0人が参加"]);
    made(&manager.post(&record, &[("attended", here.as_str())]).await);
    let yesterday =
        "update training_attendance set recorded_at = recorded_at - interval '1 day' where ward_id = $1";
    sqlx::query(yesterday).bind(w.home.ward.id).execute(&mut w.admin().await).await.unwrap();
    let late = manager.post(&record, &[]).await;
    assert!(late.status == 422 && late.body.contains("取り消せません"), "{}", late.body);

    let later = made(&officer.post("/trainings", &[form[0], form[1], ("held_on", "令和8年7月1日")]).await);
    assert_eq!(
        manager.post(&format!("{later}/attendance"), &[("attended", here.as_str())]).await.status,
        422
    );
    assert_eq!(manager.get("/trainings/new").await.status, 403);
    assert_eq!(officer.post(&record, &[]).await.status, 403);
    assert_eq!(w.as_recorder().await.get("/trainings").await.status, 403);
}

/// The 従事者名簿 asks for the words of the programme.
#[tokio::test]
async fn the_roster_form_offers_the_qualifications_of_the_programme() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let list: Uuid = sqlx::query_scalar(
        "select id from roster where ward_id = $1 and contract_id = $2 and state = 'returned'",
    )
    .bind(w.home.ward.id)
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    let path = format!("/contracts/{}/rosters/{list}", w.home.contract.id);
    let form = manager.get(&format!("{path}/entries/new")).await;
    says(&form, &["この事業で求められる資格", "歯科衛生士", "管理栄養士"]);
    let account = w.home.custodians[1].account.to_string();
    let fields = [
        ("account", account.as_str()),
        ("custody", "custodian"),
        ("job", "歯科"),
        ("qualifications", "歯科衛生士"),
        ("qualification", "介護福祉士"),
        ("work_place", "会館"),
        ("valid_from", "令和8年6月1日"),
        ("version", "2"),
    ];
    made(&manager.post(&format!("{path}/entries"), &fields).await);
    says(&w.as_officer().await.get(&path).await, &["歯科衛生士、介護福祉士"]);
    let mut forged = fields;
    forged[3].1 = "医師";
    assert_eq!(manager.post(&format!("{path}/entries"), &forged).await.status, 422);
}
