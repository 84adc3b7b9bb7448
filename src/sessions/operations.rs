//! The JSON of the recording protocol: what a tablet posts to `/sessions/{id}/operations` and what it is told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::entry::{Entry, EntryProblem, Field};

/// Most operations in one request.
pub const OPERATIONS_MAX: usize = 200;

/// The body of `POST /sessions/{id}/operations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationsIn {
    pub operations: Vec<OperationIn>,
}

/// One operation as it is sent. `value` is the text form of the field, `null` empties it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationIn {
    pub key: Uuid,
    pub participant: Uuid,
    pub field: Field,
    pub value: Option<String>,
    /// Version of the field that the author saw; 0 is a field nobody has filled.
    pub base: i32,
    /// When it was entered, by the device's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl OperationIn {
    /// The value in its type, or the sentence that refuses it.
    pub fn entry(&self) -> Result<Option<Entry>, EntryProblem> {
        Entry::parse(self.field, self.value.as_deref().unwrap_or(""))
    }
}

/// The answer to `POST /sessions/{id}/operations`, results in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationsOut {
    pub results: Vec<OperationResult>,
    /// How many of them were refused and are not stored.
    pub unsaved: usize,
}

impl OperationsOut {
    pub fn new(results: Vec<OperationResult>) -> Self {
        let unsaved = results.iter().filter(|result| result.outcome == OutcomeCode::Refused).count();
        Self { results, unsaved }
    }
}

/// What became of one operation, and what the field holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationResult {
    pub key: Uuid,
    pub outcome: OutcomeCode,
    /// The version that the author now knows: the base of the next operation on this field.
    pub version: i32,
    pub value: Option<String>,
    /// Who wrote `value`, and at what time of day, as shown; empty where nobody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// The values kept beside `value`, while a person has not decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<KeptValue>,
    /// Shown to the recorder; empty when there is nothing to say.
    pub message: String,
}

/// A value kept beside the current one: what, by whom or which device, and at what time of day, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptValue {
    pub value: Option<String>,
    pub by: String,
    pub at: String,
}

/// One field as a page or a polling tablet reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOut {
    pub version: i32,
    pub value: Option<String>,
    /// Who wrote `value`, and at what time of day, as shown; empty where nobody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<KeptValue>,
}

/// The answer to `GET /sessions/{id}/operations`: what other tablets entered in the meantime.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    pub participants: BTreeMap<Uuid, BTreeMap<Field, FieldOut>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeCode {
    Applied,
    Duplicate,
    Same,
    Conflict,
    Refused,
    /// Of a tablet's: kept for a person to decide. Never stored as an operation.
    Parked,
}

#[cfg(test)]
mod tests {
    use super::super::recording::Refusal;
    use super::*;

    #[test]
    fn the_json_is_the_protocol() {
        let text = r#"{"operations":[{"key":"00000000-0000-0000-0000-000000000001",
            "participant":"00000000-0000-0000-0000-000000000002","field":"unmeasured_pre","value":null,
            "base":0,"at":"2026-11-20T10:05:00+09:00"}]}"#;
        let sent: OperationsIn = serde_json::from_str(text).unwrap();
        assert_eq!(sent.operations[0].entry(), Ok(None));
        let answer = OperationsOut::new(vec![OperationResult {
            key: sent.operations[0].key,
            outcome: OutcomeCode::Refused,
            version: 0,
            value: None,
            by: String::new(),
            at: String::new(),
            others: vec![],
            message: Refusal::UnknownVersion.to_string(),
        }]);
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(
            (json["unsaved"].as_u64(), json["results"][0]["outcome"].as_str()),
            (Some(1), Some("refused"))
        );
        assert_eq!(json["results"][0].get("others"), None);
    }
}
