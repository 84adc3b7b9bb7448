//! 段階: the steps of a programme in order, when each is done and by whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub code: String,
    pub label: String,
    pub who: Who,
    pub timing: StageTiming,
    /// The record that shows it was done.
    pub record: StageRecord,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Ward,
    Contractor,
    Centre,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageTiming {
    /// Before the first day.
    Before,
    FirstDay,
    /// On every session or service day.
    EachDay,
    /// At least once in so many months, counted from the first day.
    EveryMonths(u8),
    LastDay,
    /// After the last day.
    After,
}

/// The records Kayoi has a form for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageRecord {
    ConsentAndIdentity,
    Screening,
    HomeAssessment,
    PlanAndExplanation,
    FirstDay,
    ServiceDays,
    Sessions,
    Assessment,
    Monitoring,
    FinalHomeVisit,
    CentreLiaison,
    RecruitmentCall,
    GuidanceContact,
    Report,
}
