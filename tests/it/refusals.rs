//! What somebody tries who may not, over HTTP: refused, and known to whoever reads the audit stream of their ward.

use kayoi::kit::permission::Role;
use sqlx::types::Json;
use uuid::Uuid;

use super::world::{Client, PDF, Town, World};

/// `action` of everything the audit stream of a town holds about a row, in its order.
async fn known_about(w: &World, town: &Town, row: &str) -> Vec<String> {
    let id: Uuid = row.rsplit('/').next().unwrap().parse().unwrap();
    sqlx::query_scalar("select action from audit_event where ward_id = $1 and object_id = $2 order by seq")
        .bind(town.ward.id)
        .bind(id)
        .fetch_all(&mut w.admin().await)
        .await
        .unwrap()
}

/// How often a refusal stands in the stream of a town, and the account of the last of them.
async fn denials(w: &World, town: &Town, action: &str) -> (usize, Option<Uuid>) {
    let by: Vec<Option<Uuid>> = sqlx::query_scalar(
        "select account_id from audit_event where ward_id = $1 and action = $2 order by seq",
    )
    .bind(town.ward.id)
    .bind(action)
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap();
    (by.len(), by.last().copied().flatten())
}

/// A flyer that waits for the ward's approval.
async fn flyer(w: &World, client: &Client) -> String {
    let fields = [("code", "flyer"), ("words", "チラシの案です")];
    let sent = client
        .hand_in_paper(&format!("/contracts/{}/filings", w.home.contract.id), &fields, Some(("案.pdf", PDF)))
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location().to_owned()
}

#[tokio::test]
async fn the_file_of_another_contract_is_nobodys_and_the_attempt_is_known() {
    let w = World::new().await;
    let path = flyer(&w, &w.as_manager().await).await;
    // Another corporation under a contract of the same ward.
    sqlx::query("update contract set contractor_id = $2 where id = $1")
        .bind(w.home.service_contract.id)
        .bind(w.other.contractor.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let competitor = w.other.account(Role::ContractorManager);
    let same_ward = w.sign_in_under(&w.home, competitor, w.home.service_contract.id).await;
    let elsewhere = w.other.account(Role::WardOfficer);
    let other_ward = w.sign_in(&w.other, elsewhere).await;
    for (client, town, by) in [(same_ward, &w.home, competitor.id), (other_ward, &w.other, elsewhere.id)] {
        assert_eq!(client.get(&format!("{path}/file")).await.status, 404);
        assert_eq!(denials(&w, town, "file.missing").await, (1, Some(by)));
        assert!(known_about(&w, town, &path).await.contains(&"file.missing".to_owned()));
    }
}

#[tokio::test]
async fn an_approval_is_given_once_and_by_the_other_side() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = flyer(&w, &manager).await;
    let approval = format!("{path}/approval");
    let own = manager.post(&approval, &[]).await;
    assert!(own.status == 422 && own.body.contains("自分の側が出したものです"), "{}", own.body);
    let by = w.home.account(Role::ContractorManager).id;
    assert_eq!(denials(&w, &w.home, "filing.refused").await, (1, Some(by)));
    assert_eq!(officer.post(&approval, &[]).await.status, 303);
    let replayed = officer.post(&approval, &[]).await;
    assert!(replayed.status == 422 && replayed.body.contains("すでに決定ずみ"), "{}", replayed.body);
    let by = w.home.account(Role::WardOfficer).id;
    assert_eq!(denials(&w, &w.home, "filing.refused").await, (2, Some(by)));
    let told = known_about(&w, &w.home, &path).await;
    let decided: Vec<&str> = told
        .iter()
        .map(String::as_str)
        .filter(|action| matches!(*action, "filing.approve" | "filing.refused"))
        .collect();
    assert_eq!(decided, ["filing.refused", "filing.approve", "filing.refused"]);
}

#[tokio::test]
async fn nothing_is_done_before_it_came_up_and_no_handover_is_planned_for_yesterday() {
    let w = World::new().await;
    w.bind(r#"[{"code": "service_records"}]"#).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let contract = format!("/contracts/{}", w.home.contract.id);
    let asked = [("occasion", "record_request"), ("happened_on", "2026-06-15")];
    assert_eq!(manager.post(&format!("{contract}/occasions"), &asked).await.status, 303);
    let id: Uuid =
        sqlx::query_scalar("select id from obligation where contract_id = $1 and rule = 'service_records'")
            .bind(w.home.contract.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let (path, by) = (format!("/obligations/{id}"), w.home.account(Role::ContractorManager).id);
    let completion = format!("{path}/completion");
    let on = |day: &'static str| [("version", "1"), ("done_on", day), ("note", "記録を渡しました")];
    let early = manager.post(&completion, &on("2026-06-14")).await;
    assert!(early.status == 422 && early.body.contains("生じたのは令和8年6月15日"), "{}", early.body);
    for kept in ["<title>エラー", "href=\"#done_on\"", "value=\"2026-06-14\"", "記録を渡しました</textarea>"]
    {
        assert!(early.body.contains(kept), "the form comes back, {kept}: {}", early.body);
    }
    assert_eq!(denials(&w, &w.home, "obligation.backdate").await, (1, Some(by)));
    assert_eq!(manager.post(&completion, &on("2026-06-16")).await.status, 303);
    assert_eq!(manager.post(&completion, &on("2026-06-16")).await.status, 422, "replayed");
    assert_eq!(denials(&w, &w.home, "obligation.refused").await, (1, Some(by)));

    let plan = [
        ("kind", "out"),
        ("on", "2026-06-16"),
        ("channel", "by_hand"),
        ("content", "参加者の申込書"),
        ("medium", "paper"),
        ("quantity", "12"),
        ("place", "区役所3階"),
        ("giver", "佐藤"),
        ("taker", "田中"),
        ("protection", "鍵付きかばん"),
        ("route", "区役所から事業所まで"),
        ("packing", "封筒"),
        ("vehicle", "徒歩"),
    ];
    let late = officer.post(&format!("{contract}/handovers"), &plan).await;
    assert_eq!(late.status, 422);
    for kept in
        ["<title>エラー", "href=\"#on\"", "前もって立てます", "value=\"2026-06-16\"", "区役所から事業所まで"]
    {
        assert!(late.body.contains(kept), "{kept}: {}", late.body);
    }
    let by = w.home.account(Role::WardOfficer).id;
    assert_eq!(denials(&w, &w.home, "handover.backdate").await, (1, Some(by)));
    let detail: Json<serde_json::Value> = sqlx::query_scalar(
        "select detail from audit_event where ward_id = $1 and action = 'handover.backdate'",
    )
    .bind(w.home.ward.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(detail["kind"], "out", "which kind, and no words of the plan");
    assert!(!detail.to_string().contains("申込書"));
}

#[tokio::test]
async fn a_day_before_what_it_follows_from_is_refused_and_known() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let by = |role| Some(w.home.account(role).id);
    let incident = [
        ("kind", "accident"),
        ("happened_on", "1912-06-17"),
        ("happened_at", "10:00"),
        ("what", "玄関で転んだ"),
    ];
    let long_ago = manager.post("/incidents", &incident).await;
    assert!(long_ago.status == 422 && long_ago.body.contains("契約の初めの日"), "{}", long_ago.body);
    assert!(long_ago.body.contains("玄関で転んだ"), "what was typed stays");
    assert_eq!(denials(&w, &w.home, "incident.backdate").await, (1, by(Role::ContractorManager)));

    let contract = w.home.contract.id.to_string();
    let plan = [
        ("contract", contract.as_str()),
        ("kind", "service_quality"),
        ("mode", "on_site"),
        ("planned_on", "2026-06-17"),
        ("place", "木の実ホール"),
        ("inspectors", "高齢福祉課 若葉"),
    ];
    let path = officer.post("/inspections", &plan).await.location().to_owned();
    let held = |day: &'static str| {
        [
            ("held_on", day),
            ("attendants", "大島"),
            ("summary", "おおむね良好"),
            ("finding_staffing", "good"),
            ("finding_content", "good"),
            ("finding_safety", "good"),
            ("finding_manner", "good"),
            ("finding_records", "good"),
            ("finding_venue", "good"),
        ]
    };
    let result = format!("{path}/result");
    let early = officer.post(&result, &held("2026-06-16")).await;
    assert!(
        early.status == 422 && early.body.contains("検査を予定した日（令和8年6月17日）"),
        "{}",
        early.body
    );
    assert_eq!(denials(&w, &w.home, "inspection.backdate").await, (1, by(Role::WardOfficer)));
    assert_eq!(officer.post(&result, &held("2026-06-17")).await.status, 303);
    // Without an event of its own: what any rule refuses is known by its route.
    assert_eq!(officer.post(&result, &held("2026-06-17")).await.status, 422, "replayed");
    assert_eq!(denials(&w, &w.home, "denied").await, (1, by(Role::WardOfficer)));
    assert_eq!(officer.get(&result).await.status, 422, "a page that is shut is no attempt");
    assert_eq!(denials(&w, &w.home, "denied").await.0, 1);
}
