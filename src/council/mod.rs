//! 審議会等への付議: the paper that a ward lays before the body that watches over personal data — cover, 事業の概要, 別紙 (業務委託・電算
//! 開発・外部結合), measures, flow of data — made from the contract and its programme, with what changed since the last approved
//! version. Source: S0・S1 諮問・報告事項（旧条例と審議会）, S2 付議事項（個人情報保護法と運営会議）, DESIGN §4.
//!
//! Invariants: what was submitted is frozen; another person than who submitted it records the decision, once, and of no day before
//! the submission; a contract that needs the approval isn't signed before it, nor with another contractor, term or items than were
//! approved (here and in migration 0044).

mod annex;
mod basis;
mod content;
mod db;
mod difference;
mod facts;
mod gate;
mod loading;
mod marked;
mod narrative;
mod pages;
mod paper;
pub mod states;
mod views;

pub use annex::Annex;
pub use basis::Law;
pub use content::{Content, Entry, Section, compose};
pub use difference::{Change, Run};
pub use facts::Facts;
pub use gate::{Shut, shut};
pub use marked::{Marked, MarkedEntry, MarkedFlow, MarkedSection, marked};
pub use narrative::{Approval, Narrative};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewCouncil, "council.view", [WardAdmin, WardOfficer]);
permission!(pub SetCouncilBasis, "council.basis", [WardAdmin, WardOfficer]);
permission!(pub WriteCouncilPaper, "council.write", [WardAdmin, WardOfficer]);
permission!(pub DecideCouncilPaper, "council.decide", [WardAdmin, WardOfficer]);
permission!(pub PrintCouncilPaper, "council.print", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{basis, deciding, reading, submitting, writing};
    Routes::new()
        .get("/contracts/{id}/council", reading::of_contract)
        .get("/contracts/{id}/council/basis", basis::form)
        .post("/contracts/{id}/council/basis", basis::set)
        .post("/contracts/{id}/council-papers", writing::begin)
        .get("/council-papers/{id}", reading::show)
        .get("/council-papers/{id}/pdf", reading::pdf)
        .get("/council-papers/{id}/edit", writing::edit)
        .post("/council-papers/{id}", writing::write)
        .get("/council-papers/{id}/submission", submitting::confirm)
        .post("/council-papers/{id}/submission", submitting::submit)
        .get("/council-papers/{id}/decision", deciding::form)
        .post("/council-papers/{id}/decision", deciding::decide)
}
