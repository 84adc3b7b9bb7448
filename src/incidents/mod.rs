//! 事故・急変: the first report of an accident, a sudden illness, a complaint or a leak, written in two minutes at the hall.
//! Source: 目黒型 特記仕様書（事故等の報告）, 個人情報 特記事項（漏えい等の報告）.
//!
//! Invariants: the contractor reports in the writer's own name and rewrites nothing; free text is sealed with the contract's
//! key; the ward reads it by opening it, and the time of that and of its 確認 stay with the report. What follows a first
//! report (investigation, final report) is another feature's: it refers to the incident's id.

mod db;
mod first_report;
mod kinds;
mod pages;
mod states;
mod views;

pub(crate) use db::of_session;
pub(crate) use first_report::Description;
pub(crate) use views::{IncidentLine, line};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewIncidents, "incident.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteIncident, "incident.write", people, [ContractorManager, ContractorRecorder]);
permission!(pub ReceiveIncident, "incident.receive", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/incidents", pages::reading::list)
        .get("/incidents/new", pages::writing::new)
        .post("/incidents", pages::writing::report)
        .get("/incidents/{id}", pages::reading::show)
        .post("/incidents/{id}/opening", pages::receiving::open)
        .post("/incidents/{id}/acknowledgement", pages::receiving::acknowledge)
        .get("/sessions/{id}/incidents/new", pages::writing::new_of_session)
        .post("/sessions/{id}/incidents", pages::writing::report_of_session)
}
