//! 参加者ごとの書類: the papers of one person in a course: the 個別事業計画 with its explanation and agreement, the 提供記録 that is
//! handed over on request, the 結果票 for the person's own hands. Source: 仙台型 11(9)②ア, 11(9)（提供記録の交付）, 別表（体力測定結果票）.
//!
//! Invariants: a changed plan is a new version and the old ones stay; a handing-over is written down with the day it was asked
//! for, the day it was done and who got it; everything written is sealed with the course's key.

mod db;
mod hub;
mod plans;
mod records;
mod result_sheet;
mod subject;

pub(crate) use plans::content::{Consent, Plan};
pub(crate) use records::Receiver;
pub(crate) use subject::gives_results;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewPersonPapers, "person_papers.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub ViewPlans, "individual_plan.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WritePlan, "individual_plan.write", people, [ContractorManager, ContractorRecorder]);
permission!(pub PrintPlan, "individual_plan.print", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub ViewProvision, "provision_record.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub HandOverRecord, "provision_record.hand_over", people, [ContractorManager, ContractorRecorder]);
permission!(pub PrintProvision, "provision_record.print", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub PrintResultSheet, "result_sheet.print", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/courses/{id}/papers", hub::show)
        .get("/enrolments/{id}/plans", plans::pages::list)
        .get("/enrolments/{id}/plans/new", plans::pages::new)
        .post("/enrolments/{id}/plans", plans::pages::create)
        .get("/plans/{id}", plans::pages::show)
        .post("/plans/{id}/explanation", plans::pages::explain)
        .get("/plans/{id}/pdf", plans::pages::pdf)
        .get("/enrolments/{id}/provision", records::show)
        .post("/enrolments/{id}/provision", records::hand_over)
        .get("/enrolments/{id}/provision/pdf", records::pdf)
        .get("/enrolments/{id}/result-sheet", result_sheet::pdf)
}
