//! 契約: what a ward and a contractor have agreed, made from a programme preset, with the ward's 特記事項 (the clauses on
//! personal data) and the contractor's 従事者名簿. Sources: S0 特記事項1〜21, S4 第1〜40条. Invariants: a clause keeps the
//! number and the words the ward gave it, and a line the reader could not place is reported, never dropped in silence;
//! what was signed does not change; a contractor's people see participants only while an accepted list names them.

pub mod clauses;
mod correction;
pub mod coverage;
pub mod db;
mod forms;
mod in_force;
pub mod open;
mod pages;
pub mod paper;
pub mod particulars;
mod renewal;
pub mod roster;
mod roster_changes;
pub mod states;
pub mod term;
mod termination;
pub mod views;

pub use in_force::{in_force, is_in_force, not_in_force};
pub use pages::state_of;
pub(crate) use termination::terminate;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewContracts, "contract.view", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub DraftContract, "contract.draft", [WardAdmin, WardOfficer]);
permission!(pub SignContract, "contract.sign", [WardAdmin, WardOfficer]);
permission!(pub MoveContract, "contract.move", [WardAdmin, WardOfficer]);
permission!(pub ViewRoster, "roster.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub DraftRoster, "roster.draft", [ContractorManager]);
permission!(pub DecideRoster, "roster.decide", [WardAdmin, WardOfficer]);
permission!(pub RenewObligations, "obligation.renew", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{
        clause_import, clause_set, draft, entries, roster, roster_decision, roster_paper, show, signature,
        steps,
    };
    Routes::new()
        .get("/contracts", pages::list)
        .get("/contracts/new", draft::new)
        .post("/contracts", draft::create)
        .post("/contracts/programmes", draft::take_over)
        .get("/contracts/{id}", show::show)
        .get("/contracts/{id}/edit", draft::edit)
        .post("/contracts/{id}", draft::update)
        .get("/contracts/{id}/clauses", clause_set::show)
        .get("/contracts/{id}/clauses/import", clause_import::form)
        .post("/contracts/{id}/clauses/import", clause_import::read)
        .post("/contracts/{id}/clauses/reuse", clause_import::reuse)
        .get("/contracts/{id}/clauses/edit", clause_set::edit)
        .post("/contracts/{id}/clauses", clause_set::store)
        .get("/contracts/{id}/texts/{text}/removal", clause_set::removal)
        .post("/contracts/{id}/texts/{text}/removal", clause_set::remove)
        .get("/contracts/{id}/signature", signature::form)
        .post("/contracts/{id}/signature", signature::sign)
        .get("/contracts/{id}/activation", steps::activation)
        .post("/contracts/{id}/activation", steps::activate)
        .get("/contracts/{id}/closing", steps::closing)
        .post("/contracts/{id}/closing", steps::begin_closing)
        .get("/contracts/{id}/closure", steps::closure)
        .post("/contracts/{id}/closure", steps::close)
        .post("/contracts/{id}/obligations/renewal", steps::renew_obligations)
        .get("/contracts/{id}/roster", roster::overview)
        .post("/contracts/{id}/roster", roster::begin)
        .get("/contracts/{id}/rosters/{roster}", roster::show)
        .get("/contracts/{id}/rosters/{roster}/pdf", roster_paper::paper)
        .get("/contracts/{id}/rosters/{roster}/entries/new", entries::new)
        .post("/contracts/{id}/rosters/{roster}/entries", entries::create)
        .get("/contracts/{id}/rosters/{roster}/entries/{entry}", entries::edit)
        .post("/contracts/{id}/rosters/{roster}/entries/{entry}", entries::update)
        .post("/contracts/{id}/rosters/{roster}/entries/{entry}/removal", entries::remove)
        .get("/contracts/{id}/rosters/{roster}/submission", roster::submission)
        .post("/contracts/{id}/rosters/{roster}/submission", roster::submit)
        .get("/contracts/{id}/rosters/{roster}/acceptance", roster_decision::acceptance)
        .post("/contracts/{id}/rosters/{roster}/acceptance", roster_decision::accept)
        .post("/contracts/{id}/rosters/{roster}/receipt", roster_decision::receive)
        .get("/contracts/{id}/rosters/{roster}/return", roster_decision::return_form)
        .post("/contracts/{id}/rosters/{roster}/return", roster_decision::give_back)
}
