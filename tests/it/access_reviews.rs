//! 操作記録の点検 over HTTP: a month is counted from the audit stream and confirmed once, by the ward alone.

use super::world::World;

#[tokio::test]
async fn a_month_that_is_over_is_confirmed_once() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let list = format!("/contracts/{}/access-reviews", w.home.contract.id);
    let mut admin = w.admin().await;
    sqlx::query("delete from access_review where ward_id = $1")
        .bind(w.home.ward.id)
        .execute(&mut admin)
        .await
        .unwrap();
    assert!(officer.get(&list).await.body.contains("点検がまだ"));
    let may = format!("{list}/2026-05");
    let empty = officer.post(&may, &[("remark", " ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("点検の結果を入力してください。"));
    assert_eq!(manager.post(&may, &[("remark", "x")]).await.status, 403, "nobody reviews themselves");
    assert_eq!(officer.post(&may, &[("remark", "目立つことはない")]).await.status, 303);
    assert_eq!(officer.post(&may, &[("remark", "もう一度")]).await.status, 422, "once");
    let shown = officer.get(&may).await.body;
    assert!(shown.contains("目立つことはない") && shown.contains("点検ずみ"));
    let june = officer.post(&format!("{list}/2026-06"), &[("remark", "x")]).await;
    assert_eq!(june.status, 422, "the month isn't over");
    assert_eq!(officer.get(&format!("{list}/2031-01")).await.status, 404);
    let paper = officer.get(&format!("{may}/pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF-"));
}

#[tokio::test]
async fn what_was_done_is_counted_by_person_and_names_nobody_who_takes_part() {
    let w = World::new().await;
    let (officer, recorder) = (w.as_officer().await, w.as_recorder().await);
    let person = &w.home.enrolled[0].participant;
    assert_eq!(recorder.get(&format!("/participants/{}", person.id)).await.status, 200);
    assert_eq!(w.as_undesignated().await.get("/participants").await.status, 403);
    let june = officer.get(&format!("/contracts/{}/access-reviews/2026-06", w.home.contract.id)).await.body;
    assert!(june.contains("<td>載っている</td>") && june.contains("<td>載っていない</td>"), "{june}");
    assert!(!june.contains(&person.name), "who looked at whom stays in the audit page");
}
