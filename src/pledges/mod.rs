//! 誓約書: what each person who treats personal data under a contract promises. Given by the person under their own login, or on
//! signed paper that a manager hands in; the ward receives it or gives it back. Source: S3 特記仕様書 4(3)(4).
//!
//! Invariants: nobody pledges electronically for somebody else; the words stay as they were given; where the contract's
//! clauses ask for a pledge, a person without one in force sees nobody (`custodian_lacks` in migrations/0047_mends.sql).

pub mod db;
pub mod duties;
mod lacking;
mod pages;
mod states;
mod views;
pub mod words;

pub use lacking::keeps_out;

use crate::{kit::routing::Routes, permission};

permission!(pub GivePledge, "pledge.give", [ContractorManager, ContractorRecorder]);
permission!(pub ViewPledges, "pledge.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub HandInPledge, "pledge.hand_in", [ContractorManager]);
permission!(pub TakePledge, "pledge.take", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub DecidePledge, "pledge.decide", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{deciding, giving, handing_in, reading};
    Routes::new()
        .get("/pledge", giving::own)
        .post("/pledge", giving::give)
        .get("/contracts/{id}/pledges", reading::of_contract)
        .get("/contracts/{id}/pledges/new", handing_in::form)
        .post("/contracts/{id}/pledges", handing_in::hand_in)
        .get("/pledges/{id}", reading::show)
        .get("/pledges/{id}/pdf", reading::paper)
        .get("/pledges/{id}/file", reading::file)
        .post("/pledges/{id}/receipt", deciding::receive)
        .get("/pledges/{id}/return", deciding::return_form)
        .post("/pledges/{id}/return", deciding::give_back)
}
