//! 記録（監査）: who did or saw what, to whose record, when and why — written in the same transaction, hash-chained per
//! ward, its head signed daily. If it can't be written, the request fails.

mod actions;
pub mod anchors;
pub mod chain;
mod db;
mod details;
mod entrance;
mod event;
mod oversight;
mod pages;

pub use actions::label;
pub use event::{Event, append};

use crate::{kit::routing::Routes, permission};

permission!(pub ReadAudit, "audit.read", [WardAdmin, WardAuditor]);

pub fn routes() -> Routes {
    Routes::new().get("/audit", pages::list)
}
