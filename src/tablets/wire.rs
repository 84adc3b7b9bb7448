//! 端末とのやり取り: the JSON between a tablet and the server. A tablet of an older version goes on being understood; what is new has a
//! default here.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::secrets::Envelope;
use crate::sessions::{
    entry::Field,
    operations::{KeptValue, OPERATIONS_MAX, OperationResult, OutcomeCode},
};

/// Most entries in one request.
pub const MOST: usize = OPERATIONS_MAX;

/// The body of `POST …/operations`. Each operation is read for itself, so that one that can't be read stops no other.
#[derive(Debug, Deserialize)]
pub struct Operations {
    /// Which version of this protocol the tablet speaks.
    #[serde(default)]
    pub schema: u32,
    pub session: String,
    /// How many entries of this session the tablet has, these included.
    #[serde(default)]
    pub unsent: u32,
    /// The machine's secret ([`super::secrets::device`]); what it says of unsent entries counts for its own packs.
    #[serde(default)]
    pub device: Option<String>,
    pub operations: Vec<Value>,
}

/// The newest version of the protocol. All before it are understood.
pub const SCHEMA: u32 = 1;

/// One entry of a tablet: an operation, in the name of its recorder.
#[derive(Debug, Clone, Deserialize)]
pub struct SentOperation {
    pub recorder: Uuid,
    pub key: Uuid,
    pub participant: Uuid,
    pub field: Field,
    pub value: Option<String>,
    pub base: i32,
    /// The tablet's own operation before this one on the same field.
    #[serde(default)]
    pub after: Option<Uuid>,
    /// RFC 3339, by the tablet's clock.
    pub at: String,
    pub proof: String,
}

/// A first report.
#[derive(Debug, Clone, Deserialize)]
pub struct Incident {
    pub recorder: Uuid,
    pub key: Uuid,
    pub kind: String,
    pub happened_at: String,
    pub words: String,
    #[serde(default)]
    pub participants: Vec<Uuid>,
    #[serde(default)]
    pub told: Vec<String>,
    pub at: String,
    pub proof: String,
}

/// The body of `POST …/rescue`.
#[derive(Debug, Deserialize)]
pub struct Rescue {
    pub envelopes: Vec<Envelope>,
}

/// What an envelope holds.
#[derive(Debug, Deserialize)]
pub struct Inside {
    pub session: String,
    #[serde(default)]
    pub operation: Option<Value>,
    #[serde(default)]
    pub incident: Option<Value>,
}

/// The words that the proof of an operation is over, from what was sent as it was sent. As of `v` 2 also what it follows: whoever
/// sends it for another can't have it follow something its author never saw.
pub fn operation_words(tablet: &str, session: &str, sent: &Value) -> String {
    let of = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let mut words = vec![Value::from(tablet), Value::from(session)];
    words.extend(["key", "participant", "field", "value", "base", "at"].map(of));
    if of("v") == 2 {
        words.push(of("after"));
    }
    Value::from(words).to_string()
}

/// The same of a first report.
pub fn incident_words(tablet: &str, session: &str, sent: &Value) -> String {
    let of = |name: &str| sent.get(name).cloned().unwrap_or_default();
    json!([
        tablet,
        session,
        of("key"),
        of("kind"),
        of("happened_at"),
        of("words"),
        of("participants"),
        of("told"),
        of("at")
    ])
    .to_string()
}

/// What became of one entry.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// None of what couldn't be read; then `index` says which it was.
    pub key: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    pub outcome: OutcomeCode,
    pub version: i32,
    pub value: Option<String>,
    pub by: String,
    pub at: String,
    pub others: Vec<KeptValue>,
    pub message: String,
    /// Of a report: where it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl From<OperationResult> for Outcome {
    fn from(result: OperationResult) -> Self {
        Self {
            key: Some(result.key),
            index: None,
            outcome: result.outcome,
            version: result.version,
            value: result.value,
            by: result.by,
            at: result.at,
            others: result.others,
            message: result.message,
            url: None,
        }
    }
}

impl Outcome {
    /// An entry without a field to tell of.
    pub fn plain(key: Option<Uuid>, outcome: OutcomeCode, message: &str) -> Self {
        Self {
            key,
            index: None,
            outcome,
            version: 0,
            value: None,
            by: String::new(),
            at: String::new(),
            others: Vec::new(),
            message: message.to_owned(),
            url: None,
        }
    }
}

/// The key of an entry that may be broken otherwise.
pub fn key_of(sent: &Value) -> Option<Uuid> {
    sent.get("key").and_then(Value::as_str).and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_over_what_the_tablet_wrote() {
        let sent = json!({"recorder": "r", "key": "k", "participant": "p", "field": "memo", "value": "「\u{2028}\n\"\u{7}髙𠮷/", "base": 0,
            "at": "2026-11-20T01:05:00.000Z", "tz": "Asia/Tokyo"});
        assert_eq!(
            operation_words("t", "s", &sent),
            "[\"t\",\"s\",\"k\",\"p\",\"memo\",\"「\u{2028}\\n\\\"\\u0007髙𠮷/\",0,\"2026-11-20T01:05:00.000Z\"]",
            "as JSON.stringify writes it"
        );
        let empty = json!({"key": "k", "participant": "p", "field": "memo", "base": 2, "at": "x"});
        assert_eq!(operation_words("t", "s", &empty), r#"["t","s","k","p","memo",null,2,"x"]"#);
        let following = json!({"v": 2, "key": "k", "participant": "p", "field": "memo", "value": "", "base": 2, "at": "x", "after": "a"});
        assert_eq!(operation_words("t", "s", &following), r#"["t","s","k","p","memo","",2,"x","a"]"#);
    }

    #[test]
    fn an_entry_of_the_first_schema_is_read() {
        let sent: Operations =
            serde_json::from_str(r#"{"session":"x","operations":[{"new":"thing"}]}"#).unwrap();
        assert_eq!((sent.schema, sent.unsent, sent.operations.len()), (0, 0, 1));
        let entry: SentOperation = serde_json::from_str(
            r#"{"recorder":"00000000-0000-0000-0000-000000000001","key":"00000000-0000-0000-0000-000000000002",
                "participant":"00000000-0000-0000-0000-000000000003","field":"pre","value":null,"base":0,"at":"2026-11-20T01:05:00Z","tz":"Asia/Tokyo","proof":""}"#,
        )
        .unwrap();
        assert_eq!((entry.after, entry.value), (None, None));
    }
}
