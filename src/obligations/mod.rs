//! 義務: what a contract makes its two sides do, and by when. Clauses are executable: each clause of a contract's texts is bound
//! by a person to rules of the [`library`] (or declared as one that asks for nothing), and the engine dates what follows, with
//! the programme's own papers and reports. Invariants: every due date says the rule and the facts it came from; what is done is
//! never touched; the same facts give the same obligations; a gate is shut only where a confirmed clause demands it.

mod binding;
pub mod calendar;
mod clause_text;
mod completion;
#[cfg(test)]
mod coverage_tests;
mod dated;
pub mod db;
mod difference;
mod distances;
mod enforced;
mod engine;
mod gates;
mod keeping;
pub mod library;
mod named;
mod pages;
mod proposal;
mod recognised;
pub mod rehearsal;
mod setting_form;
mod settling;
mod terms;
pub mod views;

pub use binding::{Binding, BindingProblem, BoundClause, BoundRule, ClauseRef, LONGEST_REASON};
pub use dated::{DatedObligation, filing_rule, paper_code, paper_rule, report_occurrence, report_rule};
pub use enforced::GateState;
pub use engine::{Arisen, Facts, dated_obligations, not_before_signing};
pub use keeping::{arise, expected, expected_under, follow, follow_all, gates, papers, renew, terms};
pub use library::{Evidence, Gate, Occasion};
pub use named::Named;
pub use proposal::{Proposal, ProposedRule, propose};
pub use recognised::Recognised;
pub use settling::{DONE_BY_PAPER, hand_back, hand_in, register_handed_in, register_settled, settle};
pub use terms::Terms;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewObligations, "obligation.view", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub CompleteObligation, "obligation.complete", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub WaiveObligation, "obligation.waive", [WardAdmin, WardOfficer]);
permission!(pub ViewClauseSets, "clause.view", [WardAdmin, WardOfficer, WardAuditor]);
permission!(pub ApplyClauses, "clause.apply", [WardAdmin, WardOfficer]);
permission!(pub TellOccasion, "occasion.tell", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub PrintStanding, "obligation.print", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub TakeCalendar, "obligation.calendar", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub BindClauses, "clause.bind", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{calendar, change, clause_sets, occasions, standing, waiving};
    Routes::new()
        .get("/obligations", pages::list)
        .get("/obligations/calendar", calendar::file)
        .get("/contracts/{id}/obligations", pages::of_contract)
        .get("/contracts/{id}/standing", standing::show)
        .get("/contracts/{id}/standing/paper", standing::pdf)
        .get("/contracts/{id}/occasions/new", occasions::new)
        .post("/contracts/{id}/occasions", occasions::tell)
        .get("/contracts/{id}/texts/{text}/change", change::show)
        .post("/contracts/{id}/texts/{text}/change", change::apply)
        .get("/obligations/{id}", pages::show)
        .post("/obligations/{id}/completion", pages::complete)
        .get("/obligations/{id}/waiver", waiving::form)
        .post("/obligations/{id}/waiver", waiving::waive)
        .get("/clause-sets/{id}", clause_sets::show)
        .post("/clause-sets/{id}/confirmation", clause_sets::confirm)
        .post("/clause-sets/{id}/copy", clause_sets::copy)
        .get("/clause-sets/{id}/clauses/{number}", clause_sets::clause)
        .post("/clause-sets/{id}/clauses/{number}", clause_sets::confirm_clause)
        .post("/contracts/{id}/clauses/confirmation", clause_sets::confirm_all)
}
