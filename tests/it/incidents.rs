//! 事故・急変 over HTTP: reported at the hall in two minutes, opened and acknowledged by the ward, closed to everybody else.

use kayoi::kit::permission::Role;

use super::world::{Client, World, times, today};

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

fn loss(w: &World) -> Vec<(&'static str, String)> {
    let mut form = form(w);
    for (name, value) in &mut form {
        if *name == "kind" {
            *value = "loss".into();
        }
    }
    form
}

/// A lost sheet that the ward has opened and acknowledged.
async fn lost(w: &World, recorder: &Client, officer: &Client) -> String {
    let path = report(recorder, w, &loss(w)).await.location().to_owned();
    assert_eq!(officer.post(&format!("{path}/opening"), &[]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/acknowledgement"), &[]).await.status, 303);
    path
}

const UNKNOWN: [(&str, &str); 5] = [
    ("sensitive", "undecidable"),
    ("financial", "not_met"),
    ("wrongful", "not_met"),
    ("ordinance", "not_met"),
    ("encrypted", "not_met"),
];

/// The facts, with the first question answered this way.
async fn judge(officer: &Client, path: &str, sensitive: &str, people: &str) -> super::world::Got {
    let mut facts = UNKNOWN.to_vec();
    facts[0].1 = sensitive;
    facts.extend([("known_on", "2026/06/17"), ("people", people)]);
    officer.post(&format!("{path}/judgement"), &facts).await
}

#[tokio::test]
async fn the_first_report_takes_two_minutes() {
    let w = World::new().await;
    let recorder = w.as_recorder().await;
    let session = w.home.course.sessions.iter().find(|s| s.on == today()).unwrap();
    let page = recorder.get(&format!("/sessions/{}/incidents/new", session.id)).await.body;
    // Day and time are filled in; a kind, a sentence and the button are left.
    assert!(page.contains("value=\"2026/06/17\"") && page.contains("value=\"10:00\""), "{page}");
    assert_eq!(page.matches("※必須").count(), 4, "kind, day, time, sentence");
    let shortest =
        [("kind", "leak"), ("happened_on", "2026/06/17"), ("happened_at", "10:00"), ("what", "誤送付")];
    let sent = recorder.post(&format!("/sessions/{}/incidents", session.id), &shortest).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let old =
        [("kind", "complaint"), ("happened_on", "2026/06/17"), ("happened_at", "10:00"), ("what", "苦情")];
    let refused = recorder.post(&format!("/sessions/{}/incidents", session.id), &old).await;
    assert_eq!(refused.status, 422, "a complaint has a register of its own");
    assert!(refused.body.contains("苦情・意見受付簿"));
}

#[tokio::test]
async fn a_leak_is_judged_and_its_days_run_on_the_home_page() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let path = lost(&w, &recorder, &officer).await;
    let home = officer.get("/home").await.body;
    assert!(home.contains("委員会への速報") && home.contains("要否は未判定"), "the days run at once\n{home}");

    assert_eq!(judge(&officer, &path, "undecidable", "").await.status, 303);
    let shown = officer.get(&path).await.body;
    assert!(shown.contains("判定不能") && shown.contains("本人の数、要配慮個人情報が含まれるか"), "{shown}");
    assert_eq!(judge(&officer, &path, "met", "1").await.status, 303);
    let shown = officer.get(&path).await.body;
    for part in [
        "報告が必要",
        "令和8年6月19日（金）から令和8年6月21日（日）まで",
        "令和8年7月16日（木）まで",
        "第2回の判定",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    assert!(!recorder.get(&path).await.body.contains("報告が必要"), "what the ward judges is its own");

    let day = |step: &'static str, on: &'static str| [("step", step), ("reported_on", on)];
    let commission = format!("{path}/commission");
    assert_eq!(
        officer.post(&commission, &day("prompt", "2026/06/16")).await.status,
        422,
        "not before it was known"
    );
    assert_eq!(officer.post(&commission, &day("prompt", "2026/06/18")).await.status, 422, "nor tomorrow");
    assert_eq!(officer.post(&commission, &day("prompt", "2026/06/17")).await.status, 303);
    assert_eq!(officer.post(&commission, &day("prompt", "2026/06/17")).await.status, 422, "once");
    let home = officer.get("/home").await.body;
    assert!(home.contains(&path) && home.contains("委員会への確報"));

    assert_eq!(judge(&officer, &path, "not_met", "90").await.status, 303);
    let shown = officer.get(&path).await.body;
    assert!(shown.contains("報告は不要") && shown.contains("契約に基づく区への報告は必要です"));
    let future = [("known_on", "2026/06/18"), ("people", "x")];
    let wrong = officer.post(&format!("{path}/judgement"), &future).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("届いた日（令和8年6月17日）まで") && wrong.body.contains("2026/06/18"));
}

/// The days of the law began when the report came: a judgement of days later can't begin them anew, on the page or at the wall.
#[tokio::test]
async fn the_ward_does_not_move_its_clock() {
    let w = World::new().await;
    w.bind(r#"[{"code": "incident"}]"#).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let path = lost(&w, &recorder, &officer).await;
    w.app.clock.advance(time::Duration::days(7));
    let officer = w.as_officer().await;
    let mut facts = UNKNOWN.to_vec();
    facts.extend([("known_on", "2026/06/24"), ("people", "1")]);
    let later = officer.post(&format!("{path}/judgement"), &facts).await;
    assert!(
        later.status == 422 && later.body.contains("届いた日より後からは数えられません"),
        "{}",
        later.body
    );
    assert_eq!(times(&w, "incident.clock").await, 1);
    assert_eq!(judge(&officer, &path, "met", "1").await.status, 303, "the day itself");
    let id: uuid::Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let moved = sqlx::query(
        "insert into incident_judgement select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(), 'number', 9, 'known_on', '2026-06-24'))).*
         from incident_judgement j where j.incident_id = $1",
    );
    let mut connection = w.app.pools.of(Role::WardOfficer.pool()).acquire().await.unwrap();
    sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
    let by = w.home.account(Role::WardOfficer).id;
    for (name, value) in [
        ("app.ward", w.home.ward.id.to_string()),
        ("app.account", by.to_string()),
        ("app.role", "ward.officer".into()),
    ] {
        let set = sqlx::query("select set_config($1, $2, true)").bind(name).bind(value);
        set.execute(&mut *connection).await.unwrap();
    }
    let refused = moved.bind(id).execute(&mut *connection).await.unwrap_err().to_string();
    assert!(refused.contains("clock_stays") || refused.contains("row-level security"), "{refused}");
}

/// What befell data is often seen days later: at once is counted from then.
#[tokio::test]
async fn what_was_found_later_is_counted_from_when_it_was_known() {
    let w = World::new().await;
    w.bind(r#"[{"code": "incident"}]"#).await;
    let recorder = w.as_recorder().await;
    let mut form = loss(&w);
    for (name, value) in &mut form {
        if *name == "happened_on" {
            *value = "2026/06/04".into();
        }
    }
    let silent = report(&recorder, &w, &form).await;
    assert!(silent.status == 422 && silent.body.contains("いつ知ったか"), "{}", silent.body);
    form.extend([("known_on", "2026/06/17".into()), ("known_at", "9:30".into())]);
    let sent = report(&recorder, &w, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let shown = recorder.get(sent.location()).await.body;
    assert!(shown.contains("知った日時") && shown.contains("知ってから第一報まで"), "{shown}");
    assert!(!shown.contains("12日と") && !shown.contains("13日と"), "{shown}");
    let on: time::Date =
        sqlx::query_scalar("select event_on from obligation where contract_id = $1 and rule = 'incident' order by event_on desc limit 1")
            .bind(w.home.contract.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    assert_eq!(on, time::macros::date!(2026 - 06 - 17));
}

#[tokio::test]
async fn an_accident_is_not_judged() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let path = report(&recorder, &w, &form(&w)).await.location().to_owned();
    assert_eq!(officer.get(&format!("{path}/judgement")).await.status, 422);
    assert_eq!(officer.get(&format!("{path}/decisions/new")).await.status, 422, "the ward opens it first");
    assert_eq!(officer.get(&format!("{path}/first.pdf")).await.status, 422);
}

#[tokio::test]
async fn the_people_concerned_are_chosen_from_the_records_and_told_once() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let path = lost(&w, &recorder, &officer).await;
    let (one, two) = (&w.home.enrolled[0].participant, &w.home.enrolled[1].participant);
    let (first, second) = (one.id.to_string(), two.id.to_string());
    let people = format!("{path}/people");
    assert!(officer.get(&format!("{people}/new")).await.body.contains(&first));
    assert_eq!(recorder.post(&people, &[]).await.status, 422, "somebody is chosen");
    let stranger = w.other.people[0].id.to_string();
    assert_eq!(recorder.post(&people, &[("people", &stranger)]).await.status, 422);
    assert_eq!(recorder.post(&people, &[("people", &first), ("people", &second)]).await.status, 303);
    assert_eq!(recorder.post(&format!("{people}/{second}/removal"), &[]).await.status, 303);

    let notice = [("people", first.as_str()), ("told_on", "2026/06/17"), ("told_how", "phone")];
    assert_eq!(officer.post(&format!("{people}/notice"), &notice).await.status, 303);
    assert_eq!(officer.post(&format!("{people}/notice"), &notice).await.status, 422, "once");
    assert_eq!(
        recorder.post(&format!("{people}/{first}/removal"), &[]).await.status,
        422,
        "who was told stays"
    );
    let listed = officer.get(&people).await.body;
    assert!(listed.contains("電話で") && listed.contains("影響を受けた人　1人"), "{listed}");
    assert_eq!(w.as_undesignated().await.get(&people).await.status, 403);
}

#[tokio::test]
async fn what_follows_leads_to_an_end_that_only_the_ward_makes() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let path = lost(&w, &recorder, &officer).await;
    let closing = format!("{path}/closing");
    let early = officer.get(&closing).await.body;
    for part in ["最終報告がまだ", "まだ判定していません", "公表するかどうか"] {
        assert!(early.contains(part), "{part}\n{early}");
    }
    assert_eq!(officer.post(&closing, &[]).await.status, 422);
    assert!(recorder.get("/home").await.body.contains("最終報告"), "the contractor is reminded");

    let reports = format!("{path}/reports");
    let unfinished = [("stage", "final"), ("changed", "見付かった"), ("cause", "数えなかった")];
    let wrong = recorder.post(&reports, &unfinished).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("再発を防ぐためにすることを入力してください。")
            && wrong.body.contains("見付かった")
    );
    let whole: Vec<_> = unfinished.into_iter().chain([("prevention", "2人で数える")]).collect();
    assert_eq!(recorder.post(&reports, &whole).await.status, 303);
    assert_eq!(officer.post(&reports, &whole).await.status, 403, "the contractor writes");
    let shown = officer.get(&path).await.body;
    assert!(shown.contains("第2報（最終報告）") && shown.contains("2人で数える"));
    let receipt = shown.split('"').find(|part| part.ends_with("/receipt")).unwrap().to_owned();
    assert_eq!(recorder.post(&receipt, &[]).await.status, 403);
    assert_eq!(officer.post(&receipt, &[]).await.status, 303);
    assert_eq!(officer.post(&receipt, &[]).await.status, 422, "once");

    assert_eq!(judge(&officer, &path, "not_met", "1").await.status, 303);
    let decisions = format!("{path}/decisions");
    let words = [("kind", "publish"), ("decided_on", "2026/06/17"), ("words", "回収できたため")];
    let wrong = officer.post(&decisions, &words).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("公表する日を入力してください。") && wrong.body.contains("回収できたため"));
    let back = [("kind", "withhold"), ("decided_on", "2026/06/16"), ("words", "x")];
    assert_eq!(officer.post(&decisions, &back).await.status, 422, "not dated back");
    let withhold = [("kind", "withhold"), ("decided_on", "2026/06/17"), ("words", "回収できたため")];
    assert_eq!(recorder.post(&decisions, &withhold).await.status, 403);
    assert_eq!(officer.post(&decisions, &withhold).await.status, 303);
    assert!(recorder.get(&path).await.body.contains("公表しない"), "the contractor reads the decision");

    assert!(officer.get(&closing).await.body.contains("事故の対応を終えますか"));
    assert_eq!(recorder.post(&closing, &[]).await.status, 403, "the ward alone ends it");
    assert_eq!(officer.post(&closing, &[]).await.status, 303);
    assert_eq!(recorder.post(&reports, &whole).await.status, 422, "nothing is added to what is over");
    assert_eq!(judge(&officer, &path, "met", "1").await.status, 422);
    assert!(!officer.get("/incidents").await.body.contains(&path));
    assert!(officer.get("/incidents?state=all").await.body.contains(&path));
}

#[tokio::test]
async fn both_papers_are_handed_out_with_their_number_in_the_record() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let path = lost(&w, &recorder, &officer).await;
    let first = w.home.enrolled[0].participant.id.to_string();
    assert_eq!(recorder.post(&format!("{path}/people"), &[("people", &first)]).await.status, 303);
    assert_eq!(judge(&officer, &path, "met", "1").await.status, 303);
    for (name, client) in [("first.pdf", &recorder), ("first.pdf", &officer), ("whole.pdf", &officer)] {
        let got = client.get(&format!("{path}/{name}")).await;
        assert_eq!(got.status, 200, "{}", got.body);
        assert!(got.body.starts_with("%PDF-"), "{name}");
    }
    let seen: Vec<Vec<uuid::Uuid>> = sqlx::query_scalar(
        "select participant_ids from audit_event where ward_id = $1 and action = 'incident.print' and detail->>'list' = 'whole'",
    )
    .bind(w.home.ward.id)
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap();
    assert!(seen.len() == 1 && seen[0].contains(&w.home.enrolled[0].participant.id), "{seen:?}");
}
