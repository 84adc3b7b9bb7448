//! 苦情・意見受付簿: what participants, their families and others said, what was done about it, and when the ward was told.
//! Source: 仙台型 11(9)（苦情の受付と記録）, 目黒型 別紙1.
//!
//! Invariants: what was said stays as it was written down; the answer may grow until the entry is closed, then nothing changes;
//! words are sealed with the contract's key. A 保健指導 programme has a register of its own calls.

mod db;
mod entry;
mod pages;
mod views;

pub(crate) use entry::{Received, Response};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewComplaints, "complaint.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteComplaint, "complaint.write", people, [ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/complaints", pages::list)
        .get("/complaints/new", pages::new)
        .post("/complaints", pages::take)
        .get("/complaints/{id}", pages::show)
        .post("/complaints/{id}/response", pages::respond)
}
