//! 受渡し管理簿: everything that passes between ward and contractor — planned, handed over, confirmed by both sides — and everything
//! that leaves or enters Kayoi as a file, which writes itself. Source: S3 特記仕様書 5（受渡し・搬送の計画と記録）, S4 第24–27条
//! （預かり証、授受の方法）, S2 管理簿（日時・取扱者・内容・数量、履歴の追跡、パスワード通知書の別送）, S0 特記6・11.
//!
//! Invariants: the giving side confirms the giving and the taking side the taking, nobody for the other; what was written down
//! never changes, a plan is cancelled and made anew; a password passes on another occasion than its data; what came − what went
//! back − what was erased is reckoned from the rows and is never less than nothing ([`balance`]). Words are sealed.

pub mod balance;
mod db;
mod details;
mod duties;
mod held;
mod holdings;
pub mod kinds;
mod loading;
mod notice;
mod noting;
mod package;
mod pages;
mod passphrase;
mod permitted;
mod plan_form;
mod planned;
pub mod states;
mod views;

pub(crate) use db::lines::left;
pub(crate) use db::{lines::courses, lock};
pub(crate) use details::{Content, Details, PACKAGE};
pub(crate) use held::{HeldThing, ReturnedThing, held, returned, thing};
pub use holdings::Holdings;
pub use noting::{Passage, note, note_as};
pub(crate) use planned::passings;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewHandovers, "handover.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteHandover, "handover.write", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub PrintHandovers, "handover.print", people, [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{confirming, lists, packages, papers, planning, reading};
    Routes::new()
        .get("/handovers", lists::all)
        .get("/contracts/{id}/handovers", lists::of_contract)
        .get("/contracts/{id}/handovers/new", planning::new)
        .post("/contracts/{id}/handovers", planning::write)
        .get("/contracts/{id}/handovers/pdf", papers::pdf)
        .get("/contracts/{id}/handovers/table/{format}", papers::table)
        .get("/handovers/{id}", reading::show)
        .post("/handovers/{id}/giving", confirming::give)
        .post("/handovers/{id}/receipt", confirming::receive)
        .get("/handovers/{id}/cancellation", confirming::cancellation)
        .post("/handovers/{id}/cancellation", confirming::cancel)
        .get("/handovers/{id}/custody-receipt", papers::custody_receipt)
        .get("/handovers/{id}/package", packages::new)
        .post("/handovers/{id}/package", packages::make)
        .get("/handovers/{id}/package/file", packages::take)
        .get("/held-items/{id}", reading::item)
}
