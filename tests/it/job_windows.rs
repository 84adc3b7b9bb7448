//! 保守作業 over HTTP: an operator's account is shut before the approved job window, open inside it, shut after it and when the ward
//! ends it; another ward's or a colleague's window opens nothing; nothing about people is ever within reach.

use axum::http::{HeaderMap, header};
use kayoi::kit::{cookie::LoginToken, permission::Role};
use time::Duration;

use super::{
    custodians::bind,
    wall::tried,
    world::{Client, Got, World, times},
};

/// What a browser with a token of an ended login is answered.
const SIGNED_OUT: u16 = 401;

const ASKED: [(&str, &str); 8] = [
    ("purpose", "更新プログラムの適用"),
    ("touches", "データベースのサーバー"),
    ("people", "沢田 学"),
    ("witness", "担当課の職員"),
    ("place", "remote"),
    ("day", "R8.6.17"),
    ("from", "10:05"),
    ("to", "10:15"),
];

/// Today from 10:05 to 10:15, as the operator of the home town.
async fn apply(w: &World) -> String {
    let sent = w.as_operator_outside().await.post("/job-windows", &ASKED).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location().to_owned()
}

/// The two towns; the operator of the home town has a password, without which no login is renewed.
async fn world() -> World {
    let w = World::new().await;
    sqlx::query("update account set password_hash = 'kept' where id = $1")
        .bind(w.home.account(Role::Operator).id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    w
}

/// The same browser with the login it was given.
fn renewed(w: &World, got: &Got) -> Client {
    assert_eq!(got.status, 303, "{}", got.body);
    let set = got.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, set.split(';').next().unwrap().parse().unwrap());
    Client::of(&w.router, LoginToken::of(&headers, false).unwrap())
}

#[tokio::test]
async fn it_is_shut_before_the_window_open_inside_and_shut_after() {
    let w = world().await;
    let (admin, outside) = (w.role(Role::WardAdmin).await, w.as_operator_outside().await);
    let shut = outside.get("/maintenance").await;
    assert!(shut.status == 403 && shut.body.contains("「保守作業」の画面で作業を申請し"), "{}", shut.body);
    assert_eq!(times(&w, "denied").await, 1, "the attempt is in the stream");
    assert!(outside.get("/home").await.body.contains("作業を申請する"));
    let path = apply(&w).await;
    let entry = format!("{path}/entry");
    assert!(outside.post(&entry, &[]).await.body.contains("まだ区が承認していません"));
    assert_eq!(admin.post(&format!("{path}/approval"), &[("words", "前後に電話を")]).await.status, 303);
    assert!(outside.get(&path).await.body.contains("前後に電話を"));
    let early = outside.post(&entry, &[]).await;
    assert!(early.status == 422 && early.body.contains("まだ始まっていません"), "{}", early.body);
    assert_eq!(times(&w, "job_window.refused").await, 2);

    w.app.clock.advance(Duration::minutes(5));
    let inside = renewed(&w, &outside.post(&entry, &[]).await);
    assert_eq!(outside.get("/job-windows").await.status, SIGNED_OUT, "the login of before is gone");
    let condition = inside.get("/maintenance").await;
    assert!(condition.status == 200 && condition.body.contains("データベースの大きさ"), "{}", condition.body);
    for page in ["/participants", "/contracts", "/courses", "/accounts", "/audit", "/handovers"] {
        assert_eq!(inside.get(page).await.status, 403, "{page}");
    }
    w.app.clock.advance(Duration::minutes(10) - Duration::SECOND);
    assert_eq!(inside.get("/maintenance").await.status, 200);
    w.app.clock.advance(Duration::SECOND);
    assert_eq!(inside.get("/maintenance").await.status, SIGNED_OUT, "the login ends with its window");
    assert!(inside.get("/login").await.body.contains("作業時間が終わったため"));
    let again = w.as_operator_outside().await;
    assert!(again.post(&entry, &[]).await.body.contains("作業時間は終わっています"));
    assert!(again.get(&path).await.body.contains("作業報告待ち"));
}

#[tokio::test]
async fn the_ward_ends_it_early_reads_what_was_done_and_confirms_the_report() {
    let w = World::new().await;
    let (admin, inside) = (w.role(Role::WardAdmin).await, w.role(Role::Operator).await);
    let path = format!("/job-windows/{}", w.home.window);
    assert_eq!(inside.get("/maintenance").await.status, 200);
    assert_eq!(admin.post(&format!("{path}/end"), &[]).await.status, 422);
    w.app.clock.advance(Duration::minutes(1));
    let ended = admin.post(&format!("{path}/end"), &[("words", "申請にない操作")]).await;
    assert_eq!(ended.status, 303, "{}", ended.body);
    assert_eq!(inside.get("/maintenance").await.status, SIGNED_OUT, "the running login ends at once");
    assert!(inside.get("/login").await.body.contains("作業時間が終わったため"));
    let outside = w.as_operator_outside().await;
    assert!(outside.post(&format!("{path}/entry"), &[]).await.body.contains("作業時間は終わっています"));
    let unsaid = outside.post(&format!("{path}/report"), &[("done", "調べた"), ("touched", "yes")]).await;
    assert!(unsaid.status == 422 && unsaid.body.contains("触れた個人情報と理由を入力"), "{}", unsaid.body);
    assert_eq!(admin.post(&format!("{path}/confirmation"), &[]).await.status, 422);
    let told = [("done", "調べた"), ("touched", "yes"), ("data", "出欠の表の1行")];
    assert_eq!(outside.post(&format!("{path}/report"), &told).await.status, 303);
    let read = admin.get(&path).await.body;
    for words in ["申請にない操作", "出欠の表の1行", "システムの状態の閲覧", "作業報告を確認した"]
    {
        assert!(read.contains(words), "{words}");
    }
    assert_eq!(admin.post(&format!("{path}/confirmation"), &[]).await.status, 303);
    assert_eq!(admin.post(&format!("{path}/confirmation"), &[]).await.status, 422, "once");
    let paper = w.role(Role::WardAuditor).await.get(&format!("{path}/pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF"), "{}", paper.body);
    assert_eq!(times(&w, "job_window.end").await, 1);
}

#[tokio::test]
async fn only_an_administrator_of_the_ward_decides() {
    let w = World::new().await;
    let path = apply(&w).await;
    let decide = format!("{path}/approval");
    for role in [Role::WardOfficer, Role::WardAuditor, Role::ContractorManager, Role::Operator] {
        assert_eq!(w.role(role).await.post(&decide, &[]).await.status, 403, "{role:?}");
    }
    for role in [Role::WardOfficer, Role::WardAuditor, Role::ContractorManager] {
        assert!(w.role(role).await.get(&path).await.body.contains("更新プログラムの適用"), "{role:?}");
    }
    let admin = w.role(Role::WardAdmin).await;
    assert!(admin.get("/home").await.body.contains("保守作業の申請"));
    assert_eq!(admin.post(&format!("{path}/refusal"), &[]).await.status, 422);
    assert_eq!(admin.post(&format!("{path}/refusal"), &[("words", "締めの日")]).await.status, 303);
    assert!(admin.post(&decide, &[]).await.body.contains("すでに決定されています"));
    let late = apply(&w).await;
    w.app.clock.advance(Duration::minutes(15));
    let admin = w.role(Role::WardAdmin).await;
    assert!(admin.post(&format!("{late}/approval"), &[]).await.body.contains("時間が過ぎている"));
    let gone = w.as_operator_outside().await;
    assert_eq!(gone.post(&format!("{late}/withdrawal"), &[]).await.status, 303);
    assert!(gone.post(&format!("{late}/withdrawal"), &[]).await.status == 422);
}

#[tokio::test]
async fn nothing_is_dated_back_and_what_was_typed_stays() {
    let w = World::new().await;
    let outside = w.as_operator_outside().await;
    let mut early = ASKED;
    early[6] = ("from", "9:50");
    let got = outside.post("/job-windows", &early).await;
    assert!(got.status == 422 && got.body.contains("さかのぼった申請はできません"), "{}", got.body);
    assert!(got.body.contains("データベースのサーバー") && got.body.contains("エラー："));
    assert_eq!(times(&w, "job_window.backdate").await, 1);
    assert_eq!(times(&w, "job_window.apply").await, 0);
}

#[tokio::test]
async fn another_wards_or_a_colleagues_window_opens_nothing() {
    let w = world().await;
    let outside = w.as_operator_outside().await;
    for (whose, status) in [(w.other.window, 404), (w.home.window, 303)] {
        let got = outside.post(&format!("/job-windows/{whose}/entry"), &[]).await;
        assert_eq!(got.status, status, "{}", got.body);
    }
    let inside = w.role(Role::Operator).await;
    assert_eq!(inside.get("/maintenance").await.status, 200);
    let mut admin = w.admin().await;
    let crossed = sqlx::query("update login set window_id = $1 where window_id = $2")
        .bind(w.other.window)
        .bind(w.home.window)
        .execute(&mut admin)
        .await;
    assert!(crossed.is_err(), "no login works in another ward's window");
    sqlx::query("update job_window set operator_id = $1 where id = $2")
        .bind(w.home.undesignated.id)
        .bind(w.home.window)
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(inside.get("/maintenance").await.status, SIGNED_OUT, "it is a colleague's now");
    let outside = w.as_operator_outside().await;
    assert_eq!(outside.get(&format!("/job-windows/{}", w.home.window)).await.status, 404);
}

#[tokio::test]
async fn the_wall_grants_maintenance_nothing_about_people() {
    let w = World::new().await;
    let granted: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
           and (has_any_column_privilege('kayoi_operator', c.oid, 'select') or has_any_column_privilege('kayoi_operator', c.oid, 'insert')
             or has_any_column_privilege('kayoi_operator', c.oid, 'update') or has_table_privilege('kayoi_operator', c.oid, 'delete')) order by 1",
    )
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(granted, ["account", "contract", "contractor", "job_window"]);
    let set = |what: &str| {
        format!("update job_window set {what}, version = version + 1 where id = '{}'", w.home.window)
    };
    let report = "reported_at = now(), touched_data = false, report = '\\x01', report_version = 3";
    for (role, what, expected) in [
        (Role::Operator, "state = 'ended'", Err("42501".to_owned())),
        (Role::Operator, "ends_at = ends_at + interval '1 hour'", Err("42501".to_owned())),
        (
            Role::WardOfficer,
            "state = 'ended', ended_at = now(), ended_by = app_account(), ending = '\\x01'",
            Ok(0),
        ),
        (Role::WardAdmin, "operator_id = decided_by", Err("42501".to_owned())),
        (Role::Operator, &format!("state = 'reported', {report}"), Ok(1)),
    ] {
        assert_eq!(tried(&w, role, w.home.contract.id, &set(what)).await, expected, "{role:?}: {what}");
    }
    let people = "select count(*) from participant";
    assert_eq!(tried(&w, Role::Operator, w.home.contract.id, people).await, Err("42501".to_owned()));
}

#[tokio::test]
async fn the_gate_stands_on_the_standing_page_where_a_clause_asks_and_its_duty_is_done_with_the_decision() {
    let w = World::new().await;
    let standing = format!("/contracts/{}/standing", w.home.contract.id);
    let admin = w.role(Role::WardAdmin).await;
    assert!(!admin.get(&standing).await.body.contains("保守の担当者が作業する"));
    bind(&w, serde_json::json!([{ "code": "job_window" }])).await;
    let open = admin.get(&standing).await.body;
    assert!(open.contains("保守の担当者が作業する") && open.contains("13:00に閉じます"), "{open}");
    let path = apply(&w).await;
    assert_eq!(admin.post(&format!("{path}/approval"), &[]).await.status, 303);
    let states: Vec<String> =
        sqlx::query_scalar("select state from obligation where ward_id = $1 and rule = 'job_window'")
            .bind(w.home.ward.id)
            .fetch_all(&mut w.admin().await)
            .await
            .unwrap();
    assert_eq!(states, ["done"]);
    bind_never(&w).await;
    let forbidden = apply(&w).await;
    let got = admin.post(&format!("{forbidden}/approval"), &[]).await;
    assert!(got.status == 422 && got.body.contains("例外なく禁じています"), "{}", got.body);
}

async fn bind_never(w: &World) {
    sqlx::query("update clause_binding set rules = $2 where ward_id = $1 and version = 99")
        .bind(w.home.ward.id)
        .bind(serde_json::json!([{ "code": "job_window", "parameters": { "mode": "never" } }]))
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_operator_is_made_by_the_company_and_never_by_a_ward() {
    let w = World::new().await;
    let new = [("name", "保守 学"), ("login_name", "hoshu.manabu"), ("role", "operator.operator")];
    let refused = w.role(Role::WardAdmin).await.post("/accounts", &new).await;
    assert!(refused.status == 422 && refused.body.contains("役割を選んでください"), "{}", refused.body);
    let tag = uuid::Uuid::new_v4().simple().to_string();
    let login = format!("op.{}", &tag[..8]);
    let new = [new[0], ("login_name", login.as_str()), new[2]];
    let made = w.as_manager().await.post("/accounts", &new).await;
    assert!(made.status == 200 && made.body.contains(&login), "{}", made.body);
}
