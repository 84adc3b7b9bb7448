//! 個別支援: S0's eight steps for one person — home-visit assessment, plan with explanation and consent, service days 1 to 3
//! a week, monthly monitoring, final visit — each with its record and its place on the person's timeline. A service is an
//! enrolment without a course. Invariants: no day of service before consent to a plan, every version of a plan stays.

pub mod db;
mod forms;
mod loading;
mod pages;
mod recording;
pub mod records;
pub mod rhythm;
pub mod steps;
mod views;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewServices, "service.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub RecordServices, "service.record", people, [ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/services", pages::list)
        .get("/services/{id}", pages::show)
        .get("/services/{id}/records/new", recording::new)
        .post("/services/{id}/records", recording::create)
        .get("/services/{id}/records/{record}", pages::record)
        .get("/services/{id}/records/{record}/edit", recording::edit)
        .post("/services/{id}/records/{record}", recording::update)
}
