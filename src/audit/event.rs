//! One event, and the only statement that writes it.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    kit::db::Reads,
    vocab::ids::{ContractId, ParticipantId},
};

/// What happened. Who, for which organisation and in which ward come from the transaction's context.
#[derive(Clone, Debug)]
pub struct Event {
    action: &'static str,
    object: Option<Uuid>,
    contract: Option<Uuid>,
    participants: Vec<Uuid>,
    detail: serde_json::Value,
    /// Besides `participants`: a file that came from outside and may name anybody.
    is_unread: bool,
}

impl Event {
    /// `action` is `<thing>.<verb>`, e.g. `contract.sign`. It must never carry personal data, nor may `detail`.
    pub fn new(action: &'static str) -> Self {
        Self {
            action,
            object: None,
            contract: None,
            participants: Vec::new(),
            detail: serde_json::json!({}),
            is_unread: false,
        }
    }

    /// The row it was about.
    pub fn about(mut self, object: Uuid) -> Self {
        self.object = Some(object);
        self
    }

    /// Why: the contract it was done under. A contractor's own contract is filled in by the database.
    pub fn under(mut self, contract: ContractId) -> Self {
        self.contract = Some(contract.0);
        self
    }

    /// Whose record was touched.
    pub fn of(mut self, participants: impl IntoIterator<Item = ParticipantId>) -> Self {
        self.participants.extend(participants.into_iter().map(|p| p.0));
        self
    }

    /// Counts, states, names of fields: never values of personal data.
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }

    /// One more particular beside the others.
    pub fn with(mut self, key: &str, value: impl Into<serde_json::Value>) -> Self {
        if let Some(particulars) = self.detail.as_object_mut() {
            particulars.insert(key.to_owned(), value.into());
        }
        self
    }

    /// What it is about came from outside, such as an attachment: it may name people the program doesn't know of.
    pub fn unread(mut self) -> Self {
        self.is_unread = true;
        self
    }

    /// Whether it names anybody, or may.
    pub fn names_people(&self) -> bool {
        self.is_unread || !self.participants.is_empty()
    }
}

/// Appends the event to the ward's chain.
pub async fn append(db: &mut Reads, event: &Event, now: OffsetDateTime, request: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "select audit_append($1, $2, $3, $4, $5, $6, $7)",
        now,
        event.action,
        event.object,
        event.contract,
        &event.participants,
        event.detail,
        request
    )
    .fetch_one(db.conn())
    .await?;
    Ok(())
}
