//! What is known of a session and of the people on duty in it.

use serde::{Deserialize, Serialize};

/// A person on duty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnDuty {
    /// How the person is named on the page.
    pub person: String,
    /// Codes of the roles the person had; empty when nobody wrote them down, then any role they are qualified for.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Absent when they are not known.
    #[serde(default)]
    pub qualifications: Option<Vec<String>>,
    /// An accepted entry of the 従事者名簿; absent when it is not known.
    #[serde(default)]
    pub accepted: Option<bool>,
    /// Stands in for somebody of the plan.
    #[serde(default)]
    pub substitute: bool,
}

/// A session as far as the standard asks for it. What is absent is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionFacts {
    #[serde(default)]
    pub participants: Option<u16>,
    /// Participants with 要支援 or 事業対象者.
    #[serde(default)]
    pub supported: Option<u16>,
    /// Codes of the add-ons of the session.
    #[serde(default)]
    pub add_ons: Option<Vec<String>>,
    /// Who had which role earlier in the course.
    #[serde(default)]
    pub earlier: Vec<EarlierDuty>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierDuty {
    /// Code of the role.
    pub role: String,
    pub person: String,
}
