//! 返還・消去 over HTTP: reported, accepted or returned, no longer read; keys destroyed by two people, and what they sealed says so.

use kayoi::{kit::permission::Role, sealing::Unit};
use uuid::Uuid;

use super::{
    wall::tried,
    world::{Client, Got, World, times},
};

/// A JPEG with a place in it.
const PHOTO: &[u8] = b"\xFF\xD8\xFF\xE1\x00\x11Exif\x00\x00GPS 35.69\xFF\xDA\x00\x04scdata\xFF\xD9";

async fn report(w: &World, client: &Client, fields: &[(&str, &str)], photo: Option<&[u8]>) -> Got {
    let common = [("erased_on", "2026-06-16"), ("person", "田中"), ("place", "事業所2階")];
    let chosen = |name: &str| fields.iter().any(|(field, _)| *field == name);
    let common = common.into_iter().filter(|(name, _)| !chosen(name));
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain(common).collect();
    let path = format!("/contracts/{}/erasures", w.home.contract.id);
    client.hand_in_as(&path, &fields, photo.map(|bytes| ("medium", "媒体.jpg", bytes))).await
}

/// The three sheets that the town's contractor holds.
async fn sheets(w: &World) -> String {
    let item: Uuid = sqlx::query_scalar(
        "select l.id from handover_line l join handover h on h.ward_id = l.ward_id and h.id = l.handover_id
         where l.ward_id = $1 and l.contract_id = $2 and h.state = 'received' and l.medium = 'paper' order by l.id limit 1",
    )
    .bind(w.home.ward.id)
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    item.to_string()
}

#[tokio::test]
async fn what_was_shredded_is_reported_accepted_and_on_the_papers() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let item = sheets(&w).await;
    let field = format!("count-{item}");
    let lines = [("unit", "contract"), ("item", item.as_str()), (field.as_str(), "2")];
    assert_eq!(report(&w, &officer, &lines, None).await.status, 403, "the contractor reports");
    let sent = report(&w, &manager, &lines, None).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    let read = officer.get(&path).await.body;
    assert!(
        read.contains("裁断・溶解・焼却") && read.contains("令和8年6月23日") && read.contains("受理待ち"),
        "{read}"
    );
    assert_eq!(manager.post(&format!("{path}/acceptance"), &[]).await.status, 403, "not one's own");
    assert!(officer.get(&format!("{path}/acceptance")).await.body.contains("取り消せません"));
    assert_eq!(officer.post(&format!("{path}/acceptance"), &[]).await.status, 303);
    let again = officer.post(&format!("{path}/acceptance"), &[]).await;
    assert!(again.status == 422 && again.body.contains("すでに受理または差戻し"), "replayed");
    assert_eq!(times(&w, "erasure.refused").await, 1);
    let trace = officer.get(&format!("/held-items/{item}")).await.body;
    assert!(trace.contains("消去した数") && trace.contains("2枚") && trace.contains("1枚"), "{trace}");
    for paper in ["certificate", "media", "return"] {
        let got = manager.get(&format!("{path}/papers/{paper}")).await;
        assert_eq!(
            (got.status.as_u16(), got.headers["content-type"].to_str().unwrap()),
            (200, "application/pdf")
        );
    }
    let too_many = report(&w, &manager, &[("unit", "contract"), ("item", &item), (&field, "2")], None).await;
    assert!(too_many.status == 422 && too_many.body.contains("1から1までの数字"), "{}", too_many.body);
}

/// Readings of the course that are still there.
async fn vitals(w: &World) -> i64 {
    sqlx::query_scalar("select count(*) from attendance where course_id = $1 and num_nonnulls(pre_systolic, post_systolic, pre_pulse) > 0")
        .bind(w.home.course.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

/// Words and judgements about people of the course that no key seals: there are some before the course's key is destroyed.
async fn loose_words(w: &World) -> i64 {
    sqlx::query_scalar(
        "select (select count(*) from attendance where course_id = $1 and flags <> '{}')
              + (select count(*) from enrolment where course_id = $1 and withdrawal_reason is not null)",
    )
    .bind(w.home.course.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap()
}

/// What is answered when the proposal is withdrawn under the hands of who confirms it; the withdrawal is then taken back.
async fn withdrawn_meanwhile(w: &World, confirmed: impl Future<Output = Got>) -> Got {
    let set = async |sql: &str, db: &mut sqlx::PgConnection| {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(db).await.unwrap();
    };
    let mut db = w.admin().await;
    let (of, by) = (format!("where course_id = '{}'", w.home.course.id), w.home.account(Role::WardAdmin).id);
    set("begin", &mut db).await;
    let withdraw = format!(
        "update key_destruction set state = 'withdrawn', decided_at = now(), decided_by = '{by}', version = 2 {of}"
    );
    set(&withdraw, &mut db).await;
    let (got, ()) = tokio::join!(confirmed, async {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        set("commit", &mut db).await;
    });
    set(
        &format!("update key_destruction set state = 'proposed', decided_at = null, decided_by = null, version = 1 {of}"),
        &mut w.admin().await,
    )
    .await;
    got
}

/// A memory stick that the ward gave the contractor on the day of the tests.
async fn stick(w: &World, officer: &Client, manager: &Client) -> String {
    let words = [
        ("place", "区役所"),
        ("giver", "佐藤"),
        ("taker", "田中"),
        ("protection", "暗号"),
        ("route", "まっすぐ"),
        ("packing", "箱"),
        ("vehicle", "徒歩"),
    ];
    let plan = [
        ("kind", "out"),
        ("on", "2026-06-17"),
        ("channel", "by_hand"),
        ("content", "名簿のUSB"),
        ("medium", "stick"),
        ("quantity", "1"),
    ];
    let fields: Vec<_> = plan.into_iter().chain(words).collect();
    let stick = officer
        .post(&format!("/contracts/{}/handovers", w.home.contract.id), &fields)
        .await
        .location()
        .to_owned();
    let on = ("on", "2026-06-17");
    assert_eq!(officer.post(&format!("{stick}/giving"), &[("version", "1"), on]).await.status, 303);
    assert_eq!(
        manager.post(&format!("{stick}/receipt"), &[("version", "2"), on, ("counted", "yes")]).await.status,
        303
    );
    let page = manager.get(&stick).await.body;
    page.split("/held-items/").nth(1).unwrap()[..36].to_owned()
}

#[tokio::test]
async fn a_medium_needs_its_number_and_its_photo_loses_its_place() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let item = stick(&w, &officer, &manager).await;
    let field = format!("count-{item}");
    let bare = [
        ("unit", "contract"),
        ("item", item.as_str()),
        (field.as_str(), "1"),
        ("method", "physical"),
        ("erased_on", "2026-06-17"),
    ];
    let before: Vec<_> = bare
        .into_iter()
        .map(|(name, value)| if name == "erased_on" { (name, "2026-06-16") } else { (name, value) })
        .collect();
    let got = report(&w, &manager, &before, None).await;
    assert!(got.status == 422 && got.body.contains("渡った日（令和8年6月17日）以後"), "{}", got.body);
    assert_eq!(times(&w, "erasure.backdate").await, 1);
    let got = report(&w, &manager, &bare, None).await;
    assert!(
        got.status == 422 && got.body.contains("型式を入力") && got.body.contains("写真を選んで"),
        "{}",
        got.body
    );
    let whole: Vec<_> = bare.into_iter().chain([("model", "AB-16G"), ("serial", "S0012")]).collect();
    let got = report(&w, &manager, &whole, Some(b"%PDF-1.7 %%EOF")).await;
    assert_eq!(got.status, 422, "no photo");
    let sent = report(&w, &manager, &whole, Some(PHOTO)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let read = officer.get(sent.location()).await.body;
    assert!(read.contains("AB-16G　S0012"));
    let photo = read.split("/erasure-photos/").nth(1).unwrap()[..36].to_owned();
    let photo = format!("/erasure-photos/{photo}");
    let bytes = officer.get(&photo).await.bytes;
    assert!(bytes.starts_with(b"\xFF\xD8\xFF\xDA") && !bytes.windows(3).any(|b| b == b"GPS"));
    let elsewhere =
        w.sign_in_under(&w.home, w.home.account(Role::ContractorManager), w.home.service_contract.id).await;
    for stranger in [w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await, elsewhere] {
        assert_eq!(stranger.get(&photo).await.status, 404, "another contract's photo");
        assert_eq!(stranger.get(sent.location()).await.status, 404);
    }
    assert_eq!(times(&w, "file.missing").await, 1, "the attempt of the same ward's other contract is known");
    assert_eq!(w.as_undesignated().await.get(&photo).await.status, 404, "it may show whose it was");
    assert_eq!(w.role(Role::WardAuditor).await.get(&photo).await.status, 403);
}

#[tokio::test]
async fn a_photo_stands_on_the_paper_when_it_is_one() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let item = stick(&w, &officer, &manager).await;
    let field = format!("count-{item}");
    let lines = [
        ("unit", "contract"),
        ("item", item.as_str()),
        (field.as_str(), "1"),
        ("method", "physical"),
        ("erased_on", "2026-06-17"),
        ("model", "AB-16G"),
        ("serial", "S0012"),
    ];
    let has_image = |got: &Got| got.bytes.windows(14).any(|found| found == b"/Subtype/Image");
    for (photo, shown) in [(PHOTO, false), (include_bytes!("../fixtures/photo.jpg").as_slice(), true)] {
        let sent = report(&w, &manager, &lines, Some(photo)).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let paper = manager.get(&format!("{}/papers/media", sent.location())).await;
        assert_eq!((paper.status.as_u16(), has_image(&paper)), (200, shown));
        let back = [("reason", "写真が違います"), ("version", "1")];
        assert_eq!(officer.post(&format!("{}/return", sent.location()), &back).await.status, 303);
    }
}

#[tokio::test]
async fn what_was_given_back_is_no_longer_read_from_that_moment() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let person = &w.home.people[0];
    let pages = [format!("/participants/{}", person.id), format!("/enrolments/{}", w.home.enrolled[0].id)];
    let unit = format!("person:{}", person.id);
    let nothing = report(&w, &manager, &[("unit", &unit)], None).await;
    assert!(nothing.status == 422 && nothing.body.contains("消去した物を選んでください"));
    let old =
        report(&w, &manager, &[("unit", &unit), ("ends_reading", "yes"), ("erased_on", "2026-01-05")], None)
            .await;
    assert_eq!((old.status.as_u16(), times(&w, "erasure.backdate").await), (422, 1), "back-dated");
    assert!(
        old.body.contains("href=\"#erased_on\"") && old.body.contains("value=\"2026-01-05\""),
        "{}",
        old.body
    );
    let sent = report(&w, &manager, &[("unit", &unit), ("ends_reading", "yes")], None).await;
    let path = sent.location().to_owned();
    assert_eq!(
        officer.post(&format!("{path}/return"), &[("reason", "立会人を書いてください")]).await.status,
        303
    );
    assert!(manager.get(&path).await.body.contains("立会人を書いてください"));
    for page in &pages {
        assert_eq!(manager.get(page).await.status, 200, "a returned report ends nothing: {page}");
    }
    let again = path.rsplit('/').next().unwrap().to_owned();
    let sent = report(
        &w,
        &manager,
        &[("unit", &unit), ("ends_reading", "yes"), ("again", &again), ("witness", "佐藤")],
        None,
    )
    .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(officer.post(&format!("{}/acceptance", sent.location()), &[]).await.status, 303);
    for page in &pages {
        assert_eq!(manager.get(page).await.status, 404, "{page}");
        assert_eq!(officer.get(page).await.status, 200, "the ward reads on: {page}");
    }
    let list = manager.get("/participants").await.body;
    assert!(!list.contains(&person.name) && list.contains(&w.home.people[1].name));

    let course = format!("course:{}", w.home.course.id);
    let sent = report(&w, &manager, &[("unit", &course), ("ends_reading", "yes")], None).await;
    assert_eq!(officer.post(&format!("{}/acceptance", sent.location()), &[]).await.status, 303);
    assert!(!manager.get("/participants").await.body.contains(&w.home.people[1].name));
    let roster =
        manager.get(&format!("/courses/{}/lists/roster?purpose=submission&as=csv", w.home.course.id)).await;
    assert!(!roster.body.contains(&w.home.people[1].name));
    let standing = officer.get(&format!("/contracts/{}/erasures", w.home.contract.id)).await.body;
    assert!(standing.contains("返還も消去も済んでいない物が"));
}

#[tokio::test]
async fn a_plan_is_for_what_takes_longer_than_five_business_days() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let to = format!("/contracts/{}/erasure-plans", w.home.contract.id);
    let plan = |completes: &'static str| {
        [
            ("base_on", "2026-06-17"),
            ("completes_on", completes),
            ("media", "PC 120台"),
            ("steps", "毎日6台"),
            ("person", "田中"),
        ]
    };
    let short = manager.post(&to, &plan("2026-06-24")).await;
    assert!(short.status == 422 && short.body.contains("令和8年6月24日まで"), "{}", short.body);
    assert_eq!(manager.post(&to, &plan("2026-08-01")).await.status, 303);
    let page = w.as_officer().await.get(&format!("/contracts/{}/erasures", w.home.contract.id)).await.body;
    assert!(page.contains("終わったものから順に報告"));
    let pdf = page.split("/erasure-plans/").nth(1).unwrap()[..36].to_owned();
    assert_eq!(
        manager.get(&format!("/erasure-plans/{pdf}/pdf")).await.headers["content-type"],
        "application/pdf"
    );
}

#[tokio::test]
async fn a_key_is_destroyed_by_two_people_and_what_it_sealed_says_so() {
    let w = World::new().await;
    let (officer, admin, manager) =
        (w.as_officer().await, w.role(Role::WardAdmin).await, w.as_manager().await);
    let course = w.home.course.id.to_string();
    let to = format!("/contracts/{}/key-destructions", w.home.contract.id);
    let proposal = [
        ("unit", course.as_str()),
        ("kept_until", "2026-06-16"),
        ("basis", "文書管理規程"),
        ("copies", "なし"),
    ];
    assert_eq!(officer.post(&to, &proposal).await.status, 422, "not given back yet");
    let unit = format!("course:{course}");
    let sent = report(&w, &manager, &[("unit", &unit), ("ends_reading", "yes")], None).await;
    assert_eq!(officer.post(&format!("{}/acceptance", sent.location()), &[]).await.status, 303);
    assert_eq!(officer.post(&to, &proposal).await.status, 422, "the contract still runs");
    close(&w, "2026-06-16").await;
    let short = officer.post(&to, &proposal).await;
    assert!(short.status == 422 && short.body.contains("令和8年6月16日より後の日"), "{}", short.body);
    assert_eq!(propose(&w, "2026-06-16").await, Err("42501".to_owned()), "nor past the form");
    close(&w, "2026-06-15").await;
    let mut kept = proposal;
    kept[1] = ("kept_until", "2026-06-17");
    assert!(officer.post(&to, &kept).await.body.contains("保存期間がまだ終わっていません"));
    let proposed = officer.post(&to, &proposal).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    assert_eq!(admin.post(&to, &proposal).await.status, 422, "proposed once");
    let path = proposed.location().to_owned();
    let confirmation = format!("{path}/confirmation");
    let own = officer.post(&confirmation, &[("version", "1")]).await;
    assert!(own.status == 422 && own.body.contains("提案した人とは別の人"));
    assert_eq!(times(&w, "key.refused").await, 1);
    assert_eq!(officer.get(&format!("{path}/certificate")).await.status, 422, "nothing destroyed yet");
    let key = Unit::Unit(w.home.course.id);
    for sql in [
        "update attendance set flags = '{ward}' where course_id = $1",
        "update enrolment set withdrawal_reason = '転居' where course_id = $1",
    ] {
        sqlx::query(sql).bind(w.home.course.id).execute(&mut w.admin().await).await.unwrap();
    }
    assert!(w.keys().has(key) && vitals(&w).await > 0);
    assert!(!officer.get(&path).await.body.contains("鍵を破棄しますか"));
    assert!(admin.get(&path).await.body.contains("鍵を破棄しますか"));
    assert!(loose_words(&w).await > 1);
    let late = withdrawn_meanwhile(&w, admin.post(&confirmation, &[("version", "1")])).await;
    assert_eq!(late.status, 409, "somebody was quicker: {}", late.body);
    assert!(w.keys().has(key) && vitals(&w).await > 0);
    assert_eq!(admin.post(&confirmation, &[("version", "1")]).await.status, 303);
    assert!(!w.keys().has(key));
    assert_eq!((vitals(&w).await, loose_words(&w).await), (0, 0), "what no key seals is deleted with it");
    assert_eq!(admin.post(&confirmation, &[("version", "2")]).await.status, 422, "replayed");
    let sealed = officer.get(&format!("/participants/{}", w.home.people[0].id)).await;
    assert_eq!(sealed.status, 200, "the ward's register has another key");
    let erased = officer.get(&format!("/sessions/{}", w.home.course.sessions[0].id)).await;
    assert!(erased.status == 410 && erased.body.contains("この情報は消去されています"), "{}", erased.status);
    let certificate = officer.get(&format!("{path}/certificate")).await;
    assert_eq!(certificate.headers["content-type"], "application/pdf");
}

/// The contract's last day and its closing were on this day.
async fn close(w: &World, day: &str) {
    let sql =
        format!("update contract set state = 'closed', ends_on = '{day}', closed_on = '{day}' where id = $1");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(w.home.contract.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

/// Writes a proposal past every page, as the ward's officer.
async fn propose(w: &World, kept_until: &str) -> Result<u64, String> {
    let by = w.home.account(Role::WardOfficer).id;
    let sql = format!(
        "insert into key_destruction (ward_id, id, contract_id, kept_until, basis, copies, proposed_at, proposed_by)
         values ('{}', gen_random_uuid(), '{}', '{kept_until}', '規程', 'なし', now(), '{by}')",
        w.home.ward.id, w.home.contract.id
    );
    tried(w, Role::WardOfficer, w.home.contract.id, &sql).await
}
