//! 大きさ: how many rows, values and characters a definition may hold. Looked at before everything else, so that no rule
//! and no page works through more than people could read.

use serde_json::Value;

use super::Faults;
use crate::programmes::definition::Definition;

/// Most rows of one list. The longest list of a preset has a sixth of it.
const MOST_ROWS: usize = 100;

/// Most values in the whole definition. The largest preset has about a sixth of it.
const MOST_VALUES: usize = 4_000;

/// Most characters of one text.
const MOST_CHARACTERS: usize = 2_000;

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    // A definition holds nothing that JSON can't.
    let whole = serde_json::to_value(definition).unwrap_or_default();
    let values = value("", &whole, faults);
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
            let characters = text.chars().count();
            if characters > MOST_CHARACTERS {
                faults.say(
                    path,
                    format!("{characters}文字あります。{MOST_CHARACTERS}文字までに短くしてください。"),
                );
            }
            1
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
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
    use crate::programmes::{definition::Goal, presets, sample};

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
    fn every_preset_has_room_to_grow() {
        for preset in presets::all() {
            let whole = serde_json::to_value(preset).unwrap();
            let values = value("", &whole, &mut Faults::default());
            assert!(values * 3 < MOST_VALUES, "{} {values}", preset.code);
            assert_eq!(told(preset), []);
        }
    }
}
