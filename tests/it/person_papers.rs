//! Papers of one person over HTTP: a plan in versions, explained and agreed on; the record handed over; the result sheet; what
//! the person paid. On a contract bound to the 仙台型 with a fee of 300 yen a session.

use kayoi::{
    kit::permission::Role,
    programmes::{Definition, definition::UserFee, presets},
};
use uuid::Uuid;

use super::world::{Client, Got, World};

fn sendai_with_tea() -> Definition {
    let mut definition = presets::sendai().clone();
    let tea = "code = \"tea\"\nlabel = \"お茶代\"\nbasis = { per_session = { price = { yen = 300 }, first_free = 0 } }";
    definition.user_fees.push(toml::from_str::<UserFee>(tea).unwrap());
    definition
}

/// A world whose home contract runs on another programme.
async fn world(definition: &Definition) -> World {
    let w = World::new().await;
    let mut admin = w.admin().await;
    let (programme, version) = (Uuid::new_v4(), Uuid::new_v4());
    sqlx::query("insert into programme (ward_id, id, code, name) values ($1, $2, $3, 'x')")
        .bind(w.home.ward.id)
        .bind(programme)
        .bind(format!("p{}", programme.simple()))
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::query("insert into programme_version (ward_id, id, programme_id, number, state, definition, made_at, published_at) values ($1, $2, $3, 1, 'published', $4, now(), now())")
        .bind(w.home.ward.id)
        .bind(version)
        .bind(programme)
        .bind(sqlx::types::Json(definition))
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::query("update contract set programme_version_id = $2 where id = $1")
        .bind(w.home.contract.id)
        .bind(version)
        .execute(&mut admin)
        .await
        .unwrap();
    w
}

async fn plan(client: &Client, enrolment: Uuid, number: &str, goals: &str) -> Got {
    let fields = [("number", number), ("made_on", "R8.6.10"), ("goals", goals), ("actions", "足の体操")];
    client.post(&format!("/enrolments/{enrolment}/plans"), &fields).await
}

#[tokio::test]
async fn a_plan_is_made_explained_agreed_on_and_kept_in_versions() {
    let w = world(&sendai_with_tea()).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let enrolment = w.home.enrolled[1].id;
    let empty = plan(&recorder, enrolment, "1", " ").await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("目標を入力してください。") && empty.body.contains("足の体操"));
    let first = plan(&recorder, enrolment, "1", "一人で買い物").await;
    assert_eq!(first.status, 303, "{}", first.body);
    let path = first.location().to_owned();
    assert_eq!(plan(&recorder, enrolment, "1", "もう一つ").await.status, 409, "somebody was quicker");

    let said =
        [("version", "1"), ("explained_on", "R8.6.9"), ("explained_by", "山田"), ("explained_to", "本人")];
    let to = format!("{path}/explanation");
    let early = recorder.post(&to, &said).await;
    assert_eq!(early.status, 422, "nobody is told before there is a plan");
    assert!(early.body.contains("山田"));
    let said = [
        ("version", "1"),
        ("explained_on", "R8.6.10"),
        ("explained_by", "山田"),
        ("explained_to", "本人"),
        ("agreed_on", "R8.6.17"),
    ];
    assert_eq!(recorder.post(&to, &said).await.status, 303);
    assert_eq!(recorder.post(&to, &said).await.status, 422, "once");
    let read = officer.get(&path).await.body;
    assert!(read.contains("一人で買い物") && read.contains("同意ずみ") && read.contains("令和8年6月17日"));
    assert!(!read.contains("説明と同意を記録する"), "the ward reads");

    assert_eq!(plan(&recorder, enrolment, "2", "旅行に行く").await.status, 303);
    let versions = recorder.get(&format!("/enrolments/{enrolment}/plans")).await.body;
    assert!(versions.contains("第1版") && versions.contains("第2版") && versions.contains("前の版"));
    assert_eq!(recorder.post(&to, &said).await.status, 422);
    let paper = officer.get(&format!("{path}/pdf")).await;
    assert_eq!(paper.status, 200);
    assert!(paper.body.starts_with("%PDF"));
    let hub = officer.get(&format!("/courses/{}/papers", w.home.course.id)).await.body;
    assert!(hub.contains("説明前") && hub.contains("未作成"));
}

#[tokio::test]
async fn a_record_is_handed_over_and_the_handing_over_is_kept() {
    let w = world(&sendai_with_tea()).await;
    let recorder = w.as_recorder().await;
    let page = format!("/enrolments/{}/provision", w.home.enrolled[2].id);
    let shown = recorder.get(&page).await.body;
    assert!(shown.contains("第1回") && shown.contains("出席") && shown.contains("まだ渡していません"));
    let nobody = [("requested_on", "R8.6.16"), ("handed_on", "R8.6.17"), ("receiver", "family")];
    let got = recorder.post(&page, &nobody).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("氏名と続柄を入力してください"));
    let family = [
        ("requested_on", "R8.6.16"),
        ("handed_on", "R8.6.17"),
        ("receiver", "family"),
        ("name", "長女 良子"),
    ];
    assert_eq!(recorder.post(&page, &family).await.status, 303);
    assert!(w.as_officer().await.get(&page).await.body.contains("家族（長女 良子）"));
    let paper = recorder.get(&format!("{page}/pdf")).await;
    assert_eq!(paper.status, 200);
    assert!(paper.body.starts_with("%PDF"));
    let sheet = recorder.get(&format!("/enrolments/{}/result-sheet", w.home.enrolled[0].id)).await;
    assert_eq!(sheet.status, 200);
    let nothing = recorder.get(&format!("/enrolments/{}/result-sheet", w.home.enrolled[2].id)).await;
    assert_eq!(nothing.status, 422, "nothing was measured");
}

#[tokio::test]
async fn what_is_owed_is_paid_by_receipts_with_consecutive_numbers() {
    let w = world(&sendai_with_tea()).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let list = format!("/contracts/{}/user-fees", w.home.contract.id);
    let person = format!("{list}/{}", w.home.people[1].id);
    let before = officer.get(&list).await.body;
    assert!(before.contains("1,800円"), "three people, two sessions each\n{before}");
    assert!(manager.get(&person).await.body.contains("2回 × 300円 ＝ 600円"));
    let pay = async |yen: &str| {
        let fields = [("purpose", "2026/06/01"), ("paid_on", "R8.6.17"), ("yen", yen)];
        manager.post(&person, &fields).await
    };
    let much = pay("700").await;
    assert_eq!(much.status, 422);
    assert!(much.body.contains("1から600まで"));
    assert_eq!(pay("200").await.status, 303);
    let shown = manager.get(&person).await.body;
    assert!(shown.contains("400円") && shown.contains("令和8年6月分の利用者負担"));
    let id =
        shown.split("/user-fee-receipts/").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    let paper = officer.get(&format!("/user-fee-receipts/{id}/pdf")).await;
    assert_eq!(paper.status, 200);
    assert!(paper.body.starts_with("%PDF"));

    let void = format!("/user-fee-receipts/{id}/void");
    assert_eq!(manager.post(&void, &[("reason", " ")]).await.status, 422);
    assert_eq!(officer.post(&void, &[("reason", "x")]).await.status, 403);
    assert_eq!(manager.post(&void, &[("reason", "金額の誤り")]).await.status, 303);
    assert_eq!(manager.post(&void, &[("reason", "金額の誤り")]).await.status, 422, "once");
    assert_eq!(pay("600").await.status, 303, "all is open again");
    let numbers: Vec<i32> =
        sqlx::query_scalar("select number from user_fee_receipt where contract_id = $1 order by number")
            .bind(w.home.contract.id)
            .fetch_all(&mut w.admin().await)
            .await
            .unwrap();
    assert_eq!(numbers, [1, 2, 3], "a voided one keeps its number");
}

#[tokio::test]
async fn a_cost_is_received_while_the_consent_to_it_stands() {
    let w = world(&sendai_with_tea()).await;
    let (manager, recorder) = (w.as_manager().await, w.as_recorder().await);
    let person = format!("/contracts/{}/user-fees/{}", w.home.contract.id, w.home.people[1].id);
    let pay = async |purpose: &str, yen: &str| {
        let fields = [("purpose", purpose), ("paid_on", "R8.6.17"), ("yen", yen), ("words", "冊子")];
        manager.post(&person, &fields).await
    };
    let early = pay("materials", "1200").await;
    assert_eq!(early.status, 422);
    assert!(early.body.contains("先に同意を記録してください"), "{}", early.body);

    let enrolment = w.home.enrolled[1].id;
    let consents = format!("/enrolments/{enrolment}/consents");
    for kind in ["materials", "sharing"] {
        let field = |name: &str| format!("consent.{kind}.{name}");
        let names = [field("answer"), field("explained_on"), field("explained_by")];
        let agreed = [("kind", kind), (&names[0], "agreed"), (&names[1], "R8.6.16"), (&names[2], "早川")];
        let got = recorder.post(&consents, &agreed).await;
        assert_eq!(got.status, 303, "{}", got.body);
    }
    let offered = manager.get(&person).await.body;
    assert!(offered.contains("令和8年6月16日に同意した費用"), "{offered}");
    assert_eq!(pay("sharing", "1200").await.status, 422, "a consent that is not about money");
    let much = pay("materials", "100001").await;
    assert!(much.status == 422 && much.body.contains("1から100000まで"), "{}", much.body);
    assert_eq!(pay("materials", "1200").await.status, 303);
    assert!(manager.get(&person).await.body.contains("同意 令和8年6月16日"));

    sqlx::query("update consent set withdrawn_on = answered_on, withdrawal = '', withdrawn_by = recorded_by where enrolment_id = $1")
        .bind(enrolment)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let gone = pay("materials", "1200").await;
    assert!(gone.status == 422 && gone.body.contains("取り消されています"), "{}", gone.body);
}

#[tokio::test]
async fn papers_of_a_person_are_for_the_two_sides_alone() {
    let w = world(&sendai_with_tea()).await;
    let enrolment = w.home.enrolled[0].id;
    let pages = [
        format!("/courses/{}/papers", w.home.course.id),
        format!("/enrolments/{enrolment}/plans"),
        format!("/enrolments/{enrolment}/provision"),
        format!("/enrolments/{enrolment}/provision/pdf"),
        format!("/enrolments/{enrolment}/result-sheet"),
        format!("/contracts/{}/user-fees", w.home.contract.id),
        format!("/contracts/{}/user-fees/{}", w.home.contract.id, w.home.people[0].id),
    ];
    for page in &pages {
        assert_eq!(w.as_manager().await.get(page).await.status, 200, "{page}");
        assert_eq!(w.as_undesignated().await.get(page).await.status, 403, "{page}");
        for role in [Role::WardAuditor, Role::WardEvaluator, Role::CentreStaff] {
            assert_eq!(w.role(role).await.get(page).await.status, 403, "{role:?} {page}");
        }
        for role in [Role::WardOfficer, Role::ContractorManager] {
            let stranger = w.sign_in(&w.other, w.other.account(role)).await;
            assert_eq!(stranger.get(page).await.status, 404, "{role:?} {page}");
        }
    }
    assert_eq!(plan(&w.as_officer().await, enrolment, "1", "x").await.status, 403);
    let rival = w.sign_in(&w.other, w.other.account(Role::ContractorRecorder)).await;
    assert_eq!(plan(&rival, enrolment, "1", "x").await.status, 404);
}

#[tokio::test]
async fn a_programme_that_asks_for_no_plan_takes_none() {
    let w = World::new().await;
    let got = plan(&w.as_recorder().await, w.home.enrolled[1].id, "1", "x").await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("個別事業計画の決まりがありません"));
}

#[tokio::test]
async fn the_sheet_of_a_class_that_goes_on_names_a_place_near_the_person() {
    let w = world(&sendai_with_tea()).await;
    let recorder = w.as_recorder().await;
    let enrolment = w.home.enrolled[2].id.to_string();
    let page = format!("/liaison/new?enrolment={enrolment}");
    assert!(recorder.get(&page).await.body.contains("近くの通いの場"));
    let fields = [
        ("enrolment", enrolment.as_str()),
        ("kind", "sheet"),
        ("nearby", "木曜会（集会所・毎週木曜）"),
        ("then", "check"),
    ];
    let saved = recorder.post("/liaison", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(recorder.get(saved.location()).await.body.contains("木曜会（集会所・毎週木曜）"));

    let everybody_ends = World::new().await;
    let page = format!("/liaison/new?enrolment={}", everybody_ends.home.enrolled[2].id);
    assert!(!everybody_ends.as_recorder().await.get(&page).await.body.contains("近くの通いの場"));
}
