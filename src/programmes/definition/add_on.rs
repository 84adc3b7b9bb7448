//! 加算プログラム: a part of a session that special staff give and that has a fee of its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An optional part of a session, such as 口腔 or 栄養.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOn {
    pub code: String,
    pub name: String,
    /// Only people with one of these qualifications give it.
    pub qualifications: Vec<String>,
    /// Most times within one participant's stay; absent when not limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_per_stay: Option<u16>,
    /// Most times within one contract; absent when not limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_per_contract: Option<u16>,
}
