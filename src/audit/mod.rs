//! 記録（監査）: who did or saw what, to whose record, when and why — written in the same transaction, hash-chained per
//! ward, its head signed daily. If it can't be written, the request fails.

pub mod anchors;
pub mod chain;
mod event;

pub use event::{Event, append};

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
