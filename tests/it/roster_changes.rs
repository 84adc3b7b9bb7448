//! A change of the 従事者名簿 over HTTP: approved beforehand where the clauses say so (S3 4(5)), in force with its notice where
//! notice is enough (S4 6), and never in force before the ward has accepted a first list.

use kayoi::kit::permission::Role;
use uuid::Uuid;

use super::world::{Client, Got, World, times};

const APPROVAL: &str = r#"[{"code": "custodian_change"}]"#;
const NOTICE: &str = r#"[{"code": "custodian_notice"}]"#;

/// The version that came back, in which the undesignated stands in the place of all others.
async fn version(w: &World) -> (Uuid, String) {
    let id: Uuid = sqlx::query_scalar("select id from roster where contract_id = $1 and state = 'returned'")
        .bind(w.home.contract.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    (id, format!("/contracts/{}/rosters/{id}", w.home.contract.id))
}

async fn hand_in(manager: &Client, path: &str) -> Got {
    let told = [("version", "2"), ("reason", "退職する人に代わるため")];
    manager.post(&format!("{path}/submission"), &told).await
}

/// Whether the one who joins and one who leaves see people.
async fn see(w: &World) -> [bool; 2] {
    let (joins, leaves) = (w.as_undesignated().await, w.as_recorder().await);
    let mut see = [false; 2];
    for (seen, one) in see.iter_mut().zip([joins, leaves]) {
        *seen = one.get("/participants").await.status == 200;
    }
    see
}

async fn duty(w: &World) -> (String, String) {
    sqlx::query_as(
        "select decision, state || coalesce(' since ' || handed_in_on, '') from obligation
         where contract_id = $1 and occurrence like 'arisen:%' and evidence = 'roster'",
    )
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap()
}

async fn told(w: &World, manager: &Client) {
    let fields = [("occasion", "custodian_change"), ("happened_on", "2026-06-17")];
    let to = format!("/contracts/{}/occasions", w.home.contract.id);
    assert_eq!(manager.post(&to, &fields).await.status, 303);
}

#[tokio::test]
async fn where_approval_is_asked_a_change_waits_for_it() {
    let w = World::new().await;
    w.bind(APPROVAL).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    told(&w, &manager).await;
    let (_, path) = version(&w).await;
    let page = manager.get(&format!("{path}/submission")).await.body;
    assert!(page.contains("区が承認するか差し戻すまで") && page.contains("区に提出する"), "{page}");
    assert_eq!(hand_in(&manager, &path).await.status, 303);
    assert_eq!(see(&w).await, [false, true], "the list in force stays");
    assert_eq!(duty(&w).await, ("approval".into(), "open since 2026-06-17".into()));
    assert_eq!(officer.post(&format!("{path}/receipt"), &[("version", "3")]).await.status, 422);
    assert!(officer.get("/home").await.body.contains("従事者名簿の確認"));
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status, 303);
    assert_eq!(see(&w).await, [true, false]);
    assert_eq!(duty(&w).await.1, "done since 2026-06-17");
    assert_eq!((times(&w, "roster.submit").await, times(&w, "roster.notify").await), (1, 0));
}

#[tokio::test]
async fn where_notice_is_enough_a_change_is_in_force_with_it() {
    let w = World::new().await;
    w.bind(NOTICE).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    told(&w, &manager).await;
    let (_, path) = version(&w).await;
    let page = manager.get(&format!("{path}/submission")).await.body;
    assert!(page.contains("すぐに有効になります") && page.contains("区に届け出る"), "{page}");
    let silent = manager.post(&format!("{path}/submission"), &[("version", "2")]).await;
    assert!(silent.status == 422 && silent.body.contains("変更の理由を入力"), "{}", silent.body);
    assert_eq!(see(&w).await, [false, true]);
    assert_eq!(hand_in(&manager, &path).await.status, 303);
    assert_eq!(see(&w).await, [true, false], "at once");
    assert_eq!(duty(&w).await, ("receipt".into(), "open since 2026-06-17".into()));

    assert!(officer.get("/home").await.body.contains("従事者の変更の届"));
    let shown = officer.get(&path).await.body;
    for words in ["区の受理待ち", "受理する", "追加：", "減少：", "退職する人に代わるため", "届け出ました"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let receipt = format!("{path}/receipt");
    let joined = w.as_undesignated().await;
    assert_eq!(joined.post(&receipt, &[("version", "3")]).await.status, 403, "the ward receives it");
    assert_eq!(officer.post(&format!("{path}/return"), &[("reason", "別の人に")]).await.status, 422);
    assert_eq!(officer.post(&receipt, &[("version", "2")]).await.status, 409);
    assert_eq!(officer.post(&receipt, &[("version", "3")]).await.status, 303);
    assert_eq!(officer.post(&receipt, &[("version", "4")]).await.status, 422, "replayed");
    assert_eq!(duty(&w).await.1, "done since 2026-06-17");
    assert!(!officer.get("/home").await.body.contains("従事者の変更の届"));
    assert_eq!((times(&w, "roster.notify").await, times(&w, "roster.receive").await), (1, 1));
}

async fn state(w: &World, id: Uuid) -> String {
    sqlx::query_scalar("select state from roster where id = $1")
        .bind(id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

/// The stricter clause holds, and notice changes only what the ward has accepted once.
#[tokio::test]
async fn a_first_list_and_a_stricter_clause_still_ask_the_ward() {
    let w = World::new().await;
    w.bind(NOTICE).await;
    let manager = w.as_manager().await;
    let (id, path) = version(&w).await;
    w.bind(APPROVAL).await;
    assert!(manager.get(&format!("{path}/submission")).await.body.contains("区に提出する"));
    assert_eq!(hand_in(&manager, &path).await.status, 303);
    assert_eq!(state(&w, id).await, "submitted");

    let w = World::new().await;
    w.bind(NOTICE).await;
    let manager = w.as_manager().await;
    let (id, path) = version(&w).await;
    sqlx::query("update roster set state = 'draft' where contract_id = $1 and state = 'accepted'")
        .bind(w.home.contract.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(hand_in(&manager, &path).await.status, 303);
    assert_eq!(state(&w, id).await, "submitted", "nothing was accepted before");
}

/// The wall itself, whatever a page would do.
#[tokio::test]
async fn the_database_lets_nobody_put_their_own_list_in_force() {
    let w = World::new().await;
    let (id, _) = version(&w).await;
    let retire = format!(
        "update roster set state = 'replaced', version = version + 1 where contract_id = '{}' and state = 'accepted'",
        w.home.contract.id
    );
    let enforce = format!(
        "update roster set state = 'accepted', submitted_at = app_now(), submitted_by = app_account(), version = version + 1 where id = '{id}'"
    );
    let as_received =
        format!("update roster set decided_at = app_now(), decided_by = app_account() where id = '{id}'");
    for (rules, steps, allowed) in [
        (r#"[{"code": "secrecy"}]"#, vec![&retire, &enforce], false),
        (APPROVAL, vec![&retire, &enforce], false),
        (NOTICE, vec![&retire, &enforce], true),
        (NOTICE, vec![&enforce], false),
        (NOTICE, vec![&retire, &enforce, &as_received], false),
    ] {
        let mut admin = w.admin().await;
        let unbind = "update contract_text set ended_at = now(), ended_by = $2 where contract_id = $1 and ended_at is null";
        let by = w.home.account(Role::WardOfficer).id;
        sqlx::query(unbind).bind(w.home.contract.id).bind(by).execute(&mut admin).await.unwrap();
        w.bind(rules).await;
        let mut connection = w.app.pools.of(Role::ContractorManager.pool()).acquire().await.unwrap();
        sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
        for (name, value) in [
            ("app.ward", w.home.ward.id.to_string()),
            ("app.contract", w.home.contract.id.to_string()),
            ("app.contractor", w.home.contractor.id.to_string()),
            ("app.account", w.home.account(Role::ContractorManager).id.to_string()),
            ("app.role", "contractor.manager".to_owned()),
            ("app.now", "2026-06-17 10:00+09".to_owned()),
        ] {
            let set = sqlx::query("select set_config($1, $2, true)").bind(name).bind(value);
            set.execute(&mut *connection).await.unwrap();
        }
        let mut is_done = true;
        for step in &steps {
            let done = sqlx::raw_sql(sqlx::AssertSqlSafe((*step).clone())).execute(&mut *connection).await;
            is_done = is_done && done.is_ok_and(|done| done.rows_affected() == 1);
        }
        assert_eq!(is_done, allowed, "{rules}: {steps:?}");
        sqlx::raw_sql("rollback").execute(&mut *connection).await.unwrap();
    }
}
