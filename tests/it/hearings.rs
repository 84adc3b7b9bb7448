//! 聞き取りの依頼 over HTTP: the centre of the applicant's district is asked, answers once, and the officer decides with the
//! answer beside; closed to everybody else.

use super::{
    applications::{act, draft, id_of, rolling, set, state, typed, version},
    world::{Client, Got, World},
};

fn says(got: &Got, parts: &[&str]) {
    for part in parts {
        assert!(got.body.contains(part), "{} lacks 「{part}」:\n{}", got.status, got.body);
    }
}

/// An application whose sheet leaves the centre to ask, handed in; gives its address.
async fn handed_in(w: &World, course: &kayoi::demo::build::Course, recorder: &Client) -> String {
    let mut fields = typed(w, course, "花子");
    set(&mut fields, "screening.condition.a", "yes");
    fields.push(("screening.condition.a_why".into(), "other".into()));
    let path = draft(recorder, &fields).await;
    assert_eq!(act(w, recorder, &path, "submission", &[]).await.status, 303);
    assert_eq!(state(w, &path).await, "hearing");
    path
}

async fn hearing_of(w: &World, application: &str) -> String {
    let id: uuid::Uuid = sqlx::query_scalar(
        "select id from hearing where application_id = $1 order by asked_at desc, id desc limit 1",
    )
    .bind(id_of(application))
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    format!("/hearings/{id}")
}

const ANSWER: [(&str, &str); 4] = [
    ("hearing.centre.result", "fit"),
    ("hearing.centre.on", "R8.6.17"),
    ("hearing.centre.by", "保健師 今野"),
    ("hearing.centre.words", "白内障の手術だった"),
];

#[tokio::test]
async fn the_centre_hears_and_the_officer_decides_with_the_answer() {
    let (w, course) = rolling(10).await;
    let (recorder, officer, centre) = (w.as_recorder().await, w.as_officer().await, w.as_centre().await);
    let path = handed_in(&w, &course, &recorder).await;
    let page = hearing_of(&w, &path).await;

    says(&centre.get("/home").await, &["答えていない聞き取りの依頼", "href=\"/hearings\"", "2件"]);
    says(&centre.get("/hearings").await, &["応募　花子", "体調確認シート", "答えていません", &page]);
    says(&centre.get(&page).await, &["応募　花子", "聞き取りが必要な理由", "フレイル予防教室の委託"]);
    says(&centre.get(&page).await, &["用紙の答えをすべて見る", "入院した理由", "その他"]);
    assert_eq!(centre.get(&path).await.status, 403, "the application itself stays closed");
    for other in [&recorder, &officer] {
        assert_eq!(other.get(&page).await.status, 403);
    }
    says(&officer.get(&path).await, &["に依頼しました。まだ回答がありません。"]);

    let mut answer = vec![("version", "1")];
    let empty = centre.post(&format!("{page}/answer"), &answer).await;
    assert_eq!(empty.status, 422);
    says(&empty, &["聞き取った内容"]);
    answer.extend(ANSWER);
    let stale: Vec<(&str, &str)> = [("version", "7")].into_iter().chain(ANSWER).collect();
    assert_eq!(centre.post(&format!("{page}/answer"), &stale).await.status, 409);
    assert_eq!(centre.post(&format!("{page}/answer"), &answer).await.status, 303);
    says(&centre.get(&page).await, &["回答ずみ", "白内障の手術だった"]);
    let again = centre.post(&format!("{page}/answer"), &answer).await;
    assert!(again.status == 422 && again.body.contains("すでに答えています"), "{}", again.body);
    let home = centre.get("/home").await;
    assert!(!home.body.contains("2件"), "the town's own request is left: {}", home.body);

    says(&officer.get("/home").await, &["センターの回答あり"]);
    says(&officer.get(&path).await, &["の回答：可（参加できる）", "白内障の手術だった"]);
    assert!(!recorder.get(&path).await.body.contains("白内障"), "the contractor reads no answer");
    let desk = officer.get(&format!("{path}/hearing")).await;
    says(&desk, &["の回答：可（参加できる）", "value=\"保健師 今野\""]);
}

#[tokio::test]
async fn a_request_ends_when_the_application_goes_on_without_it() {
    let (w, course) = rolling(10).await;
    let (recorder, officer, centre) = (w.as_recorder().await, w.as_officer().await, w.as_centre().await);
    let path = handed_in(&w, &course, &recorder).await;
    let first = hearing_of(&w, &path).await;
    let heard: Vec<(String, &str)> =
        ANSWER.iter().map(|(name, value)| (name.replace("centre", "condition"), *value)).collect();
    let heard: Vec<(&str, &str)> = heard.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(act(&w, &officer, &path, "hearing", &heard).await.status, 303);
    says(&centre.get(&first).await, &["不要になりました"]);
    let version = version(&w, "hearing", &first).await;
    let late: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(ANSWER).collect();
    assert_eq!(centre.post(&format!("{first}/answer"), &late).await.status, 422);
    assert!(!centre.get("/hearings").await.body.contains(&first));
    says(&centre.get("/hearings?state=all").await, &[&first]);
}

#[tokio::test]
async fn another_centre_finds_no_request() {
    let (w, course) = rolling(10).await;
    let (recorder, centre) = (w.as_recorder().await, w.as_centre().await);
    let path = handed_in(&w, &course, &recorder).await;
    let page = hearing_of(&w, &path).await;
    sqlx::query("insert into centre (ward_id, id, name) values ($1, gen_random_uuid(), '隣の包括')")
        .bind(w.home.ward.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let away = "update hearing set centre_id = (select id from centre c where c.ward_id = hearing.ward_id and c.id <> hearing.centre_id limit 1)
                where application_id = $1";
    let moved = sqlx::query(away).bind(id_of(&path)).execute(&mut w.admin().await).await;
    assert!(moved.is_ok_and(|done| done.rows_affected() == 1));
    assert_eq!(centre.get(&page).await.status, 404);
    assert!(!centre.get("/hearings").await.body.contains(&page));
}
