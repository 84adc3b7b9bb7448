//! Ways through the program: what is due stands on the first page, tabs stay, an error leads back, pages about one person know
//! each other, and every questionnaire is asked.

use kayoi::programmes::meguro;

use super::world::{Client, Got, World};

fn says(got: &Got, parts: &[&str]) {
    for part in parts {
        assert!(got.body.contains(part), "{} lacks 「{part}」:\n{}", got.status, got.body);
    }
}

const RULES: &str = "提出物：個人情報の管理に関する法人の規程";

#[tokio::test]
async fn papers_that_are_due_stand_on_the_home_pages_until_they_are_there() {
    let w = World::new().await;
    let (manager, officer, recorder) = (w.as_manager().await, w.as_officer().await, w.as_recorder().await);
    let contract = w.home.contract.id;
    let filings = format!("/contracts/{contract}/filings");
    let home = manager.get("/home").await;
    says(&home, &[RULES, "受託者が出す", "日超過", &filings]);
    let last_overdue = home.body.rfind("日超過").unwrap();
    assert!(last_overdue < home.body.find("あと").unwrap_or(usize::MAX), "what is overdue comes first");
    says(&officer.get("/home").await, &["href=\"/filings?show=overdue\""]);
    assert!(!recorder.get("/home").await.body.contains("提出物："), "who hands nothing in is not told");
    says(&officer.get(&format!("/contracts/{contract}")).await, &["残っている提出物", "うち期限切れ"]);

    let key = format!("course:{}", w.home.course.id);
    let fields = [("code", "personal_data_rules"), ("for", key.as_str()), ("words", "規程の写しです")];
    let pdf: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    let sent = manager.hand_in_paper(&filings, &fields, Some(("規程.pdf", pdf))).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(!manager.get("/home").await.body.contains(RULES));
    let back = [("reason", "表紙がありません")];
    assert_eq!(officer.post(&format!("{}/return", sent.location()), &back).await.status, 303);
    let home = manager.get("/home").await;
    assert!(home.body.contains("差し戻された提出物") && !home.body.contains(RULES), "once, with its reason");
}

#[tokio::test]
async fn an_error_leads_back_to_where_one_came_from() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let missing = format!("/courses/{}", w.other.course.id);
    for (referer, href, label) in [
        ("http://127.0.0.1/courses?state=running", "/courses?state=running", "前の画面に戻る"),
        ("http://127.0.0.1:81/courses", "/", "ホームへ"),
        ("https://elsewhere.example/courses", "/", "ホームへ"),
        ("http://127.0.0.1//elsewhere.example", "/", "ホームへ"),
        (&format!("http://127.0.0.1{missing}"), "/", "ホームへ"),
        ("", "/", "ホームへ"),
    ] {
        let got = officer.get_from(&missing, referer).await;
        assert_eq!(got.status, 404);
        says(&got, &[&format!("href=\"{href}\">{label}</a>")]);
    }
}

#[tokio::test]
async fn every_page_of_a_course_has_the_tabs() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let course = format!("/courses/{}", w.home.course.id);
    for part in [
        "",
        "/plan",
        "/venue",
        "/briefings",
        "/enrolments",
        "/name-tags",
        "/assessments",
        "/papers",
        "/liaison",
        "/lists",
    ] {
        for client in [&officer, &manager] {
            let page = client.get(&format!("{course}{part}")).await;
            let here = format!("<a href=\"{course}{part}\" aria-current=\"page\">");
            says(&page, &["aria-label=\"教室の画面\"", &here]);
        }
    }
    let contract = format!("/contracts/{}", w.home.contract.id);
    says(
        &officer.get(&contract).await,
        &["href=\"/trainings\"", &format!("/applications?contract={}", w.home.contract.id)],
    );
    let guided = format!("/contracts/{}/guidance", w.home.guided_contract.id);
    says(&officer.get(&guided).await, &["<a href=\"/guidance\" aria-current=\"page\">保健指導</a>"]);
}

#[tokio::test]
async fn pages_about_one_person_lead_to_each_other() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let guided = w.home.guided.id;
    let (person, guidance, consents) = (
        format!("/participants/{}", w.home.guided.participant.id),
        format!("/guidance/{guided}"),
        format!("/enrolments/{guided}/consents"),
    );
    let link = |path: &str| format!("href=\"{path}\"");
    says(&officer.get(&person).await, &[&link(&guidance)]);
    says(&officer.get(&guidance).await, &[&link(&person)]);
    says(&officer.get(&person).await, &[&link(&consents)]);
    says(&officer.get(&guidance).await, &[&link(&consents)]);
    says(&officer.get(&consents).await, &[&link(&guidance), &link(&person)]);
}

#[tokio::test]
async fn every_questionnaire_of_a_programme_is_asked() {
    let w = World::new().await;
    let mut programme = meguro().clone();
    let mut second = programme.questionnaires[0].clone();
    second.code = "second".into();
    second.title = "食事についてのアンケート".into();
    programme.questionnaires.push(second);
    w.bind_contract(&programme).await;
    let (recorder, officer, manager) = (w.as_recorder().await, w.as_officer().await, w.as_manager().await);
    let titles = ["教室についてのアンケート", "食事についてのアンケート"];
    says(&recorder.get(&format!("/courses/{}/assessments", w.home.course.id)).await, &titles);
    let enrolled = &w.home.enrolled[0];
    let path = format!("/enrolments/{}/questionnaire?of=second", enrolled.id);
    says(&recorder.get(&path).await, &[titles[1]]);
    assert_eq!(recorder.get(&path.replace("second", "third")).await.status, 404);
    let fields = [("version", "0"), ("done_on", "R8.6.17"), ("mode", "written"), ("q_satisfaction", "very")];
    let saved = recorder.post(&path, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let person = format!("/participants/{}/assessments", enrolled.participant.id);
    says(&officer.get(&person).await, &[titles[0], titles[1], "とても満足"]);
    answers(&manager, &w, "answers-second", 200).await;
    answers(&manager, &w, "answers-third", 404).await;
}

async fn answers(client: &Client, w: &World, list: &str, status: u16) {
    let path = format!("/courses/{}/lists/{list}?purpose=submission&as=xlsx", w.home.course.id);
    assert_eq!(client.get(&path).await.status, status, "{list}");
}
