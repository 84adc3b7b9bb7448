//! 検査 over HTTP: planned by the ward, objected to or held, put right by the contractor and looked at again.

use kayoi::kit::permission::Role;

use super::world::{Client, Got, World, link};

const PLAN: [(&str, &str); 5] = [
    ("kind", "service_quality"),
    ("mode", "on_site"),
    ("planned_on", "2026/06/17"),
    ("place", "木の実ホール"),
    ("inspectors", "高齢福祉課"),
];

async fn plan(officer: &Client, w: &World, other: &[(&str, &str)]) -> Got {
    let contract = w.home.contract.id.to_string();
    let kept = PLAN.iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name)).copied();
    let fields: Vec<(&str, &str)> =
        kept.chain(other.iter().copied()).chain([("contract", contract.as_str())]).collect();
    officer.post("/inspections", &fields).await
}

const POINTS: [&str; 6] = ["staffing", "content", "safety", "manner", "records", "venue"];

/// Everything good, but the first point as given.
async fn hold(officer: &Client, path: &str, first: &[(&str, &str)]) -> Got {
    let names: Vec<String> = POINTS[1..].iter().map(|code| format!("finding_{code}")).collect();
    let mut fields = vec![("held_on", "2026/06/17"), ("attendants", "大島"), ("summary", "おおむね良好")];
    fields.extend(names.iter().map(|name| (name.as_str(), "good")));
    fields.extend(first);
    officer.post(&format!("{path}/result"), &fields).await
}

const WRONG: [(&str, &str); 3] =
    [("finding_staffing", "correct"), ("note_staffing", "看護職がいない"), ("due_staffing", "2026/06/24")];

#[tokio::test]
async fn what_is_found_is_put_right_and_looked_at_again() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let planned = plan(&officer, &w, &[]).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let path = planned.location().to_owned();
    assert!(manager.get("/home").await.body.contains(&path), "the contractor knows");
    assert!(manager.get(&path).await.body.contains("木の実ホール"));
    assert_eq!(officer.get(&format!("{path}/result.pdf")).await.status, 422, "nothing to print yet");

    let silent = hold(&officer, &path, &[("finding_staffing", "correct")]).await;
    assert_eq!(silent.status, 422);
    assert!(
        silent.body.contains("人員の配置で見たことを入力してください。")
            && silent.body.contains("おおむね良好")
    );
    assert_eq!(hold(&officer, &path, &WRONG).await.status, 303);
    assert_eq!(hold(&officer, &path, &WRONG).await.status, 422, "once");

    let seen = manager.get(&path).await.body;
    assert!(seen.contains("看護職がいない") && seen.contains("令和8年6月24日まで"), "{seen}");
    let to_answer = link(&seen, "/answers/new");
    let answers = to_answer.trim_end_matches("/new");
    let back = [("done_on", "2026/06/16"), ("done", "配置した")];
    assert_eq!(manager.post(answers, &back).await.status, 422, "not dated back before the inspection");
    let fields = [("done_on", "2026/06/17"), ("done", "看護師を配置した")];
    assert_eq!(officer.post(answers, &fields).await.status, 403, "the contractor answers");
    assert_eq!(manager.post(answers, &fields).await.status, 303);
    assert_eq!(manager.post(answers, &fields).await.status, 422, "the ward looks first");

    let decision = link(&officer.get(&path).await.body, "/decision");
    assert!(officer.get(&decision).await.body.contains("看護師を配置した"));
    assert_eq!(
        manager.post(&decision, &[("decision", "accepted"), ("remark", "x")]).await.status,
        403,
        "nobody accepts their own"
    );
    assert_eq!(officer.post(&decision, &[("decision", "returned")]).await.status, 422, "with words");
    assert_eq!(
        officer.post(&decision, &[("decision", "returned"), ("remark", "名簿にない")]).await.status,
        303
    );
    assert_eq!(
        officer.post(&decision, &[("decision", "accepted"), ("remark", "x")]).await.status,
        422,
        "once"
    );
    assert!(manager.get("/home").await.body.contains(&path), "and the contractor goes on");

    assert_eq!(manager.post(answers, &fields).await.status, 303);
    let decision = link(&officer.get(&path).await.body, "/decision");
    assert_eq!(
        officer.post(&decision, &[("decision", "accepted"), ("remark", "名簿と会場で見た")]).await.status,
        303
    );
    let over = officer.get(&path).await.body;
    assert!(over.contains("是正ずみ") && over.contains("終了") && over.contains("第2回の是正"));
    for client in [&officer, &manager] {
        let paper = client.get(&format!("{path}/result.pdf")).await;
        assert!(paper.status == 200 && paper.body.starts_with("%PDF-"));
    }
}

#[tokio::test]
async fn the_yearly_inspection_is_asked_for_until_it_is_held() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let mut admin = w.admin().await;
    for table in ["inspection_answer_words", "inspection_answer", "inspection_point", "inspection"] {
        let sql = format!("delete from {table} where ward_id = $1");
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(w.home.ward.id).execute(&mut admin).await.unwrap();
    }
    let link = format!("/inspections/new?contract={}", w.home.contract.id);
    assert!(officer.get("/inspections").await.body.contains(&link));
    let remote = plan(&officer, &w, &[("kind", "personal_data"), ("mode", "remote")]).await;
    assert_eq!(remote.status, 422);
    assert!(
        remote.body.contains("現地で行わない理由を入力してください。")
            && remote.body.contains("木の実ホール")
    );
    let why = [("kind", "personal_data"), ("mode", "remote"), ("why_remote", "感染症のため")];
    let path = plan(&officer, &w, &why).await.location().to_owned();
    assert!(officer.get("/inspections").await.body.contains(&link), "a plan is no inspection");
    let kit = officer.get(&format!("{path}/kit")).await.body;
    assert!(kit.contains("承認ずみの従事者名簿") && kit.contains("記録に残っている数"));
    let paper = officer.get(&format!("{path}/kit.pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF-"));
    assert_eq!(w.as_manager().await.get(&format!("{path}/kit")).await.status, 403, "the kit is the ward's");

    let codes = [
        "storage",
        "custodians",
        "training",
        "take_out",
        "copying",
        "re_outsourcing",
        "devices",
        "logs",
        "handover",
        "erasure",
        "readiness",
    ];
    let names = codes.map(|code| format!("finding_{code}"));
    let mut fields = vec![("held_on", "2026/06/17"), ("attendants", "大島"), ("summary", "良好")];
    fields.extend(names.iter().map(|name| (name.as_str(), "good")));
    assert_eq!(officer.post(&format!("{path}/result"), &fields).await.status, 303);
    assert!(!officer.get("/inspections").await.body.contains(&link), "now it was");
}

#[tokio::test]
async fn an_objection_has_its_reason_and_the_ward_may_cancel() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = plan(&officer, &w, &[]).await.location().to_owned();
    let objection = format!("{path}/objection");
    let half = manager.post(&objection, &[("reason", "改修中のため")]).await;
    assert_eq!(half.status, 422);
    assert!(
        half.body.contains("改修中のため")
            && half.body.contains("適正に扱っていることの説明を入力してください。")
    );
    let whole = [("reason", "改修中のため"), ("proof", "管理簿の写しを出した")];
    assert_eq!(officer.post(&objection, &whole).await.status, 403);
    assert_eq!(manager.post(&objection, &whole).await.status, 303);
    assert_eq!(manager.post(&objection, &whole).await.status, 422, "once");
    assert!(officer.get(&path).await.body.contains("管理簿の写しを出した"));
    assert_eq!(manager.post(&format!("{path}/cancellation"), &[("reason", "x")]).await.status, 403);
    assert_eq!(
        officer.post(&format!("{path}/cancellation"), &[("reason", "申立てを認めた")]).await.status,
        303
    );
    assert_eq!(hold(&officer, &path, &WRONG).await.status, 422, "it was cancelled");
    assert!(manager.get(&path).await.body.contains("申立てを認めた"));
}

#[tokio::test]
async fn a_remark_is_not_answered_and_the_past_is_not_planned() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    assert_eq!(plan(&officer, &w, &[("planned_on", "2026/06/16")]).await.status, 422);
    assert_eq!(plan(&manager, &w, &[]).await.status, 403);
    for role in [Role::ContractorRecorder, Role::WardAuditor, Role::CentreStaff] {
        assert_eq!(w.role(role).await.get("/inspections").await.status, 403, "{role:?}");
    }
    let path = plan(&officer, &w, &[]).await.location().to_owned();
    let remark = [("finding_staffing", "remark"), ("note_staffing", "声が小さい")];
    assert_eq!(hold(&officer, &path, &remark).await.status, 303);
    let seen = manager.get(&path).await.body;
    assert!(seen.contains("声が小さい") && !seen.contains("/answers/new"));
    let point: uuid::Uuid = sqlx::query_scalar(
        "select p.id from inspection_point p join inspection i on i.ward_id = p.ward_id and i.id = p.inspection_id
         where p.ward_id = $1 and p.code = 'staffing' and i.kind = 'service_quality'",
    )
    .bind(w.home.ward.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    let got = manager
        .post(&format!("{path}/points/{point}/answers"), &[("done_on", "2026/06/17"), ("done", "x")])
        .await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("是正の求めはありません"));
}

#[tokio::test]
async fn who_stands_in_no_accepted_roster_reads_only_what_they_put_right_themselves() {
    let w = World::new().await;
    let (manager, officer, outside) = (w.as_manager().await, w.as_officer().await, w.as_undesignated().await);
    let path = plan(&officer, &w, &[]).await.location().to_owned();
    assert_eq!(hold(&officer, &path, &WRONG).await.status, 303);
    let to_answer = link(&manager.get(&path).await.body, "/answers/new");
    let answers = to_answer.trim_end_matches("/new");
    let done = |words: &'static str| [("done_on", "2026/06/17"), ("done", words)];
    assert_eq!(manager.post(answers, &done("山田花子さんの担当を替えた")).await.status, 303);
    let page = outside.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("山田") && page.body.contains("区が名簿を承認している必要があります"));
    assert!(page.body.contains("看護職がいない"), "what the ward saw is theirs to know");
    assert!(manager.get(&path).await.body.contains("山田"));
    let decision = link(&officer.get(&path).await.body, "/decision");
    let back = [("decision", "returned"), ("remark", "名簿にない")];
    assert_eq!(officer.post(&decision, &back).await.status, 303);
    assert_eq!(outside.post(answers, &done("名簿に足した")).await.status, 303);
    let page = outside.get(&path).await.body;
    assert!(page.contains("名簿に足した") && !page.contains("山田"), "one's own, and nobody else's");
    let paper = outside.get(&format!("{path}/result.pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF-"), "the ward's result, without those words");
}
