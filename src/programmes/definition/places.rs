//! 定員・最少催行人数.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many people fit, and how many are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Places {
    pub counted: Counted,
    pub capacity: u16,
    /// 0 when no minimum is set.
    #[serde(default)]
    pub minimum: u16,
}

/// Against what the capacity is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// People in one course.
    PerCourse,
    /// People taking part in each calendar month.
    PerMonth,
    /// People in the contract at one time.
    PerContract,
}
