//! What a tablet sends, and what becomes of it.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hkdf::Hkdf;
use kayoi::kit::permission::Role;
use p256::{PublicKey, SecretKey, ecdh::diffie_hellman};
use serde_json::{Value, json};
use sha2::Sha256;
use time::Duration;
use uuid::Uuid;

use super::{Device, account, at, clear, device, number, outcomes, person, session};
use crate::world::{NOW, World, times};

/// What a tablet seals to the server.
fn envelope(device: &Device, inside: &Value) -> Value {
    let secret = SecretKey::from_slice(&[42; 32]).unwrap();
    let shared = diffie_hellman(
        secret.to_nonzero_scalar(),
        PublicKey::from_sec1_bytes(&device.rescue).unwrap().as_affine(),
    );
    let mut key = [0_u8; 32];
    Hkdf::<Sha256>::new(None, shared.raw_secret_bytes().as_slice())
        .expand(b"kayoi-rescue-1", &mut key)
        .unwrap();
    let iv = [9_u8; 12];
    let text = inside.to_string();
    let payload = Payload { msg: text.as_bytes(), aad: device.id.as_bytes() };
    let c = Aes256Gcm::new((&key).into()).encrypt((&iv).into(), payload).unwrap();
    json!({ "e": STANDARD.encode(secret.public_key().to_sec1_bytes()), "iv": STANDARD.encode(iv), "c": STANDARD.encode(c) })
}

fn later(minutes: i64) -> String {
    (NOW + Duration::minutes(minutes)).format(&time::format_description::well_known::Rfc3339).unwrap()
}

#[tokio::test]
async fn whoever_sends_it_stands_under_the_name_of_who_recorded() {
    let w = World::new().await;
    let (manager, device) = (w.as_manager().await, device(&w).await);
    let key = Uuid::new_v4();
    let first = device.operation(session(&w), key, (&person(&w, 0), "pre", Some("128/76/70"), 0), &at());
    let answer = device.send(&manager, session(&w), 1, std::slice::from_ref(&first)).await;
    assert_eq!(outcomes(&answer), ["applied"]);
    let result = &answer["results"][0];
    assert!(result["by"].as_str().is_some_and(|by| by.contains("従事者")), "{result}");
    assert_eq!(result["at"], "10:00");
    let stored: (Uuid, Option<Uuid>, Option<Uuid>) =
        sqlx::query_as("select account_id, sent_by, tablet_id from operation where key = $1")
            .bind(key)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    assert_eq!(stored.0, account(&w, Role::ContractorRecorder));
    assert_eq!(stored.1, Some(account(&w, Role::ContractorManager)));
    assert_eq!(stored.2.map(|id| id.to_string()), Some(device.id.clone()));
    let again = device.send(&manager, session(&w), 1, &[first]).await;
    assert_eq!(outcomes(&again), ["duplicate"]);
    let page = manager.get(&format!("/t/api/tablets/{}/sessions/{}", device.id, session(&w))).await;
    assert!(page.status == 200 && page.body.contains("\"by\":"), "{}", page.body);
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn what_cannot_be_taken_is_parked_once_and_stops_nothing() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, device) = (w.as_recorder().await, device(&w).await);
    let stranger = Uuid::new_v4().to_string();
    let say = |key: u128, who: &str, field: &str, value: &str| {
        let key = Uuid::from_u128(session(&w).as_u128() ^ key);
        device.operation(session(&w), key, (who, field, Some(value), 0), &at())
    };
    let mut forged = say(1, &person(&w, 0), "memo", "別の人が書いた");
    forged["value"] = json!("書き換えた");
    let mut unknown = say(2, &person(&w, 0), "memo", "だれか");
    unknown["recorder"] = json!(Uuid::new_v4());
    let sent = [
        forged,
        unknown,
        say(3, &stranger, "attendance", "present"),
        say(4, &person(&w, 0), "pre", "400/76/70"),
        json!({ "nonsense": true }),
        say(5, &person(&w, 1), "attendance", "present"),
    ];
    let answer = device.send(&recorder, session(&w), 6, &sent).await;
    assert_eq!(outcomes(&answer), ["parked", "parked", "parked", "parked", "parked", "applied"]);
    assert_eq!(answer["unsent_known"], 0, "parked is the server's now");
    assert_eq!(
        (answer["results"][4]["key"].clone(), answer["results"][4]["index"].clone()),
        (Value::Null, json!(4))
    );
    device.send(&recorder, session(&w), 6, &sent).await;
    let parked = "select count(*) from parked_operation where contract_id = $1";
    assert_eq!(number(&w, parked).await, 5, "once, however often it is sent");
    let elsewhere = device.send(&recorder, Uuid::new_v4(), 1, &sent[5..]).await;
    assert_eq!(outcomes(&elsewhere), ["parked"], "the proof is of another session");

    let manager = w.as_manager().await;
    assert!(manager.get("/home").await.body.contains("端末から届いた、保留の記録"));
    let list = manager.get(&format!("/contracts/{}/parked", w.home.contract.id)).await.body;
    assert_eq!(list.matches("決定待ち").count(), 6, "{list}");
    let id: Uuid =
        sqlx::query_scalar("select id from parked_operation where contract_id = $1 and reason = 'person'")
            .bind(w.home.contract.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let page = manager.get(&format!("/parked/{id}")).await.body;
    assert!(page.contains("出席") && page.contains("この日の名簿にいない人"), "{page}");
    assert_eq!(recorder.post(&format!("/parked/{id}/taking"), &[]).await.status, 403);
    assert_eq!(
        manager.post(&format!("/parked/{id}/taking"), &[]).await.status,
        422,
        "somebody has to be chosen"
    );
    let taken = manager.post(&format!("/parked/{id}/taking"), &[("participant", &person(&w, 2))]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert_eq!(
        manager.post(&format!("/parked/{id}/taking"), &[("participant", &person(&w, 2))]).await.status,
        422
    );
    let aside: Uuid = sqlx::query_scalar(
        "select id from parked_operation where contract_id = $1 and reason = 'proof' limit 1",
    )
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(manager.post(&format!("/parked/{aside}/aside"), &[]).await.status, 422);
    assert_eq!(
        manager.post(&format!("/parked/{aside}/aside"), &[("words", "本人に確かめた")]).await.status,
        303
    );
    assert!(manager.get(&format!("/parked/{aside}")).await.body.contains("本人に確かめた"));
}

#[tokio::test]
async fn a_chain_of_one_tablet_is_no_conflict() {
    let w = World::new().await;
    let (recorder, device) = (w.as_recorder().await, device(&w).await);
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    let one = device.operation(session(&w), first, (&person(&w, 0), "memo", Some("元気"), 0), &at());
    let mut two = device.operation(session(&w), second, (&person(&w, 0), "memo", Some("疲れ"), 0), &at());
    two["after"] = json!(first);
    let answer = device.send(&recorder, session(&w), 2, &[one, two.clone()]).await;
    assert_eq!(outcomes(&answer), ["applied", "applied"]);
    // The next day, in a request of its own.
    let mut three =
        device.operation(session(&w), Uuid::new_v4(), (&person(&w, 0), "memo", Some("早退"), 0), &at());
    three["after"] = json!(second);
    assert_eq!(outcomes(&device.send(&recorder, session(&w), 1, &[three]).await), ["applied"]);
    let other =
        device.operation(session(&w), Uuid::new_v4(), (&person(&w, 0), "memo", Some("別の端末"), 0), &at());
    let clash = device.send(&recorder, session(&w), 1, &[other]).await;
    assert_eq!(outcomes(&clash), ["conflict"]);
    assert_eq!(clash["results"][0]["value"], "早退");
    assert!(clash["results"][0]["others"][0]["by"].as_str().is_some());
}

#[tokio::test]
async fn after_its_permission_a_tablet_gives_what_it_had() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, officer, device) = (w.as_recorder().await, w.as_officer().await, device(&w).await);
    let say = |field: &str, value: &str, at: &str| {
        device.operation(session(&w), Uuid::new_v4(), (&person(&w, 0), field, Some(value), 0), at)
    };
    w.app.clock.advance(Duration::minutes(10));
    let stop = format!("/tablets/{}/revocation", device.id);
    assert_eq!(officer.post(&stop, &[("words", "なくした")]).await.status, 303);
    w.app.clock.advance(Duration::minutes(10));
    let sent = [
        say("attendance", "present", &later(5)),
        say("memo", "止めた後", &later(15)),
        say("pre", "128/76/70", &later(900)),
    ];
    let answer = device.send(&recorder, session(&w), 3, &sent).await;
    assert_eq!(
        (outcomes(&answer), answer["state"].as_str()),
        (vec!["applied", "parked", "parked"], Some("revoked"))
    );

    let inside = json!({ "session": session(&w), "operation": say("post", "120/70/66", &later(5)) });
    let broken = json!({ "e": "AAAA", "iv": "AAAA", "c": "AAAA" });
    let body = json!({ "envelopes": [envelope(&device, &inside), broken, envelope(&device, &inside)] });
    let got = recorder.post_json(&device.api("rescue"), &body).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let rescued: Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!(outcomes(&rescued), ["applied", "parked", "duplicate"]);
    assert_eq!(rescued["results"][1]["index"], 1);
    assert_eq!(times(&w, "tablet.rescue").await, 1);
    assert_eq!(device.pack(&recorder, &[session(&w)]).await.status, 409);
}

#[tokio::test]
async fn past_its_day_it_packs_nothing_and_still_sends() {
    let w = World::new().await;
    clear(&w).await;
    let device = device(&w).await;
    let recorder = w.as_recorder().await;
    let said = (person(&w, 0), "attendance");
    let before = device.operation(session(&w), Uuid::new_v4(), (&said.0, said.1, Some("present"), 0), &at());
    assert_eq!(device.pack(&recorder, &[session(&w)]).await.status, 200);
    w.app.clock.advance(Duration::days(31));
    let recorder = w.as_recorder().await;
    let state = recorder.get(&format!("/t/api/tablets/{}", device.id)).await.body;
    assert!(state.contains("\"expired\""), "{state}");
    assert_eq!(outcomes(&device.send(&recorder, session(&w), 1, &[before]).await), ["applied"]);
    assert!(recorder.get("/home").await.body.contains("消去の記録がない端末"));
    assert_eq!(device.wipe(&recorder, 0, &[]).await.status, 200);
    let state = recorder.get(&format!("/t/api/tablets/{}", device.id)).await.body;
    assert!(state.contains("\"wiped\""), "{state}");
}

#[tokio::test]
async fn a_first_report_comes_once() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, manager, device) = (w.as_recorder().await, w.as_manager().await, device(&w).await);
    let key = Uuid::new_v4();
    let (kind, words, told) = ("accident", "立ち上がるときに転んだ", json!(["family"]));
    let people = json!([person(&w, 0)]);
    let over = json!([device.id, session(&w), key, kind, at(), words, people, told, at()]).to_string();
    let report = json!({ "key": key, "session": session(&w), "kind": kind, "happened_at": at(), "words": words, "participants": people,
        "told": told, "recorder": device.account, "at": at(), "proof": device.prove(&over) });
    let got = manager.post_json(&device.api("incidents"), &report).await;
    assert!(got.status == 200 && got.body.contains("\"applied\""), "{}", got.body);
    assert!(manager.post_json(&device.api("incidents"), &report).await.body.contains("\"duplicate\""));
    let page = manager.get(&format!("/incidents/{key}")).await.body;
    assert!(page.contains("立ち上がるときに転んだ") && page.contains("端末で書いた人"), "{page}");
    let mut inside = report.clone();
    inside.as_object_mut().unwrap().remove("session");
    let sealed =
        json!({ "envelopes": [envelope(&device, &json!({ "session": session(&w), "incident": inside }))] });
    let rescued = recorder.post_json(&device.api("rescue"), &sealed).await.body;
    assert!(rescued.contains("\"duplicate\""), "{rescued}");
    let mut forged = report;
    forged["words"] = json!("うそ");
    forged["key"] = json!(Uuid::new_v4());
    assert!(recorder.post_json(&device.api("incidents"), &forged).await.body.contains("\"parked\""));
}

/// A name that stands elsewhere in the ward is parked and stops nothing else, in a request as in an envelope.
#[tokio::test]
async fn a_name_that_stands_elsewhere_stops_nothing_else() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, device) = (w.as_recorder().await, device(&w).await);
    let say = |key: Uuid, who: usize, field: &str, value: &str| {
        device.operation(session(&w), key, (&person(&w, who), field, Some(value), 0), &at())
    };
    let known = Uuid::new_v4();
    assert_eq!(
        outcomes(&device.send(&recorder, session(&w), 1, &[say(known, 0, "attendance", "present")]).await),
        ["applied"]
    );
    let sent = [say(known, 1, "attendance", "present"), say(Uuid::new_v4(), 2, "attendance", "present")];
    assert_eq!(outcomes(&device.send(&recorder, session(&w), 2, &sent).await), ["parked", "applied"]);
    let reasons: Value = sqlx::query_scalar(
        "select detail -> 'reasons' from audit_event where ward_id = $1 and detail ? 'reasons' order by seq desc limit 1",
    )
    .bind(w.home.ward.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(reasons, json!({ "value": 1 }), "the record says why");

    let other = Uuid::new_v4();
    sqlx::query(
        "insert into incident select (jsonb_populate_record(i, jsonb_build_object('id', $2, 'contract_id', $3, 'session_id', null, 'participant_id', null))).*
         from incident i where i.ward_id = $1 limit 1",
    )
    .bind(w.home.ward.id)
    .bind(other)
    .bind(w.home.service_contract.id)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
    let words = "転んだ";
    let over =
        json!([device.id, session(&w), other, "accident", at(), words, [], ["family"], at()]).to_string();
    let report = json!({ "key": other, "kind": "accident", "happened_at": at(), "words": words, "participants": [],
        "told": ["family"], "recorder": device.account, "at": at(), "proof": device.prove(&over) });
    let envelopes = json!({ "envelopes": [
        envelope(&device, &json!({ "session": session(&w), "operation": say(known, 2, "memo", "別") })),
        envelope(&device, &json!("とちゅうで切れた")),
        envelope(&device, &json!({ "session": session(&w), "incident": report })),
        envelope(&device, &json!({ "session": session(&w), "operation": say(Uuid::new_v4(), 2, "memo", "元気") })),
    ] });
    let got = recorder.post_json(&device.api("rescue"), &envelopes).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let rescued: Value = serde_json::from_str(&got.body).unwrap();
    let all = outcomes(&rescued);
    assert_eq!(all, ["parked", "parked", "parked", "applied"]);
    let text: Uuid = sqlx::query_scalar(
        "select id from parked_operation where contract_id = $1 and reason = 'unreadable'",
    )
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    let page = w.as_manager().await.get(&format!("/parked/{text}")).await.body;
    assert!(page.contains("とちゅうで切れた"), "what opened is read: {page}");
}

/// What an entry follows is part of its proof: whoever sends it can't have it follow what its author never saw.
#[tokio::test]
async fn what_an_entry_follows_is_proven_and_its_own_tablets() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, manager, device) = (w.as_recorder().await, w.as_manager().await, device(&w).await);
    let sealed = |value: &str, after: Option<Uuid>| {
        let (key, who) = (Uuid::new_v4(), person(&w, 0));
        let words = json!([device.id, session(&w), key, who, "memo", value, 0, at(), after]).to_string();
        json!({ "v": 2, "recorder": device.account, "key": key, "participant": who, "field": "memo", "value": value, "base": 0,
            "at": at(), "after": after, "proof": device.prove(&words) })
    };
    let (first, follows) = (sealed("元気", None), |of: &Value| of["key"].as_str().unwrap().parse().ok());
    let second = sealed("疲れ", follows(&first));
    let answer = device.send(&recorder, session(&w), 2, &[first, second]).await;
    assert_eq!(outcomes(&answer), ["applied", "applied"]);
    let online = Uuid::new_v4();
    let body = json!({ "operations": [{ "key": online, "participant": person(&w, 0), "field": "memo", "value": "看護職が見た", "base": 2, "at": at() }] });
    let by_hand = manager.post_json(&format!("/sessions/{}/operations", session(&w)), &body).await;
    assert!(by_hand.status == 200 && by_hand.body.contains("applied"), "{}", by_hand.body);
    let mut bent = sealed("元気でした", None);
    bent["after"] = json!(online);
    assert_eq!(
        outcomes(&device.send(&manager, session(&w), 1, &[bent]).await),
        ["parked"],
        "not as it was signed"
    );
    let follows_another = sealed("元気でした", Some(online));
    let answer = device.send(&recorder, session(&w), 1, &[follows_another]).await;
    assert_eq!(outcomes(&answer), ["conflict"], "an entry follows its own tablet's alone");
}
