//! 期待値: figures a scenario says must come out, so that a specification can be accepted or refused by it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Simulation;

/// One figure that was expected, and what was found there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expectation {
    /// JSON pointer into the answer.
    pub at: String,
    pub expected: Value,
    /// `null` when there is nothing.
    pub found: Value,
    pub met: bool,
}

pub(super) fn check(simulation: &Simulation, expected: &BTreeMap<String, Value>) -> Vec<Expectation> {
    if expected.is_empty() {
        return Vec::new();
    }
    let answer = serde_json::to_value(simulation).unwrap_or_default();
    let look = |(at, expected): (&String, &Value)| {
        let found = answer.pointer(at).cloned().unwrap_or_default();
        Expectation { at: at.clone(), expected: expected.clone(), met: found == *expected, found }
    };
    expected.iter().map(look).collect()
}
