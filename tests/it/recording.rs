//! 今日の教室 over HTTP: two tablets on one session, answers that got lost, and the end of a designation.

use kayoi::{
    kit::permission::Role,
    sessions::operations::{OperationResult, OperationsOut, OutcomeCode},
};
use serde_json::json;
use uuid::Uuid;

use super::world::{Client, NOW, World, today};

/// One operation as a tablet sends it. Returns what became of it.
async fn record(
    client: &Client,
    w: &World,
    key: u128,
    field: &str,
    value: &str,
    base: i32,
) -> OperationResult {
    let session = w.home.course.sessions.iter().find(|s| s.on == today()).unwrap();
    let at = NOW.format(&time::format_description::well_known::Rfc3339).unwrap();
    let operation = json!({ "key": key_of(w, key), "participant": w.home.enrolled[2].participant.id, "field": field,
        "value": value, "base": base, "at": at });
    let path = format!("/sessions/{}/operations", session.id);
    let got = client.post_json(&path, &json!({ "operations": [operation] })).await;
    assert_eq!(got.status, 200, "{}", got.body);
    serde_json::from_str::<OperationsOut>(&got.body).unwrap().results.remove(0)
}

/// Keys of different tests never meet.
fn key_of(w: &World, n: u128) -> Uuid {
    Uuid::from_u128(w.home.course.id.as_u128() ^ (n << 64))
}

#[tokio::test]
async fn two_tablets_with_different_values_leave_both_for_a_person_to_decide() {
    let w = World::new().await;
    let (one, two) = (w.as_recorder().await, w.as_manager().await);
    let first = record(&one, &w, 1, "pre", "128/76/70", 0).await;
    assert_eq!((first.outcome, first.version), (OutcomeCode::Applied, 1));
    let second = record(&two, &w, 2, "pre", "182/76/70", 0).await;
    assert_eq!(second.outcome, OutcomeCode::Conflict);
    let mut values: Vec<Option<String>> = second.others.into_iter().map(|kept| kept.value).collect();
    values.push(second.value);
    values.sort();
    assert_eq!(values, [Some("128/76/70".into()), Some("182/76/70".into())]);
    // Another field of the same person goes in beside it.
    assert_eq!(record(&two, &w, 3, "memo", "ひざに痛みがある", 0).await.outcome, OutcomeCode::Applied);
}

#[tokio::test]
async fn an_operation_sent_again_changes_nothing_and_gets_the_same_answer() {
    let w = World::new().await;
    let tablet = w.as_recorder().await;
    assert_eq!(record(&tablet, &w, 1, "attendance", "present", 0).await.outcome, OutcomeCode::Applied);
    assert_eq!(
        record(&tablet, &w, 2, "attendance", "absent_notified", 1).await.outcome,
        OutcomeCode::Applied
    );
    let again = record(&tablet, &w, 1, "attendance", "present", 0).await;
    assert_eq!(again.outcome, OutcomeCode::Duplicate);
    assert_eq!(again.value.as_deref(), Some("absent_notified"));
}

#[tokio::test]
async fn the_end_of_a_designation_ends_access_with_the_next_request() {
    let w = World::new().await;
    let tablet = w.as_recorder().await;
    let roster =
        format!("/sessions/{}/record", w.home.course.sessions.iter().find(|s| s.on == today()).unwrap().id);
    assert_eq!(tablet.get(&roster).await.status, 200);
    sqlx::query("update designation set valid_to = $2 where ward_id = $1")
        .bind(w.home.ward.id)
        .bind(today() - time::Duration::days(1))
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(tablet.get(&roster).await.status, 403);
}

/// An accepted report on a period, begun so many days before today.
async fn accepted(w: &World, kind: &str, begun: i64) {
    sqlx::query(
        "insert into report (ward_id, id, contract_id, course_id, kind, code, period, state, due_on, key_unit)
         values ($1, gen_random_uuid(), $2, $3, $4, $4, $5, 'accepted', $5, $3)",
    )
    .bind(w.home.ward.id)
    .bind(w.home.contract.id)
    .bind(w.home.course.id)
    .bind(kind)
    .bind(today() - time::Duration::days(begun))
    .execute(&mut w.admin().await)
    .await
    .unwrap();
}

/// A class that goes on all year is reported by quarter: one accepted quarter leaves the next one open.
#[tokio::test]
async fn an_accepted_report_freezes_the_sessions_of_its_own_days() {
    let w = World::new().await;
    let tablet = w.as_recorder().await;
    accepted(&w, "quarterly", 100).await;
    assert_eq!(record(&tablet, &w, 1, "attendance", "present", 0).await.outcome, OutcomeCode::Applied);
    accepted(&w, "quarterly", 30).await;
    let late = record(&tablet, &w, 2, "attendance", "absent_notified", 1).await;
    assert_eq!(late.outcome, OutcomeCode::Refused);
}

/// What the report counted of an assessment stays too, of its own days alone.
#[tokio::test]
async fn an_accepted_report_freezes_the_assessments_of_its_days() {
    let w = World::new().await;
    let tablet = w.as_recorder().await;
    let page = format!("/enrolments/{}/assessments", w.home.enrolled[0].id);
    let said = [
        ("instrument", "health"),
        ("timing", "post"),
        ("done_on", "R8.6.16"),
        ("mode", "hall"),
        ("health", "2"),
    ];
    accepted(&w, "quarterly", 100).await;
    let taken = tablet.post(&page, &said).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    accepted(&w, "quarterly", 30).await;
    let again: Vec<(&str, &str)> = said.into_iter().chain([("version_health", "1")]).collect();
    let refused = tablet.post(&page, &again).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("この日を含む実施報告を区が受理したため"), "{}", refused.body);
}

/// A report on the individual services of a contract.
async fn on_services(w: &World, kind: &str, period: &str, state: &str) {
    for gone in [
        "delete from report_event e using report r where r.ward_id = e.ward_id and r.id = e.report_id and r.contract_id = $1",
        "delete from report where contract_id = $1",
    ] {
        sqlx::query(gone).bind(w.home.service_contract.id).execute(&mut w.admin().await).await.unwrap();
    }
    sqlx::query(
        "insert into report (ward_id, id, contract_id, kind, code, period, state, due_on, key_unit)
         values ($1, gen_random_uuid(), $2, $3, $3, $4::text::date, $5, '2027-06-30', $2)",
    )
    .bind(w.home.ward.id)
    .bind(w.home.service_contract.id)
    .bind(kind)
    .bind(period)
    .bind(state)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
}

async fn is_frozen(w: &World, course: Option<Uuid>, day: &str) -> bool {
    let mut admin = w.admin().await;
    sqlx::query("select set_config('app.ward', $1, false)")
        .bind(w.home.ward.id.to_string())
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::query_scalar("select report_freezes($1, $2, $3::text::date)")
        .bind(w.home.service_contract.id)
        .bind(course)
        .bind(day)
        .fetch_one(&mut admin)
        .await
        .unwrap()
}

#[tokio::test]
async fn one_rule_says_which_days_a_report_closes() {
    let w = World::new().await;
    for (kind, period, closed, open) in [
        ("monthly", "2026-06-01", ["2026-06-01", "2026-06-30"], ["2026-05-31", "2026-07-01"]),
        ("quarterly", "2026-04-01", ["2026-04-01", "2026-06-30"], ["2026-03-31", "2026-07-01"]),
        ("yearly", "2026-04-01", ["2026-04-01", "2027-03-31"], ["2026-03-31", "2027-04-01"]),
    ] {
        on_services(&w, kind, period, "accepted").await;
        for day in closed {
            assert!(is_frozen(&w, None, day).await, "{kind} {day}");
            assert!(!is_frozen(&w, Some(w.home.course.id), day).await, "a course has reports of its own");
        }
        for day in open {
            assert!(!is_frozen(&w, None, day).await, "{kind} {day}");
        }
        on_services(&w, kind, period, "submitted").await;
        assert!(!is_frozen(&w, None, closed[0]).await, "it may come back");
    }
    on_services(&w, "contract", "2026-04-01", "accepted").await;
    assert!(is_frozen(&w, None, "2027-03-31").await);
}

#[tokio::test]
async fn an_accepted_report_freezes_the_days_of_a_service() {
    let w = World::new().await;
    let manager = w.home.account(Role::ContractorManager);
    let manager = w.sign_in_under(&w.home, manager, w.home.service_contract.id).await;
    let records = format!("/services/{}/records", w.home.in_service.id);
    let absent = [("step", "service_day"), ("done_on", "R8.6.16"), ("attended", "no")];
    on_services(&w, "monthly", "2026-06-01", "accepted").await;
    let refused = manager.post(&records, &absent).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("この日を含む実施報告を区が受理したため"), "{}", refused.body);
    on_services(&w, "monthly", "2026-06-01", "submitted").await;
    let taken = manager.post(&records, &absent).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
}

#[tokio::test]
async fn a_centre_of_the_district_sees_its_people_and_no_recording() {
    let w = World::new().await;
    let centre = w.as_centre().await;
    let person = format!("/participants/{}", w.home.enrolled[0].participant.id);
    assert_eq!(centre.get(&person).await.status, 200);
    let session = w.home.course.sessions.iter().find(|s| s.on == today()).unwrap();
    assert_eq!(centre.get(&format!("/sessions/{}/record", session.id)).await.status, 403);
}

#[tokio::test]
async fn a_key_names_one_operation_of_one_session() {
    let w = World::new().await;
    let tablet = w.as_recorder().await;
    let at = NOW.format(&time::format_description::well_known::Rfc3339).unwrap();
    let post = async |session: usize, person: usize, at: &str| {
        let operation = json!({ "key": key_of(&w, 1), "participant": w.home.enrolled[person].participant.id, "field": "memo",
            "value": format!("覚え書き{person}"), "base": 0, "at": at });
        let path = format!("/sessions/{}/operations", w.home.course.sessions[session].id);
        tablet.post_json(&path, &json!({ "operations": [operation] })).await
    };
    let today = w.home.course.sessions.iter().position(|s| s.on == today()).unwrap();
    // A device whose clock stands in year 0 is not turned away; its time is not believed.
    assert_eq!(post(today, 2, "0000-01-01T00:00:00Z").await.status, 200);
    let kept: time::OffsetDateTime =
        sqlx::query_scalar("select at from operation where ward_id = $1 and key = $2")
            .bind(w.home.ward.id)
            .bind(key_of(&w, 1))
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    assert_eq!(kept, NOW);
    for (session, person) in [(today, 1), (0, 2)] {
        let got = post(session, person, &at).await;
        assert_eq!(got.status, 422, "{}", got.body);
        assert!(got.body.contains("同じ番号"), "{}", got.body);
    }
}
