//! 保健指導: people a ward selects from check-up data (選定), the calls that invite them (参加勧奨), the contacts of the guidance
//! with the doctor's instructions, laboratory values over time, and the reports on each person and on all.
//! Source: S2 糖尿病性腎症等重症化予防事業. What selects, what is planned and which values there are is the programme's definition.
//!
//! Invariants: an upload takes nobody in before it is confirmed; a value that isn't there leaves 判定不能, and only an officer
//! with a reason takes such a person in; the contractor calls and guides in the writer's own name; what was said is sealed
//! with the enrolment's own key, what callers said with the contract's; figures are counted from the records when shown.

pub mod calls;
pub mod db;
pub mod figures;
mod import;
mod late;
mod loading;
mod pages;
pub mod plan;
mod plausible;
pub mod readings;
mod reported;
pub mod states;
mod views;
pub mod words;

pub use figures::{GuidanceFigure, GuidanceFigures, GuidanceRecords, GuidanceRows};
pub(crate) use late::{Late, late_contacts};
pub use loading::rows_of;
pub use views::report::{change_words, overall};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewGuidance, "guidance.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub PrintGuidance, "guidance.print", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub RecordGuidance, "guidance.record", people, [ContractorManager, ContractorRecorder]);
permission!(pub SelectTargets, "guidance.select", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{calls, contacts, ending, inquiries, instructions, overview, person, report, results};
    Routes::new()
        .get("/guidance", overview::contracts)
        .get("/contracts/{id}/guidance", overview::show)
        .get("/contracts/{id}/guidance/import", import::choose)
        .post("/contracts/{id}/guidance/import", import::upload)
        .get("/contracts/{id}/guidance/import/template", import::template)
        .get("/contracts/{id}/guidance/import/{batch}", import::preview)
        .post("/contracts/{id}/guidance/import/{batch}", import::confirm)
        .post("/contracts/{id}/guidance/import/{batch}/discard", import::discard)
        .get("/contracts/{id}/guidance/inquiries", inquiries::list)
        .get("/contracts/{id}/guidance/inquiries/new", inquiries::new)
        .post("/contracts/{id}/guidance/inquiries", inquiries::create)
        .get("/contracts/{id}/guidance/inquiries/{inquiry}", inquiries::show)
        .post("/contracts/{id}/guidance/inquiries/{inquiry}/response", inquiries::respond)
        .get("/contracts/{id}/guidance/figures", report::all)
        .get("/contracts/{id}/guidance/figures/pdf", report::all_pdf)
        .get("/contracts/{id}/guidance/figures/{figure}", report::behind)
        .get("/guidance/{id}", person::show)
        .get("/guidance/{id}/calls/new", calls::new)
        .post("/guidance/{id}/calls", calls::create)
        .get("/guidance/{id}/contacts/{planned}", contacts::show)
        .get("/guidance/{id}/contacts/{planned}/edit", contacts::edit)
        .post("/guidance/{id}/contacts/{planned}", contacts::save)
        .get("/guidance/{id}/instructions/new", instructions::new)
        .post("/guidance/{id}/instructions", instructions::create)
        .get("/guidance/{id}/results/new", results::new)
        .post("/guidance/{id}/results", results::create)
        .get("/guidance/{id}/results/{result}", results::edit)
        .post("/guidance/{id}/results/{result}", results::update)
        .get("/guidance/{id}/ending", ending::form)
        .post("/guidance/{id}/ending", ending::end)
        .get("/guidance/{id}/report", report::one)
        .get("/guidance/{id}/report/pdf", report::one_pdf)
}
