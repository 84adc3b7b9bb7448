//! 教室の回: what happens in one class — attendance, vitals, notes — and what follows from it. Source: 目黒型 別紙1-6(2).
//!
//! Invariants: an operation is stored with the value it leads to or not at all; nothing that was entered is overwritten
//! by somebody who had not seen it; a session closes only when nothing about anybody is open; the same attendance
//! always opens the same follow-ups, in whatever order it was entered.

pub mod batch;
mod blob;
pub mod closing;
mod db;
mod doubts;
pub mod entry;
pub mod fields;
#[cfg(test)]
mod interleavings;
#[cfg(test)]
mod merge_cases;
pub mod operations;
mod pages;
pub mod plain_form;
pub mod record_view;
pub mod recorder;
pub mod recording;
pub(crate) mod roster;
pub mod strokes;
mod tasks;
pub mod vitals;

pub(crate) use fields::{Memo, OperationText};
pub(crate) use pages::{
    follow_ups::Done,
    record::{Known, changes},
};

use crate::{kit::routing::Routes, permission};

permission!(pub Today, "session.today", [ContractorManager, ContractorRecorder]);
permission!(pub ViewSession, "session.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub RecordSession, "session.record", people, [ContractorManager, ContractorRecorder]);
permission!(pub PrintSheet, "session.sheet", people, [ContractorManager, ContractorRecorder]);
permission!(pub CloseSession, "session.close", people, [ContractorManager, ContractorRecorder]);
permission!(pub ViewFollowUps, "follow_up.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub CompleteFollowUp, "follow_up.complete", people, [ContractorManager, ContractorRecorder]);
permission!(pub SetVitalLimits, "vital_limits.set", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/today", pages::today::show)
        .get("/sessions/{id}", pages::session::show)
        .get("/sessions/{id}/record", pages::record::show)
        .get("/sessions/{id}/operations", pages::record::tell)
        .post("/sessions/{id}/operations", pages::record::take)
        .post("/sessions/{id}/attendance", pages::record::post)
        .get("/sessions/{id}/sheet.pdf", pages::sheet::paper)
        .get("/sessions/{id}/sheet", pages::sheet::show)
        .post("/sessions/{id}/sheet", pages::sheet::post)
        .get("/sessions/{id}/people/{participant}", pages::person::show)
        .post("/sessions/{id}/people/{participant}/decision", pages::person::decide)
        .get("/sessions/{id}/close", pages::close::show)
        .post("/sessions/{id}/close", pages::close::close)
        .get("/follow-ups", pages::follow_ups::list)
        .get("/follow-ups/{id}", pages::follow_ups::show)
        .post("/follow-ups/{id}/completion", pages::follow_ups::complete)
        .get("/settings/vitals", pages::limits::show)
        .post("/settings/vitals", pages::limits::save)
}
