//! 体験・説明会: when and where people try the programme and apply, what was done there, how many came. Source: S4 6(1)②.
//!
//! Invariants: no personal data; its day is what duties «weeks before the briefing» count from (`briefing_days`); how many
//! came is written after the day has come.

mod contents;
mod db;
mod form;
mod pages;
mod views;

pub use db::days;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewBriefings, "briefing.view", [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteBriefing, "briefing.write", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/courses/{id}/briefings", pages::list)
        .get("/courses/{id}/briefings/new", pages::new)
        .post("/courses/{id}/briefings", pages::create)
        .get("/briefings/{id}", pages::show)
        .get("/briefings/{id}/edit", pages::edit)
        .post("/briefings/{id}", pages::update)
}
