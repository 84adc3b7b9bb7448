//! アンケート: questions of the ward's own; totals go into the report, a person's answers into the 個別評価書.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    pub code: String,
    pub title: String,
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub code: String,
    pub text: String,
    /// One of these; empty for a question answered in words.
    #[serde(default)]
    pub options: Vec<Answer>,
    /// More than one option may be ticked.
    #[serde(default)]
    pub several: bool,
}

/// An option by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub code: String,
    pub text: String,
}
