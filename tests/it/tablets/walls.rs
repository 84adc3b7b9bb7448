//! Whose it is not: another ward's, another side's, nobody's.

use serde_json::json;

use super::{device, other_tablet, session};
use crate::world::{World, times};

#[tokio::test]
async fn another_wards_tablet_is_not_there() {
    let w = World::new().await;
    let theirs = other_tablet(&w).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    assert_eq!(officer.get(&format!("/tablets/{theirs}")).await.status, 404);
    for path in ["", "/sessions"] {
        let got = recorder.get(&format!("/t/api/tablets/{theirs}{path}")).await;
        assert!(got.status == 404 && got.body.starts_with("{\"problem\""), "{}: {}", got.status, got.body);
    }
    for (path, body) in [
        ("recorders", json!({})),
        ("packs", json!({ "sessions": [session(&w)] })),
        ("operations", json!({ "session": session(&w), "operations": [] })),
        ("rescue", json!({ "envelopes": [] })),
        ("wiped", json!({ "reason": "finished", "at": super::at(), "unsent": 0 })),
    ] {
        let got = recorder.post_json(&format!("/t/api/tablets/{theirs}/{path}"), &body).await;
        assert_eq!(got.status, 404, "{path}: {}", got.body);
    }
    assert!(times(&w, "denied").await >= 5, "the attempts are known");
}

#[tokio::test]
async fn a_tablet_speaks_for_its_own_contract_alone() {
    let w = World::new().await;
    let device = device(&w).await;
    let manager = w.home.account(kayoi::kit::permission::Role::ContractorManager);
    let elsewhere = w.sign_in_under(&w.home, manager, w.home.service_contract.id).await;
    let got = elsewhere.get(&format!("/t/api/tablets/{}", device.id)).await;
    assert_eq!(got.status, 409, "it is their own, of a contract they may choose: {}", got.body);
    assert!(got.body.contains("この端末は別の契約（") && got.body.contains("選び直して"), "{}", got.body);
    let foreign = other_tablet(&w).await;
    assert_eq!(
        elsewhere.get(&format!("/t/api/tablets/{foreign}")).await.status,
        404,
        "another company's is nothing"
    );
    let got = w.as_nobody().get("/t/api/me").await;
    assert!(got.status == 401 && got.body == "{\"problem\":\"login\"}", "{}", got.body);
    assert_eq!(w.as_officer().await.get("/t/api/me").await.status, 403);
    let undesignated = w.as_undesignated().await;
    assert_eq!(undesignated.get(&device.api("sessions")).await.status, 403);
    let me = w.as_recorder().await.get("/t/api/me").await;
    assert!(me.body.contains("\"permitted\"") && me.body.contains("\"token\""), "{}", me.body);
    assert_eq!(me.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn the_shell_holds_nobody_and_its_worker_names_its_files() {
    let w = World::new().await;
    let nobody = w.as_nobody();
    let page = nobody.get("/t/").await;
    assert_eq!((page.status.as_u16(), page.headers["cache-control"].to_str().unwrap()), (200, "no-cache"));
    let csp = page.headers["content-security-policy"].to_str().unwrap();
    assert!(csp.contains("trusted-types tablet") && csp.contains("worker-src 'self'"), "{csp}");
    assert!(csp.contains("require-trusted-types-for 'script'"), "{csp}");
    let worker = nobody.get("/t/sw.js").await;
    assert!(worker.body.starts_with("const FILES=[\"/t/\""), "{}", worker.body);
    assert!(worker.body.contains("const VERSION=\""));
    assert_eq!(nobody.get("/t/kill-sw.js").await.status, 200);
}

/// The wall itself: no pack without a permission, none that the ledger doesn't know, no other's name without their unlock.
#[tokio::test]
async fn the_database_refuses_what_the_pages_would() {
    let w = World::new().await;
    let device = device(&w).await;
    let recorder = w.as_recorder().await;
    sqlx::query("update tablet set permitted_until = '2026-06-16' where id = $1::uuid")
        .bind(&device.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(device.pack(&recorder, &[session(&w)]).await.status, 409);
    let unnoted = sqlx::query(
        "insert into tablet_pack (ward_id, id, contract_id, tablet_id, handover_id, people, made_at, made_by, expires_at)
         select t.ward_id, gen_random_uuid(), t.contract_id, t.id, l.id, 1, now(), t.registered_by, now() + interval '1 day'
         from tablet t join handover_line l on l.contract_id = t.contract_id and not exists (select from tablet_pack p where p.handover_id = l.id)
         where t.id = $1::uuid limit 1",
    )
    .bind(&device.id)
    .execute(&mut w.admin().await)
    .await;
    assert!(unnoted.is_err_and(|error| error.to_string().contains("stands in no ledger")));
}

/// The way to a tablet: a login that was asked for from `/t/` leads back there, and to no other page.
#[tokio::test]
async fn a_login_leads_back_to_the_tablet_alone() {
    let w = World::new().await;
    let password = "なにか長い言葉です2026";
    let hash = crate::world::hasher().hash(password).await.unwrap();
    let account = w.home.account(kayoi::kit::permission::Role::ContractorRecorder).id;
    let name: String =
        sqlx::query_scalar("update account set password_hash = $2 where id = $1 returning login_name")
            .bind(account)
            .bind(hash)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let (nobody, hidden) = (w.as_nobody(), "name=\"next\" value=\"/t/\"");
    assert!(nobody.get("/login?next=/t/").await.body.contains(hidden));
    for other in ["https://example.com/", "//example.com/t/", "/home", "/t/api/me", "/t"] {
        let page = nobody.get(&format!("/login?next={other}")).await.body;
        assert!(!page.contains("name=\"next\""), "{other}");
    }
    let wrong = [("login_name", name.as_str()), ("password", "ちがう長い言葉です2026"), ("next", "/t/")];
    assert!(nobody.post("/login", &wrong).await.body.contains(hidden), "a wrong try loses nothing");
    for (next, to) in [("/t/", "/work?next=/t/"), ("https://example.com/", "/work"), ("", "/work")] {
        let fields = [("login_name", name.as_str()), ("password", password), ("next", next)];
        assert_eq!(nobody.post("/login", &fields).await.location(), to, "{next}");
    }
    let recorder = w.as_recorder().await;
    assert!(recorder.get("/work?next=/t/").await.body.contains(hidden));
    assert!(recorder.get("/password?next=/t/").await.body.contains(hidden));
    assert!(!recorder.get("/work?next=//t/").await.body.contains("name=\"next\""));
    let contract = w.home.contract.id.to_string();
    let chosen = recorder.post("/work", &[("contract", &contract), ("next", "/t/")]).await;
    assert_eq!((chosen.status.as_u16(), chosen.location()), (303, "/t/"), "{}", chosen.body);
    let again = w.as_recorder().await;
    let chosen = again.post("/work", &[("contract", &contract), ("next", "//example.com/")]).await;
    assert_eq!(chosen.location(), "/home");
}

/// What a person reads around a tablet: where to go on, what goes onto it, and that a closed class is still on it.
#[tokio::test]
async fn the_pages_say_what_comes_next() {
    let w = World::new().await;
    super::clear(&w).await;
    let (manager, officer, recorder) = (w.as_manager().await, w.as_officer().await, w.as_recorder().await);
    let id = super::register(&w, &manager, "端末Q").await;
    let page = manager.get(&format!("/tablets/{id}")).await.body;
    assert!(
        !page.contains("つぎに、") && page.contains("まだだれも、この端末に準備していません。"),
        "{page}"
    );
    let form = officer.get(&format!("/tablets/{id}/permission")).await.body;
    assert!(form.contains("端末に入る項目") && form.contains("氏名、カナ"), "{form}");
    assert!(form.contains("24時間まで"), "{form}");
    super::permit(&officer, &id, "R8.7.17").await;
    let page = manager.get(&format!("/tablets/{id}")).await.body;
    assert!(page.contains("つぎに、") && page.contains("href=\"/t/\""), "{page}");
    assert!(
        !officer.get(&format!("/tablets/{id}")).await.body.contains("つぎに、"),
        "the ward prepares none"
    );
    assert!(w.as_nobody().get("/help").await.body.contains("id=\"tablets\""));

    let device = super::enrol(&recorder, &id).await;
    assert_eq!(device.pack(&recorder, &[session(&w)]).await.status, 200);
    let class = format!("/sessions/{}", session(&w));
    let page = recorder.get(&class).await.body;
    assert!(page.contains("端末Qに準備されています") && page.contains("端末の画面へ（/t/）"), "{page}");
    sqlx::query("update session set state = 'closed', closed_at = now() where id = $1")
        .bind(session(&w))
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let page = recorder.get(&class).await.body;
    assert!(
        page.contains("端末Qに、まだ参加者の情報が入っています。") && page.contains("端末から消して"),
        "{page}"
    );
    assert!(!officer.get(&class).await.body.contains("端末Q"), "it is the contractor's to do");
    assert_eq!(device.wipe(&recorder, 0, &[]).await.status, 200);
    assert!(!recorder.get(&class).await.body.contains("端末Q"));
}
