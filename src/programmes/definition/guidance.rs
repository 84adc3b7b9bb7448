//! 保健指導: whom the ward selects from check-up data, and how the contractor contacts them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::eligibility::Threshold;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// About how many people a year.
    pub about_people: u16,
    pub result_groups: Vec<ResultGroup>,
    /// All must be met for a person to be selected.
    pub selection: Vec<Selection>,
    pub contacts: Vec<Contact>,
}

/// A group of check-up results, such as 血糖検査, with the values it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultGroup {
    pub code: String,
    pub label: String,
    /// Codes of the values with their unit and, where the code isn't what people call it, their name: `hba1c:％:HbA1c`.
    pub values: Vec<String>,
}

/// One of these values stands so to its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    pub label: String,
    pub any: Vec<ValueTest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueTest {
    pub value: String,
    pub is: Threshold,
}

/// A planned contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub code: String,
    pub label: String,
    pub means: Vec<ContactMeans>,
    /// Month of the guidance in which it is due, from 1.
    pub month: u8,
    #[serde(default)]
    pub minutes: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactMeans {
    FaceToFace,
    Phone,
    Letter,
    Web,
}
