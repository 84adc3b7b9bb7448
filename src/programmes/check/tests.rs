use proptest::prelude::*;

use super::*;
use crate::programmes::{
    definition::{Counted, Style},
    random, text,
};

const WHOLE: &str = include_str!("../whole.toml");
const SAMPLE: &str = include_str!("../sample.toml");
const SHINJUKU: &str = include_str!("../../../presets/shinjuku-short-intensive.toml");

/// The text with a part replaced, read.
fn with(text: &str, part: &str, by: &str) -> Definition {
    assert!(text.contains(part), "{part}");
    text::read(&text.replacen(part, by, 1)).unwrap_or_else(|faults| panic!("{by}: {faults:?}"))
}

fn said(definition: &Definition) -> Vec<(String, String)> {
    check(definition).into_iter().map(|fault| (fault.path, fault.sentence)).collect()
}

/// The only fault of a text after a change.
fn only(text: &str, part: &str, by: &str) -> (String, String) {
    let mut said = said(&with(text, part, by));
    assert_eq!(said.len(), 1, "{by}: {said:#?}");
    said.remove(0)
}

#[test]
fn whole_definitions_have_no_faults() {
    let meguro = include_str!("../../../presets/meguro-senior-club.toml");
    for text in [meguro, SHINJUKU, WHOLE, SAMPLE] {
        assert_eq!(check(&text::read(text).unwrap()), Vec::new());
    }
}

/// The issue's first contradiction.
#[test]
fn twelve_weekly_sessions_do_not_fit_two_months() {
    assert_eq!(
        only(SAMPLE, "months = 3", "months = 2"),
        (
            "calendar.sessions".to_owned(),
            "週1回で2か月では最大9回です。12回にするには、期間を3か月以上にするか、週2回以上にしてください。回数を9回以下にすることもできます。".to_owned()
        )
    );
}

/// The issue's second contradiction.
#[test]
fn a_gap_between_tiers_is_refused() {
    assert_eq!(
        only(WHOLE, "from = 6, to = 10", "from = 7, to = 10"),
        (
            "fees[0].rules[0].basis.tiered.tiers[1].from".to_owned(),
            "月の利用者が6人のときの額がありません（「1人から5人まで」の次が「7人から10人まで」です）。段階のあいだが空かないように人数をつなげてください。".to_owned()
        )
    );
}

/// The issue's third contradiction.
#[test]
fn a_due_day_from_something_that_never_happens_is_refused() {
    let filing = "\n[[filings]]\ncode = \"a\"\ntitle = \"名簿\"\nowes = \"contractor\"\ndecision = \"none\"\nform = \"text\"\ndue = { event = \"course_end\", offset = { weeks_after = 2 } }\n";
    assert_eq!(
        only(&format!("{SHINJUKU}{filing}"), "", ""),
        (
            "filings[4].due.event".to_owned(),
            "「教室の最終回」からの期限ですが、個別サービスでは「教室の最終回」が起こらないため、期限が決まりません。「利用の終了日」「各月の末日」などからの期限に変えてください。".to_owned()
        )
    );
    let filing = filing.replace("course_end", "service_end");
    let (path, sentence) = only(&format!("{SAMPLE}{filing}"), "", "");
    assert_eq!(path, "filings[0].due.event");
    assert!(
        sentence.ends_with("「教室の最終回」「契約の終了日」などからの期限に変えてください。"),
        "{sentence}"
    );
}

#[test]
fn each_contradiction_has_its_field_and_sentence() {
    for (part, by, path, sentence) in cases::all() {
        let said = said(&with(WHOLE, part, by));
        assert!(
            said.iter().any(|(at, text)| at == path && text.contains(sentence) && !sentence.is_empty()),
            "{by}: {path} {sentence}\n{said:#?}"
        );
    }
}

#[test]
fn a_guidance_programme_names_values_months_and_means_that_exist() {
    let mut definition = text::read(SAMPLE).unwrap();
    definition.style = Style::Guidance;
    definition.places.counted = Counted::PerContract;
    let guidance = r#"about_people = 0
        result_groups = [{ code = "sugar", label = "血糖検査", values = ["hba1c:％", "hba1c:％"] }]
        selection = [
            { label = "血糖", any = [{ value = "hba1c", is = { at_least = 6.5 } }, { value = "egfr", is = { below = 45 } }] },
            { label = "腎臓", any = [] },
        ]
        contacts = [{ code = "first", label = "初回面接", means = [], month = 4 }]"#;
    definition.guidance = Some(toml::from_str(guidance).unwrap());
    let paths: Vec<String> = said(&definition).into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "guidance.about_people",
            "guidance.result_groups",
            "guidance.selection[0].any[1].value",
            "guidance.selection[1].any",
            "guidance.contacts[0].means",
            "guidance.contacts[0].month",
        ]
    );
    definition.style = Style::Course;
    assert!(said(&definition).contains(&(
        "guidance".to_owned(),
        "保健指導の欄がありますが、事業の形が保健指導ではありません。欄を消すか、形を「保健指導」にしてください。".to_owned()
    )));
}

#[test]
fn a_briefing_needs_a_stage_before_the_start() {
    let due = "due = { event = \"contract_signed\", offset = { business_days_after = 10 } }";
    let briefing = "due = { event = \"briefing\", offset = { weeks_before = 3 } }";
    assert_eq!(check(&with(WHOLE, due, briefing)), Vec::new());
    let whole = WHOLE.replacen("record = \"consent_and_identity\"", "record = \"screening\"", 1);
    let (path, sentence) = only(&whole, due, briefing);
    assert_eq!(path, "filings[0].due.event");
    assert!(
        sentence.starts_with("「体験・説明会」からの期限ですが、段階に、始まる前の説明・同意がありません。"),
        "{sentence}"
    );
}

/// The longest period in days counts, so that nothing possible is refused.
#[test]
fn sessions_that_just_fit_are_not_refused() {
    for (sessions, months, fits) in
        [(9, 2, true), (10, 2, false), (14, 3, true), (15, 3, false), (53, 12, true), (54, 12, false)]
    {
        let text = SAMPLE.replace("months = 3", &format!("months = {months}"));
        let definition =
            with(&text, "least = 12, most = 12", &format!("least = {sessions}, most = {sessions}"));
        assert_eq!(check(&definition).is_empty(), fits, "{sessions} in {months}");
    }
}

proptest! {
    #[test]
    fn no_definition_makes_it_panic(definition in random::definition()) {
        for fault in check(&definition) {
            let (path, sentence) = (&fault.path, &fault.sentence);
            prop_assert!(!path.is_empty());
            prop_assert!(sentence.ends_with('。') || sentence.contains("例："), "{sentence}");
        }
        prop_assert_eq!(check(&definition), check(&definition));
    }

    /// A fault's field is there: the path leads into the definition or to a field that isn't written.
    #[test]
    fn every_path_leads_into_the_definition(definition in random::definition()) {
        let json = serde_json::to_value(&definition).unwrap();
        for fault in check(&definition) {
            let mut at = &json;
            let steps: Vec<&str> = fault.path.split(['.', '[', ']']).filter(|step| !step.is_empty()).collect();
            for (nth, step) in steps.iter().enumerate() {
                let next = step.parse::<usize>().map_or_else(|_| at.get(*step), |index| at.get(index));
                let Some(next) = next else {
                    prop_assert!(nth + 1 == steps.len(), "{}", fault.path);
                    break;
                };
                at = next;
            }
        }
    }
}
