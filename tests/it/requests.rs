//! 区の求め over HTTP: asked by the ward, answered by the contractor with words and a file, received or returned.

use axum::http::StatusCode;
use kayoi::kit::permission::Role;

use super::world::{Client, Got, PDF, World, link};

async fn ask(officer: &Client, w: &World, kind: &str, due: &str) -> Got {
    let contract = w.home.contract.id.to_string();
    let fields = [("contract", contract.as_str()), ("kind", kind), ("due_on", due), ("words", "保管の状況")];
    officer.post("/requests", &fields).await
}

#[tokio::test]
async fn a_report_is_asked_for_returned_and_received() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let late = ask(&officer, &w, "report", "2026/06/16").await;
    assert_eq!(late.status, 422);
    assert!(late.body.contains("今日から1年以内") && late.body.contains("保管の状況"));
    let asked = ask(&officer, &w, "report", "2026/06/24").await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let path = asked.location().to_owned();
    assert!(manager.get("/home").await.body.contains(&path), "the contractor is told");

    let answers = format!("{path}/answers");
    let words = [("stance", "done"), ("words", "施錠しています")];
    assert_eq!(officer.hand_in(&answers, &words, None).await.status, 403, "the contractor answers");
    let refused = [("stance", "refused"), ("words", "忙しい")];
    assert_eq!(manager.hand_in(&answers, &refused, None).await.status, 422, "a report isn't refused");
    let hostile = manager.hand_in(&answers, &words, Some(("台帳.pdf", b"MZ\x90\0"))).await;
    assert_eq!(hostile.status, 422);
    assert!(hostile.body.contains("施錠しています"), "what was typed stays");
    assert_eq!(manager.hand_in(&answers, &words, Some(("台帳.pdf", PDF))).await.status, 303);
    assert_eq!(manager.hand_in(&answers, &words, None).await.status, 422, "the ward decides first");

    let shown = officer.get(&path).await.body;
    assert!(shown.contains("施錠しています") && shown.contains("台帳.pdf"));
    let file = officer.get(&link(&shown, "/file")).await;
    assert_eq!((file.status.as_u16(), file.body.as_bytes()), (200, PDF), "the very bytes");
    let decision = link(&shown, "/decision");
    let silent = officer.post(&decision, &[("decision", "returned")]).await;
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("差し戻す理由を入力してください。"));
    assert_eq!(
        manager.post(&decision, &[("decision", "received")]).await.status,
        403,
        "nobody receives their own"
    );
    assert_eq!(
        officer.post(&decision, &[("decision", "returned"), ("remark", "期間を書くこと")]).await.status,
        303
    );
    assert_eq!(officer.post(&decision, &[("decision", "received")]).await.status, 422, "once");
    assert!(manager.get(&path).await.body.contains("期間を書くこと"));

    assert_eq!(manager.hand_in(&answers, &words, None).await.status, 303);
    let decision = link(&officer.get(&path).await.body, "/decision");
    assert_eq!(officer.post(&decision, &[("decision", "received")]).await.status, 303);
    assert!(!officer.get("/requests").await.body.contains(&path), "it is done");
    assert!(officer.get("/requests?state=all").await.body.contains(&path));
    let paper = manager.get(&format!("{path}/pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF-"));
}

#[tokio::test]
async fn a_witnessing_is_refused_with_a_reason_and_a_report_takes_its_place() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = ask(&officer, &w, "witnessing", "2026/06/24").await.location().to_owned();
    let silent = manager.hand_in(&format!("{path}/answers"), &[("stance", "refused")], None).await;
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("断る理由を入力してください。"));
    let refused = [("stance", "refused"), ("words", "保護措置の入替え中のため")];
    assert_eq!(manager.hand_in(&format!("{path}/answers"), &refused, None).await.status, 303);
    let decision = link(&officer.get(&path).await.body, "/decision");
    assert_eq!(officer.post(&decision, &[("decision", "received")]).await.status, 303);
    let link = format!("/requests/new?contract={}", w.home.contract.id);
    assert!(officer.get(&path).await.body.contains(&link), "the ward may ask for a report");
}

#[tokio::test]
async fn papers_are_attached_and_others_see_nothing() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = ask(&officer, &w, "papers", "2026/06/24").await.location().to_owned();
    let bare =
        manager.hand_in(&format!("{path}/answers"), &[("stance", "done"), ("words", "別紙")], None).await;
    assert_eq!(bare.status, 422);
    assert!(bare.body.contains("ファイルを選んでください。"));
    assert_eq!(ask(&manager, &w, "papers", "2026/06/24").await.status, 403);
    for role in [Role::ContractorRecorder, Role::WardAuditor, Role::WardEvaluator, Role::CentreStaff] {
        assert_eq!(w.role(role).await.get(&path).await.status, 403, "{role:?}");
    }
}

/// Words and files name people: before a designation one reads what one wrote oneself, and nothing else.
#[tokio::test]
async fn who_stands_in_no_accepted_roster_reads_only_their_own_answers() {
    let w = World::new().await;
    let (manager, officer, outside) = (w.as_manager().await, w.as_officer().await, w.as_undesignated().await);
    let path = ask(&officer, &w, "papers", "2026/06/24").await.location().to_owned();
    let words = [("stance", "done"), ("words", "山田花子さんの記録です")];
    let answers = format!("{path}/answers");
    assert_eq!(manager.hand_in(&answers, &words, Some(("山田.pdf", PDF))).await.status, 303);
    let file = link(&manager.get(&path).await.body, "/file");
    let page = outside.get(&path).await;
    assert_eq!(page.status, 200, "that it was asked and answered is theirs to know");
    assert!(!page.body.contains("山田") && page.body.contains("区が名簿を承認している必要があります"));
    assert_eq!(
        (outside.get(&file).await.status, outside.get(&format!("{path}/pdf")).await.status),
        (StatusCode::NOT_FOUND, StatusCode::FORBIDDEN)
    );
    assert_eq!(outside.hand_in(&answers, &words, None).await.status, 422, "and nothing is answered twice");

    let own = ask(&officer, &w, "papers", "2026/06/24").await.location().to_owned();
    assert_eq!(outside.hand_in(&format!("{own}/answers"), &words, Some(("山田.pdf", PDF))).await.status, 303);
    let page = outside.get(&own).await.body;
    assert!(page.contains("山田花子さんの記録です"));
    assert_eq!(outside.get(&link(&page, "/file")).await.status, 200);
}

#[tokio::test]
async fn what_is_attached_is_noted_as_it_comes_and_as_it_leaves() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = ask(&officer, &w, "papers", "2026/06/24").await.location().to_owned();
    let words = [("stance", "done"), ("words", "別紙")];
    let noted = async |kind: &str| -> Vec<String> {
        sqlx::query_scalar(
            "select action from handover where ward_id = $1 and kind = $2 and action <> 'tablet.prepare' order by made_at, id",
        )
        .bind(w.home.ward.id)
        .bind(kind)
        .fetch_all(&mut w.admin().await)
        .await
        .unwrap()
    };
    assert_eq!(
        manager.hand_in(&format!("{path}/answers"), &words, Some(("台帳.pdf", PDF))).await.status,
        303
    );
    assert_eq!(noted("imported").await, ["request.reply"]);
    let file = link(&manager.get(&path).await.body, "/file");
    assert_eq!(officer.get(&file).await.status, 200);
    assert_eq!(noted("exported").await, ["request.take"]);
}
