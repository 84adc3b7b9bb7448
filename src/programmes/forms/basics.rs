//! 基本: name, source, style, how long one contractor may hold it, goals.

use std::collections::BTreeSet;

use super::{
    choices,
    field::{Field, Kind},
    optional_count, pick, word,
};
use crate::{
    kit::form::Form,
    programmes::{Definition, Goal, Style},
};

pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new(Kind::Line, "name", "名称"),
        Field::new(Kind::Line, "source", "出典").hint("数や決まりの元になった文書。例：令和8年度 仕様書"),
        Field::new(Kind::Radios(choices(&Style::ALL, |style| style.label().to_owned())), "style", "事業の形"),
        Field::new(Kind::Number, "most_years", "同じ受託者が続けられる年度の数")
            .unit("年度")
            .optional()
            .hint("初めの年度を含みます。決まりがないときは空欄にします。"),
        Field::new(Kind::Lines, "goals", "目標").optional().hint("1行に1つ書いてください。"),
    ]
}

pub(super) fn filled(definition: &Definition) -> Form {
    let goals: Vec<&str> = definition.goals.iter().map(|goal| goal.text.as_str()).collect();
    Form::empty()
        .with("name", &definition.name)
        .with("source", &definition.source)
        .with("style", word(&definition.style))
        .with("most_years", definition.most_years.map(|years| years.to_string()).unwrap_or_default())
        .with("goals", goals.join("\n"))
}

pub(super) fn read(form: &mut Form, definition: &mut Definition) -> Option<()> {
    let name = form.required("name", "名称", 100);
    let source = form.required("source", "出典", 200);
    let style = pick(form, "style", "事業の形", &Style::ALL);
    let most_years = optional_count(form, "most_years", "続けられる年度の数", 50);
    let goals = form.optional_lines("goals", "目標", 4_000);
    definition.name = name?;
    definition.source = source?;
    definition.style = style?;
    definition.most_years = most_years?;
    definition.goals = with_codes(&goals?, &definition.goals);
    Some(())
}

/// The typed goals with the codes they had: the same text keeps its code, a changed one that of its place.
fn with_codes(typed: &str, stored: &[Goal]) -> Vec<Goal> {
    let texts: Vec<&str> = typed.lines().map(str::trim).filter(|text| !text.is_empty()).collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let kept: Vec<Option<String>> = texts
        .iter()
        .map(|text| {
            let known = stored.iter().find(|goal| goal.text == *text && !used.contains(&goal.code))?;
            used.insert(known.code.clone());
            Some(known.code.clone())
        })
        .collect();
    texts
        .iter()
        .zip(kept)
        .enumerate()
        .map(|(place, (text, kept))| {
            let code = kept.unwrap_or_else(|| {
                let here =
                    stored.get(place).map(|goal| goal.code.clone()).filter(|code| !used.contains(code));
                let code = here.unwrap_or_else(|| free_code(&used, stored));
                used.insert(code.clone());
                code
            });
            Goal { code, text: (*text).to_owned() }
        })
        .collect()
}

fn free_code(used: &BTreeSet<String>, stored: &[Goal]) -> String {
    let is_free = |code: &String| !used.contains(code) && stored.iter().all(|goal| goal.code != *code);
    (1..u32::MAX).map(|number| format!("goal{number}")).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_keep_their_codes_when_their_words_or_places_change() {
        let goal = |code: &str, text: &str| Goal { code: code.into(), text: text.into() };
        let stored = [goal("walk", "歩く"), goal("meet", "会う")];
        assert_eq!(with_codes("会う\n歩く", &stored), [goal("meet", "会う"), goal("walk", "歩く")]);
        assert_eq!(with_codes("よく歩く\n会う", &stored), [goal("walk", "よく歩く"), goal("meet", "会う")]);
        assert_eq!(with_codes("会う", &stored), [goal("meet", "会う")]);
        let more = with_codes("歩く\n会う\n\n笑う", &stored);
        assert_eq!(more[2], goal("goal1", "笑う"));
    }
}
