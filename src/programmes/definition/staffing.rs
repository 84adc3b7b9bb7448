//! 人員: who has to be there, with which qualification, and who may stand in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One role of the staffing standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffRole {
    pub code: String,
    pub label: String,
    /// One of these is enough; empty when none is asked for.
    #[serde(default)]
    pub qualifications: Vec<String>,
    pub need: Need,
    #[serde(default)]
    pub when: When,
    #[serde(default)]
    pub substitute: Substitute,
    /// The same person through a whole course; a change is warned of.
    #[serde(default)]
    pub same_through_course: bool,
    /// 兼務可: whoever has this role may have another one in the same session.
    #[serde(default)]
    pub may_double: bool,
}

/// How many people are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    Fixed(u16),
    /// One for each so many participants begun.
    OnePer(u16),
}

/// In which sessions the role is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    #[default]
    Always,
    /// The session has this add-on.
    AddOn(String),
    /// More than so many participants.
    MoreThan(u16),
    /// Someone with 要支援 or 事業対象者 takes part.
    SupportedPeople,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Substitute {
    /// Anyone of the accepted list with a listed qualification.
    #[default]
    SameQualification,
    /// Nobody: the session is cancelled.
    Nobody,
    /// Anyone of the accepted list.
    Anyone,
}
