//! 自動の記録: the entry that Kayoi writes by itself when a file about people leaves or comes in. Called from the one place
//! where files are handed out (`Ctx::hand_out`) and the one where imports end (`Ctx::commit_taken_in`).

use time::OffsetDateTime;

use super::{db, kinds::Kind};
use crate::{
    audit::Event,
    kit::{db::Reads, ids::new_id},
    vocab::ids::HandoverId,
};

/// How a file passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Shown to be printed.
    Printed,
    /// Saved as a file.
    Exported,
    Imported,
}

impl Passage {
    fn kind(self) -> Kind {
        match self {
            Self::Printed => Kind::Printed,
            Self::Exported => Kind::Exported,
            Self::Imported => Kind::Imported,
        }
    }
}

/// Writes the entry of the event that was just appended; what is about nobody has none.
pub async fn note(db: &mut Reads, event: &Event, passage: Passage, now: OffsetDateTime) -> sqlx::Result<()> {
    if !event.names_people() {
        return Ok(());
    }
    note_as(db, HandoverId(new_id(now)), passage).await
}

/// The same under an id that something else points at.
pub async fn note_as(db: &mut Reads, id: HandoverId, passage: Passage) -> sqlx::Result<()> {
    db::note(db, id, passage.kind().code()).await
}
