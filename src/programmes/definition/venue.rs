//! 会場: what a place must have before the first session, and what is looked at after each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Venue {
    #[serde(default)]
    pub standard: Vec<VenueItem>,
    /// Checked at the end of each session (原状回復, report to the hall's manager).
    #[serde(default)]
    pub end_checks: Vec<EndCheck>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VenueItem {
    pub code: String,
    pub text: String,
    pub measure: VenueMeasure,
    /// No session is held while it is unmet.
    #[serde(default)]
    pub blocks_start: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VenueMeasure {
    /// Is it there?
    Present,
    /// Floor area without kitchen and the like, in square metres for each place of the capacity.
    SquareMetresPerPlace(u16),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndCheck {
    pub code: String,
    pub text: String,
}
