//! Statements of the sessions, by what asks them.

pub mod closing;
pub mod follow_ups;
pub mod lists;
pub mod record;
pub mod roster;
