//! 提出書類: what has to be handed in, by whom, when, and what the other side decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::due::DueRule;
use crate::vocab::side::Side;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    pub code: String,
    pub title: String,
    pub owes: Owes,
    /// Absent when it is owed whenever its occasion comes up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DueRule>,
    /// The occasion, where there is no due day (「チラシを配る前に」).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<String>,
    /// A day that is asked for with it, by what it is called (「送迎を始める日」).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    pub decision: Decision,
    pub form: FilingForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owes {
    Contractor,
    Ward,
    Both,
}

impl Owes {
    /// Those who owe a paper: what both owe, each hands in for themselves.
    pub fn sides(self) -> &'static [Side] {
        match self {
            Self::Contractor => &[Side::Contractor],
            Self::Ward => &[Side::Ward],
            Self::Both => &[Side::Contractor, Side::Ward],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    None,
    Receipt,
    Approval,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilingForm {
    /// Words and dates.
    Text,
    /// A file is attached.
    Attachment,
}
