//! ホーム over HTTP: what becomes late or free stands there, with the way to it, and goes when it is done.

use kayoi::kit::permission::Role;

use super::world::World;

/// Lets the guidance of the town's only guided person begin on a day.
async fn began(w: &World, on: &str) {
    let begun = sqlx::query("update guidance_target set started_on = $2::text::date where contract_id = $1 and started_on is not null")
        .bind(w.home.guided_contract.id)
        .bind(on)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(begun.rows_affected(), 1);
}

#[tokio::test]
async fn late_contacts_of_a_guidance_stand_on_the_home_of_whoever_gives_it() {
    let w = World::new().await;
    let contract = w.home.guided_contract.id;
    let manager = w.sign_in_under(&w.home, w.home.account(Role::ContractorManager), contract).await;
    let way = format!("/contracts/{contract}/guidance?state=late");
    let late = "期間を過ぎた保健指導の連絡";
    began(&w, "2026-02-10").await;
    let home = manager.get("/home").await;
    assert!(home.body.contains(late) && home.body.contains(&way), "{}", home.body);
    assert!(manager.get(&way).await.body.contains("遅れ"));
    assert!(!w.as_manager().await.get("/home").await.body.contains(late), "another contract");
    began(&w, "2026-06-10").await;
    assert!(!manager.get("/home").await.body.contains(late), "nothing is over yet");
}

#[tokio::test]
async fn a_place_that_comes_free_stands_on_the_wards_home_while_somebody_waits() {
    let w = World::new().await;
    let (officer, course) = (w.as_officer().await, w.home.course.id);
    let way = format!("/courses/{course}/enrolments");
    let waits = "待っている人がいる教室の空き";
    assert!(!officer.get("/home").await.body.contains(waits), "nobody waits");
    let run = async |sql: &'static str| {
        let done = sqlx::query(sql).bind(course).execute(&mut w.admin().await).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{sql}");
    };
    run("update enrolment set state = 'waiting', enrolled_on = null where id = (select id from enrolment where course_id = $1 and state = 'enrolled' limit 1)").await;
    let home = officer.get("/home").await;
    assert!(
        home.body.contains(waits) && home.body.contains("待機1人") && home.body.contains(&way),
        "{}",
        home.body
    );
    run("update course set capacity = 2 where id = $1").await;
    assert!(!officer.get("/home").await.body.contains(waits), "the course is full");
}
