//! The editor of a draft over HTTP: rows added, changed, moved and removed by fields; a file that becomes the next version.

use super::{
    programmes::{begin, programme, version},
    world::{Client, Got, World},
};
use kayoi::kit::permission::Role;

/// A form of the draft, sent with the version its page shows.
async fn send(officer: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> Got {
    let shown = officer.get(page).await;
    assert_eq!(shown.status, 200, "{page}: {}", shown.body);
    let shown = version(&shown);
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("version", shown.as_str())]).collect();
    officer.post(action, &fields).await
}

/// A row's page, sent.
async fn row(officer: &Client, page: &str, fields: &[(&str, &str)]) -> Got {
    let action = page.split('?').next().unwrap_or_default();
    send(officer, page, action, fields).await
}

#[tokio::test]
async fn a_fee_rule_is_added_moved_and_removed_by_fields() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    begin(&officer, &path).await;
    let (draft, list) = (format!("{path}/draft"), format!("{path}/draft/forms/fees"));
    let shown = officer.get(&list).await;
    let new = format!("{draft}/rows/fees.0.rules/1?kind=tiered");
    assert!(shown.body.contains(&format!("href=\"{new}\"")), "{}", shown.body);

    let name = |field: &str| format!("fees[0].rules[1].{field}");
    let [label, per, users, from, base, span] = [
        "label",
        "basis.tiered.per",
        "basis.tiered.users",
        "basis.tiered.tiers[0].from",
        "basis.tiered.tiers[0].base",
        "cap.span",
    ]
    .map(name);
    let fields = |price: &'static str| {
        vec![
            (label.as_str(), "送迎の費用"),
            (per.as_str(), "month"),
            (users.as_str(), "enrolled"),
            (from.as_str(), "1"),
            (base.as_str(), price),
            (span.as_str(), ""),
            ("kind", "tiered"),
        ]
    };
    let wrong = row(&officer, &new, &fields("ただ")).await;
    assert_eq!(wrong.status, 422);
    for part in [
        "href=\"#fees[0].rules[1].basis.tiered.tiers[0].base\"",
        "value=\"ただ\"",
        "value=\"送迎の費用\"",
        "円の数字か",
    ] {
        assert!(wrong.body.contains(part), "{part}: {}", wrong.body);
    }
    let preview = row(&officer, &new, &[fields("3000"), vec![("do", "preview")]].concat()).await;
    assert!(
        preview.status == 200
            && preview.body.contains("月の利用者が1人以上のとき、1か月3,000円を支払います。"),
        "{}",
        preview.body
    );
    assert!(!officer.get(&list).await.body.contains("送迎の費用"), "looking stores nothing");
    let saved = row(&officer, &new, &fields("3000")).await;
    assert_eq!((saved.status.as_u16(), saved.location()), (303, list.as_str()), "{}", saved.body);
    let shown = officer.get(&list).await;
    assert!(shown.body.contains("送迎の費用") && shown.body.contains("1か月3,000円"), "{}", shown.body);
    let stale =
        officer.post(new.split('?').next().unwrap(), &[fields("1"), vec![("version", "1")]].concat()).await;
    assert_eq!(stale.status, 409, "an old page: {}", stale.body);

    let moved = send(&officer, &list, &format!("{draft}/rows/fees.0.rules/1/place"), &[("way", "up")]).await;
    assert_eq!(moved.status, 303, "{}", moved.body);
    let page = officer.get(&format!("{draft}/rows/fees.0.rules/0")).await;
    assert!(
        page.body.contains("「送迎の費用」を変える") && page.body.contains("value=\"3000\""),
        "{}",
        page.body
    );
    let far = send(&officer, &list, &format!("{draft}/rows/fees.0.rules/0/place"), &[("way", "up")]).await;
    assert_eq!(far.status, 404);

    let removal = format!("{draft}/rows/fees.0.rules/0/removal");
    let asked = officer.get(&removal).await;
    assert!(
        asked.body.contains("委託料の決まりを消しますか") && asked.body.contains("送迎の費用"),
        "{}",
        asked.body
    );
    assert_eq!(officer.post(&removal, &[("version", "1")]).await.status, 409, "an old page");
    assert_eq!(send(&officer, &removal, &removal, &[]).await.location(), list);
    assert!(!officer.get(&format!("{draft}/forms/fees")).await.body.contains("送迎の費用</"));
}

#[tokio::test]
async fn causes_sections_and_user_fees_have_rows_too() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    begin(&officer, &path).await;
    let draft = format!("{path}/draft");
    let list = officer.get(&format!("{draft}/forms/user_fees")).await;
    assert!(list.body.contains("参加1回ごと") && list.body.contains("TOMLで書く"), "{}", list.body);
    let fields = [
        ("user_fees[0].label", "参加費"),
        ("user_fees[0].basis.per_session.price", "300"),
        ("user_fees[0].basis.per_session.first_free", "2"),
        ("kind", "per_session"),
    ];
    assert_eq!(
        row(&officer, &format!("{draft}/rows/user_fees/0?kind=per_session"), &fields).await.status,
        303
    );
    assert!(officer.get(&draft).await.body.contains("はじめの2回は無料です。"));

    let cause = officer.get(&format!("{draft}/rows/cancellation.causes/0")).await;
    assert_eq!(cause.status, 200, "{}", cause.body);
    let removal = format!("{draft}/rows/cancellation.causes/0/removal");
    assert_eq!(send(&officer, &removal, &removal, &[]).await.status, 303);
    let list = officer.get(&format!("{draft}/forms/cancellation")).await;
    assert!(list.body.contains("中止の理由を加える"), "{}", list.body);

    let removal = format!("{draft}/rows/reports.0.sections/0/removal");
    assert_eq!(send(&officer, &removal, &removal, &[]).await.status, 303);
    let list = officer.get(&format!("{draft}/forms/reports")).await;
    assert!(list.body.contains("?kind=overview") && list.body.contains("?kind=narrative"), "{}", list.body);
    assert_eq!(officer.get(&format!("{draft}/rows/reports.0.sections/99?kind=overview")).await.status, 404);
}

/// An earlier day comes first by itself. One that is there twice is stored, said at its row, and keeps the draft from being
/// published.
#[tokio::test]
async fn a_schedule_lies_where_its_day_belongs() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    begin(&officer, &path).await;
    let (draft, list) = (format!("{path}/draft"), format!("{path}/draft/forms/fees"));
    let new = async |place: &str, from: &str| {
        let named = ["from", "tax", "rounding"].map(|field| format!("fees[{place}].{field}"));
        let [day, tax, rounding] = named.each_ref().map(String::as_str);
        let fields = [(day, from), (tax, "10"), (rounding, "half_up"), ("kind", "next")];
        row(&officer, &format!("{draft}/rows/fees/{place}?kind=next"), &fields).await
    };
    let saved = new("1", "令和2年4月1日").await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let fees = officer.get(&list).await;
    let at = |words: &str| fees.body.find(words).unwrap_or_else(|| panic!("{words}: {}", fees.body));
    assert!(at("令和2年4月1日からの委託料") < at("令和6年4月1日からの委託料"), "{}", fees.body);
    assert!(!fees.body.contains("古い順に並んでいない") && !fees.body.contains("/rows/fees/0/place"));
    let (page, place) = (format!("{draft}/rows/fees/1"), format!("{draft}/rows/fees/1/place"));
    let moved = send(&officer, &page, &place, &[("way", "up")]).await;
    assert_eq!(moved.status, 409, "nothing to move by hand: the list as it stands comes back");
    let page = officer.get(&format!("{draft}/rows/fees/0")).await;
    assert!(page.body.contains("value=\"令和2年4月1日\""), "{}", page.body);

    assert_eq!(new("2", "令和6年4月1日").await.status, 303);
    assert!(officer.get(&list).await.body.contains("同じ日が2つあります"));
    assert!(officer.get(&format!("{draft}/rows/fees/2")).await.body.contains("field--wrong"));
    assert!(officer.get(&draft).await.body.contains(&format!("href=\"{draft}/rows/fees/2\"")));
}

#[tokio::test]
async fn rows_are_a_drafts_and_the_wards_own() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    let rows = |path: &str| {
        ["fees.0.rules/0", "fees.0.rules/0/removal", "user_fees/0?kind=once"]
            .map(|row| format!("{path}/draft/rows/{row}"))
    };
    for row in rows(&path) {
        assert_eq!(officer.get(&row).await.status, 404, "a published version has no rows to change: {row}");
        let action = row.split('?').next().unwrap();
        assert_eq!(officer.post(action, &[("version", "1"), ("kind", "once")]).await.status, 404, "{row}");
    }
    begin(&officer, &path).await;
    assert_eq!(officer.get(&rows(&path)[0]).await.status, 200);
    assert_eq!(officer.get(&format!("{path}/draft/rows/fees.7.rules/0")).await.status, 404);
    assert_eq!(
        officer.post(&format!("{path}/draft/forms/fees"), &[("version", "1")]).await.status,
        404,
        "no fields"
    );
    let auditor = w.role(Role::WardAuditor).await;
    assert_eq!(auditor.get(&rows(&path)[0]).await.status, 403);

    let theirs = w.sample(&w.other, "programme").await.unwrap();
    for row in rows(&format!("/programmes/{theirs}")) {
        assert_eq!(officer.get(&row).await.status, 404, "{row}");
        assert_eq!(
            officer.post(row.split('?').next().unwrap(), &[("version", "1")]).await.status,
            404,
            "{row}"
        );
    }
}

#[tokio::test]
async fn a_file_of_a_known_code_becomes_the_next_version() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    let file = officer.get(&format!("{path}/versions/1/file")).await.body;
    let same = officer.upload("/programmes/import", ("file", "m.toml", &file)).await;
    assert!(same.status == 422 && same.body.contains("第1版と同じ内容です"), "{}", same.body);

    let changed = format!("# 注釈\n{}", file.replace("capacity = 20", "capacity = 15"));
    assert!(officer.get("/programmes/import").await.body.contains("注釈は取り込みません"));
    let taken = officer.upload("/programmes/import", ("file", "m.toml", &changed)).await;
    assert_eq!(
        (taken.status.as_u16(), taken.location()),
        (303, format!("{path}/differences").as_str()),
        "{}",
        taken.body
    );
    let differences = officer.get(taken.location()).await;
    for part in ["第1版", "第2版", "20人", "15人", "下書きを開く"] {
        assert!(differences.body.contains(part), "{part}: {}", differences.body);
    }
    let again = officer.upload("/programmes/import", ("file", "m.toml", &file)).await;
    assert_eq!(again.status, 422);
    assert!(
        again.body.contains("編集中の下書きがあります")
            && again.body.contains(&format!("href=\"{path}/draft\"")),
        "{}",
        again.body
    );
    assert!(
        officer.get(&format!("{path}/draft")).await.body.contains("15人"),
        "the open draft stays as it is"
    );
}

#[tokio::test]
async fn a_file_that_is_no_definition_has_its_own_sentence() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let large = vec![b'#'; 300 * 1024];
    let cases: [(&str, &[u8], &str); 6] = [
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "画像（PNG）のファイルは取り込めません"),
        ("a.toml", b"", "ファイルが空です"),
        ("a.toml", &[b'n', 0x96, 0x6b], "文字コードがUTF-8ではありません"),
        ("a.toml", b"\0\x01\x02", "文字で書かれたファイルではありません"),
        ("a.toml", &large, "ファイルが大きすぎます（300KB）"),
        ("", b"", "TOMLのファイルを選ぶか"),
    ];
    for (name, bytes, told) in cases {
        let got = officer.upload_bytes("/programmes/import", ("file", name, bytes)).await;
        assert!(got.status == 422 && got.body.contains(told), "{told}: {}", got.body);
    }
}

/// TOML can write what a file may not hold; the database couldn't store it, and nobody could see it.
#[tokio::test]
async fn unseen_characters_are_refused_in_a_file_and_in_a_section() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (path, _) = programme(&w).await;
    let file = officer.get(&format!("{path}/versions/1/file")).await.body;
    for (written, number) in [("\\u0000", "U+0000"), ("\\u202e", "U+202E")] {
        let name = format!("name = \"{written}教室");
        let hostile = file.replacen("name = \"", &name, 1);
        let got = officer.upload("/programmes/import", ("file", "m.toml", &hostile)).await;
        assert!(got.status == 422 && got.body.contains(number), "{number}: {}", got.body);
    }
    begin(&officer, &path).await;
    let page = format!("{path}/draft/sections/goals");
    let text = "[[goals]]\ncode = \"a\"\ntext = \"前\\u0000後\"\n";
    let got = send(&officer, &page, &page, &[("text", text)]).await;
    assert!(got.status == 422 && got.body.contains("U+0000"), "{}", got.body);
    assert!(got.body.contains("u0000後"), "what was typed stays");
}
