//! 振替 over HTTP: a cancelled session is held on another day, once, where the programme lets it be.

use kayoi::programmes::presets::{meguro, sendai};

use super::world::{Client, Got, World};

const CANCELLED: &[(&str, &str)] = &[
    ("by", "ward"),
    ("decided_on", "令和8年6月17日"),
    ("decided_at", "9:00"),
    ("cause", "weather"),
    ("reason", "台風の接近"),
    ("confirmed", "yes"),
];

fn session(w: &World, number: usize, rest: &str) -> String {
    format!("/sessions/{}{rest}", w.home.course.sessions[number - 1].id)
}

async fn cancel(officer: &Client, w: &World, number: usize) {
    let done = officer.post(&session(w, number, "/cancellation"), CANCELLED).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

async fn make_up(officer: &Client, w: &World, number: usize, on: &str) -> Got {
    let version = [("version", "2"), ("to", on), ("starts_at", "15:00")];
    officer.post(&session(w, number, "/make-up"), &version).await
}

async fn calendar(officer: &Client, w: &World) -> String {
    officer.get(&format!("/courses/{}", w.home.course.id)).await.body
}

/// What the contractor planned for a session, with how many people.
async fn plan(w: &World, number: usize) -> i64 {
    let manager = w.home.account(kayoi::kit::permission::Role::ContractorManager).id;
    sqlx::query(
        "with planned as (insert into session_plan (ward_id, session_id, contract_id, course_id, content, aim, planned_by, planned_at)
           select ward_id, id, contract_id, course_id, '脳トレ体操', '姿勢を保つ', $2, now() from session where id = $1
           on conflict (ward_id, session_id) do update set content = excluded.content, aim = excluded.aim)
         insert into session_plan_staff (ward_id, session_id, contract_id, designation_id, job)
         select s.ward_id, s.id, s.contract_id, d.id, '運動指導員' from session s
         join designation d on d.ward_id = s.ward_id and d.contract_id = s.contract_id where s.id = $1 on conflict do nothing",
    )
    .bind(w.home.course.sessions[number - 1].id)
    .bind(manager)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
    sqlx::query_scalar("select count(*) from session_plan_staff where session_id = $1")
        .bind(w.home.course.sessions[number - 1].id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

/// What is planned for the one in its place.
async fn planned(w: &World, missed: usize) -> Option<(String, String, i64)> {
    sqlx::query_as(
        "select p.content, p.aim, (select count(*) from session_plan_staff t where t.session_id = p.session_id)
         from session s join session_plan p on p.ward_id = s.ward_id and p.session_id = s.id where s.makes_up = $1",
    )
    .bind(w.home.course.sessions[missed - 1].id)
    .fetch_optional(&mut w.admin().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_cancelled_session_is_held_once_on_a_free_day() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let early = make_up(&officer, &w, 4, "2026/6/29").await;
    assert_eq!(
        (early.status.as_u16(), early.body.contains("中止していない回")),
        (422, true),
        "{}",
        early.body
    );
    cancel(&officer, &w, 4).await;
    assert!(calendar(&officer, &w).await.contains("別の日に振り替える"));

    let form = officer.get(&session(&w, 4, "/make-up")).await;
    assert!(form.body.contains("台風の接近") && form.body.contains("委託料の対象外"), "{}", form.body);
    for (day, why) in [
        ("2026/7/1", "ほかの回があります"),
        ("2026/6/16", "今日より後の日"),
        ("2028/6/29", "契約の期間の外"),
        ("", "振替の日を入力してください"),
    ] {
        let refused = make_up(&officer, &w, 4, day).await;
        assert_eq!(refused.status, 422, "{day}");
        assert!(refused.body.contains(why), "{day}: {}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{day}\"")), "what was typed stays");
    }

    let staff = plan(&w, 4).await;
    assert_eq!(make_up(&officer, &w, 4, "2026/6/29").await.status, 303);
    assert_eq!(
        planned(&w, 4).await,
        Some(("脳トレ体操".to_owned(), "姿勢を保つ".to_owned(), staff)),
        "the plan goes along"
    );
    let missed = w.as_manager().await.get(&session(&w, 4, "")).await.body;
    assert!(
        missed.contains("台風の接近") && missed.contains("第9回（令和8年6月29日（月））に振替"),
        "{missed}"
    );
    assert!(!missed.contains("未記録") && missed.contains("区が"), "{missed}");
    let list = officer.get("/courses").await.body;
    assert!(list.contains("/ 8回") && !list.contains("うち中止"), "{list}");
    let days = calendar(&officer, &w).await;
    assert!(days.contains("第9回（令和8年6月29日（月））に振替"), "{days}");
    assert!(days.contains("・中止）の振替") && !days.contains("別の日に振り替える"), "{days}");
    let places: Vec<usize> =
        ["6月24日", "6月29日", "7月1日"].iter().map(|day| days.find(day).unwrap()).collect();
    assert!(places.is_sorted(), "the calendar stands in the order of its days");
    assert!(days.contains("全8回"), "a session made up for is not counted twice");
    let again = make_up(&officer, &w, 4, "2026/6/30").await;
    assert!(again.status == 422 && again.body.contains("すでに決まっています"), "{}", again.body);
}

#[tokio::test]
async fn a_course_whose_last_session_was_cancelled_goes_on_with_the_one_in_its_place() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    for number in 3..=8 {
        cancel(&officer, &w, number).await;
    }
    assert!(calendar(&officer, &w).await.contains("終了"));
    assert_eq!(make_up(&officer, &w, 8, "2026/8/3").await.status, 303);
    let state: String = sqlx::query_scalar("select state from course where ward_id = $1 and id = $2")
        .bind(w.home.ward.id)
        .bind(w.home.course.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(state, "running");
}

#[tokio::test]
async fn only_the_ward_makes_up_and_only_where_the_programme_lets_it() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    cancel(&officer, &w, 4).await;
    let manager = w.as_manager().await;
    assert_eq!(manager.get(&session(&w, 4, "/make-up")).await.status, 403);
    assert_eq!(make_up(&manager, &w, 4, "2026/6/29").await.status, 403);

    assert!(meguro().calendar.make_up_sessions && !sendai().calendar.make_up_sessions);
    w.bind_contract(sendai()).await;
    assert!(!calendar(&officer, &w).await.contains("別の日に振り替える"));
    let refused = make_up(&officer, &w, 4, "2026/6/29").await;
    assert!(refused.body.contains("別の日に行えません"), "{}", refused.body);
}

#[tokio::test]
async fn the_session_in_place_of_another_moves_past_its_neighbours_and_no_other_does() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    cancel(&officer, &w, 4).await;
    assert_eq!(make_up(&officer, &w, 4, "2026/6/29").await.status, 303);
    let made: uuid::Uuid = sqlx::query_scalar("select id from session where ward_id = $1 and makes_up = $2")
        .bind(w.home.ward.id)
        .bind(w.home.course.sessions[3].id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let moved = |path: String, on: &'static str| {
        let officer = &officer;
        async move { officer.post(&path, &[("version", "1"), ("to", on), ("reason", "会場の都合")]).await }
    };
    assert_eq!(moved(format!("/sessions/{made}/move"), "2026/7/3").await.status, 303);
    let taken = moved(session(&w, 5, "/move"), "2026/7/3").await;
    assert!(taken.status == 422 && taken.body.contains("ほかの回があります"), "{}", taken.body);
    let past = moved(session(&w, 5, "/move"), "2026/7/13").await;
    assert!(past.status == 422 && past.body.contains("順番が入れ替わります"), "{}", past.body);
    assert_eq!(moved(session(&w, 5, "/move"), "2026/7/6").await.status, 303);
}
