//! 対策の一覧 over HTTP: both sides mark, another person accepts, changes are marked, the duty of both is done.

use std::collections::BTreeSet;

use kayoi::kit::permission::Role;
use sqlx::Row as _;
use uuid::Uuid;

use super::world::{Client, Got, World, times};

/// ○ for every measure that the form asks for but these.
pub async fn mark(client: &Client, path: &str, side: &str, version: &str, without: &[&str]) -> Got {
    let page = client.get(&format!("{path}/marks?side={side}")).await.body;
    let names: BTreeSet<&str> = page
        .split("type=\"radio\"")
        .skip(1)
        .filter_map(|rest| rest.split("name=\"").nth(1)?.split('"').next())
        .collect();
    assert!(names.len() > 20 || page.contains("受託者が自分で"), "{page}");
    let mut fields = vec![("side", side), ("version", version)];
    fields.extend(names.iter().map(|name| (*name, if without.contains(name) { "no" } else { "yes" })));
    client.post(&format!("{path}/marks"), &fields).await
}

/// The duty of both sides, as a clause of the contract would have made it.
async fn owe(w: &World) {
    for side in ["contractor", "ward"] {
        sqlx::query(
            "insert into obligation (ward_id, id, contract_id, rule, occurrence, title, clauses, owed_by, event_on, due_on, last_on, explanation, evidence, decision, remind_on, escalate_on, state)
             select ward_id, $2, contract_id, 'measures_checklist', 'start', '対策の一覧の確認', clauses, $3, event_on, due_on, last_on, explanation, 'measures', 'none', remind_on, escalate_on, 'open'
             from obligation where contract_id = $1 limit 1",
        )
        .bind(w.home.contract.id)
        .bind(Uuid::new_v4())
        .bind(side)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    }
}

/// 「contractor open since 2026-06-17」, by side.
async fn owed(w: &World) -> Vec<String> {
    let rows = sqlx::query(
        "select owed_by || ' ' || state || coalesce(' since ' || handed_in_on, '') as how from obligation
         where contract_id = $1 and rule = 'measures_checklist' order by owed_by",
    )
    .bind(w.home.contract.id)
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap();
    rows.iter().map(|row| row.get("how")).collect()
}

#[tokio::test]
async fn both_sides_mark_and_the_ward_accepts_once() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    owe(&w).await;
    let begin = format!("/contracts/{}/measures", w.home.contract.id);
    let connected = [("connection", "yes")];
    assert_eq!(manager.post(&begin, &connected).await.status, 403, "the ward begins");
    let begun = officer.post(&begin, &connected).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let path = begun.location().to_owned();
    let second = officer.post(&begin, &connected).await;
    assert!(second.status == 422 && second.body.contains("確認していない版があります"), "{}", second.body);

    let short =
        officer.post(&format!("{path}/marks"), &[("version", "1"), ("outsourcing-rules", "yes")]).await;
    assert!(short.status == 422 && short.body.contains("○か−を選んでください"), "{}", short.body);
    assert!(short.body.contains("value=\"yes\" checked"), "what was typed stays");
    assert_eq!(mark(&officer, &path, "ward", "1", &[]).await.status, 303);
    let theirs = officer.post(&format!("{path}/marks"), &[("side", "contractor"), ("version", "2")]).await;
    assert!(theirs.status == 422 && theirs.body.contains("受託者が自分で入力します"), "{}", theirs.body);
    let early = officer.post(&format!("{path}/acceptance"), &[("version", "2")]).await;
    assert!(early.status == 422 && early.body.contains("両方の印がそろってから"), "{}", early.body);
    assert_eq!(times(&w, "measures.refused").await, 2);

    assert_eq!(mark(&manager, &path, "contractor", "2", &["connection-standby"]).await.status, 303);
    assert_eq!(owed(&w).await, ["contractor open since 2026-06-17", "ward open"]);
    assert_eq!(manager.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status, 403);
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[("version", "2")]).await.status, 409, "stale");
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status, 303);
    let again = officer.post(&format!("{path}/acceptance"), &[("version", "4")]).await;
    assert!(again.status == 422 && again.body.contains("すでに区が確認"), "replayed: {}", again.body);
    let late = manager.post(&format!("{path}/marks"), &[("version", "4")]).await;
    assert_eq!((late.status.as_u16(), times(&w, "measures.refused").await), (422, 4));
    assert_eq!(owed(&w).await, ["contractor done since 2026-06-17", "ward done"]);

    let page = manager.get(&path).await.body;
    assert!(page.contains("前に確認した第1版からの変更箇所"), "{page}");
    assert_eq!(page.matches("<ins class=\"changed\">−</ins>").count(), 1, "{page}");
    let auditor = w.role(Role::WardAuditor).await;
    assert_eq!(auditor.get(&path).await.status, 200);
    let paper = manager.get(&format!("{path}/pdf")).await;
    assert_eq!(
        (paper.status.as_u16(), paper.headers["content-type"].to_str().unwrap()),
        (200, "application/pdf")
    );
}

#[tokio::test]
async fn before_the_signature_the_ward_writes_both_sides_and_another_person_accepts() {
    let w = World::new().await;
    let (officer, admin) = (w.as_officer().await, w.role(Role::WardAdmin).await);
    super::council::back_to_draft(&w).await;
    let contract = w.home.service_contract.id;
    let path = officer.post(&format!("/contracts/{contract}/measures"), &[]).await.location().to_owned();
    assert_eq!(mark(&officer, &path, "ward", "1", &[]).await.status, 303);
    assert_eq!(mark(&officer, &path, "contractor", "2", &[]).await.status, 303);
    let own = officer.post(&format!("{path}/acceptance"), &[("version", "3")]).await;
    assert!(own.status == 422 && own.body.contains("自分では確認できません"), "{}", own.body);
    assert_eq!(admin.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status, 303);
}
