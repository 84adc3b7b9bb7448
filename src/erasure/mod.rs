//! 返還・消去: a contractor reports what it destroyed and gives back, the ward accepts or returns the report, the contractor's reading
//! ends, and after the retention period two people of the ward destroy the keys. Source: S0 特記11・12（返還・消去・証明書）, S3 行政情報
//! 2(6)（方式・証拠・5営業日・計画書）, S4 別紙1（2週間以内の返却と報告）・第29条, security.md §4.4.
//!
//! Invariants: a report names the things of the 受渡し管理簿 it destroyed, never more than are held; it is decided once, by the ward;
//! what was given back is no longer read by the contractor from that moment (migration 0043), a returned report ends nothing;
//! a key is destroyed by two different people, and what it sealed says so instead of failing.

mod clock;
pub mod db;
mod details;
mod duties;
mod keys;
mod loading;
mod methods;
mod pages;
mod plan_form;
mod report_form;
mod states;
mod units;
mod views;

pub(crate) use clock::due_day;
pub(crate) use details::{Details, PHOTO, PlanWords};
pub(crate) use methods::MediumWords;
pub use states::ErasureState;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewErasures, "erasure.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub ReportErasure, "erasure.write", people, [ContractorManager]);
permission!(pub DecideErasure, "erasure.decide", [WardAdmin, WardOfficer]);
permission!(pub PrintErasures, "erasure.print", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub DestroyKeys, "key.destroy", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{deciding, destroying, lists, papers, planning, reading, reporting};
    Routes::new()
        .get("/contracts/{id}/erasures", lists::of_contract)
        .get("/contracts/{id}/erasures/new", reporting::new)
        .post("/contracts/{id}/erasures", reporting::report)
        .get("/erasures/{id}", reading::show)
        .get("/erasure-photos/{id}", reading::photo)
        .get("/erasures/{id}/acceptance", deciding::acceptance)
        .post("/erasures/{id}/acceptance", deciding::accept)
        .get("/erasures/{id}/return", deciding::return_form)
        .post("/erasures/{id}/return", deciding::give_back)
        .get("/erasures/{id}/papers/{paper}", papers::of_report)
        .get("/contracts/{id}/erasure-plans/new", planning::new)
        .post("/contracts/{id}/erasure-plans", planning::plan)
        .get("/erasure-plans/{id}/pdf", papers::plan)
        .get("/contracts/{id}/key-destructions", destroying::of_contract)
        .post("/contracts/{id}/key-destructions", destroying::propose)
        .get("/key-destructions/{id}", destroying::show)
        .post("/key-destructions/{id}/confirmation", destroying::confirm)
        .post("/key-destructions/{id}/withdrawal", destroying::withdraw)
        .get("/key-destructions/{id}/certificate", papers::destruction)
}
