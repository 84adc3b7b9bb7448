//! The pages of the sessions, one file a screen.

pub mod close;
pub mod follow_ups;
pub mod limits;
pub mod person;
pub mod record;
pub mod session;
pub mod sheet;
pub mod today;
