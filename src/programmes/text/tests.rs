use proptest::prelude::*;

use super::*;
use crate::programmes::{random, sample, worked};

const SAMPLE: &str = include_str!("../sample.toml");

fn only(text: &str) -> (String, Option<usize>, String) {
    let faults = read(text).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = faults.into_iter().next().unwrap();
    (fault.path, fault.line, fault.sentence)
}

/// The sample with a part replaced.
fn with(part: &str, by: &str) -> String {
    assert!(SAMPLE.contains(part), "{part}");
    SAMPLE.replacen(part, by, 1)
}

#[test]
fn what_cannot_be_read_is_said_with_field_and_line() {
    for (part, by, path, line, sentence) in [
        ("months = 3", "monts = 3", "calendar.monts", 13, "「monts」という項目はありません。使えるのは"),
        (
            "months = 3",
            "months = \"3\"",
            "calendar.months",
            13,
            "文字「3」は使えません。0から255までの整数で書いてください。",
        ),
        (
            "months = 3",
            "months = -3",
            "calendar.months",
            13,
            "数「-3」は使えません。0から255までの整数で書いてください。",
        ),
        (
            "months = 3",
            "months = 300",
            "calendar.months",
            13,
            "数「300」は使えません。0から255までの整数で書いてください。",
        ),
        ("months = 3\n", "", "calendar.months", 10, "「months」がありません。書き加えてください。"),
        (
            "style = \"course\"",
            "style = \"class\"",
            "style",
            4,
            "「class」という値はありません。使えるのはcourse、rolling_course、individual、guidanceです。",
        ),
        (
            "\"resident\"",
            "\"residents\"",
            "eligibility.rule",
            8,
            "「residents」という値はありません。使えるのは",
        ),
        (
            "capacity = 20",
            "capacity = 20\ncapacity = 21",
            "",
            19,
            "同じ項目が2回書かれています。片方を消してください。",
        ),
        ("months = 3", "months = ", "", 13, "書き方がTOMLの決まりに合っていません。"),
        ("name = \"見本の教室\"", "name = \"見本の教室", "", 2, "書き方がTOMLの決まりに合っていません。"),
        (
            "name = \"見本の教室\"",
            "name = 5",
            "name",
            2,
            "数「5」は使えません。文字を引用符で囲んで書いてください。例：\"教室\"",
        ),
    ] {
        let (at, on, said) = only(&with(part, by));
        assert_eq!((at.as_str(), on), (path, Some(line)), "{by}: {said}");
        assert!(said.starts_with(sentence), "{by}: {said}");
    }
}

#[test]
fn every_section_has_its_first_fault_at_once() {
    let text = SAMPLE.replacen("source = \"見本\"\n", "", 1).replacen("months = 3", "monts = 3", 1).replacen(
        "capacity = 20",
        "capacity = -1",
        1,
    );
    let text = format!("colour = \"red\"\n{text}\n[[goals]]\ncode = 1\n");
    let found = read(&text).unwrap_err();
    let places: Vec<_> = found.iter().map(|fault| (fault.path.as_str(), fault.line)).collect();
    assert_eq!(
        places,
        [
            ("colour", Some(1)),
            ("source", Some(1)),
            ("calendar.monts", Some(13)),
            ("places.capacity", Some(18)),
            ("goals[0].code", Some(23)),
        ],
        "{found:#?}"
    );
    assert_eq!(found[1].sentence, "「source」がありません。書き加えてください。");
    let twice = read("a = \nb = [\nc = 1\n").unwrap_err();
    assert!(twice.len() > 1, "{twice:?}");
}

#[test]
fn dates_times_and_decimals_have_their_own_sentences() {
    let fees = |from: &str| format!("{SAMPLE}\n[[fees]]\nfrom = {from}\nrules = []\n");
    assert!(read(&fees("\"2024-04-01\"")).is_ok());
    for wrong in ["\"2024-13-01\"", "\"4月1日\""] {
        let (path, line, said) = only(&fees(wrong));
        assert_eq!((path.as_str(), line), ("fees[0].from", Some(23)), "{said}");
        assert!(said.starts_with("日付は \"2024-04-01\""), "{said}");
    }
    let (_, _, said) = only(&fees("2024-04-01"));
    assert!(said.contains("引用符"), "{said}");
    let rule = with("\"resident\"", "{ instrument = { code = \"tug\", is = { at_least = 5.678 } } }");
    let (path, _, said) = only(&rule);
    assert_eq!(
        (path.as_str(), said.as_str()),
        ("eligibility.rule.instrument.is.at_least", "小数第2位までの数で書いてください。例：5.6")
    );
}

#[test]
fn faults_of_meaning_stand_on_their_lines() {
    assert_eq!(faults(SAMPLE), Vec::new());
    let found = faults(&with("months = 3", "months = 2"));
    let lines: Vec<_> = found.iter().map(|fault| (fault.path.as_str(), fault.line)).collect();
    assert_eq!(lines, [("calendar.sessions", Some(11))]);
    assert!(found[0].to_string().starts_with("11行目 calendar.sessions：週1回で2か月では"), "{}", found[0]);
    let filing = "[[filings]]\ncode = \"a\"\ntitle = \"計画書\"\nowes = \"contractor\"\ndecision = \"none\"\nform = \"text\"\n";
    assert_eq!(faults(&format!("{SAMPLE}\n{filing}"))[0].line, Some(22));
}

#[test]
fn hostile_text_is_refused_before_it_is_parsed() {
    let (_, _, said) = only(&"#".repeat(MOST_BYTES + 1));
    assert!(said.starts_with("定義が大きすぎます（257KB）。256KBまで"), "{said}");
    let many = 20_000;
    for deep in [
        format!("\nrule = {}", "[".repeat(many)),
        format!("rule = {}1{}", "{a=".repeat(many), "}".repeat(many)),
        format!("[{}a]", "a.".repeat(many)),
        format!("{}a = 1", "not.".repeat(many)),
        format!("[a.a.a.a.a.a.a.a.a.a.a.a]\n{}\n", "x = {a.a.a.a.a.a.a.a.a.a = ".repeat(10)),
        format!("[[a]]\n\"x\"{} = 1", ".'y'".repeat(many)),
    ] {
        let (_, line, said) = only(&deep);
        assert!(line.is_some() && said.starts_with("入れ子が深すぎます。64段まで"), "{said}");
    }
    for closed in [
        "a = [[[1]]]\n".repeat(100),
        "# ....................................................................\n".repeat(9),
        format!("a = '{}'", ".".repeat(200)),
        format!("a = \"\"\"\n{}\"\"\"", "[".repeat(200)),
    ] {
        assert_eq!(depth::too_deep(&closed), None, "{closed}");
    }
}

/// Thousands of fields that aren't known; with a step of 0 the same one each time.
fn many_keys(step: usize) -> String {
    (0..20_000).map(|at| format!("k{}=1\n", at * step)).collect()
}

/// The largest texts of one kind are answered at once, whatever they repeat.
#[test]
fn nothing_repeated_takes_long() {
    let fill = |one: &str| one.repeat((MOST_BYTES - 2000) / one.len());
    for text in [
        with("\"resident\"", &format!("{{ all = [{}] }}", fill("\"resident\","))),
        format!("goals = [{}]\n{SAMPLE}", fill("{code=\"a\",text=\"b\"},")),
        format!("{SAMPLE}\n{}", fill("[[goals]]\n")),
        with("months = 3", &format!("months = 3\nforbidden = [{}]", fill("\"sundays\","))),
        format!("{}{SAMPLE}", fill("x = [\n")),
        many_keys(1),
        many_keys(0),
        format!("{SAMPLE}{}", fill("[[fees]]\nfrom=\"2024-04-01\"\nrules=[]\n")),
        format!("{SAMPLE}{}", fill("[[goals]]\ncode=\"a\"\ntext=\"b\"\n")),
    ] {
        let begun = worked();
        let found = faults(&text);
        assert!((1..=MOST_FAULTS).contains(&found.len()), "{}", found.len());
        if let Ok(definition) = read(&text) {
            crate::programmes::diff::diff(&definition, &sample());
        }
        assert!(worked() - begun < 10_000, "{} ms: {}", worked() - begun, found[0]);
    }
}

#[test]
fn long_foreign_words_are_cut() {
    let (_, _, said) = only(&with("\"course\"", &format!("\"{}\"", "長".repeat(1000))));
    assert!(said.chars().count() < 200, "{said}");
}

#[test]
fn what_is_printed_can_be_read() {
    assert_eq!(read(&print(&sample()).unwrap()), Ok(sample()));
}

proptest! {
    #[test]
    fn printed_and_read_again_it_is_the_same(definition in random::definition()) {
        let printed = print(&definition).unwrap();
        let again = read(&printed);
        prop_assert_eq!(again.as_ref(), Ok(&definition), "{}", printed);
        prop_assert_eq!(print(&again.unwrap()).unwrap(), printed);
        let json = serde_json::to_string(&definition).unwrap();
        prop_assert_eq!(serde_json::from_str::<Definition>(&json).unwrap(), definition);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a-z\\[\\]{}=.,'\"\\\\#\n \u{3042}]{0,400}") {
        let _ = faults(&text);
    }

    #[test]
    fn no_damage_to_a_text_makes_it_panic(at in 0..SAMPLE.len(), cut in 0_usize..40, put in "[\\[\\]{}=.'\"\n0-9a]{0,6}") {
        let start = SAMPLE.floor_char_boundary(at);
        let end = SAMPLE.floor_char_boundary((start + cut).min(SAMPLE.len())).max(start);
        for fault in faults(&format!("{}{put}{}", &SAMPLE[..start], &SAMPLE[end..])) {
            prop_assert!(!fault.sentence.is_ascii(), "{}", fault.sentence);
        }
    }
}
