//! 書類: which papers are made and what this ward calls them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A paper and its title in this ward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub kind: PaperKind,
    pub title: String,
}

/// The papers Kayoi can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    ParticipantRoster,
    LiaisonSheet,
    IndividualResult,
    ServicePlan,
    ServiceRecord,
    ConsentForm,
    ConditionSheet,
    NameTags,
    ApplicantList,
    FeeStatement,
    Report,
    OverallResult,
}
