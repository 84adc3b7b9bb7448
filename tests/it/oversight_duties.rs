//! What the clauses of a contract make of incidents, inspections and requests, over HTTP: each opens its duties and closes them.

use super::world::{World, link};

/// The id that follows a word in an address.
fn id_after<'a>(path: &'a str, word: &str) -> &'a str {
    path.split('/').skip_while(|part| *part != word).nth(1).unwrap_or_default()
}

#[tokio::test]
async fn a_first_report_is_handed_in_with_its_duty_and_taken_over_by_the_ward() {
    let w = World::new().await;
    w.bind(r#"[{"code": "incident"}, {"code": "incident_report"}]"#).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let fields = [
        ("kind", "loss"),
        ("happened_on", "2026/06/15"),
        ("happened_at", "9:50"),
        ("what", "名簿が1枚足りない"),
        ("told_ward_at", "9:55"),
        ("known_on", "2026/06/17"),
        ("known_at", "9:40"),
    ];
    let sent = recorder.post("/incidents", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    let id = id_after(&path, "incidents");
    assert_eq!(w.duties_about("incident", id).await, ["contractor open handed_in"]);
    assert_eq!(
        w.duties_about("incident_report", id).await,
        ["contractor open"],
        "the report in writing follows"
    );
    assert_eq!(officer.post(&format!("{path}/opening"), &[]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/acknowledgement"), &[]).await.status, 303);
    assert_eq!(w.duties_about("incident", id).await, ["contractor done handed_in"]);

    let interim = [("stage", "interim"), ("changed", "会場を探した")];
    assert_eq!(recorder.post(&format!("{path}/reports"), &interim).await.status, 303);
    assert_eq!(
        w.duties_about("incident_report", id).await,
        ["contractor open"],
        "an interim report isn't it"
    );
    let last =
        [("stage", "final"), ("changed", "見付かった"), ("cause", "数えなかった"), ("prevention", "数える")];
    assert_eq!(recorder.post(&format!("{path}/reports"), &last).await.status, 303);
    assert_eq!(w.duties_about("incident_report", id).await, ["contractor open handed_in"]);
    let shown = officer.get(&path).await.body;
    for receipt in shown.split('"').filter(|part| part.ends_with("/receipt")) {
        assert_eq!(officer.post(receipt, &[]).await.status, 303);
    }
    assert_eq!(w.duties_about("incident_report", id).await, ["contractor done handed_in"]);
}

#[tokio::test]
async fn an_inspection_is_the_wards_duty_and_what_it_finds_the_contractors_by_the_day_the_ward_set() {
    let w = World::new().await;
    w.bind(r#"[{"code": "inspection"}, {"code": "corrective_action"}]"#).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let contract = w.home.contract.id.to_string();
    let plan = [
        ("contract", contract.as_str()),
        ("kind", "personal_data"),
        ("mode", "on_site"),
        ("planned_on", "2026/06/17"),
        ("place", "事務所"),
        ("inspectors", "大島"),
    ];
    let planned = officer.post("/inspections", &plan).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let path = planned.location().to_owned();
    let form = officer.get(&format!("{path}/result")).await.body;
    let findings: Vec<&str> =
        form.split("name=\"finding_").skip(1).filter_map(|part| part.split('"').next()).collect();
    let names: std::collections::BTreeSet<String> =
        findings.iter().map(|code| format!("finding_{code}")).collect();
    let wrong = names.first().unwrap().strip_prefix("finding_").unwrap().to_owned();
    let (note, due) = (format!("note_{wrong}"), format!("due_{wrong}"));
    let mut result = vec![("held_on", "2026/06/17"), ("attendants", "田中"), ("summary", "良好")];
    result.extend(
        names.iter().map(|name| (name.as_str(), if name.ends_with(&wrong) { "correct" } else { "good" })),
    );
    result.extend([(note.as_str(), "鍵がない"), (due.as_str(), "2026/06/22")]);
    let held = officer.post(&format!("{path}/result"), &result).await;
    assert_eq!(held.status, 303, "{}", held.body);
    assert!(w.duties("inspection").await.contains(&"ward done".to_owned()));
    let answers = link(&manager.get(&path).await.body, "/answers/new");
    let point = id_after(&answers, "points");
    assert_eq!(w.duties_about("corrective_action", point).await, ["contractor open"]);
    let duties = officer.get(&format!("/contracts/{contract}/obligations")).await.body;
    assert!(duties.contains("6月22日"), "by the day of the finding, not two weeks later\n{duties}");

    let done = [("done_on", "2026/06/17"), ("done", "鍵を付けた")];
    assert_eq!(manager.post(answers.trim_end_matches("/new"), &done).await.status, 303);
    assert_eq!(w.duties_about("corrective_action", point).await, ["contractor open handed_in"]);
    let decision = link(&officer.get(&path).await.body, "/decision");
    let back = [("decision", "returned"), ("remark", "まだ開く")];
    assert_eq!(officer.post(&decision, &back).await.status, 303);
    assert_eq!(w.duties_about("corrective_action", point).await, ["contractor open"], "it came back");
    assert_eq!(manager.post(answers.trim_end_matches("/new"), &done).await.status, 303);
    let decision = link(&officer.get(&path).await.body, "/decision");
    let accepted = [("decision", "accepted"), ("remark", "見た")];
    assert_eq!(officer.post(&decision, &accepted).await.status, 303);
    assert_eq!(w.duties_about("corrective_action", point).await, ["contractor done handed_in"]);
}

#[tokio::test]
async fn what_the_ward_asks_is_owed_until_it_receives_the_answer() {
    let w = World::new().await;
    w.bind(r#"[{"code": "status_report"}, {"code": "performance_survey"}, {"code": "staff_request"}]"#).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let contract = w.home.contract.id.to_string();
    let ask = |kind| {
        [
            ("contract", contract.clone()),
            ("kind", kind),
            ("due_on", "2026/06/24".into()),
            ("words", "x".into()),
        ]
    };
    let asked = ask("unfit_staff".to_owned());
    let fields: Vec<(&str, &str)> = asked.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = officer.post("/requests", &fields).await.location().to_owned();
    let id = id_after(&path, "requests");
    assert_eq!(w.duties_about("staff_request", id).await, ["contractor open"]);
    assert!(w.duties_about("status_report", id).await.is_empty(), "each kind its own duty");
    let answer = [("stance", "done"), ("words", "交代させた")];
    assert_eq!(manager.hand_in(&format!("{path}/answers"), &answer, None).await.status, 303);
    assert_eq!(w.duties_about("staff_request", id).await, ["contractor open handed_in"]);
    let decision = link(&officer.get(&path).await.body, "/decision");
    assert_eq!(officer.post(&decision, &[("decision", "received")]).await.status, 303);
    assert_eq!(w.duties_about("staff_request", id).await, ["contractor done handed_in"]);
    let page = officer.get(&format!("/contracts/{contract}/occasions/new")).await.body;
    assert!(!page.contains("value=\"staff_request\""), "its register tells it, nobody by hand");
}
