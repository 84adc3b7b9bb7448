//! Random definitions for property tests, grown from the JSON Schema: whatever the schema describes is built, so that a
//! new field takes part without a line here.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{definition::Definition, schema::schema};

static SCHEMA: LazyLock<Value> = LazyLock::new(schema);
const WORDS: [&str; 12] =
    ["a", "b", "oral", "A B", "", "教室", "「名前」", "改行\nあり", "\"引用\"", "'", "yes", "tug"];
/// Beyond this depth the smallest choice is taken.
const DEEP: usize = 14;

/// Any definition the schema describes, sensible or not.
pub fn definition() -> impl Strategy<Value = Definition> {
    proptest::collection::vec(any::<u16>(), 0..400).prop_map(grown)
}

/// The definition that these choices grow; the first choice wherever they have run out.
pub fn grown(choices: Vec<u16>) -> Definition {
    let value = Grow { schema: &SCHEMA, choices, at: 0 }.value(&SCHEMA, "", 0);
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value:#}"))
}

struct Grow<'a> {
    schema: &'a Value,
    choices: Vec<u16>,
    at: usize,
}

impl<'a> Grow<'a> {
    fn choose(&mut self, among: usize) -> usize {
        // Round after round through the choices, each shifted, so that late fields have their turn.
        let length = self.choices.len().max(1);
        let round = u16::try_from(self.at / length % 1000).unwrap();
        let choice = self.choices.get(self.at % length).copied().unwrap_or(0);
        let choice = if self.choices.is_empty() { 0 } else { choice.wrapping_add(round * 31) };
        self.at += 1;
        usize::from(choice) % among.max(1)
    }

    fn value(&mut self, of: &'a Value, field: &str, depth: usize) -> Value {
        if let Some(name) = of["$ref"].as_str() {
            let target = name.rsplit('/').next().unwrap();
            return match target {
                "Decimal" => [json!(4), json!("5.6"), json!("-0.05")][self.choose(3)].clone(),
                _ => self.value(&self.schema["$defs"][target], field, depth + 1),
            };
        }
        if let Some(only) = of.get("const") {
            return only.clone();
        }
        if let Some(among) = of["enum"].as_array() {
            return among[self.choose(among.len())].clone();
        }
        if let Some(among) = of["oneOf"].as_array().or(of["anyOf"].as_array()) {
            let choices: Vec<&Value> = among.iter().filter(|one| depth < DEEP || !recurses(one)).collect();
            let chosen = choices[self.choose(choices.len())];
            return self.value(chosen, field, depth + 1);
        }
        match of["type"].as_str().or(of["type"][0].as_str()) {
            Some("object") => self.object(of, depth),
            Some("array") => {
                let most = if depth < DEEP { 4 } else { 1 };
                let length = self.choose(most);
                (0..length).map(|_| self.value(&of["items"], field, depth + 1)).collect()
            }
            Some("string") => self.text(field),
            Some("boolean") => json!(self.choose(2) == 1),
            Some("integer") => self.number(of),
            Some("null") | None => Value::Null,
            Some(other) => panic!("{other}"),
        }
    }

    fn object(&mut self, of: &'a Value, depth: usize) -> Value {
        let required = of["required"].as_array();
        let mut object = Map::new();
        for (field, inner) in of["properties"].as_object().into_iter().flatten() {
            let must = required.is_some_and(|required| required.contains(&json!(field)));
            if must || self.choose(3) > 0 {
                object.insert(field.clone(), self.value(inner, field, depth + 1));
            }
        }
        Value::Object(object)
    }

    fn text(&mut self, field: &str) -> Value {
        match field {
            "from" => json!(["2024-04-01", "2025-02-28", "1999-12-31"][self.choose(3)]),
            "at" => json!(["16:00", "00:00", "23:59"][self.choose(3)]),
            _ => json!(WORDS[self.choose(WORDS.len())]),
        }
    }

    fn number(&mut self, of: &Value) -> Value {
        let most = of["maximum"].as_i64();
        let small = i64::try_from(self.choose(16)).unwrap();
        match (self.choose(8), most) {
            (0, Some(most)) => json!(most),
            (0, None) => json!(i64::MAX),
            (1, None) => json!(i64::MIN),
            _ => json!(small),
        }
    }
}

/// Whether a choice leads back into a tree.
fn recurses(of: &Value) -> bool {
    let text = of.to_string();
    text.contains("/Condition\"") || text.contains("/AnswerTest\"")
}

/// Every choice of the schema is met, so that the properties speak of all of them.
#[test]
fn random_definitions_meet_every_choice() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let mut seen = String::new();
    for _ in 0..200 {
        let tree = definition().new_tree(&mut runner).unwrap();
        seen += &serde_json::to_string(&tree.current()).unwrap();
    }
    for choice in [
        "hourly_bands",
        "tiered",
        "each_further",
        "per_block",
        "only",
        "between",
        "first_of_next_month",
        "more_than",
        "prepaid_block",
        "burden_ratio",
        "square_metres_per_place",
        "day_of_next_month",
        "free_until",
        "percent",
        "legal_age",
        "uses_services",
        "narrative_per_goal",
        "every_months",
        "selection",
        "soft_limits",
        "choices",
    ] {
        assert!(seen.contains(&format!("\"{choice}\"")), "{choice}");
    }
}
