//! 予定表の購読 over HTTP: an address that a calendar program reads without a login, and that tells nobody more than it should.

use kayoi::kit::permission::Role;

use super::world::{Client, World};

/// The path of a new address.
async fn made(client: &Client) -> String {
    let page = client.post("/obligations/calendar-feed", &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let path = page.body.split("/calendars/").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    format!("/calendars/{path}")
}

#[tokio::test]
async fn a_calendar_follows_what_is_open_without_a_login() {
    let w = World::new().await;
    w.bind(r#"[{"code": "emergency_contacts"}]"#).await;
    let (manager, officer, guest) = (w.as_manager().await, w.as_officer().await, w.as_nobody());
    let renewal = format!("/contracts/{}/obligations/renewal", w.home.contract.id);
    assert_eq!(officer.post(&renewal, &[]).await.status, 303);
    let (wards, contractors) = (made(&officer).await, made(&manager).await);
    let (all, own) = (guest.get(&wards).await, guest.get(&contractors).await);
    assert_eq!((all.status.as_u16(), own.status.as_u16()), (200, 200));
    assert!(all.headers["content-type"].to_str().unwrap().starts_with("text/calendar"));
    let unfolded = |text: &str| text.replace("\r\n ", "");
    assert!(unfolded(&all.body).contains("緊急時の連絡先と手順の確認（区）"));
    assert!(unfolded(&own.body).contains("緊急時の連絡先と手順の確認（受託者）"));
    assert!(!unfolded(&own.body).contains("（区）"), "what the ward owes is the ward's");
    for person in &w.home.people {
        assert!(!all.body.contains(&person.name), "nobody is named");
    }
    assert!(!officer.get("/obligations/calendar-feed").await.body.contains("/calendars/"), "shown once");
}

#[tokio::test]
async fn an_address_ends_with_a_new_one_its_owner_or_its_contract() {
    let w = World::new().await;
    let (manager, officer, guest) = (w.as_manager().await, w.as_officer().await, w.as_nobody());
    let first = made(&officer).await;
    let second = made(&officer).await;
    assert_eq!(guest.get(&first).await.status, 404);
    assert_eq!(guest.get(&second).await.status, 200);
    assert_eq!(officer.post("/obligations/calendar-feed/end", &[]).await.status, 303);
    assert_eq!(guest.get(&second).await.status, 404);
    assert_eq!(officer.post("/obligations/calendar-feed/end", &[]).await.status, 422);

    let theirs = made(&manager).await;
    assert!(guest.get(&theirs).await.body.contains("BEGIN:VEVENT"));
    let mut admin = w.admin().await;
    let account = w.home.account(Role::ContractorManager).id;
    let set = "update account set state = $2 where id = $1";
    sqlx::query(set).bind(account).bind("disabled").execute(&mut admin).await.unwrap();
    assert_eq!(guest.get(&theirs).await.status, 404, "a disabled account follows nothing");
    for part in ["x.ics", "..%2Fhome", "あ"] {
        assert_eq!(guest.get(&format!("/calendars/{part}")).await.status, 404, "{part}");
    }
    assert_eq!(
        w.role(Role::ContractorRecorder).await.post("/obligations/calendar-feed", &[]).await.status,
        403
    );
}
