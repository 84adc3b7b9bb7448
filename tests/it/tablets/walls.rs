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
    assert_eq!(elsewhere.get(&format!("/t/api/tablets/{}", device.id)).await.status, 404);
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
