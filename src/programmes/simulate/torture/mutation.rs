//! Small damage to a definition or scenario: a value becomes another that some field of the same name has, or an
//! extreme, or it is lost or doubled.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::dice::Dice;

const NUMBERS: [i64; 16] = [0, 1, 2, 3, 5, 7, 12, 31, 100, 255, 256, 65_535, 65_536, -1, i64::MAX, i64::MIN];
const DATES: [&str; 8] = [
    "2024-02-29",
    "2024-12-29",
    "2025-01-03",
    "2026-09-22",
    "1868-01-25",
    "0000-01-01",
    "-9999-01-01",
    "9999-12-31",
];
const WORDS: [&str; 6] = ["", "a", "2024-10-23T16:00", "９９", "改行\nと\u{0}と\u{1F600}", "null"];

/// Values by the name of their field, from which damage is taken.
#[derive(Default)]
pub struct Corpus(BTreeMap<String, Vec<Value>>);

impl Corpus {
    pub fn learn(&mut self, field: &str, value: &Value) {
        self.0.entry(field.to_owned()).or_default().push(value.clone());
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.learn(&element(field), one)),
            Value::Object(fields) => fields.iter().for_each(|(name, one)| self.learn(name, one)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Damages one place of the value.
    pub fn damage(&self, value: &mut Value, dice: &mut Dice) {
        let mut place = dice.below(places(value));
        self.find(value, "", &mut place, dice);
    }

    /// Walks to the place and damages it there.
    fn find(&self, value: &mut Value, field: &str, place: &mut usize, dice: &mut Dice) -> bool {
        if *place == 0 {
            self.hit(value, field, dice);
            return true;
        }
        *place -= 1;
        match value {
            Value::Array(all) => {
                let name = element(field);
                all.iter_mut().any(|one| self.find(one, &name, place, dice))
            }
            Value::Object(fields) => fields.iter_mut().any(|(name, one)| self.find(one, name, place, dice)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }

    fn hit(&self, value: &mut Value, field: &str, dice: &mut Dice) {
        if let Some(known) = self.0.get(field).filter(|_| dice.one_in(2)) {
            *value = dice.pick(known).clone();
            return;
        }
        match value {
            Value::Bool(flag) => *flag = !*flag,
            Value::Number(_) => *value = json!(dice.pick(&NUMBERS)),
            Value::String(text) => *text = word(text, dice),
            Value::Array(all) => shake(all, dice),
            Value::Object(fields) => {
                let names: Vec<String> = fields.keys().cloned().collect();
                if let Some(name) = names.get(dice.below(names.len())) {
                    fields.remove(name);
                }
            }
            Value::Null => {}
        }
    }
}

fn word(text: &str, dice: &mut Dice) -> String {
    let looks_like_a_date = text.len() == 10 && text.chars().filter(|letter| *letter == '-').count() == 2;
    match (looks_like_a_date, dice.below(3)) {
        (true, 0) => (*dice.pick(&DATES)).to_owned(),
        (true, _) => {
            format!("20{:02}-{:02}-{:02}", 20 + dice.below(12), 1 + dice.below(12), 1 + dice.below(28))
        }
        (false, _) => (*dice.pick(&WORDS)).to_owned(),
    }
}

fn shake(all: &mut Vec<Value>, dice: &mut Dice) {
    let at = dice.below(all.len());
    match (all.is_empty(), dice.below(4)) {
        (true, _) => {}
        (false, 0) => drop(all.remove(at)),
        (false, 1) => all.push(all[at].clone()),
        (false, 2) => all.reverse(),
        (false, _) => all.clear(),
    }
}

fn element(field: &str) -> String {
    format!("{field}[]")
}

/// How many values there are, the whole one included.
fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(all) => all.iter().map(places).sum(),
        Value::Object(fields) => fields.values().map(places).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
