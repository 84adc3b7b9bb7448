//! 苦情・意見受付簿 over HTTP: written down by the contractor, answered, closed, read by the ward; closed to everybody else.

use kayoi::kit::permission::Role;

use super::world::{Client, Got, World};

async fn take(client: &Client, extra: &[(&str, &str)]) -> Got {
    let fields = [("received_on", "2026-06-16"), ("means", "phone"), ("content", "声が聞き取りにくい")];
    let fields: Vec<(&str, &str)> = fields.into_iter().chain(extra.iter().copied()).collect();
    client.post("/complaints", &fields).await
}

#[tokio::test]
async fn what_was_said_is_answered_closed_and_read_by_the_ward() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let person = w.home.people[1].id.to_string();
    let sent = take(&recorder, &[("participant", &person), ("from", "長女")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    assert!(officer.get("/complaints").await.body.contains(&path));
    let read = officer.get(&path).await.body;
    assert!(read.contains("声が聞き取りにくい") && read.contains("長女") && read.contains("未対応"));
    assert!(!read.contains("対応を記録する"), "the ward reads");
    assert_eq!(officer.post(&format!("{path}/response"), &[("done", "x")]).await.status, 403);

    let to = format!("{path}/response");
    let first = [("version", "1"), ("done", "前の席をご案内した"), ("reported_on", "R8.6.17")];
    assert_eq!(recorder.post(&to, &first).await.status, 303);
    let stale = recorder.post(&to, &[("version", "1"), ("done", "あとから")]).await;
    assert_eq!(stale.status, 409, "somebody was quicker");
    let open = recorder.post(&to, &[("version", "2"), ("done", "書きかけ"), ("closes", "yes")]).await;
    assert_eq!(open.status, 422);
    assert!(open.body.contains("対応の責任者を入力してください。") && open.body.contains("書きかけ"));
    let closing = [("version", "2"), ("done", "音量を上げた"), ("responsible", "山田"), ("closes", "yes")];
    assert_eq!(recorder.post(&to, &closing).await.status, 303);
    assert_eq!(recorder.post(&to, &closing).await.status, 422, "closed is closed");
    let read = officer.get(&path).await.body;
    assert!(read.contains("音量を上げた") && read.contains("対応ずみ") && read.contains("令和8年6月17日"));
    assert!(!officer.get("/complaints").await.body.contains(&path), "off the list of open ones");
    assert!(officer.get("/complaints?state=all").await.body.contains(&path));
}

#[tokio::test]
async fn an_entry_in_want_of_something_comes_back_as_it_was_typed() {
    let w = World::new().await;
    let recorder = w.as_recorder().await;
    let got = take(&recorder, &[]).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("申し出た人を入力してください。") && got.body.contains("声が聞き取りにくい"));
    let stranger = w.other.people[0].id.to_string();
    assert_eq!(take(&recorder, &[("participant", &stranger)]).await.status, 422, "nobody of another ward");
}

#[tokio::test]
async fn only_the_designated_write_and_only_the_two_sides_read() {
    let w = World::new().await;
    let path = take(&w.as_recorder().await, &[("from", "匿名")]).await.location().to_owned();
    assert_eq!(take(&w.as_undesignated().await, &[("from", "匿名")]).await.status, 403);
    assert_eq!(w.as_undesignated().await.get(&path).await.status, 403);
    for role in [Role::WardAuditor, Role::WardEvaluator, Role::CentreStaff] {
        assert_eq!(w.role(role).await.get(&path).await.status, 403, "{role:?}");
    }
    assert_eq!(take(&w.as_officer().await, &[("from", "匿名")]).await.status, 403, "the contractor keeps it");
    for role in [Role::WardOfficer, Role::ContractorManager] {
        let stranger = w.sign_in(&w.other, w.other.account(role)).await;
        assert_eq!(stranger.get(&path).await.status, 404, "{role:?}");
        assert!(!stranger.get("/complaints?state=all").await.body.contains(&path));
    }
    let rival = w.sign_in(&w.other, w.other.account(Role::ContractorManager)).await;
    assert_eq!(rival.post(&format!("{path}/response"), &[("done", "x")]).await.status, 404);
}
