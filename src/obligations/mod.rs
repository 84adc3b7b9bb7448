//! 義務: what a contract makes its two sides do, and by when. For now a short list of hand-written rules (取扱者の名簿,
//! 実地検査, 実施報告, 返還・消去報告), each bound to the clause that asks for it. Invariants: every due date says the rule
//! and the facts it came from; a strict date never moves, the day to act by is shown beside it.

mod clause_binding;
mod completion;
mod dated;
pub mod db;
mod pages;
mod rules;
mod views;

pub use clause_binding::{ClauseText, Topic, clause_for};
pub use dated::{DatedObligation, OwedBy, RuleCode};
pub use rules::{ContractFacts, CourseSpan, dated_obligations, report_obligation_title};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewObligations, "obligation.view", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub CompleteObligation, "obligation.complete", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/obligations", pages::list)
        .get("/contracts/{id}/obligations", pages::of_contract)
        .get("/obligations/{id}", pages::show)
        .post("/obligations/{id}/completion", pages::complete)
}
