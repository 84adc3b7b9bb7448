//! 参加申込み: how people come into a course: particulars, identity check, the programme's questions and screening sheet,
//! consents. Sources: 仙台型 実施仕様書 6(1)(2), 別表1・2; 目黒型 別紙1 6(1)②③.
//!
//! Invariants: nobody is a participant before the ward has accepted; everything about the person is one blob with the contract's
//! key; the verdict is found anew on every look and the ward goes against it only with a reason; required consents missing
//! keep an application from being handed in; acceptance writes person, enrolment and consents in one transaction.

mod asked;
mod db;
mod forms;
mod heard;
mod judgement;
mod pages;
mod sheet;
mod states;
mod views;

pub use heard::HearingFields;
pub use judgement::{Judgement, SheetOutcome};
pub use sheet::{Answered, Applicant, Document, Heard, IdentityCheck, Sheet, TakenAt};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewApplications, "application.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteApplication, "application.write", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub HearApplicant, "application.hear", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub DecideApplication, "application.decide", [WardAdmin, WardOfficer]);
permission!(pub TakeApplicants, "applicant.take", people, [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{acceptance, hearing, list, papers, show, words, writing};
    Routes::new()
        .get("/applications", list::list)
        .get("/applications/new", writing::new)
        .post("/applications", writing::create)
        .get("/applications/{id}", show::show)
        .get("/applications/{id}/edit", writing::edit)
        .post("/applications/{id}", writing::update)
        .post("/applications/{id}/submission", writing::submit)
        .get("/applications/{id}/hearing", hearing::ask)
        .post("/applications/{id}/hearing", hearing::record)
        .get("/applications/{id}/return", words::ask_return)
        .post("/applications/{id}/return", words::give_back)
        .get("/applications/{id}/refusal", words::ask_refusal)
        .post("/applications/{id}/refusal", words::decline)
        .get("/applications/{id}/withdrawal", words::ask_withdrawal)
        .post("/applications/{id}/withdrawal", words::withdraw)
        .get("/applications/{id}/acceptance", acceptance::ask)
        .post("/applications/{id}/acceptance", acceptance::accept)
        .get("/applications/{id}/consents/pdf", papers::consents)
        .get("/contracts/{id}/applicants/pdf", papers::list)
        .get("/contracts/{id}/applicants/xlsx", papers::sheet)
}
