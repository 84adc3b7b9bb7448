//! From the registration to the wipe.

use kayoi::kit::permission::Role;
use serde_json::Value;

use super::{account, at, clear, device, enrol, number, outcomes, permit, person, register, session};
use crate::{
    custodians::bind,
    world::{World, times},
};

const OUTSTANDING: &str = "select count(*) from things_of((select ward_id from contract where id = $1), $1) t
    join tablet_pack p on p.handover_id = t.item_id where t.outstanding > 0";

#[tokio::test]
async fn a_tablet_is_registered_by_one_side_and_permitted_by_the_other() {
    let w = World::new().await;
    let (manager, officer, recorder) = (w.as_manager().await, w.as_officer().await, w.as_recorder().await);
    let list = format!("/contracts/{}/tablets", w.home.contract.id);
    assert_eq!(recorder.post(&list, &[]).await.status, 403, "a recorder registers none");
    let empty = manager.post(&list, &[("label", "端末Z")]).await;
    assert!(empty.status == 422 && empty.body.contains("暗号化を設定してから"), "{}", empty.body);
    let id = register(&w, &manager, "端末A").await;
    let again = [("label", "端末A"), ("model", "x"), ("keeping", "y"), ("locked", "yes")];
    let again = manager.post(&list, &again).await;
    assert!(again.status == 422 && again.body.contains("同じ名前の端末"), "{}", again.body);
    assert!(officer.get("/home").await.body.contains("端末の許可"), "it waits on the ward's home");
    assert_eq!(manager.post(&format!("/tablets/{id}/permission"), &[("until", "R8.7.17")]).await.status, 403);
    assert_eq!(manager.get(&format!("/t/api/tablets/{id}/sessions")).await.status, 409, "not permitted yet");
    for (until, what) in [("R8.6.16", "以後の日"), ("R99.1.1", "以前の日")] {
        let got = officer.post(&format!("/tablets/{id}/permission"), &[("until", until)]).await;
        assert!(got.status == 422 && got.body.contains(what), "{until}: {}", got.body);
    }
    permit(&officer, &id, "R8.7.17").await;
    let replay = officer.post(&format!("/tablets/{id}/refusal"), &[("words", "遅い")]).await;
    assert!(replay.status == 422 && replay.body.contains("すでに区が決定"), "{}", replay.body);
    assert_eq!(times(&w, "tablet.permit").await, 1);
    assert_eq!(times(&w, "tablet.refused").await, 1);
    let device = enrol(&recorder, &id).await;
    assert_eq!(device.account, account(&w, Role::ContractorRecorder).to_string());
    let same = enrol(&recorder, &id).await;
    assert_eq!(device.prove("x"), same.prove("x"), "the key is derived, and the same each time");
    assert_ne!(device.prove("x"), enrol(&manager, &id).await.prove("x"), "each has their own");
    let stop = format!("/tablets/{id}/revocation");
    assert_eq!(officer.post(&stop, &[]).await.status, 422, "with a reason");
    assert_eq!(officer.post(&stop, &[("words", "紛失のおそれ")]).await.status, 303);
    assert_eq!(recorder.get(&format!("/t/api/tablets/{id}/sessions")).await.status, 409);
    assert!(manager.get(&format!("/tablets/{id}")).await.body.contains("紛失のおそれ"));
}

#[tokio::test]
async fn a_pack_stands_in_the_ledger_until_its_wipe() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, manager, officer) = (w.as_recorder().await, w.as_manager().await, w.as_officer().await);
    let device = device(&w).await;
    let offered = recorder.get(&device.api("sessions")).await.body;
    assert!(offered.contains(&session(&w).to_string()), "{offered}");
    let got = device.pack(&recorder, &[session(&w)]).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let pack: Value = serde_json::from_str(&got.body).unwrap();
    let people = pack["sessions"][0]["people"].as_array().unwrap();
    assert_eq!(people.len(), 3);
    assert!(people[0]["previous"]["pre"].as_str().is_some(), "{}", people[0]);
    assert!(!got.body.contains("address"), "only what the screen shows");
    assert_eq!(times(&w, "tablet.prepare").await, 1);
    assert_eq!(number(&w, OUTSTANDING).await, 1);
    let open = "select count(*) from tablet_pack where contract_id = $1 and wipe_id is null";
    assert_eq!(number(&w, open).await, 1);
    let standing = officer.get(&format!("/contracts/{}/standing", w.home.contract.id)).await.body;
    assert!(standing.contains("端末にあり、消去していない準備が1件"), "{standing}");
    let ledger = format!("/contracts/{}/handovers", w.home.contract.id);
    let ledger_of_all = format!("{ledger}?show=all");
    let page = manager.get(&ledger_of_all).await.body;
    assert!(page.contains("端末Aへの準備") && !page.contains("消去ずみ（"), "{page}");

    let refused = device.wipe(&recorder, 2, &[]).await;
    assert!(refused.status == 409 && refused.body.contains("2件"), "{}", refused.body);
    let wiped = device.wipe(&recorder, 0, &[pack["pack"].clone()]).await;
    assert_eq!(wiped.status, 200, "{}", wiped.body);
    assert_eq!(device.wipe(&recorder, 0, &[pack["pack"].clone()]).await.body, wiped.body, "it is told once");
    assert_eq!(times(&w, "tablet.wipe").await, 1);
    assert_eq!(number(&w, OUTSTANDING).await, 0, "things_of");
    let standing = officer.get(&format!("/contracts/{}/standing", w.home.contract.id)).await.body;
    assert!(!standing.contains("消去していない準備"), "keeps_open");
    assert_eq!(manager.get(&ledger).await.status, 200, "handovers::balance adds up");
    let record: Value = serde_json::from_str(&wiped.body).unwrap();
    let list = officer.get(&format!("/contracts/{}/tablets", w.home.contract.id)).await.body;
    let wipe = record["record"].as_str().unwrap();
    assert!(list.contains(wipe), "{list}");

    let ended = format!("消去ずみ（消去記録 {wipe}）");
    let page = manager.get(&ledger_of_all).await.body;
    assert!(page.contains("端末Aへの準備") && page.contains(&ended), "{page}");
    let csv = manager.get(&format!("{ledger}/table/csv")).await.body;
    assert!(csv.contains("端末Aへの準備") && csv.contains(&ended), "{csv}");
    assert!(manager.get(&format!("{ledger}/pdf")).await.body.starts_with("%PDF"));
    let entry: uuid::Uuid = sqlx::query_scalar("select handover_id from tablet_pack where contract_id = $1")
        .bind(w.home.contract.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    for path in [format!("/handovers/{entry}"), format!("/held-items/{entry}")] {
        let page = officer.get(&path).await.body;
        assert!(page.contains("端末Aへの準備") && page.contains(&ended), "{path}: {page}");
        assert!(page.contains(&format!("href=\"/tablets/{}\"", device.id)), "{path} leads to the tablet");
    }
}

/// A pack that was reported as destroyed with its tablet, and wiped after all, is gone once.
#[tokio::test]
async fn what_was_erased_twice_is_gone_once() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, device) = (w.as_recorder().await, device(&w).await);
    assert_eq!(device.pack(&recorder, &[session(&w)]).await.status, 200);
    sqlx::query(
        "with e as (insert into erasure (ward_id, id, contract_id, unit, erased_on, due_on, ends_reading, sealed, state, reported_at, reported_by, decided_at, decided_by, version)
           select ward_id, gen_random_uuid(), id, 'contract', '2026-06-17', '2026-06-24', false, '\\x01', 'accepted', now(), $2, now(), $2, 2 from contract where id = $1 returning *)
         insert into erasure_line (ward_id, id, contract_id, erasure_id, item_id, quantity, method, sealed)
           select e.ward_id, gen_random_uuid(), e.contract_id, e.id, p.handover_id, 1, 'physical', '\\x01' from e join tablet_pack p on p.contract_id = e.contract_id",
    )
    .bind(w.home.contract.id)
    .bind(account(&w, Role::ContractorManager))
    .execute(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(number(&w, OUTSTANDING).await, 0);
    assert_eq!(device.wipe(&recorder, 0, &[]).await.status, 200);
    assert_eq!(number(&w, OUTSTANDING).await, 0);
    let ledger = format!("/contracts/{}/handovers", w.home.contract.id);
    assert_eq!(w.as_manager().await.get(&ledger).await.status, 200, "the balance holds");
}

#[tokio::test]
async fn the_clauses_decide_whether_a_tablet_goes_along() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, manager, officer) = (w.as_recorder().await, w.as_manager().await, w.as_officer().await);
    let early = device(&w).await;
    bind(&w, serde_json::json!([{ "code": "take_out" }])).await;
    let kept_in = early.pack(&recorder, &[session(&w)]).await;
    assert!(kept_in.status == 422 && kept_in.body.contains("持出し"), "{}", kept_in.body);
    assert_eq!(times(&w, "file.refused").await, 1);
    let id = register(&w, &manager, "端末B").await;
    let ask = officer.get(&format!("/tablets/{id}/permission")).await;
    assert!(ask.status == 422 && ask.body.contains("申請と承諾が要ります"), "{}", ask.body);
    let form = [
        ("kind", "take_out"),
        ("scope", "端末1台"),
        ("reason", "会場に通信がない"),
        ("route", "本社から会場まで"),
        ("protection", "暗号化"),
        ("starts_on", "R8.6.17"),
        ("ends_on", "R8.6.30"),
        ("covers_files", "yes"),
    ];
    let applied = manager.post(&format!("/contracts/{}/permits", w.home.contract.id), &form).await;
    let approval = format!("{}/approval", applied.location());
    assert_eq!(officer.post(&approval, &[]).await.status, 303, "{}", applied.body);
    let late = officer.post(&format!("/tablets/{id}/permission"), &[("until", "R8.7.1")]).await;
    assert!(late.status == 422 && late.body.contains("令和8年6月30日以前の日"), "{}", late.body);
    permit(&officer, &id, "R8.6.30").await;
    assert_eq!(enrol(&recorder, &id).await.pack(&recorder, &[session(&w)]).await.status, 200);

    bind_never(&w).await;
    let list = manager.get(&format!("/contracts/{}/tablets", w.home.contract.id)).await.body;
    assert!(list.contains("例外なく禁じています") && !list.contains("/tablets/new"), "{list}");
    assert_eq!(manager.get(&format!("/contracts/{}/tablets/new", w.home.contract.id)).await.status, 422);
}

async fn bind_never(w: &World) {
    sqlx::query("update clause_binding set rules = '[{\"code\": \"take_out\", \"parameters\": {\"mode\": \"never\"}}]' where ward_id = $1 and version = 99")
        .bind(w.home.ward.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_session_stays_open_while_a_tablet_has_entries_of_it() {
    let w = World::new().await;
    clear(&w).await;
    let (recorder, device) = (w.as_recorder().await, device(&w).await);
    assert_eq!(device.pack(&recorder, &[session(&w)]).await.status, 200);
    let close = format!("/sessions/{}/close", session(&w));
    let silent = recorder.get(&close).await.body;
    assert!(silent.contains("連絡がありません") && silent.contains("nothing_unsent"), "{silent}");
    let unticked = recorder.post(&close, &[]).await;
    assert!(
        unticked.status == 422 && unticked.body.contains("連絡のない端末に未送信がない"),
        "{}",
        unticked.body
    );
    let sent = device.operation(
        session(&w),
        uuid::Uuid::new_v4(),
        (&person(&w, 0), "attendance", Some("present"), 0),
        &at(),
    );
    let answer = device.send(&recorder, session(&w), 3, &[sent]).await;
    assert_eq!((outcomes(&answer), answer["unsent_known"].as_u64()), (vec!["applied"], Some(2)));
    let waits = recorder.post(&close, &[]).await;
    assert!(waits.status == 422 && waits.body.contains("まだ送っていない記録が2件"), "{}", waits.body);
    device.send(&recorder, session(&w), 0, &[]).await;
    let quiet = recorder.get(&close).await.body;
    assert!(!quiet.contains("連絡がありません") && !quiet.contains("まだ送っていない"), "{quiet}");
}
