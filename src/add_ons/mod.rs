//! 加算プログラムの実施: which part of a session special staff gave, by whom, to whom. Source: S3 5(5)②③ and 7 (口腔・栄養,
//! once in a stay, three times a contract), S4 6(3)④ (講話).
//!
//! Invariants: what is recorded was allowed by the rule of the programme at that moment, and an open question is no
//! permission; each add-on once in a session; a fee counts what is recorded here and nothing else.

mod db;
mod form;
mod giving;
mod pages;
mod views;

pub use views::rows;

use crate::{kit::routing::Routes, permission};

permission!(pub RecordAddOns, "add_on.record", people, [ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/sessions/{id}/add-ons", pages::show)
        .post("/sessions/{id}/add-ons", pages::record)
        .get("/sessions/{id}/add-ons/{add_on}/removal", pages::confirm)
        .post("/sessions/{id}/add-ons/{add_on}/removal", pages::remove)
}
