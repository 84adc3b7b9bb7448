//! 研修会・説明会・連絡会 of the ward: registered by the ward, and which custodians of each contract took part, recorded by the
//! contractor. Source: S4 別紙1-5(2) (従事者 take part), S3 8(5).
//!
//! Invariants: a contractor names people of its own 従事者名簿 only, and not before the day; the ward changes nothing of that.

mod db;
mod form;
mod pages;
mod views;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewTrainings, "training.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub RegisterTraining, "training.register", [WardAdmin, WardOfficer]);
permission!(pub RecordTraining, "training.record", [ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/trainings", pages::list)
        .get("/trainings/new", pages::new)
        .post("/trainings", pages::create)
        .get("/trainings/{id}", pages::show)
        .get("/trainings/{id}/edit", pages::edit)
        .post("/trainings/{id}", pages::update)
        .post("/trainings/{id}/attendance", pages::record)
}
