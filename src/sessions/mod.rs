//! 教室の回: what happens in one class — attendance, vitals, notes — and what follows from it. Source: 目黒型 別紙1-6(2).
//!
//! Invariants: an operation is stored with the value it leads to or not at all; nothing that was entered is overwritten
//! by somebody who had not seen it; a session closes only when nothing about anybody is open; the same attendance
//! always opens the same follow-ups, in whatever order it was entered.

pub mod closing;
pub mod entry;
pub mod follow_up;
pub mod operations;
pub mod record_view;
pub mod recording;
pub mod vitals;

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
