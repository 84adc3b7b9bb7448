//! 事故・急変 over HTTP: reported at the hall in two minutes, opened and acknowledged by the ward, closed to everybody else.

use kayoi::kit::permission::Role;

use super::world::{Client, World, today};

fn form(w: &World) -> Vec<(&'static str, String)> {
    vec![
        ("kind", "sudden_illness".into()),
        ("happened_on", "2026/06/17".into()),
        ("happened_at", "9:50".into()),
        ("participant", w.home.enrolled[1].participant.id.to_string()),
        ("what", "体操のあとに倒れた".into()),
        ("done", "横になってもらった".into()),
        ("told", "doctor".into()),
        ("told_family_at", "9:55".into()),
    ]
}

async fn report(client: &Client, w: &World, form: &[(&str, String)]) -> super::world::Got {
    let session = w.home.course.sessions.iter().find(|s| s.on == today()).unwrap();
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post(&format!("/sessions/{}/incidents", session.id), &fields).await
}

#[tokio::test]
async fn a_report_goes_from_the_hall_to_the_ward_and_back() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let sent = report(&recorder, &w, &form(&w)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    assert!(officer.get("/home").await.body.contains(&path), "the ward's home names the report");

    let closed = officer.get(&path).await;
    assert!(closed.body.contains("急変・体調不良") && closed.body.contains("報告を開く"));
    assert!(!closed.body.contains("体操のあとに倒れた"), "nothing is read before it is opened");
    let early = officer.post(&format!("{path}/acknowledgement"), &[]).await;
    assert_eq!(early.status, 422, "{}", early.body);

    assert_eq!(officer.post(&format!("{path}/opening"), &[]).await.status, 303);
    let open = officer.get(&path).await;
    for part in [
        "体操のあとに倒れた",
        "横になってもらった",
        "家族 令和8年6月17日 09:55",
        "医師・救急 令和8年6月17日 10:00",
        "区が開封",
    ] {
        assert!(open.body.contains(part), "{part}\n{}", open.body);
    }
    assert_eq!(officer.post(&format!("{path}/opening"), &[]).await.status, 422);
    assert_eq!(officer.post(&format!("{path}/acknowledgement"), &[]).await.status, 303);
    assert!(recorder.get(&path).await.body.contains("区が確認ずみ"), "the hall sees that the ward knows");
    assert!(!officer.get("/home").await.body.contains(&path), "and it is off the ward's list");
}

#[tokio::test]
async fn a_report_in_want_of_something_comes_back_as_it_was_typed() {
    let w = World::new().await;
    let recorder = w.as_recorder().await;
    let mut form = form(&w);
    form.retain(|(name, _)| *name != "kind");
    let got = report(&recorder, &w, &form).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("種類を選んでください。") && got.body.contains("体操のあとに倒れた"));
    let stranger = w.other.people[0].id.to_string();
    for (name, value) in &mut form {
        if *name == "participant" {
            value.clone_from(&stranger);
        }
    }
    form.push(("kind", "accident".into()));
    assert_eq!(report(&recorder, &w, &form).await.status, 422, "somebody of another ward can't be named");
}

#[tokio::test]
async fn only_the_designated_report_and_only_the_ward_receives() {
    let w = World::new().await;
    assert_eq!(report(&w.as_undesignated().await, &w, &form(&w)).await.status, 403);
    for role in [Role::WardOfficer, Role::WardAuditor, Role::WardEvaluator, Role::CentreStaff] {
        assert_eq!(report(&w.role(role).await, &w, &form(&w)).await.status, 403, "{role:?}");
    }
    let manager = w.as_manager().await;
    let path = report(&manager, &w, &form(&w)).await.location().to_owned();
    assert_eq!(manager.post(&format!("{path}/opening"), &[]).await.status, 403);
    assert_eq!(w.as_centre().await.get(&path).await.status, 403);
}
