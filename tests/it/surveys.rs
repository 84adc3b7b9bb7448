//! 調査票・計画・点検 over HTTP: one side answers, the other accepts; what is half answered is not submitted; accepted answers bind,
//! and the ward asks to correct them by a version of their own.

use uuid::Uuid;

use super::world::{Client, World, times};

/// Begins a sheet and gives back its path.
async fn begun(client: &Client, w: &World, form: &str) -> String {
    let got = client.post(&format!("/contracts/{}/surveys", w.home.contract.id), &[("form", form)]).await;
    assert_eq!(got.status, 303, "{}", got.body);
    got.location().trim_end_matches("/edit").to_owned()
}

/// Every answer はい, or a few words.
fn whole(form: &str) -> Vec<(String, String)> {
    let sheet = kayoi::surveys::sheets::sheet(form).unwrap();
    let fields = sheet.questions.iter().flat_map(|question| {
        let words = kayoi::surveys::sheets::words_field(&question.code);
        [(question.code.clone(), "yes".to_owned()), (words, "倉庫に5年".to_owned())]
    });
    fields.collect()
}

async fn post(client: &Client, path: &str, fields: &[(String, String)], version: &str) -> u16 {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain([("version", version)])
        .collect();
    client.post(path, &fields).await.status.as_u16()
}

#[tokio::test]
async fn the_yearly_check_of_records_goes_from_the_contractor_to_the_ward() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = begun(&manager, &w, "record_keeping").await;
    let early = manager.post(&format!("{path}/submission"), &[("version", "1")]).await;
    assert!(early.status == 422 && early.body.contains("9件"), "{}", early.body);
    assert_eq!(
        post(&officer, &path, &whole("record_keeping"), "1").await,
        422,
        "the ward answers none of it"
    );
    assert_eq!(post(&manager, &path, &whole("record_keeping"), "7").await, 409);
    assert_eq!(post(&manager, &path, &whole("record_keeping"), "1").await, 303);
    assert_eq!(manager.post(&format!("{path}/submission"), &[("version", "2")]).await.status, 303);
    assert_eq!(post(&manager, &path, &whole("record_keeping"), "3").await, 422, "what was handed in stays");

    assert_eq!(
        manager.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status,
        422,
        "not one's own"
    );
    assert_eq!(times(&w, "survey.refused").await, 1);
    assert!(officer.get(&path).await.body.contains("はい。倉庫に5年"));
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[("version", "4")]).await.status, 422);
    assert_eq!(times(&w, "survey.refused").await, 2, "a replayed acceptance is in the stream");
    assert_eq!(officer.get(&format!("{path}/pdf")).await.status, 200);
}

#[tokio::test]
async fn a_plan_is_corrected_by_a_new_version() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = begun(&manager, &w, "protection_plan").await;
    let twice = manager
        .post(&format!("/contracts/{}/surveys", w.home.contract.id), &[("form", "protection_plan")])
        .await;
    assert!(twice.status == 422 && twice.body.contains("作成中か確認待ち"));
    assert_eq!(post(&manager, &path, &whole("protection_plan"), "1").await, 303);
    assert_eq!(manager.post(&format!("{path}/submission"), &[("version", "2")]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/return"), &[("version", "3")]).await.status, 422);
    assert_eq!(
        officer.post(&format!("{path}/return"), &[("version", "3"), ("words", "鍵の数")]).await.status,
        303
    );
    assert!(manager.get(&path).await.body.contains("鍵の数"));
    assert_eq!(manager.post(&format!("{path}/submission"), &[("version", "4")]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[("version", "5")]).await.status, 303);
    let ask = [("version", "6"), ("words", "媒体を数える手順")];
    assert_eq!(manager.post(&format!("{path}/correction"), &ask).await.status, 403);
    assert_eq!(officer.post(&format!("{path}/correction"), &ask).await.status, 303);
    assert!(manager.get(&path).await.body.contains("媒体を数える手順"));
    let next = begun(&manager, &w, "protection_plan").await;
    assert!(
        manager.get(&format!("{next}/edit")).await.body.contains("倉庫に5年"),
        "with the answers in force"
    );
    assert_eq!(manager.post(&format!("{next}/submission"), &[("version", "1")]).await.status, 303);
    assert_eq!(officer.post(&format!("{next}/acceptance"), &[("version", "2")]).await.status, 303);
    assert!(manager.get(&path).await.body.contains("旧版"));
}

#[tokio::test]
async fn the_wards_own_record_is_accepted_by_the_contractor() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let to = format!("/contracts/{}/surveys", w.home.contract.id);
    assert_eq!(manager.post(&to, &[("form", "confirmation_sheet")]).await.status, 422);
    assert_eq!(manager.post(&to, &[("form", "nothing")]).await.status, 422);
    let path = begun(&officer, &w, "confirmation_sheet").await;
    assert_eq!(post(&officer, &path, &whole("confirmation_sheet"), "1").await, 303);
    assert_eq!(officer.post(&format!("{path}/submission"), &[("version", "2")]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status, 422);
    assert_eq!(manager.post(&format!("{path}/acceptance"), &[("version", "3")]).await.status, 303);
    let foreign: Uuid = w.sample(&w.other, "survey").await.unwrap();
    assert_eq!(
        officer.post(&format!("/surveys/{foreign}/acceptance"), &[("version", "2")]).await.status,
        404
    );
    let stored: Vec<u8> =
        sqlx::query_scalar("select sealed from survey where ward_id = $1 and form = 'confirmation_sheet'")
            .bind(w.home.ward.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    assert!(!String::from_utf8_lossy(&stored).contains("倉庫"), "sealed at rest");
}

#[tokio::test]
async fn a_certificate_is_registered_confirmed_once_and_both_are_told_before_it_runs_out() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let to = format!("/contracts/{}/certificates", w.home.contract.id);
    let form = [
        ("kind", "iso_27001"),
        ("name", "情報セキュリティの認証"),
        ("number", "IS 1"),
        ("valid_from", "R6.7.1"),
        ("valid_to", "R6.6.30"),
    ];
    let wrong = manager.post(&to, &form).await;
    assert!(wrong.status == 422 && wrong.body.contains("初日以後の日") && wrong.body.contains("IS 1"));
    let whole: Vec<(&str, &str)> = form[..4].iter().copied().chain([("valid_to", "R9.6.30")]).collect();
    assert_eq!(officer.post(&to, &whole).await.status, 403);
    assert_eq!(manager.post(&to, &whole).await.status, 303);
    assert!(officer.get(&to).await.body.contains("情報セキュリティの認証"));
    for home in [officer.get("/home").await, manager.get("/home").await] {
        assert!(home.body.contains("認証の有効期限"), "the one that runs out in a month\n{}", home.body);
    }
    let waits = |home: &str| home.matches("認証の確認").count();
    let before = waits(&officer.get("/home").await.body);
    assert!(before > 0, "what was registered waits on the ward's home");
    assert_eq!(waits(&manager.get("/home").await.body), 0, "it is the ward's turn");
    let id = w.sample(&w.home, "certificate").await.unwrap();
    assert_eq!(manager.post(&format!("/certificates/{id}/confirmation"), &[]).await.status, 403);
    assert_eq!(officer.post(&format!("/certificates/{id}/refusal"), &[]).await.status, 422);
    assert_eq!(officer.post(&format!("/certificates/{id}/confirmation"), &[]).await.status, 303);
    assert_eq!(waits(&officer.get("/home").await.body), before - 1);
    assert_eq!(officer.post(&format!("/certificates/{id}/refusal"), &[("reason", "番号")]).await.status, 422);
    assert_eq!(times(&w, "certificate.refused").await, 1);
    assert_eq!(manager.get(&format!("{to}/pdf")).await.status, 200);
}
