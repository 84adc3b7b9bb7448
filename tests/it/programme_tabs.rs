//! Two tabs on one draft, and forms of the editor sent by hand: what still fits is stored, what doesn't comes back with what
//! was typed, and nothing is written that shouldn't be.

use super::{
    programmes::{begin, programme, version},
    world::{Client, Got, World},
};

/// A draft of the town's course programme.
async fn draft(w: &World, officer: &Client) -> String {
    let (path, _) = programme(w).await;
    begin(officer, &path).await;
    format!("{path}/draft")
}

/// Two kinds of user fee, each with its row.
async fn two_fees(officer: &Client, draft: &str) -> [String; 2] {
    let rows = [0, 1].map(|at| format!("{draft}/rows/user_fees/{at}"));
    for (at, (row, label)) in rows.iter().zip(["参加費", "教材費"]).enumerate() {
        let shown = version(&officer.get(&format!("{row}?kind=once")).await);
        let saved = officer.post(row, &fee(at, label, "300", &shown).pairs()).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
    }
    rows
}

/// What a form of a fee sends.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

fn fee(at: usize, label: &str, price: &str, version: &str) -> Sent {
    let path = format!("user_fees[{at}]");
    let pair = |name: String, value: &str| (name, value.to_owned());
    Sent(vec![
        pair(format!("{path}.label"), label),
        pair(format!("{path}.basis.once.price"), price),
        pair("kind".to_owned(), if version.starts_with("new-") { "once" } else { "" }),
        pair("version".to_owned(), version),
    ])
}

async fn list(officer: &Client, draft: &str) -> Got {
    officer.get(&format!("{draft}/forms/user_fees")).await
}

#[tokio::test]
async fn two_tabs_on_two_rows_are_both_saved() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let draft = draft(&w, &officer).await;
    let [first, second] = two_fees(&officer, &draft).await;
    let (one, other) = (version(&officer.get(&first).await), version(&officer.get(&second).await));
    assert_eq!(officer.post(&first, &fee(0, "参加費", "400", &one).pairs()).await.status, 303);
    let saved = officer.post(&second, &fee(1, "教材費", "500", &other).pairs()).await;
    assert_eq!(saved.status, 303, "the other row is as it was: {}", saved.body);
    let shown = list(&officer, &draft).await.body;
    assert!(shown.contains("400円") && shown.contains("500円"), "{shown}");

    // A row that changed places is found where it is now.
    let (one, order) = (version(&officer.get(&second).await), version(&list(&officer, &draft).await));
    let moved = officer.post(&format!("{second}/place"), &[("way", "up"), ("version", &order)]).await;
    assert_eq!(moved.status, 303, "{}", moved.body);
    assert_eq!(officer.post(&second, &fee(1, "教材費", "600", &one).pairs()).await.status, 303);
    let shown = list(&officer, &draft).await.body;
    assert!(shown.contains("600円") && shown.contains("400円") && !shown.contains("500円"), "{shown}");
}

#[tokio::test]
async fn two_tabs_on_one_row_keep_what_was_typed_beside_what_stands_now() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let draft = draft(&w, &officer).await;
    let [first, _] = two_fees(&officer, &draft).await;
    let opened = version(&officer.get(&first).await);
    assert_eq!(officer.post(&first, &fee(0, "参加費", "400", &opened).pairs()).await.status, 303);
    let late = officer.post(&first, &fee(0, "参加費", "777", &opened).pairs()).await;
    assert_eq!(late.status, 409);
    for part in ["value=\"777\"", "400円", "別のタブか、ほかの人が保存しました", "今、保存してある内容です"]
    {
        assert!(late.body.contains(part), "{part}: {}", late.body);
    }
    assert!(late.body.contains("aria-current"), "the menu stays: {}", late.body);
    assert!(!list(&officer, &draft).await.body.contains("777円"), "nothing was stored");
    let again = officer.post(&first, &fee(0, "参加費", "777", &version(&late)).pairs()).await;
    assert_eq!(again.status, 303, "having looked, the person decides: {}", again.body);
    assert!(list(&officer, &draft).await.body.contains("777円"));

    let removal = format!("{first}/removal");
    let asked = version(&officer.get(&removal).await);
    let opened = version(&officer.get(&first).await);
    assert_eq!(officer.post(&removal, &[("version", &asked)]).await.status, 303);
    let gone = officer.post(&first, &fee(0, "参加費", "1", &opened).pairs()).await;
    assert_eq!(gone.status, 409);
    assert!(gone.body.contains("value=\"1\"") && gone.body.contains("「教材費」を変える"), "{}", gone.body);
}

#[tokio::test]
async fn an_old_page_moves_and_removes_nothing_and_shows_the_list_of_now() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let draft = draft(&w, &officer).await;
    let [first, second] = two_fees(&officer, &draft).await;
    let opened = version(&list(&officer, &draft).await);
    let asked = version(&officer.get(&format!("{second}/removal")).await);
    let row = version(&officer.get(&second).await);
    assert_eq!(officer.post(&second, &fee(1, "教材費", "450", &row).pairs()).await.status, 303);
    let moved = officer.post(&format!("{second}/place"), &[("way", "up"), ("version", &opened)]).await;
    let removed = officer.post(&format!("{second}/removal"), &[("version", &asked)]).await;
    for (late, undone) in [(&moved, "順番は変えていません"), (&removed, "何も消していません")]
    {
        assert_eq!(late.status, 409);
        for part in [undone, "別のタブか、ほかの人が保存しました", "450円", &first, "<title>エラー"]
        {
            assert!(late.body.contains(part), "{part}: {}", late.body);
        }
    }
    // The page that came back is of now: from there it goes on.
    let now = version(&moved);
    let again = officer.post(&format!("{second}/place"), &[("way", "up"), ("version", &now)]).await;
    assert_eq!(again.status, 303, "{}", again.body);
}

#[tokio::test]
async fn fields_and_text_of_a_section_come_back_too() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let draft = draft(&w, &officer).await;
    let [places, text] = ["forms/places", "sections/places"].map(|page| format!("{draft}/{page}"));
    let (in_fields, in_text) = (version(&officer.get(&places).await), version(&officer.get(&text).await));
    let typed = "[places]\ncounted = \"per_course\"\ncapacity = 12";
    assert_eq!(officer.post(&text, &[("text", typed), ("version", &in_text)]).await.status, 303);
    let fields = |version: &str| {
        [
            ("places.counted", "per_course"),
            ("places.capacity", "14"),
            ("places.minimum", "5"),
            ("places.waiting_list", "yes"),
            ("version", version),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let pairs = |version: &str| Sent(fields(version).to_vec());
    let late = officer.post(&places, &pairs(&in_fields).pairs()).await;
    assert!(late.status == 409 && late.body.contains("value=\"14\"") && late.body.contains("12人"));
    let now = version(&late);
    let mut looked = pairs(&now);
    looked.0.push(("do".to_owned(), "preview".to_owned()));
    let preview = officer.post(&places, &looked.pairs()).await;
    assert!(preview.status == 200 && preview.body.contains("入力した内容の意味"), "{}", preview.body);
    assert!(preview.body.contains("14人"), "{}", preview.body);
    assert!(!officer.get(&draft).await.body.contains("14人"), "looking stores nothing");
    let late = officer.post(&text, &[("text", "places = 1"), ("version", &in_text)]).await;
    assert!(late.status == 409 && late.body.contains("places = 1") && late.body.contains("12人"));
}

#[tokio::test]
async fn a_form_sent_again_or_by_hand_writes_nothing() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let draft = draft(&w, &officer).await;
    let [first, _] = two_fees(&officer, &draft).await;
    let before = list(&officer, &draft).await.body;
    let row = format!("{draft}/rows/user_fees/2");
    let new = version(&officer.get(&format!("{row}?kind=once")).await);
    let sent = fee(2, "送迎費", "100", &new);
    assert_eq!(officer.post(&row, &sent.pairs()).await.status, 303);
    let again = officer.post(&row, &sent.pairs()).await;
    assert!(again.status == 409 && again.body.contains("送迎費"), "sent twice, stored once: {}", again.body);
    assert_eq!(list(&officer, &draft).await.body.matches("row__name\">送迎費").count(), 1);

    let (_, foreign) = programme(&w).await;
    for version in [foreign.to_string(), String::new(), "1".to_owned(), "new-".to_owned(), "字".repeat(50)] {
        let got = officer.post(&first, &fee(0, "だれかの費用", "1", &version).pairs()).await;
        assert_eq!(got.status, 409, "{version}");
    }
    let megabyte = "長".repeat(400_000);
    let opened = version(&officer.get(&first).await);
    let large = officer.post(&first, &fee(0, &megabyte, "1", &opened).pairs()).await;
    assert!([413, 422].contains(&large.status.as_u16()), "{}", large.status);
    assert!(large.body.len() < 3_000_000, "{}", large.body.len());
    let after = list(&officer, &draft).await.body;
    assert!(!after.contains("だれかの費用") && !after.contains("長長") && before.contains("参加費"));
}
