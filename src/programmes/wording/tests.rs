use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::programmes::{random, schema::schema, text};

const TEXTS: [&str; 4] = [
    include_str!("../../../presets/meguro-senior-club.toml"),
    include_str!("../../../presets/shinjuku-short-intensive.toml"),
    include_str!("../whole.toml"),
    include_str!("../sample.toml"),
];
/// Names and units that are written in Latin letters in Japanese too.
const KNOWN: [&str; 8] = ["TUG", "SARC", "F", "CS", "mmHg", "m", "Web", "HBA1C"];

fn whole() -> Definition {
    text::read(include_str!("../whole.toml")).unwrap()
}

fn lines_of(definition: &Definition, section: &str) -> Vec<String> {
    let passage = preview(definition).into_iter().find(|passage| passage.section == section).unwrap();
    passage.lines.into_iter().map(|line| line.text).collect()
}

#[test]
fn no_code_word_is_shown() {
    for text in TEXTS {
        for passage in preview(&text::read(text).unwrap()) {
            for line in &passage.lines {
                let words = line.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let latin = words.filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()));
                for word in latin {
                    let bare = word.trim_start_matches(|c: char| c.is_ascii_digit());
                    assert!(KNOWN.contains(&word) || KNOWN.contains(&bare), "{word} in {}", line.text);
                }
            }
        }
    }
}

#[test]
fn every_section_has_a_passage_with_lines() {
    let fields: BTreeSet<String> = schema()["properties"].as_object().unwrap().keys().cloned().collect();
    let mut known: BTreeSet<String> = TITLES.iter().map(|(field, _)| (*field).to_owned()).collect();
    assert_eq!(fields, known);
    known.remove("code");
    let passages = preview(&whole());
    assert_eq!(passages.iter().map(|passage| passage.section.to_owned()).collect::<BTreeSet<_>>(), known);
    let silent: Vec<_> = passages
        .iter()
        .filter(|passage| {
            passage.lines.iter().any(|line| line.text == "定めません。" || line.text.is_empty())
        })
        .map(|passage| passage.section)
        .collect();
    assert_eq!(silent, ["guidance"]);
}

#[test]
fn rules_read_as_sentences() {
    let whole = whole();
    for (section, line) in [
        ("stages", "モニタリング：2か月に1回以上、地域包括支援センターが行い、「モニタリング」に残します。"),
        ("eligibility", "　　この区市町村の介護保険の被保険者であること（住所地特例を含む）"),
        ("eligibility", "優先順位1：はじめての人"),
        (
            "screenings",
            "　質問「入院した理由」（当てはまるものをすべて選ぶ：「心臓病」「その他」）「入院しましたか」に「はい」と答えたときだけ聞きます。",
        ),
        (
            "screenings",
            "　（「入院した理由」に「心臓病」と答えた、または「重い高血圧がありますか」に「はい」と答えた）とき、「不可」とします。理由：医師の判断がいります。",
        ),
        (
            "measurement",
            "5回椅子立ち上がり：はじめと終わりに測ります。必ず行います。会場で行い、別の日・郵送・電話では補いません。0.5以上変われば改善・悪化とします。",
        ),
        (
            "fees",
            "　口腔の加算：この加算を行った1回ごとに10,000円を支払います。契約期間を通じて3回まで、合計30,000円まで支払います。（加算プログラム「口腔プログラム」）",
        ),
        (
            "filings",
            "「チラシの案」：事業者と区が出します。出すとき：チラシを配る前。画面に書いて出します。受け取った側が受領を記録します。",
        ),
        ("documents", "同意書を「参加の同意書」という題名で作ります。"),
        ("most_years", "同じ事業者への委託は1年度限りです。"),
        (
            "screenings",
            "「体調確認シート」：「要聞き取り」のときは、地域包括支援センターが聞き取りをして、区が決めます。",
        ),
    ] {
        let lines = lines_of(&whole, section);
        assert!(lines.iter().any(|known| known == line), "{section}: {lines:#?}");
    }
    let oral = lines_of(&whole, "staffing");
    assert!(oral[1].contains("加算プログラム「口腔プログラム」を行う回"), "{}", oral[1]);
}

#[test]
fn guidance_is_said_with_its_values() {
    let mut definition = whole();
    definition.guidance = Some(
        toml::from_str(
            r#"about_people = 200
            result_groups = [{ code = "sugar", label = "血糖検査", values = ["hba1c:％"] }]
            selection = [{ label = "血糖", any = [{ value = "hba1c", is = { at_least = 6.5 } }] }]
            contacts = [{ code = "first", label = "初回面接", means = ["face_to_face", "web"], month = 1, minutes = 20 }]"#,
        )
        .unwrap(),
    );
    assert_eq!(
        lines_of(&definition, "guidance"),
        [
            "対象者は年におよそ200人です。",
            "検査結果「血糖検査」：HBA1C（％）",
            "次のすべてに当てはまる人を選びます。",
            "　血糖：HBA1C（％）が6.5以上",
            "初回面接：1か月目に、「面接」「Web面接」のどれかで連絡します。20分以上行います。",
        ]
    );
}

proptest! {
    #[test]
    fn any_definition_has_words_in_every_section(definition in random::definition()) {
        let passages = preview(&definition);
        prop_assert_eq!(passages.len(), TITLES.len() - 1);
        prop_assert!(passages.iter().all(|passage| !passage.lines.is_empty()));
        prop_assert_eq!(&passages, &preview(&definition));
    }
}
