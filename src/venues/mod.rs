//! 会場: what a place has of the programme's standard, looked at once for a course, and what is looked at after each session.
//! Source: S3 9 (設備), S4 8(2) (原状回復, report to the hall's manager).
//!
//! Invariants: while an item that blocks the start is missing or not looked at, no session of the course is begun; a
//! session closes with every end check done or with the reason why not.

mod db;
mod end_checks;
mod form;
mod pages;
mod start;
mod views;

pub use end_checks::{Checked, read as read_end_checks, rows as end_check_rows, store as store_end_checks};
pub use start::keeps_closed;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewVenue, "venue.view", [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub CheckVenue, "venue.check", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new().get("/courses/{id}/venue", pages::show).post("/courses/{id}/venue", pages::save)
}
