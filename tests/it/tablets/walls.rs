//! Whose it is not: another ward's, another side's, nobody's.

use kayoi::kit::permission::Role;
use serde_json::{Value, json};

use super::{OTHER_MACHINE, at, clear, device, enrol, number, other_tablet, outcomes, person, session};
use crate::{
    wall::tried,
    world::{World, times},
};

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
        ("wiped", json!({ "reason": "finished", "at": at(), "unsent": 0 })),
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
    let manager = w.home.account(Role::ContractorManager);
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

/// A permission belongs to one machine: while something is on it no other prepares under its name, and none speaks for it.
#[tokio::test]
async fn one_machine_goes_by_the_name_of_a_tablet() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, manager, device) = (w.as_recorder().await, w.as_manager().await, device(&w).await);
    let nameless = device.pack_on("", &recorder, &[session(&w)]).await;
    assert!(nameless.status == 422 && nameless.body.contains("読み込み直して"), "{}", nameless.body);
    let stranger = device.pack(&manager, &[session(&w)]).await;
    assert!(stranger.status == 409 && stranger.body.contains("記録者になって"), "{}", stranger.body);
    let got = device.pack(&recorder, &[session(&w)]).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let pack = serde_json::from_str::<Value>(&got.body).unwrap()["pack"].clone();
    enrol(&manager, &device.id).await;
    let second = device.pack_on(OTHER_MACHINE, &manager, &[session(&w)]).await;
    assert!(second.status == 409 && second.body.contains("別の機械で準備されていて"), "{}", second.body);
    let past_the_page = format!(
        "insert into tablet_pack (ward_id, id, contract_id, tablet_id, handover_id, people, made_at, made_by, expires_at, device)
         select ward_id, gen_random_uuid(), contract_id, tablet_id, handover_id, 1, now(), '{}', now() + interval '1 day', decode(repeat('02', 32), 'hex')
         from tablet_pack where tablet_id = '{}'",
        super::account(&w, Role::ContractorManager),
        device.id
    );
    let wall = tried(&w, Role::ContractorManager, w.home.contract.id, &past_the_page).await;
    assert_eq!(wall, Err("42501".into()), "nor past the page");

    let unsent = "select coalesce(sum(unsent), 0)::bigint from tablet_pack_session where contract_id = $1";
    device.send(&recorder, session(&w), 3, &[]).await;
    assert_eq!(number(&w, unsent).await, 3);
    device.send_on(OTHER_MACHINE, &manager, session(&w), 0, &[]).await;
    assert_eq!(number(&w, unsent).await, 3, "another machine doesn't say what is on this one");
    let open = "select count(*) from tablet_pack where contract_id = $1 and wipe_id is null";
    for (machine, who) in [(OTHER_MACHINE, &manager), ("", &recorder)] {
        let wiped = device.wipe_on(machine, who, 0, std::slice::from_ref(&pack)).await;
        assert!(wiped.status == 409 && wiped.body.contains("別の機械の消去"), "{}", wiped.body);
    }
    sqlx::query("update account set role = 'recorder' where id = $1")
        .bind(w.home.undesignated.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let newcomer = w.as_undesignated().await;
    let false_word = device.wipe(&newcomer, 0, std::slice::from_ref(&pack)).await;
    assert!(
        false_word.status == 422 && false_word.body.contains("記録者か事業者の管理者"),
        "{}",
        false_word.body
    );
    assert_eq!((times(&w, "tablet.refused").await, number(&w, open).await), (1, 1));
    assert_eq!(device.wipe(&recorder, 0, &[]).await.status, 200, "its own, named or not");
    assert_eq!(number(&w, open).await, 0);
    assert_eq!(
        device.pack_on(OTHER_MACHINE, &recorder, &[session(&w)]).await.status,
        200,
        "the next machine"
    );
}

/// No tablet lends anybody a name: neither an account without an unlock on it, nor one that had left the 従事者名簿.
#[tokio::test]
async fn who_left_the_list_records_nothing_more() {
    let w = World::new().await;
    clear(&w).await;
    let (manager, device) = (w.as_manager().await, device(&w).await);
    let said = |value: &str| {
        device.operation(session(&w), uuid::Uuid::new_v4(), (&person(&w, 0), "memo", Some(value), 0), &at())
    };
    let anothers = format!(
        "insert into operation (ward_id, key, session_id, participant_id, contract_id, field, value, base_version, version, outcome, account_id, at, recorded_at, tablet_id, sent_by)
         select ward_id, gen_random_uuid(), '{}', '{}', contract_id, 'attendance', 'present', 0, 1, 'applied', '{}', now(), now(), id, '{}' from tablet where id = '{}'",
        session(&w),
        person(&w, 0),
        w.home.undesignated.id,
        super::account(&w, Role::ContractorManager),
        device.id
    );
    let wall = tried(&w, Role::ContractorManager, w.home.contract.id, &anothers).await;
    assert_eq!(wall, Err("42501".into()), "no other's name without their unlock");
    sqlx::query("update designation set valid_to = '2026-06-16' where ward_id = $1 and account_id = $2")
        .bind(w.home.ward.id)
        .bind(super::account(&w, Role::ContractorRecorder))
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let answer = device.send(&manager, session(&w), 1, &[said("やめた後")]).await;
    assert_eq!(outcomes(&answer), ["parked"]);
    let reason = "select count(*) from parked_operation where contract_id = $1 and reason = 'recorder'";
    assert_eq!(number(&w, reason).await, 1);
    let standing = manager.get(&format!("/t/api/tablets/{}", device.id)).await.body;
    assert!(standing.contains("\"recorders\":[]"), "their unlock goes from the tablet: {standing}");
}

/// The way to a tablet: a login that was asked for from `/t/` leads back there, and to no other page.
#[tokio::test]
async fn a_login_leads_back_to_the_tablet_alone() {
    let w = World::new().await;
    let password = "なにか長い言葉です2026";
    let hash = crate::world::hasher().hash(password).await.unwrap();
    let account = w.home.account(Role::ContractorRecorder).id;
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
    clear(&w).await;
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

    let device = enrol(&recorder, &id).await;
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
