use std::collections::BTreeMap;

use super::*;
use crate::assessments::{instruments, score};

fn parse(code: &str, typed: &[(&str, &str)]) -> Result<Answers, Vec<FieldMessage>> {
    let typed: BTreeMap<&str, &str> = typed.iter().copied().collect();
    parse_answers(&instruments::find(code).unwrap(), |field| typed.get(field).copied())
}

fn refused(code: &str, typed: &[(&str, &str)]) -> Vec<FieldMessage> {
    parse(code, typed).unwrap_err()
}

#[test]
fn a_blank_form_is_missing_answers_and_no_error() {
    for instrument in instruments::all() {
        let answers = parse(instrument.code, &[]).unwrap();
        assert!(answers.is_blank(), "{}", instrument.code);
        assert_eq!(answers.instrument(), instrument);
    }
}

#[test]
fn field_names_are_unique_over_all_instruments() {
    let mut names: Vec<String> =
        instruments::all().flat_map(|i| fields(&i)).map(|field| field.name).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
    for expected in ["kcl_1", "kcl_25", "height", "weight", "sarc_1", "health", "m_grip_1", "m_grip_protocol"]
    {
        assert!(names.iter().any(|name| name == expected), "{expected}");
    }
    assert!(!names.iter().any(|name| name == "kcl_12"));
}

#[test]
fn a_checklist_is_read_and_filled_again() {
    let typed = [("kcl_1", "yes"), ("kcl_6", "no"), ("height", "１５０．５ｃｍ"), ("weight", "41.625")];
    let answers = parse("kcl", &typed).unwrap();
    let filled = fill(&answers);
    assert_eq!(filled["height"], "150.5");
    assert_eq!(filled["weight"], "41.625");
    let again = parse_answers(&instruments::CHECKLIST, |field| filled.get(field).map(String::as_str));
    assert_eq!(again, Ok(answers));
}

#[test]
fn every_measure_survives_the_form() {
    for measure in &crate::assessments::measures::MEASURES {
        let typed: BTreeMap<String, String> = fields(&measure.into())
            .into_iter()
            .filter_map(|field| match field.input {
                Input::Number { unit: "cm", .. } if measure.entry == Entry::TwoSteps => {
                    Some((field.name, "150".to_owned()))
                }
                Input::Number { .. } => Some((field.name, "5".to_owned())),
                Input::Choices(choices) | Input::Select(choices) => {
                    choices.first().map(|(value, _)| (field.name, value.clone()))
                }
                Input::Text { .. } => None,
            })
            .collect();
        let answers = parse_answers(&measure.into(), |f| typed.get(f).map(String::as_str)).unwrap();
        assert!(score(&answers).summary.ends_with(measure.unit), "{}", measure.code);
        let filled = fill(&answers);
        let again = parse_answers(&measure.into(), |f| filled.get(f).map(String::as_str));
        assert_eq!(again, Ok(answers), "{}", measure.code);
    }
}

#[test]
fn sarc_f_and_self_health_are_read() {
    let falls = parse("sarc_f", &[("sarc_1", "2"), ("sarc_5", "2")]).unwrap();
    assert_eq!(fill(&falls).len(), 2);
    assert_eq!(score(&falls).summary, "該当（4〜10点）");
    assert_eq!(score(&parse("health", &[("health", "2")]).unwrap()).summary, "まあよい");
    assert_eq!(refused("health", &[("health", "6")])[0].0, "health");
    assert_eq!(refused("sarc_f", &[("sarc_2", "3")])[0].0, "sarc_2");
}

#[test]
fn all_problems_are_reported_at_once() {
    let typed = [("kcl_2", "maybe"), ("height", "高い"), ("weight", "0")];
    let problems = refused("kcl", &typed);
    let at: Vec<&str> = problems.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(at, ["kcl_2", "height", "weight"]);
    assert_eq!(problems[1].1, "身長は数字で入力してください。例：12.3");
}

#[test]
fn a_reason_stands_alone_and_other_needs_words() {
    let both = refused("grip", &[("m_grip_1", "20"), ("m_grip_reason", "pain")]);
    assert_eq!(both[0].0, "m_grip_reason");
    assert_eq!(refused("grip", &[("m_grip_reason", "other")])[0].0, "m_grip_note");
    let long = "あ".repeat(NOTE_MAX + 1);
    assert_eq!(refused("grip", &[("m_grip_reason", "pain"), ("m_grip_note", &long)]).len(), 1);
    let given = parse("grip", &[("m_grip_reason", "pain"), ("m_grip_note", "右手首")]).unwrap();
    assert_eq!(score(&given).explanation, ["痛みがあるため：右手首"]);
}

#[test]
fn impossible_values_are_refused_and_unlikely_ones_are_asked_about() {
    assert_eq!(refused("teeth", &[("m_teeth_1", "33")])[0].1, "残存歯数は0から32本までで入力してください。");
    assert!(refused("ols_open", &[("m_ols_open_1", "60.1")])[0].1.contains("60.0秒以下"));
    assert!(parse("ols_open", &[("m_ols_open_1", "60.1"), ("m_ols_open_protocol", "cap120")]).is_ok());
    assert_eq!(refused("step2", &[("m_step2_1", "190")])[0].0, "m_step2_height");
    let strong = parse("grip", &[("m_grip_1", "24"), ("m_grip_2", "241")]).unwrap();
    let asked = confirmations(&strong);
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].0, "m_grip_2");
    let slips = refused("kcl", &[("height", "15"), ("weight", "505")]);
    assert_eq!(slips[0].1, "身長は60から250cmまでの数を入力してください。");
    assert_eq!(slips[1].0, "weight");
    let short = parse("kcl", &[("height", "90"), ("weight", "50")]).unwrap();
    assert_eq!(confirmations(&short).len(), 2);
    let usual = parse("kcl", &[("height", "150"), ("weight", "50")]).unwrap();
    assert!(confirmations(&usual).is_empty());
}
