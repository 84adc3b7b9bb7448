//! 同意: what a participant agrees to, each kind apart, dated and withdrawable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    pub code: String,
    pub label: String,
    /// What is explained before the person agrees.
    pub explanation: String,
    /// Nobody takes part without it.
    #[serde(default)]
    pub required: bool,
    /// The family may agree in the person's place.
    #[serde(default)]
    pub family_may: bool,
    /// The person agrees to pay something: receipts may be written for it while the consent stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cost: bool,
}
