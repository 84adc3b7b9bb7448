//! A programme over HTTP: drafted, faulty, mended, published; what was agreed under the version before stays.

use kayoi::kit::permission::Role;

use super::world::{Client, Got, World};

/// The programme of the town's course contract, and the version the contract is bound to.
pub async fn programme(w: &World) -> (String, uuid::Uuid) {
    let (id, version): (uuid::Uuid, uuid::Uuid) = sqlx::query_as(
        "select v.programme_id, v.id from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id where c.id = $1",
    )
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    (format!("/programmes/{id}"), version)
}

/// The hidden version of a page's form.
pub fn version(page: &Got) -> String {
    let rest = page.body.split("name=\"version\" value=\"").nth(1);
    let found = rest.and_then(|rest| rest.split('"').next());
    found.unwrap_or_else(|| panic!("no version: {}\n{}", page.status, page.body)).to_owned()
}

pub async fn begin(officer: &Client, path: &str) {
    let begun = officer.post(&format!("{path}/draft"), &[]).await;
    assert_eq!(
        (begun.status.as_u16(), begun.location()),
        (303, format!("{path}/draft").as_str()),
        "{}",
        begun.body
    );
}

async fn places(officer: &Client, path: &str, capacity: &str, minimum: &str) -> Got {
    let form = format!("{path}/draft/forms/places");
    let shown = version(&officer.get(&form).await);
    let fields = [
        ("places.counted", "per_course"),
        ("places.capacity", capacity),
        ("places.minimum", minimum),
        ("version", &shown),
    ];
    officer.post(&form, &fields).await
}

#[tokio::test]
async fn a_fault_keeps_a_draft_from_being_published_and_a_contract_keeps_its_version() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, bound) = programme(&w).await;
    begin(&officer, &path).await;
    assert_eq!(officer.post(&format!("{path}/draft"), &[]).await.status, 422, "one draft at a time");

    let typed = places(&officer, &path, "二十", "3").await;
    assert_eq!(typed.status, 422);
    assert!(
        typed.body.contains("定員は数字で入力してください。") && typed.body.contains("value=\"二十\""),
        "{}",
        typed.body
    );

    // Fewer places than people needed: stored, said, and not to be published.
    let saved = places(&officer, &path, "2", "3").await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = officer.get(&format!("{path}/draft")).await;
    assert!(page.body.contains("公開する前に直すところが"), "{}", page.body);
    assert!(officer.get(&format!("{path}/draft/forms/places")).await.body.contains("field--wrong"));
    let publication = format!("{path}/draft/publication");
    let fields = [("note", "定員の変更"), ("version", "2")];
    assert_eq!(officer.post(&publication, &fields).await.status, 422);

    assert_eq!(places(&officer, &path, "15", "3").await.status, 303);
    let form = officer.get(&publication).await;
    let shown = version(&form);
    assert!(form.body.contains("15人"), "what differs is shown: {}", form.body);
    assert_eq!(officer.post(&publication, &[("note", ""), ("version", &shown)]).await.status, 422);
    let published = officer.post(&publication, &[("note", "定員の変更"), ("version", &shown)]).await;
    assert_eq!(published.status, 303, "{}", published.body);

    let page = officer.get(&path).await;
    for part in ["公開中", "過去の版", "定員の変更", "15人"] {
        assert!(page.body.contains(part), "{part}\n{}", page.body);
    }
    let after = programme(&w).await;
    assert_eq!(after, (path.clone(), bound), "the contract stays with its version");
    assert!(officer.get(&format!("{path}/versions/1")).await.body.contains("20人"));
    let differences = officer.get(&format!("{path}/differences")).await;
    assert!(differences.body.contains("20人") && differences.body.contains("15人"), "{}", differences.body);
}

#[tokio::test]
async fn a_section_as_text_names_the_line_and_keeps_what_was_typed() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    begin(&officer, &path).await;
    let form = format!("{path}/draft/sections/places");
    let shown = version(&officer.get(&form).await);
    let wrong = "[places]\ncounted = \"per_course\"\ncapacity = \"多め\"";
    let got = officer.post(&form, &[("text", wrong), ("version", &shown)]).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("3行目") && got.body.contains("多め"), "{}", got.body);
    let right = "[places]\ncounted = \"per_course\"\ncapacity = 12";
    let preview = officer.post(&form, &[("text", right), ("version", &shown), ("do", "preview")]).await;
    assert!(preview.status == 200 && preview.body.contains("12人"), "{}", preview.body);
    assert!(!officer.get(&format!("{path}/draft")).await.body.contains("12人"), "looking stores nothing");
    assert_eq!(officer.post(&form, &[("text", right), ("version", &shown)]).await.status, 303);
    assert_eq!(officer.post(&form, &[("text", right), ("version", &shown)]).await.status, 409, "an old form");
    assert!(officer.get(&format!("{path}/draft")).await.body.contains("12人"));
    let discard = format!("{path}/draft/discard");
    let shown = version(&officer.get(&discard).await);
    assert_eq!(officer.post(&discard, &[("version", &shown)]).await.location(), path);
    assert_eq!(officer.get(&format!("{path}/draft")).await.status, 404);
}

#[tokio::test]
async fn a_preset_and_a_file_become_drafts_and_a_faulty_file_nothing() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let made = officer.post("/programmes", &[("preset", "sendai-frailty")]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let draft = officer.get(made.location()).await;
    assert!(draft.body.contains("仙台型") && draft.body.contains("公開へ進む"), "{}", draft.body);
    assert_eq!(officer.post("/programmes", &[("preset", "sendai-frailty")]).await.status, 422);
    let export =
        officer.get(&format!("{}/versions/1/file", made.location().trim_end_matches("/draft"))).await;
    assert!(export.body.starts_with("code = \"sendai-frailty\""), "{}", export.body);

    let salon = export.body.replace("sendai-frailty", "salon").replace("months = 3", "months = 1");
    let got = officer.upload("/programmes/import", ("file", "salon.toml", &salon)).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("行目 calendar.sessions："), "line and field: {}", got.body);
    assert_eq!(officer.get("/programmes").await.body.matches("仙台型").count(), 1, "nothing was written");
    let salon = export.body.replace("sendai-frailty", "salon").replace("仙台型", "駅前");
    let got = officer.upload("/programmes/import", ("file", "salon.toml", &salon)).await;
    assert_eq!(got.status, 303, "{}", got.body);
    assert!(officer.get("/programmes").await.body.contains("駅前"));

    let auditor = w.role(Role::WardAuditor).await;
    assert_eq!(auditor.get(made.location()).await.status, 403);
    assert!(!auditor.get("/programmes").await.body.contains("ひな形から作る"));
}

#[tokio::test]
async fn a_trial_shows_its_working_out_and_stores_nothing() {
    let w = World::new().await;
    let auditor = w.role(Role::WardAuditor).await;
    let (path, _) = programme(&w).await;
    let trial = format!("{path}/versions/1/trial");
    let dates = [("start", "令和6年6月4日"), ("weekdays", "Tuesday")];
    let got = auditor.post(&format!("{trial}/dates"), &dates).await;
    assert!(got.status == 200 && got.body.contains("第16回"), "{}", got.body);
    let fee = [
        ("month", "R6.6"),
        ("held", "4"),
        ("users", "5"),
        ("enrolled", "5"),
        ("late", "1"),
        ("price.session", "22000"),
    ];
    let got = auditor.post(&format!("{trial}/fee"), &fee).await;
    assert!(got.body.contains("110,000円"), "4 sessions and one called off too late: {}", got.body);
    let person = [("born_on", "S16.3.5"), ("starts_on", "R6.6.4"), ("insured_here", "yes")];
    let got = auditor.post(&format!("{trial}/person"), &person).await;
    assert!(got.body.contains("判定不能"), "nobody said anything of the certification: {}", got.body);
    let got = auditor.post(&format!("{trial}/fee"), &[("held", "四")]).await;
    assert!(got.status == 422 && got.body.contains("value=\"四\""));
}
