//! 公開した版の棚: a published definition never changes, so the program reads each once and keeps it.
//!
//! Wards that use a preset unchanged share one copy, and what is kept is bounded by the texts ever published, a few dozen
//! kilobytes each; that is why they may live as long as the program does. The id comes from a row that the wall let
//! through, so having it is the right to read it.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, RwLock},
};

use super::{Definition, db};
use crate::{kit::db::Reads, vocab::ids::ProgrammeVersionId};

#[derive(Default)]
struct Shelf {
    by_version: BTreeMap<ProgrammeVersionId, &'static Definition>,
    /// The same text has one copy, whoever published it.
    by_text: BTreeMap<String, &'static Definition>,
}

static SHELF: LazyLock<RwLock<Shelf>> = LazyLock::new(RwLock::default);

/// The definition a contract is bound to.
///
/// # Errors
/// `RowNotFound` when the reader may not see it; a decoding error when the stored text isn't a definition.
pub async fn definition(reads: &mut Reads, version: ProgrammeVersionId) -> sqlx::Result<&'static Definition> {
    if let Some(kept) = SHELF.read().ok().and_then(|shelf| shelf.by_version.get(&version).copied()) {
        return Ok(kept);
    }
    let row = db::versions::stored(reads, version).await?;
    let parsed: Definition =
        serde_json::from_str(&row.text).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    let Ok(mut shelf) = SHELF.write() else { return Ok(Box::leak(Box::new(parsed))) };
    let kept = *shelf.by_text.entry(row.text).or_insert_with(|| Box::leak(Box::new(parsed)));
    if row.is_final {
        shelf.by_version.insert(version, kept);
    }
    Ok(kept)
}
