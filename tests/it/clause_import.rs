//! 文書の取込み over HTTP: a paper that holds several texts is taken in one text at a time.

use sqlx::Row;
use uuid::Uuid;

use super::world::{Client, World};

const PAPER: &str = "通所型業務委託実施仕様書\n1 目的\n元気に暮らす。\n2 対象者\n区民とする。\n\
    個人情報の取扱いに関する特記仕様書\n1 秘密保持\n知り得た秘密を漏らさない。\n2 複写の禁止\n複写しない。\n3 返還\n速やかに返還する。\n";

async fn drafted(w: &World, officer: &Client) -> String {
    let row =
        sqlx::query("select programme_version_id, department_id, contractor_id from contract where id = $1")
            .bind(w.home.contract.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let id = |column: &str| row.get::<Uuid, _>(column).to_string();
    let (programme, department, contractor) =
        (id("programme_version_id"), id("department_id"), id("contractor_id"));
    let fields = [
        ("programme", programme.as_str()),
        ("number", "新第1号"),
        ("title", "新しい委託"),
        ("contractor", &contractor),
        ("department", &department),
        ("fiscal_year", "2026"),
        ("starts_on", "2026-07-01"),
        ("ends_on", "2027-03-31"),
        ("items", "name"),
    ];
    let made = officer.post("/contracts", &fields).await;
    assert_eq!(made.status, 303, "{}", made.body);
    made.location().to_owned()
}

#[tokio::test]
async fn of_a_paper_with_several_texts_the_person_says_which() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let path = format!("{}/clauses/import", drafted(&w, &officer).await);
    let asked = [("kind", "clauses"), ("form", "numbers")];
    let file = Some(("仕様書.txt", PAPER.as_bytes()));
    // A browser sends the empty field along with the file.
    let page = officer.hand_in(&path, &[&asked[..], &[("text", "")]].concat(), file).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for told in [
        "条項のまとまりが複数あります",
        "1行目から。「条や番号で並ぶ」なら2条",
        "6行目から。「条や番号で並ぶ」なら3条",
        "複写しない。\n3 返還",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let again = [&asked[..], &[("of_parts", "yes"), ("text", PAPER)]].concat();
    let none = officer.hand_in(&path, &again, None).await;
    assert!(none.status == 422 && none.body.contains("取り込む部分を選んでください。"), "{}", none.body);
    let second = [&again[..], &[("part", "6")]].concat();
    let shown = officer.hand_in(&path, &second, None).await;
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("複写しない") && !shown.body.contains("元気に暮らす"), "{}", shown.body);
    let title = "個人情報の取扱いに関する特記仕様書";
    assert!(shown.body.contains(&format!("name=\"name\" type=\"text\" value=\"{title}\"")), "{}", shown.body);
    let items = "[]";
    let clause = [
        ("version", "1"),
        ("kind", "clauses"),
        ("name", title),
        ("clause", "0"),
        ("number-0", "1"),
        ("label-0", "1"),
        ("heading-0", "秘密保持"),
        ("text-0", "知り得た秘密を漏らさない。"),
        ("items-0", items),
    ];
    let clauses = path.trim_end_matches("/import");
    let stored = officer.post(clauses, &clause).await;
    assert_eq!(stored.status, 303, "{}", stored.body);
    assert!(officer.get(clauses).await.body.contains(&format!("特記事項　{title}")));
    let unnamed = clause.map(|(field, value)| match field {
        "name" => (field, ""),
        "version" => (field, "2"),
        _ => (field, value),
    });
    assert_eq!(officer.post(clauses, &unnamed).await.status, 303);
    assert!(officer.get(clauses).await.body.contains("新しい委託（新第1号）の特記事項"));
}

#[tokio::test]
async fn a_paper_of_thousands_of_clauses_is_refused() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let path = format!("{}/clauses/import", drafted(&w, &officer).await);
    let many: String = (1..=500).map(|number| format!("第{number}条 守る。\n")).collect();
    let asked = [("kind", "clauses"), ("form", "numbers"), ("text", many.as_str())];
    let refused = officer.hand_in(&path, &asked, None).await;
    assert!(refused.status == 422 && refused.body.contains("上限300"), "{}", refused.body);
    assert!(refused.body.contains("第500条 守る。"), "what was pasted stays");
}

/// A page with a line of markup for every one of 800 KB of short lines would be many times as large.
#[tokio::test]
async fn a_paper_of_thousands_of_lines_is_refused_and_one_too_large_is_not_sent_back() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let path = format!("{}/clauses/import", drafted(&w, &officer).await);
    let lines = format!("６ 業務\n{}", "(1) 守る。\n".repeat(55_000));
    let bytes = format!("６ 業務\n(1) {}", "守".repeat(340_000));
    for (text, told, most) in
        [(&lines, "行が多すぎます（上限6,000行）", lines.len()), (&bytes, "大きすぎます（上限1MB）", 0)]
    {
        let asked = [("kind", "clauses"), ("form", "chapters"), ("text", text.as_str())];
        let refused = officer.hand_in(&path, &asked, None).await;
        assert!(refused.status == 422 && refused.body.contains(told), "{told}: {}", refused.status);
        assert!(refused.body.len() < most + 100_000, "{told}: {} bytes", refused.body.len());
    }
}
