//! Clauses become obligations, over HTTP: a paper is imported, every clause confirmed, the contract signed, duties fall due, come
//! up, are done or found needless, and the contract closes only when nothing is left.

use kayoi::kit::permission::Role;
use sqlx::Row as _;
use uuid::Uuid;

use super::world::{Client, Got, World};

/// A draft under the town's course programme; its address.
async fn draft(w: &World, officer: &Client, number: &str) -> String {
    let row = sqlx::query(
        "select v.id as version, c.department_id, c.contractor_id from contract c
         join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id where c.id = $1",
    )
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    let id = |column: &str| row.get::<Uuid, _>(column).to_string();
    let (version, department, contractor) = (id("version"), id("department_id"), id("contractor_id"));
    let fields = [
        ("programme", version.as_str()),
        ("number", number),
        ("title", "元気教室の委託"),
        ("contractor", &contractor),
        ("department", &department),
        ("fiscal_year", "2026"),
        ("starts_on", "2026-07-01"),
        ("ends_on", "2027-03-31"),
        ("items", "name"),
    ];
    let made = officer.post("/contracts", &fields).await;
    assert_eq!(made.status, 303, "{}", made.body);
    made.location().to_owned()
}

/// Heading and words of each clause.
const CLAUSES: [(&str, &str); 6] = [
    ("名簿", "受託者は、従事者名簿を区に提出しなければならない。"),
    ("持出し", "受託者は、区の承諾なしに個人情報を持ち出してはならない。"),
    ("誓約", "受託者は、従事者の誓約書の写しを提出しなければならない。"),
    ("場所", "受託者は、作業場所の届を提出しなければならない。"),
    ("変更", "受託者は、作業場所を変更するときは、区の承認を受けなければならない。"),
    ("そのほか", "秋の空は高く、教室の窓は南に向いている。"),
];

/// Stores the clauses as the page of correction sends them; the address of the set.
async fn import(officer: &Client, contract: &str, version: &str) -> String {
    let mut fields: Vec<(String, String)> =
        vec![("version".into(), version.into()), ("kind".into(), "clauses".into())];
    for (place, (heading, text)) in CLAUSES.iter().enumerate() {
        let named = |field: &str| format!("{field}-{place}");
        fields.push(("clause".into(), place.to_string()));
        fields.push((named("number"), (place + 1).to_string()));
        fields.push((named("label"), format!("第{}条", place + 1)));
        fields.push((named("heading"), (*heading).into()));
        fields.push((named("text"), (*text).into()));
        fields.push((named("items"), "[]".into()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let stored = officer.post(&format!("{contract}/clauses"), &fields).await;
    assert_eq!(stored.status, 303, "{}", stored.body);
    stored.location().to_owned()
}

/// Everything confirmed, the last clause by hand.
async fn confirm(officer: &Client, set: &str) {
    assert_eq!(officer.post(&format!("{set}/confirmation"), &[]).await.status, 303);
    let by_hand = [("version", "0"), ("reason", "天気について述べています。")];
    let last = officer.post(&format!("{set}/clauses/6"), &by_hand).await;
    assert_eq!(last.status, 303, "{}", last.body);
}

async fn sign(officer: &Client, contract: &str, version: &str) -> Got {
    officer.post(&format!("{contract}/signature"), &[("signed_on", "2026-06-17"), ("version", version)]).await
}

/// A signed contract with its clauses; addresses of the contract and of its set.
async fn signed(w: &World, officer: &Client) -> (String, String) {
    let contract = draft(w, officer, "新第1号").await;
    let set = import(officer, &contract, "1").await;
    confirm(officer, &set).await;
    let done = sign(officer, &contract, "2").await;
    assert_eq!(done.status, 303, "{}", done.body);
    (contract, set)
}

fn id_of(path: &str) -> Uuid {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// `rule due state` of every obligation of a contract.
async fn rows(w: &World, contract: &str) -> Vec<String> {
    sqlx::query_scalar(
        "select rule || ' ' || due_on || ' ' || state from obligation where contract_id = $1 order by due_on, rule, occurrence",
    )
    .bind(id_of(contract))
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap()
}

fn says(got: &Got, parts: &[&str]) {
    for part in parts {
        assert!(got.body.contains(part), "{} lacks 「{part}」:\n{}", got.status, got.body);
    }
}

#[tokio::test]
async fn clauses_are_confirmed_before_a_contract_is_signed() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let contract = draft(&w, &officer, "新第1号").await;
    let set = import(&officer, &contract, "1").await;
    let proposed = officer.get(&set).await;
    says(
        &proposed,
        &["従事者名簿の提出", "持出しの申請", "提案なし", "手がかりの言葉", "5条の提案をまとめて確認する"],
    );
    let early = sign(&officer, &contract, "2").await;
    assert_eq!(early.status, 422);
    says(&early, &["確かめていない条項が6条あります", "提案をまとめて確認する"]);

    assert_eq!(officer.post(&format!("{contract}/clauses/confirmation"), &[]).await.status, 303);
    assert_eq!(sign(&officer, &contract, "2").await.status, 422, "one clause has no proposal");
    let sixth = format!("{set}/clauses/6");
    says(&officer.get(&sixth).await, &["提案できませんでした", "定めのみ"]);
    let nothing = officer.post(&sixth, &[("version", "0")]).await;
    assert_eq!(nothing.status, 422);
    let both = [("version", "0"), ("rules", "secrecy"), ("reason", "天気です")];
    assert_eq!(officer.post(&sixth, &both).await.status, 422);
    let by_hand = [("version", "0"), ("reason", "天気について述べています。")];
    assert_eq!(officer.post(&sixth, &by_hand).await.status, 303);
    assert_eq!(officer.post(&sixth, &by_hand).await.status, 409, "somebody else was first");

    let second = format!("{set}/clauses/2");
    let never = [("version", "1"), ("rules", "take_out"), ("take_out-mode", "never")];
    assert_eq!(officer.post(&second, &never).await.status, 303);
    says(&officer.get(&second).await, &["これまでの確認", "提案どおり"]);
    assert_eq!(sign(&officer, &contract, "2").await.status, 303);
    let page = officer.get(&format!("{contract}/clauses")).await;
    says(
        &page,
        &["できない（例外なし）", "禁止", "定めのみ", "天気について述べています。", "従事者名簿の提出"],
    );
    assert!(!page.body.contains("まだ確かめていない条項"));
}

#[tokio::test]
async fn signing_dates_what_the_clauses_and_the_programme_ask_for() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (contract, _) = signed(&w, &officer).await;
    let all = rows(&w, &contract).await;
    for expected in
        ["custodian_list 2026-06-30 open", "pledge 2026-06-30 open", "work_places 2026-06-30 open"]
    {
        assert!(all.iter().any(|row| row == expected), "{expected}: {all:?}");
    }
    assert!(all.iter().any(|row| row.starts_with("report/") && row.contains("2027-04-14")), "{all:?}");
    assert!(!all.iter().any(|row| row.starts_with("take_out")), "nobody takes anything out yet");
    let standing = officer.get(&format!("{contract}/standing")).await;
    says(
        &standing,
        &[
            "受託者が参加者の情報を見る",
            "閉じています",
            "区が従事者名簿を承認すると、名簿に載った人に開きます。",
            "「Kayoiの印刷・出力を含む」持出しの申請を区が承諾すると",
        ],
    );
    assert!(!standing.body.contains("本番のデータを取り込む"), "no clause asks for that gate");
    let pdf = officer.get(&format!("{contract}/standing/paper")).await;
    assert_eq!((pdf.status.as_u16(), pdf.body.starts_with("%PDF-")), (200, true));
    let ics = officer.get("/obligations/calendar").await;
    says(&ics, &["BEGIN:VCALENDAR", "DTSTART;VALUE=DATE:20260630"]);
}

#[tokio::test]
async fn what_comes_up_opens_its_duties_once() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (contract, _) = signed(&w, &officer).await;
    let page = officer.get(&format!("{contract}/occasions/new")).await;
    says(&page, &["作業場所を変えるとき", "決められた場所の外に持ち出すとき"]);
    assert!(!page.body.contains("苦情を受けたとき"), "only what a clause hangs duties on");
    let to = format!("{contract}/occasions");
    let moved = [("occasion", "place_change"), ("happened_on", "2026-07-13"), ("subject", "事務所の移転")];
    assert_eq!(officer.post(&to, &moved).await.status, 303);
    let all = rows(&w, &contract).await;
    assert!(all.contains(&"work_place_change 2026-07-10 open".to_owned()), "the open day before: {all:?}");
    assert_eq!(
        officer.post(&to, &[("occasion", "complaint"), ("happened_on", "2026-07-13")]).await.status,
        422
    );
    assert_eq!(officer.post(&to, &[("occasion", "take_out"), ("happened_on", "あした")]).await.status, 422);
    let other = w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await;
    assert_eq!(other.post(&to, &moved).await.status, 404);
}

#[tokio::test]
async fn a_contractor_tells_of_a_change_and_hands_in_what_a_clause_asks_for() {
    let w = World::new().await;
    let (manager, officer, recorder) = (w.as_manager().await, w.as_officer().await, w.as_recorder().await);
    let contract = format!("/contracts/{}", w.home.contract.id);
    w.bind(r#"[{"code": "work_place_change"}]"#).await;
    let told = [("occasion", "place_change"), ("happened_on", "2026-06-16")];
    assert_eq!(recorder.post(&format!("{contract}/occasions"), &told).await.status, 403);
    let done = manager.post(&format!("{contract}/occasions"), &told).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let all = rows(&w, &contract).await;
    assert!(all.iter().any(|row| row == "work_place_change 2026-06-15 open"), "{all:?}");
    says(&officer.get("/home").await, &["作業場所・作業内容の変更の申し入れ"]);

    assert!(all.iter().any(|row| row.starts_with("work_places ") && row.ends_with(" open")), "{all:?}");
    says(&manager.get(&format!("{contract}/filings")).await, &["作業場所と作業内容の届"]);
    let fields = [("code", "clause/work_places"), ("for", "start"), ("words", "本社2階で名簿を扱います")];
    let sent = manager.hand_in_paper(&format!("{contract}/filings"), &fields, None).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(officer.post(&format!("{}/receipt", sent.location()), &[]).await.status, 303);
    let all = rows(&w, &contract).await;
    assert!(all.iter().any(|row| row.starts_with("work_places ") && row.ends_with(" done")), "{all:?}");
}

#[tokio::test]
async fn what_a_signed_contract_carries_is_only_read_and_the_next_version_is_applied_knowingly() {
    let w = World::new().await;
    let (officer, auditor, manager) =
        (w.as_officer().await, w.role(Role::WardAuditor).await, w.as_manager().await);
    let (contract, set) = signed(&w, &officer).await;
    let again = officer.post(&format!("{set}/clauses/1"), &[("version", "1"), ("reason", "不要")]).await;
    assert_eq!(again.status, 422);
    says(&again, &["次の版を作ってください"]);
    assert_eq!(auditor.get(&set).await.status, 200);
    assert_eq!(auditor.post(&format!("{set}/copy"), &[]).await.status, 403);
    assert_eq!(
        manager.get(&set).await.status,
        403,
        "the contractor reads the clauses on the contract's page"
    );

    let copied = officer.post(&format!("{set}/copy"), &[]).await;
    assert_eq!(copied.status, 303);
    let next = copied.location().to_owned();
    let declared = [("version", "1"), ("reason", "誓約書は求めないことにしました。")];
    assert_eq!(officer.post(&format!("{next}/clauses/3"), &declared).await.status, 303);
    let training = [("version", "1"), ("rules", "training"), ("training-every_months", "3")];
    assert_eq!(officer.post(&format!("{next}/clauses/5"), &training).await.status, 303);

    let text: Uuid =
        sqlx::query_scalar("select id from contract_text where contract_id = $1 and ended_at is null")
            .bind(id_of(&contract))
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let change = format!("{contract}/texts/{text}/change");
    says(&officer.get(&change).await, &["第2版"]);
    let next_id = id_of(&next).to_string();
    let shown = officer.get(&format!("{change}?set={next_id}")).await;
    says(&shown, &["増える義務", "教育の報告", "なくなる義務", "誓約書の写しの提出"]);
    let before = rows(&w, &contract).await;
    assert!(before.iter().any(|row| row.starts_with("pledge")), "looking changes nothing");
    assert_eq!(
        officer.post(&change, &[("set", &id_of(&set).to_string())]).await.status,
        404,
        "not a later version"
    );
    assert_eq!(officer.post(&change, &[("set", &next_id)]).await.status, 303);
    let after = rows(&w, &contract).await;
    assert!(!after.iter().any(|row| row.starts_with("pledge")), "{after:?}");
    assert_eq!(
        after.iter().filter(|row| row.starts_with("training")).count(),
        3,
        "every three months: {after:?}"
    );
    assert_eq!(officer.post(&change, &[("set", &next_id)]).await.status, 404, "once");
}

#[tokio::test]
async fn a_contract_is_closed_only_when_nothing_is_left() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let admin = w.role(Role::WardAdmin).await;
    let (contract, _) = signed(&w, &officer).await;
    assert_eq!(officer.post(&format!("{contract}/activation"), &[("version", "3")]).await.status, 303);
    assert_eq!(officer.post(&format!("{contract}/closing"), &[("version", "4")]).await.status, 303);
    let shut = officer.get(&format!("{contract}/closure")).await;
    says(&shut, &["まだ済んでいない義務が"]);
    let refused = officer.post(&format!("{contract}/closure"), &[("version", "5")]).await;
    assert_eq!(refused.status, 422);
    says(&refused, &["まだ済んでいない義務が"]);

    let open: Vec<(Uuid, String)> =
        sqlx::query_as("select id, rule from obligation where contract_id = $1 and state = 'open'")
            .bind(id_of(&contract))
            .fetch_all(&mut w.admin().await)
            .await
            .unwrap();
    for (id, rule) in &open {
        let by_hand = [("version", "1"), ("done_on", "2026-06-17"), ("note", "済みました")];
        if rule == "custodian_list" || rule.starts_with("report/") || rule.starts_with("filing/") {
            let elsewhere = officer.post(&format!("/obligations/{id}/completion"), &by_hand).await;
            assert_eq!(elsewhere.status, 422, "{rule} is done on its own page");
        }
        let waiver = format!("/obligations/{id}/waiver");
        assert_eq!(manager.post(&waiver, &[("version", "1"), ("note", "要りません")]).await.status, 403);
        assert_eq!(officer.post(&waiver, &[("version", "1"), ("note", " ")]).await.status, 422);
        let waived = officer.post(&waiver, &[("version", "1"), ("note", "教室を開かなかったため")]).await;
        assert_eq!(waived.status, 303, "{rule}: {}", waived.body);
        assert_eq!(state_of(&w, *id).await, "open", "not by one person alone");
        let again = officer.post(&waiver, &[("version", "2"), ("note", "教室を開かなかったため")]).await;
        assert_eq!(
            (again.status.as_u16(), state_of(&w, *id).await),
            (303, "open".to_owned()),
            "nor asked twice"
        );
        let page = admin.get(&waiver).await.body;
        assert!(page.contains("教室を開かなかったため") && page.contains("不要にする提案"), "{page}");
        let second = admin.post(&waiver, &[("version", "3"), ("note", "教室を開かなかったため")]).await;
        assert_eq!((second.status.as_u16(), state_of(&w, *id).await), (303, "waived".to_owned()), "{rule}");
    }
    assert_eq!(officer.post(&format!("{contract}/closure"), &[("version", "5")]).await.status, 303);
}

async fn state_of(w: &World, obligation: Uuid) -> String {
    sqlx::query_scalar("select state from obligation where id = $1")
        .bind(obligation)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

/// The wall itself: a contractor neither finds an obligation needless, nor dates one of the ward's making, nor opens what is done.
#[tokio::test]
async fn a_contractor_dates_only_what_came_up() {
    let w = World::new().await;
    let pool = w.app.pools.of(kayoi::kit::permission::PoolKind::Contractor);
    let mut connection = pool.acquire().await.unwrap();
    sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
    for (name, value) in [
        ("app.ward", w.home.ward.id),
        ("app.contract", w.home.contract.id),
        ("app.account", w.home.account(Role::ContractorManager).id),
    ] {
        sqlx::query("select set_config($1, $2, true)")
            .bind(name)
            .bind(value.to_string())
            .execute(&mut *connection)
            .await
            .unwrap();
    }
    let insert = |occurrence: &str| {
        format!(
            "insert into obligation (ward_id, id, contract_id, rule, occurrence, title, owed_by, event_on, due_on, last_on, remind_on, escalate_on, explanation)
             values (app_ward(), gen_random_uuid(), app_contract(), 'incident', '{occurrence}', '報告', 'contractor', '2026-06-16', '2026-06-16', '2026-06-16', '2026-06-16', '2026-06-17', '第一報')"
        )
    };
    for (statement, allowed) in [
        (insert("arisen:incident:1"), true),
        (insert("start"), false),
        (
            "update obligation set handed_in_on = '2026-06-17' where owed_by = 'contractor' and state = 'open'"
                .to_owned(),
            false,
        ),
        (
            "update obligation set state = 'waived', done_by = app_account() where state = 'open'".to_owned(),
            false,
        ),
    ] {
        sqlx::raw_sql("savepoint s").execute(&mut *connection).await.unwrap();
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut *connection).await;
        assert_eq!(done.is_ok(), allowed, "{statement}: {done:?}");
        sqlx::raw_sql("rollback to s").execute(&mut *connection).await.unwrap();
    }
    for (statement, is_touched) in [
        (
            "update obligation set handed_in_on = '2026-06-17' where owed_by = 'contractor' and state = 'open' and evidence = 'filing'",
            true,
        ),
        ("update obligation set handed_in_on = null where handed_in_on is not null and state = 'open'", true),
        ("update obligation set state = 'open', done_by = null where state = 'done'", false),
    ] {
        let done = sqlx::query(statement).execute(&mut *connection).await.unwrap();
        assert_eq!(done.rows_affected() > 0, is_touched, "{statement}");
    }
    sqlx::raw_sql("rollback").execute(&mut *connection).await.unwrap();
}
