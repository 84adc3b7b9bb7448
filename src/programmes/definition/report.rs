//! 報告: which reports are owed, with which sections, how often and by when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::due::DueRule;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub code: String,
    pub title: String,
    pub cadence: Cadence,
    pub due: DueRule,
    pub sections: Vec<Section>,
}

/// What one report covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    PerCourse,
    Monthly,
    Quarterly,
    PerFiscalYear,
    PerContract,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// A derived section's code names the figures Kayoi counts.
    pub code: String,
    pub title: String,
    pub content: SectionContent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionContent {
    /// Counted from the records; nobody types it.
    Derived,
    /// Written by the contractor.
    Narrative,
    /// Written by the contractor, one text per goal of the programme.
    NarrativePerGoal,
}
