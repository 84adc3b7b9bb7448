//! 大きさと文字: how many rows, values and characters a definition may hold, and which. Looked at before everything else, so that
//! no rule and no page works through more than people could read, and nothing is stored that no page can show.

use serde_json::Value;

use super::{Faults, trees};
use crate::{programmes::definition::Definition, vocab::unseen::is_unseen};

/// Most rows of one list. The longest list of a preset has a sixth of it.
const MOST_ROWS: usize = 100;

/// Most values in the whole definition. The largest preset has about a sixth of it.
const MOST_VALUES: usize = 4_000;

/// Most characters of one text.
const MOST_CHARACTERS: usize = 2_000;

/// Most characters of the programme's name: it stands in headings, and in the notice after an act, which is a cookie.
const MOST_OF_NAME: usize = 100;

/// Longest way from an event to a due day, in the unit it is told in: the days between are counted one by one.
const MOST_DISTANCE: u64 = 365;
const DISTANCES: [&str; 6] =
    ["days_before", "days_after", "weeks_before", "weeks_after", "months_after", "business_days_after"];

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    // A definition holds nothing that JSON can't.
    let whole = serde_json::to_value(definition).unwrap_or_default();
    let values = value("", &whole, faults);
    trees::check(definition, faults);
    if values > MOST_VALUES {
        faults.say(
            "",
            format!("定義の値が{values}個あります。{MOST_VALUES}個までに減らすか、事業を分けてください。"),
        );
    }
}

/// Looks at a value and what lies in it; the number of values.
fn value(path: &str, found: &Value, faults: &mut Faults) -> usize {
    match found {
        Value::Object(fields) => fields
            .iter()
            .map(|(field, inner)| {
                let path = if path.is_empty() { field.clone() } else { format!("{path}.{field}") };
                1 + value(&path, inner, faults)
            })
            .sum(),
        Value::Array(rows) => list(path, rows, faults),
        Value::String(text) => {
            words(path, text, faults);
            1
        }
        Value::Number(number) => {
            distance(path, number.as_u64().unwrap_or_default(), faults);
            1
        }
        Value::Null | Value::Bool(_) => 1,
    }
}

fn distance(path: &str, number: u64, faults: &mut Faults) {
    let is_one = path.rsplit('.').next().is_some_and(|field| DISTANCES.contains(&field));
    if is_one && number > MOST_DISTANCE {
        faults.say(path, format!("期限までの長さは{MOST_DISTANCE}までにしてください。今は{number}です。"));
    }
}

fn words(path: &str, text: &str, faults: &mut Faults) {
    let characters = text.chars().count();
    let most = if path == "name" { MOST_OF_NAME } else { MOST_CHARACTERS };
    if characters > most {
        faults.say(path, format!("{characters}文字あります。{most}文字までに短くしてください。"));
    }
    if let Some(unseen) = text.chars().find(|c| is_unseen(*c)) {
        let sentence = format!(
            "目に見えない文字（U+{:04X}）が入っています。消してから、もう一度読み込んでください。",
            u32::from(unseen)
        );
        faults.say(path, sentence);
    }
}

fn list(path: &str, rows: &[Value], faults: &mut Faults) -> usize {
    if rows.len() > MOST_ROWS {
        faults.say(
            path,
            format!("一覧に{}行あります。{MOST_ROWS}行までに減らすか、まとめてください。", rows.len()),
        );
        return rows.len();
    }
    rows.iter().enumerate().map(|(at, row)| value(&format!("{path}[{at}]"), row, faults)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{
        definition::{Goal, Offset},
        presets, sample,
    };

    fn told(definition: &Definition) -> Vec<(String, String)> {
        let mut faults = Faults::default();
        check(definition, &mut faults);
        faults.0.into_iter().map(|fault| (fault.path, fault.sentence)).collect()
    }

    fn goals(many: usize, text: &str) -> Definition {
        let goal = |at: usize| Goal { code: format!("g{at}"), text: text.to_owned() };
        Definition { goals: (0..many).map(goal).collect(), ..sample() }
    }

    #[test]
    fn a_hundred_rows_are_a_list_and_one_more_is_refused() {
        assert_eq!(told(&goals(100, "目標")), []);
        let found = told(&goals(101, "目標"));
        assert_eq!(found[0].0, "goals");
        assert!(found[0].1.contains("101行"), "{found:?}");
    }

    #[test]
    fn a_text_nobody_reads_is_refused_where_it_stands() {
        assert_eq!(told(&goals(1, &"長".repeat(2_000))), []);
        assert_eq!(told(&goals(2, &"長".repeat(2_001)))[1].0, "goals[1].text");
    }

    #[test]
    fn a_due_day_years_away_is_refused() {
        let mut far = presets::meguro().clone();
        far.reports[0].due.offset = Offset::BusinessDaysAfter(365);
        assert_eq!(told(&far), []);
        far.reports[0].due.offset = Offset::BusinessDaysAfter(366);
        let found = told(&far);
        assert_eq!(found[0].0, "reports[0].due.offset.business_days_after");
        assert!(found[0].1.contains("365まで"), "{found:?}");
    }

    #[test]
    fn what_nobody_can_see_is_refused_by_its_number() {
        assert_eq!(told(&goals(1, "一行目\n二行目\t終わり")), []);
        for (unseen, number) in
            [('\0', "U+0000"), ('\u{1B}', "U+001B"), ('\u{202E}', "U+202E"), ('\u{200B}', "U+200B")]
        {
            let found = told(&goals(1, &format!("前{unseen}後")));
            assert_eq!(found[0].0, "goals[0].text");
            assert!(found[0].1.contains(number), "{found:?}");
        }
    }

    #[test]
    fn a_name_fits_a_heading() {
        let named = |characters: usize| told(&Definition { name: "教".repeat(characters), ..sample() });
        assert_eq!(named(100), []);
        assert_eq!(named(101)[0].0, "name");
    }

    #[test]
    fn every_preset_has_room_to_grow() {
        for preset in presets::all() {
            let whole = serde_json::to_value(preset).unwrap();
            let values = value("", &whole, &mut Faults::default());
            assert!(values * 3 < MOST_VALUES, "{} {values}", preset.code);
            assert_eq!(told(preset), []);
        }
    }
}
