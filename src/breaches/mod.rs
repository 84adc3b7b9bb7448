//! 違反と対応: what follows when a clause was broken or a damage came about: 指導, 公表, 解除, 賠償. The ward writes down what
//! happened, tells the contractor what it means to do, hears what it states, and decides; damages are paid.
//! Sources: 新宿型 特記事項20・21, 仙台型 別記 4・11(7)③(15), 目黒型 別紙1 8(2)・15, 特記仕様書37〜39条. None of them asks for a hearing;
//! that the contractor is heard, or why not, is a rule of this register.
//!
//! Invariants: nothing is imposed that wasn't told before, nor by the person who told it where it can't be taken back; every row
//! is written once; a contractor sees what was told to it and no draft; words and files are sealed with the contract's key.

mod case;
mod db;
mod duties;
mod forms;
mod kinds;
mod pages;
mod papers;
mod states;
mod views;
mod words;

pub(crate) use duties::{came_up, owed};
pub(crate) use kinds::{ConsequenceKind, Outcome};
pub(crate) use words::{BreachWords, DecisionWords, NoticeWords, StatementWords};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewBreaches, "breach.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub WriteBreach, "breach.write", [WardAdmin, WardOfficer]);
permission!(pub StateCase, "breach.answer", [ContractorManager]);
permission!(pub PrintBreach, "breach.print", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{deciding, notifying, paying, reading, recording, stating};
    Routes::new()
        .get("/breaches", reading::list)
        .get("/contracts/{id}/breaches/new", recording::new)
        .post("/contracts/{id}/breaches", recording::record)
        .get("/breaches/{id}", reading::show)
        .get("/breaches/{id}/consequences/new", notifying::new)
        .post("/breaches/{id}/consequences", notifying::notify)
        .get("/breaches/{id}/dismissals/new", notifying::dismissal)
        .post("/breaches/{id}/dismissals", notifying::dismiss)
        .get("/consequences/{id}/statement", stating::new)
        .post("/consequences/{id}/statement", stating::state)
        .get("/consequences/{id}/statement/file", reading::file)
        .get("/consequences/{id}/decision", deciding::new)
        .post("/consequences/{id}/decision", deciding::decide)
        .get("/consequences/{id}/payments/new", paying::new)
        .post("/consequences/{id}/payments", paying::receive)
        .get("/consequences/{id}/notice.pdf", reading::notice)
        .get("/consequences/{id}/decision.pdf", reading::decision)
}
