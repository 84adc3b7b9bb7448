//! 参加申込み over HTTP: from the contractor's draft to a place for three months, with the hearing between; the waiting list of
//! a full class; consents and their withdrawal; closed to everybody else.

use kayoi::{
    demo::build::{Build, Course, NewContract, NewCourse},
    kit::permission::Role,
    programmes::presets::sendai,
};
use time::macros::{date, time};
use uuid::Uuid;

use super::world::{Client, Got, NOW, World, today};

/// A world whose contractor works under a contract of the 仙台 kind, with one class for `capacity` people a month.
pub(super) async fn rolling(capacity: u16) -> (World, Course) {
    let mut w = World::new().await;
    let seed = Uuid::new_v4().as_u64_pair().0;
    let mut build = Build::new(w.keys(), today(), NOW, seed);
    let new = NewContract {
        number: "申込一号",
        title: "フレイル予防教室の委託",
        programme: sendai(),
        starts_on: date!(2026 - 04 - 01),
        ends_on: date!(2027 - 03 - 31),
        state: "active",
        clause_set: None,
    };
    let contract = build.contract(&w.home.ward, &w.home.contractor, &new).unwrap();
    let staff = [
        (w.home.account(Role::ContractorManager), "管理者", "保健師"),
        (w.home.account(Role::ContractorRecorder), "教室指導員", "健康運動指導士"),
    ];
    let staff = build.roster_accepted(&contract, w.home.account(Role::WardOfficer), &staff);
    let new = NewCourse {
        name: "フレイル教室",
        venue: "集会所",
        starts_at: time!(10:00),
        capacity,
        first_on: date!(2026 - 06 - 02),
        sessions: 20,
        state: "running",
    };
    let course = build.course(&contract, &new).unwrap();
    for item in &sendai().venue.standard {
        build.venue_check(&course, &item.code, true, &staff[0]);
    }
    build.write(&mut w.admin().await).await.unwrap();
    resize(&w, &course, capacity.into()).await;
    w.home.contract = contract;
    (w, course)
}

/// So many places, and nobody is too few.
async fn resize(w: &World, course: &Course, capacity: i32) {
    sqlx::query("update course set capacity = $2, minimum = 0 where id = $1")
        .bind(course.id)
        .bind(capacity)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

/// The application of somebody who is fit, as typed.
pub(super) fn typed(w: &World, course: &Course, given: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("contract", w.home.contract.id.to_string()),
        ("course", course.id.to_string()),
        ("district", w.home.centre.districts[0].0.to_string()),
        ("applied_on", "R8.6.17".into()),
        ("taken_at", "briefing".into()),
        ("family_name", "応募".into()),
        ("given_name", given.into()),
        ("family_kana", "オウボ".into()),
        ("given_kana", "ハナコ".into()),
        ("born_on", "S25.3.5".into()),
        ("sex", "female".into()),
        ("address", "一丁目2-3".into()),
        ("certification", "none".into()),
        ("resident", "yes".into()),
        ("own_facility_user", "no".into()),
        ("id_document", "my_number_card".into()),
        ("id_on", "R8.6.17".into()),
        ("id_by", "早川".into()),
        ("consent.service.answer", "agreed".into()),
        ("consent.service.explained_on", "R8.6.17".into()),
        ("consent.service.explained_by", "早川".into()),
        ("consent.service.by", "family".into()),
        ("consent.service.family", "長女 応募 恵".into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let sarc =
        (1..).zip(["1", "0", "1", "1", "1"]).map(|(no, points)| (format!("sarc_{no}"), points.to_owned()));
    fields.extend(sarc);
    let sheet = ["a", "b", "c1", "c2", "c3", "c4"];
    fields.extend(sheet.map(|question| (format!("screening.condition.{question}"), "no".to_owned())));
    fields
}

pub(super) fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    if !value.is_empty() {
        fields.push((name.to_owned(), value.to_owned()));
    }
}

pub(super) async fn send(client: &Client, path: &str, fields: &[(String, String)]) -> Got {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &fields).await
}

/// Writes it down; gives where it is.
pub(super) async fn draft(client: &Client, fields: &[(String, String)]) -> String {
    let got = send(client, "/applications", fields).await;
    assert_eq!(got.status, 303, "{}", got.body);
    got.location().to_owned()
}

pub(super) fn id_of(path: &str) -> Uuid {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

pub(super) async fn version(w: &World, table: &str, path: &str) -> String {
    let sql = format!("select version from {table} where id = $1");
    let version: i32 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(id_of(path))
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    version.to_string()
}

pub(super) async fn state(w: &World, path: &str) -> String {
    sqlx::query_scalar("select state from application where id = $1")
        .bind(id_of(path))
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

/// An act on the application with its newest version.
pub(super) async fn act(w: &World, client: &Client, path: &str, what: &str, fields: &[(&str, &str)]) -> Got {
    let version = version(w, "application", path).await;
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    client.post(&format!("{path}/{what}"), &all).await
}

async fn accept(w: &World, officer: &Client, path: &str, course: &Course, more: &[(&str, &str)]) -> Got {
    let course = course.id.to_string();
    let mut fields = vec![("course", course.as_str()), ("person", "new")];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    act(w, officer, path, "acceptance", &fields).await
}

/// Handed in and taken in; gives the enrolment's page.
async fn taken_in(w: &World, course: &Course, given: &str, kana: &str) -> String {
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let mut fields = typed(w, course, given);
    set(&mut fields, "given_kana", kana);
    let path = draft(&recorder, &fields).await;
    assert_eq!(act(w, &recorder, &path, "submission", &[]).await.status, 303);
    let got = accept(w, &officer, &path, course, &[]).await;
    assert_eq!(got.status, 303, "{}", got.body);
    got.location().to_owned()
}

#[tokio::test]
async fn an_application_goes_from_the_hall_over_a_hearing_to_a_place_for_three_months() {
    let (w, course) = rolling(10).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let mut fields = typed(&w, &course, "花子");
    set(&mut fields, "consent.service.answer", "");
    set(&mut fields, "screening.condition.a", "yes");
    fields.push(("screening.condition.a_why".into(), "other".into()));
    let path = draft(&recorder, &fields).await;
    let page = recorder.get(&path).await.body;
    assert!(page.contains("要聞き取り") && page.contains("判定不能"), "{page}");

    let refused = act(&w, &recorder, &path, "submission", &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("参加に必要な同意がそろっていません（事業の利用）"), "{}", refused.body);
    set(&mut fields, "consent.service.answer", "agreed");
    set(&mut fields, "version", &version(&w, "application", &path).await);
    assert_eq!(send(&recorder, &path, &fields).await.status, 303);
    assert_eq!(act(&w, &recorder, &path, "submission", &[]).await.status, 303);
    assert_eq!(state(&w, &path).await, "hearing");
    assert!(officer.get("/home").await.body.contains(&path), "the ward's home names it");

    let early = accept(&w, &officer, &path, &course, &[]).await;
    assert!(early.status == 422 && early.body.contains("聞き取りの結果がまだ"), "{}", early.body);
    let heard = [
        ("hearing.condition.result", "fit"),
        ("hearing.condition.on", "R8.6.17"),
        ("hearing.condition.by", "保健師 今野"),
        ("hearing.condition.words", "白内障の手術だった"),
    ];
    let not_theirs = act(&w, &recorder, &path, "hearing", &heard).await;
    assert_eq!(not_theirs.status, 422, "the centre hears, and the ward writes it down");
    let page = officer.get(&format!("{path}/hearing")).await.body;
    assert!(page.contains("に依頼しました。まだ回答がありません。") && page.contains("担当："), "{page}");
    assert_eq!(act(&w, &officer, &path, "hearing", &heard[..2]).await.status, 422);
    assert_eq!(act(&w, &officer, &path, "hearing", &heard).await.status, 303);
    let page = officer.get(&path).await.body;
    assert!(page.contains("白内障の手術だった") && page.contains("該当"), "{page}");

    let desk = officer.get(&format!("{path}/acceptance")).await.body;
    assert!(desk.contains("令和8年7月1日から令和8年9月30日まで参加します。"), "{desk}");
    let got = accept(&w, &officer, &path, &course, &[]).await;
    assert_eq!(got.status, 303, "{}", got.body);
    let enrolment = got.location().to_owned();
    for client in [&officer, &recorder] {
        let page = client.get(&enrolment).await.body;
        assert!(page.contains("令和8年7月1日から令和8年9月30日まで") && page.contains("応募"), "{page}");
    }
    let list = recorder.get(&format!("/courses/{}/enrolments", course.id)).await.body;
    assert!(list.contains("月ごとの空き") && list.contains("応募"), "{list}");
    let consents = recorder.get(&format!("{enrolment}/consents")).await.body;
    assert!(consents.contains("同意あり") && consents.contains("長女 応募 恵"), "{consents}");
    assert_eq!(accept(&w, &officer, &path, &course, &[]).await.status, 422, "nobody is taken in twice");
}

#[tokio::test]
async fn a_full_class_has_a_waiting_list_and_a_start_is_given_later() {
    let (w, course) = rolling(1).await;
    let officer = w.as_officer().await;
    let first = taken_in(&w, &course, "一子", "カズコ").await;
    let second = taken_in(&w, &course, "二子", "ニコ").await;
    assert!(officer.get(&first).await.body.contains("利用期間"));
    let page = officer.get(&second).await.body;
    assert!(page.contains("待機") && page.contains("開始月を決める"), "{page}");
    let direct = officer.post(&format!("{second}/place"), &[("version", "1")]).await;
    assert!(direct.status == 422 && direct.body.contains("開始する月を決めて"), "{}", direct.body);

    let start = format!("{second}/start");
    assert!(officer.get(&start).await.body.contains("待機になります。"));
    let version = version(&w, "enrolment", &second).await;
    let none_free = officer.post(&start, &[("version", &version)]).await;
    assert!(
        none_free.status == 422 && none_free.body.contains("空きのある月がありません"),
        "{}",
        none_free.body
    );
    let list = format!("/courses/{}/enrolments", course.id);
    assert!(!officer.get(&list).await.body.contains("空きが出ました"));
    resize(&w, &course, 3).await;
    assert!(officer.get(&list).await.body.contains("待機している人に空きが出ました"));
    let third = taken_in(&w, &course, "三子", "ミコ").await;
    assert!(officer.get(&third).await.body.contains("利用期間"), "one who waits leaves a place of two free");

    let no_reason = officer.post(&start, &[("version", &version), ("start_on", "R8.10.1")]).await;
    assert_eq!(no_reason.status, 422);
    let by_hand =
        [("version", version.as_str()), ("start_on", "R8.10.1"), ("start_reason", "空きが出るのを待つ")];
    assert_eq!(officer.post(&start, &by_hand).await.status, 303);
    assert!(officer.get(&second).await.body.contains("令和8年10月1日から令和8年12月31日まで"));
}

#[tokio::test]
async fn the_ward_goes_against_the_verdict_only_with_a_reason() {
    let (w, course) = rolling(10).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let mut fields = typed(&w, &course, "三子");
    set(&mut fields, "sarc_5", "0");
    let path = draft(&recorder, &fields).await;
    act(&w, &recorder, &path, "submission", &[]).await;
    assert!(officer.get(&path).await.body.contains("非該当"));
    let bare = accept(&w, &officer, &path, &course, &[]).await;
    assert!(bare.status == 422 && bare.body.contains("判定によらず受け付けた理由"), "{}", bare.body);
    assert_eq!(state(&w, &path).await, "submitted", "nothing was written");
    let got = accept(&w, &officer, &path, &course, &[("reason", "次の週に4点になった")]).await;
    assert_eq!(got.status, 303, "{}", got.body);
    assert!(officer.get(&path).await.body.contains("次の週に4点になった"));
    assert!(!recorder.get(&path).await.body.contains("次の週に4点になった"), "kept inside the ward");
}

#[tokio::test]
async fn somebody_who_is_registered_is_not_registered_twice() {
    let (w, course) = rolling(10).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    taken_in(&w, &course, "四子", "ヨシコ").await;
    let mut fields = typed(&w, &course, "良子");
    set(&mut fields, "given_kana", "よしこ");
    let path = draft(&recorder, &fields).await;
    act(&w, &recorder, &path, "submission", &[]).await;
    let desk = officer.get(&format!("{path}/acceptance")).await.body;
    assert!(desk.contains("すでに登録されています") && desk.contains("と同じ人"), "{desk}");
    let known: Uuid = sqlx::query_scalar("select participant_id from enrolment where course_id = $1")
        .bind(course.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let known = known.to_string();
    let twice = accept(&w, &officer, &path, &course, &[("person", &known)]).await;
    assert!(twice.status == 422 && twice.body.contains("すでに参加"), "{}", twice.body);
    let nobody = accept(&w, &officer, &path, &course, &[("person", &Uuid::new_v4().to_string())]).await;
    assert_eq!(nobody.status, 422);
    assert_eq!(accept(&w, &officer, &path, &course, &[("person", "new")]).await.status, 303);
}

#[tokio::test]
async fn the_ward_gives_back_declines_and_the_writer_withdraws() {
    let (w, course) = rolling(10).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let fields = typed(&w, &course, "五子");
    let path = draft(&recorder, &fields).await;
    assert_eq!(act(&w, &officer, &path, "refusal", &[("words", "定員")]).await.status, 422, "still a draft");
    act(&w, &recorder, &path, "submission", &[]).await;
    assert_eq!(send(&recorder, &path, &fields).await.status, 422, "handed in is not rewritten");
    assert_eq!(act(&w, &officer, &path, "return", &[]).await.status, 422, "not without words");
    assert_eq!(
        act(&w, &officer, &path, "return", &[("words", "電話番号を書いてください")]).await.status,
        303
    );
    assert!(recorder.get(&path).await.body.contains("電話番号を書いてください"));
    act(&w, &recorder, &path, "submission", &[]).await;
    assert_eq!(act(&w, &recorder, &path, "refusal", &[("words", "定員")]).await.status, 403);
    assert_eq!(act(&w, &officer, &path, "refusal", &[("words", "区外に転居するため")]).await.status, 303);
    assert!(recorder.get(&path).await.body.contains("区外に転居するため"));
    let other = draft(&recorder, &fields).await;
    assert_eq!(act(&w, &recorder, &other, "withdrawal", &[("words", "本人の都合")]).await.status, 303);
    assert_eq!(state(&w, &other).await, "withdrawn");
    assert_eq!(act(&w, &recorder, &other, "submission", &[]).await.status, 422);
}

#[tokio::test]
async fn a_consent_taken_back_shows_at_the_enrolment_and_at_the_wards_home() {
    let (w, course) = rolling(10).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let enrolment = taken_in(&w, &course, "六子", "ムツコ").await;
    let consents = format!("{enrolment}/consents");
    let no_family = [
        ("kind", "sharing"),
        ("consent.sharing.answer", "agreed"),
        ("consent.sharing.explained_on", "R8.6.17"),
        ("consent.sharing.explained_by", "早川"),
        ("consent.sharing.by", "family"),
        ("consent.sharing.family", "長女"),
    ];
    let refused = recorder.post(&consents, &no_family).await;
    assert!(refused.status == 422 && refused.body.contains("本人だけが答えられます"), "{}", refused.body);
    assert_eq!(recorder.post(&consents, &no_family[..4]).await.status, 303);

    let service: Uuid =
        sqlx::query_scalar("select id from consent where enrolment_id = $1 and kind = 'service'")
            .bind(id_of(&enrolment))
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let withdrawal = format!("/consents/{service}/withdrawal");
    assert_eq!(recorder.post(&withdrawal, &[("withdrawn_on", "R8.6.17")]).await.status, 422, "with a reason");
    let words = [("withdrawn_on", "R8.6.17"), ("reason", "通うのをやめたい")];
    assert_eq!(recorder.post(&withdrawal, &words).await.status, 303);
    assert_eq!(officer.post(&withdrawal, &words).await.status, 422, "taken back once");
    let page = officer.get(&enrolment).await.body;
    assert!(page.contains("「事業の利用」の同意が令和8年6月17日に取り消されています。"), "{page}");
    assert!(officer.get("/home").await.body.contains(&consents));
    assert!(officer.get(&consents).await.body.contains("通うのをやめたい"));
    let paper = officer.get(&format!("{consents}/pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF"), "{}", paper.status);
}

#[tokio::test]
async fn whose_stay_is_over_is_expected_no_more_and_completed_by_the_ward() {
    let (w, course) = rolling(10).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let enrolment = taken_in(&w, &course, "七子", "ナナコ").await;
    let mut admin = w.admin().await;
    sqlx::query("update enrolment set enrolled_on = '2026-03-01', stay_from = '2026-03-01', stay_to = '2026-05-31' where id = $1")
        .bind(id_of(&enrolment))
        .execute(&mut admin)
        .await
        .unwrap();
    let session = course.sessions.iter().find(|session| session.on <= today()).unwrap();
    let hall = recorder.get(&format!("/sessions/{}/record", session.id)).await;
    assert!(hall.status == 200 && !hall.body.contains("応募"), "{}", hall.body);
    let list = format!("/courses/{}/enrolments", course.id);
    let page = officer.get(&list).await.body;
    assert!(page.contains("終了した人を完了にする") && page.contains("利用期間が終わりました"), "{page}");
    assert!(page.contains(&format!("{enrolment}/completion")), "{page}");
    assert!(officer.get(&format!("/courses/{}", course.id)).await.body.contains("利用期間が終わりました"));
    assert_eq!(recorder.post(&format!("{list}/completion"), &[]).await.status, 403);
    assert_eq!(officer.post(&format!("{list}/completion"), &[]).await.status, 303);
    let (state, ended): (String, time::Date) =
        sqlx::query_as("select state, ended_on from enrolment where id = $1")
            .bind(id_of(&enrolment))
            .fetch_one(&mut admin)
            .await
            .unwrap();
    assert_eq!((state.as_str(), ended), ("completed", date!(2026 - 05 - 31)));
    assert_eq!(officer.get(&enrolment).await.status, 200, "its note opens again");
    assert_eq!(officer.post(&format!("{list}/completion"), &[]).await.status, 422);
}

#[tokio::test]
async fn an_application_is_nobody_elses_business() {
    let (mut w, course) = rolling(10).await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let path = draft(&recorder, &typed(&w, &course, "八子")).await;
    let town = World::new().await;
    for client in [town.as_officer().await, town.as_recorder().await] {
        assert_eq!(client.get(&path).await.status, 404, "another ward");
    }
    let own_contract = std::mem::replace(&mut w.home.contract, w.home.service_contract.clone());
    assert_eq!(w.as_recorder().await.get(&path).await.status, 404, "another contract");
    w.home.contract = own_contract;
    for role in [Role::CentreStaff, Role::CentreManager, Role::WardAuditor, Role::WardEvaluator] {
        let client = w.role(role).await;
        for page in ["/applications", path.as_str()] {
            assert_eq!(client.get(page).await.status, 403, "{role:?} {page}");
        }
    }
    assert_eq!(w.as_undesignated().await.get(&path).await.status, 403);

    let own = draft(&officer, &typed(&w, &course, "九子")).await;
    assert_eq!(officer.get(&own).await.status, 200);
    assert_eq!(recorder.get(&own).await.status, 404, "what the ward wrote is not the contractor's yet");
    assert!(!recorder.get("/applications?state=all").await.body.contains("九子"));
}

#[tokio::test]
async fn the_list_of_applicants_leaves_as_page_sheet_and_paper() {
    let (w, course) = rolling(10).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = draft(&manager, &typed(&w, &course, "十子")).await;
    act(&w, &manager, &path, "submission", &[]).await;
    let contract = w.home.contract.id;
    for client in [&manager, &officer] {
        let page = client.get(&format!("/applications?contract={contract}&state=all")).await;
        assert!(page.body.contains("応募　十子") && page.body.contains("提出ずみ"), "{}", page.body);
        let paper = client.get(&format!("/contracts/{contract}/applicants/pdf")).await;
        assert!(paper.status == 200 && paper.body.starts_with("%PDF"), "{}", paper.body);
        let sheet = client.get(&format!("/contracts/{contract}/applicants/xlsx")).await;
        assert!(sheet.status == 200 && sheet.body.starts_with("PK"));
    }
    assert_eq!(w.as_recorder().await.get(&format!("/contracts/{contract}/applicants/pdf")).await.status, 403);
    let form = manager.get(&format!("{path}/consents/pdf")).await;
    assert!(form.status == 200 && form.body.starts_with("%PDF"), "{}", form.body);
}

/// 目黒型: a place in a course at once, and the waiting list when it is full.
#[tokio::test]
async fn into_a_course_people_come_at_once_or_wait() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let course = &w.home.course;
    let mut fields = typed(&w, course, "課子");
    fields
        .retain(|(name, _)| !name.starts_with("sarc_") && !name.contains('.') && name != "own_facility_user");
    fields.push(("insured_here".into(), "yes".into()));
    let path = draft(&recorder, &fields).await;
    assert!(recorder.get(&path).await.body.contains("該当"));
    act(&w, &recorder, &path, "submission", &[]).await;
    let got = accept(&w, &officer, &path, course, &[]).await;
    assert_eq!(got.status, 303, "{}", got.body);
    assert!(officer.get(got.location()).await.body.contains("参加中"), "{}", got.location());
    assert!(!officer.get(got.location()).await.body.contains("同意の記録"), "the programme has no consents");

    resize(&w, course, 1).await;
    set(&mut fields, "given_kana", "マツコ");
    let late = draft(&recorder, &fields).await;
    act(&w, &recorder, &late, "submission", &[]).await;
    let got = accept(&w, &officer, &late, course, &[]).await;
    assert_eq!(got.status, 303, "{}", got.body);
    assert!(officer.get(got.location()).await.body.contains("待機"));
}
