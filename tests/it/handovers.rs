//! 受渡し管理簿 over HTTP: planned, handed over and confirmed by both sides; what nobody may do; what Kayoi writes by itself.

use std::io::{Cursor, Read as _};

use kayoi::kit::permission::Role;
use uuid::Uuid;

use super::world::{Client, Got, World, times};

const WORDS: [(&str, &str); 7] = [
    ("place", "区役所3階"),
    ("giver", "佐藤"),
    ("taker", "田中"),
    ("protection", "鍵付きかばん"),
    ("route", "区役所から事業所まで"),
    ("packing", "封筒"),
    ("vehicle", "徒歩"),
];

pub async fn plan(w: &World, client: &Client, fields: &[(&str, &str)]) -> Got {
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain(WORDS).collect();
    client.post(&format!("/contracts/{}/handovers", w.home.contract.id), &fields).await
}

pub const PAPER: [(&str, &str); 6] = [
    ("kind", "out"),
    ("on", "2026-06-17"),
    ("channel", "by_hand"),
    ("content", "参加者の申込書"),
    ("medium", "paper"),
    ("quantity", "12"),
];

/// A list that came and was confirmed by both: its entry and the thing.
async fn received(w: &World) -> (String, String) {
    received_as(w, &PAPER).await
}

pub async fn received_as(w: &World, what: &[(&str, &str)]) -> (String, String) {
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let sent = plan(w, &officer, what).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    let given = officer.post(&format!("{path}/giving"), &[("version", "1"), ("on", "2026-06-17")]).await;
    assert_eq!(given.status, 303, "{}", given.body);
    let taken = [("version", "2"), ("on", "2026-06-17"), ("counted", "yes")];
    assert_eq!(manager.post(&format!("{path}/receipt"), &taken).await.status, 303);
    let item: Uuid = sqlx::query_scalar("select item_id from handover_line where handover_id = $1")
        .bind(path.rsplit('/').next().unwrap().parse::<Uuid>().unwrap())
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    (path, item.to_string())
}

/// A disc that came, planned by its contractor to go back.
pub async fn disc_to_go_back(w: &World) -> String {
    let mut disc = PAPER;
    (disc[4], disc[5]) = (("medium", "disc"), ("quantity", "1"));
    let (_, item) = received_as(w, &disc).await;
    let count = format!("count-{item}");
    let back = [
        ("kind", "back"),
        ("on", "2026-06-17"),
        ("channel", "by_hand"),
        ("item", item.as_str()),
        (count.as_str(), "1"),
    ];
    plan(w, &w.as_manager().await, &back).await.location().to_owned()
}

#[tokio::test]
async fn each_side_confirms_its_own_part_and_a_receipt_is_given() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let path = plan(&w, &officer, &PAPER).await.location().to_owned();
    let read = manager.get(&path).await.body;
    assert!(
        read.contains("参加者の申込書（紙）　12枚") && read.contains("鍵付きかばん") && read.contains("徒歩")
    );
    assert!(!read.contains("/giving\""), "the ward gives");

    let giving = [("version", "1"), ("on", "2026-06-17")];
    let for_the_other = manager.post(&format!("{path}/giving"), &giving).await;
    assert_eq!(for_the_other.status, 422);
    assert!(for_the_other.body.contains("相手の側に代わって確認することはできません"));
    let early = manager.post(&format!("{path}/receipt"), &[("on", "2026-06-17"), ("counted", "yes")]).await;
    assert!(early.body.contains("まだ渡したことが確認されていません"));
    let before_the_plan =
        officer.post(&format!("{path}/giving"), &[("version", "1"), ("on", "2026-06-16")]).await;
    for kept in ["計画を書いた日より前", "href=\"#on\"", "value=\"2026-06-16\""] {
        assert!(before_the_plan.body.contains(kept), "back-dated, {kept}: {}", before_the_plan.body);
    }
    assert_eq!(officer.post(&format!("{path}/giving"), &giving).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/giving"), &giving).await.status, 422, "replayed");
    let own = officer.post(&format!("{path}/receipt"), &[("version", "2"), ("on", "2026-06-17")]).await;
    assert!(own.body.contains("渡した側が代わって確認することはできません"), "one's own");
    assert_eq!(times(&w, "handover.refused").await, 5, "every attempt is in the audit stream");

    let uncounted = manager.post(&format!("{path}/receipt"), &[("version", "2"), ("on", "2026-06-17")]).await;
    assert_eq!(uncounted.status, 422);
    assert!(uncounted.body.contains("内容と数量を確かめてから"));
    assert_eq!(officer.get(&format!("{path}/custody-receipt")).await.status, 422, "not received yet");
    let taking = [("version", "2"), ("on", "2026-06-17"), ("counted", "yes")];
    assert_eq!(manager.post(&format!("{path}/receipt"), &taking).await.status, 303);
    let read = officer.get(&path).await.body;
    assert!(read.contains("双方確認ずみ") && read.contains("預かり証（PDF）"));
    let receipt = officer.get(&format!("{path}/custody-receipt")).await;
    assert_eq!(
        (receipt.status.as_u16(), receipt.headers["content-type"].to_str().unwrap()),
        (200, "application/pdf")
    );
}

#[tokio::test]
async fn what_came_goes_back_in_parts_until_nothing_is_left() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let (_, item) = received(&w).await;
    let count_field = format!("count-{item}");
    let back = |n: &'static str| {
        vec![
            ("kind", "back"),
            ("on", "2026-06-17"),
            ("channel", "by_hand"),
            ("item", item.as_str()),
            (count_field.as_str(), n),
        ]
    };
    let too_many = plan(&w, &manager, &back("13")).await;
    assert_eq!(too_many.status, 422);
    assert!(too_many.body.contains("1から12までの数字"), "{}", too_many.body);
    let (first, second) = (plan(&w, &manager, &back("8")).await, plan(&w, &manager, &back("8")).await);
    let (first, second) = (first.location().to_owned(), second.location().to_owned());
    let giving = [("version", "1"), ("on", "2026-06-17")];
    assert_eq!(manager.post(&format!("{first}/giving"), &giving).await.status, 303);
    let on_the_way = officer.get(&format!("/held-items/{item}")).await.body;
    assert!(
        on_the_way.contains("8枚") && on_the_way.contains("4枚") && on_the_way.contains("手元にあります")
    );
    let gone = manager.post(&format!("{second}/giving"), &giving).await;
    assert_eq!(gone.status, 422, "two plans for the same sheets");
    assert!(gone.body.contains("いま手元にある数より多く"));
    let taking = [("version", "2"), ("on", "2026-06-17"), ("counted", "yes")];
    assert_eq!(officer.post(&format!("{first}/receipt"), &taking).await.status, 303);
    assert_eq!(
        manager
            .post(&format!("{second}/cancellation"), &[("version", "1"), ("reason", "数が違った")])
            .await
            .status,
        303
    );
    assert!(officer.get(&second).await.body.contains("数が違った"));
    let rest = plan(&w, &manager, &back("4")).await.location().to_owned();
    assert_eq!(manager.post(&format!("{rest}/giving"), &giving).await.status, 303);
    assert_eq!(officer.post(&format!("{rest}/receipt"), &taking).await.status, 303);
    assert!(officer.get(&format!("/held-items/{item}")).await.body.contains("返還・消去ずみ"));
}

#[tokio::test]
async fn a_contractor_writes_down_what_it_gathered_and_copied() {
    let w = World::new().await;
    let (officer, recorder) = (w.as_officer().await, w.as_recorder().await);
    let gathered = [
        ("kind", "gathered"),
        ("on", "2026-06-16"),
        ("content", "その場で受けた申込書"),
        ("medium", "paper"),
        ("quantity", "5"),
    ];
    let sent = plan(&w, &recorder, &gathered).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(plan(&w, &officer, &gathered).await.status, 422, "the ward gathers nothing for it");
    let mut old = gathered;
    old[1] = ("on", "2026-06-01");
    let old = plan(&w, &recorder, &old).await;
    assert_eq!((old.status.as_u16(), times(&w, "handover.backdate").await), (422, 1));
    let (_, item) = received(&w).await;
    let copy = [
        ("kind", "copied"),
        ("on", "2026-06-17"),
        ("content", "申込書の写し"),
        ("medium", "paper"),
        ("quantity", "2"),
    ];
    assert!(plan(&w, &recorder, &copy).await.body.contains("写しの元を"));
    let copy: Vec<_> = copy.into_iter().chain([("of", item.as_str())]).collect();
    assert_eq!(plan(&w, &recorder, &copy).await.status, 303);
    assert!(officer.get(&format!("/held-items/{item}")).await.body.contains("申込書の写し"));
    let page = officer.get(&format!("/contracts/{}/handovers", w.home.contract.id)).await.body;
    assert!(page.contains("その場で受けた申込書") && page.contains("申込書の写し"));
}

#[tokio::test]
async fn an_encrypted_file_holds_what_was_chosen_and_its_password_goes_apart() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let disc = [
        ("kind", "out"),
        ("on", "2026-06-18"),
        ("channel", "by_hand"),
        ("content", "名簿のCD-R"),
        ("medium", "disc"),
        ("quantity", "1"),
    ];
    let path = plan(&w, &officer, &disc).await.location().to_owned();
    let to = format!("{path}/package");
    assert_eq!(manager.get(&to).await.status, 422, "the giving side packs");
    let together = [("items", "name"), ("notice_on", "2026-06-18"), ("notice_channel", "by_hand")];
    let together = officer.post(&to, &together).await;
    assert_eq!(together.status, 422);
    assert!(together.body.contains("データとは別の機会に渡します"));
    let apart =
        [("items", "name"), ("items", "sex"), ("notice_on", "2026-06-19"), ("notice_channel", "post")];
    let made = officer.post(&to, &apart).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let secret =
        made.body.split("panel__number num\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(officer.post(&to, &apart).await.status, 422, "made once");
    assert!(!officer.get(&path).await.body.contains(&secret), "and shown once");
    assert_eq!(manager.get(&format!("{to}/file")).await.status, 422, "it passes on a disc");

    let file = officer.get(&format!("{to}/file")).await.bytes;
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut workbook = Vec::new();
    archive.by_index_decrypt(0, secret.as_bytes()).unwrap().read_to_end(&mut workbook).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(workbook)).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "参加者一覧").unwrap();
    assert_eq!(sheet.get_size(), (1 + w.home.enrolled.len(), 2), "everybody, with what was chosen");
    let page = officer.get(&path).await.body;
    let notice = page.split("パスワードの通知を見る").next().unwrap().rsplit("href=\"").next().unwrap();
    let notice = notice.split('"').next().unwrap().to_owned();
    let read = manager.get(&notice).await.body;
    assert!(read.contains("パスワード通知書") && read.contains("追跡できる郵送") && !read.contains(&secret));
}

#[tokio::test]
async fn what_leaves_kayoi_writes_itself_and_a_contractors_print_is_held() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let roster = format!("/courses/{}/roster.pdf", w.home.course.id);
    assert_eq!(manager.get(&roster).await.status, 200);
    assert_eq!(officer.get(&roster).await.status, 200);
    let page = officer.get(&format!("/contracts/{}/handovers?show=all", w.home.contract.id)).await.body;
    assert_eq!(page.matches("名簿の印刷（電子ファイル）　1件").count(), 2, "one entry each");
    let held = page.split("<h2>記録").next().unwrap();
    assert_eq!(
        held.matches("名簿の印刷（出力番号").count(),
        1,
        "the ward's own print is not with the contractor"
    );
    let people = officer.get("/handovers?show=people").await.body;
    assert!(!people.contains("名簿の印刷"), "among what people handed over it is left out");
    let base = format!("/contracts/{}/handovers", w.home.contract.id);
    assert_eq!(officer.get(&format!("{base}/pdf")).await.status, 200);
    let csv = officer.get(&format!("{base}/table/csv")).await.body;
    assert!(csv.contains("双方確認ずみ") && csv.contains("参加予定者名簿") && csv.contains("出力番号"));
    assert_eq!(officer.get(&format!("{base}/table/doc")).await.status, 404);
}

#[tokio::test]
async fn only_the_two_sides_of_the_contract_see_it() {
    let w = World::new().await;
    let (path, item) = received(&w).await;
    let item = format!("/held-items/{item}");
    for role in [Role::WardAuditor, Role::WardEvaluator, Role::CentreStaff] {
        assert_eq!(w.role(role).await.get(&path).await.status, 403, "{role:?}");
    }
    assert_eq!(w.as_undesignated().await.get(&path).await.status, 403);
    for role in [Role::WardOfficer, Role::ContractorManager] {
        let stranger = w.sign_in(&w.other, w.other.account(role)).await;
        assert_eq!(stranger.get(&path).await.status, 404, "{role:?}");
        assert_eq!(stranger.get(&item).await.status, 404, "{role:?}");
        assert_eq!(stranger.post(&format!("{path}/receipt"), &[("on", "2026-06-17")]).await.status, 404);
    }
    let manager = w.home.account(Role::ContractorManager);
    let elsewhere = w.sign_in_under(&w.home, manager, w.home.service_contract.id).await;
    assert_eq!(elsewhere.get(&path).await.status, 404, "another contract of the same contractor");
    assert_eq!(plan(&w, &elsewhere, &PAPER).await.status, 404);
}
