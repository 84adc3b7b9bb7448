//! 端末: the tablets that record a class without a network — registered by the contractor, permitted by the ward until a day, filled
//! for the classes of the next days, wiped afterwards. Sources: S1 (端末の管理), S3 (持出し・消去), S4 第7・11・29条.
//!
//! Invariants: what a tablet recorded is taken in the name of who recorded it, or parked for a person to decide, and never lost;
//! nothing is packed for a tablet that isn't permitted today, or that the clauses of the contract keep in; every pack is an entry
//! of the 受渡し管理簿, and its wipe the end of that entry.

mod api;
pub mod db;
mod form;
mod pages;
mod parking;
pub mod secrets;
mod sending;
mod shell;
pub mod states;
pub mod unsent;
mod views;
mod wire;

pub(crate) use parking::Held;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewTablets, "tablet.view", [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub RegisterTablet, "tablet.register", [ContractorManager]);
permission!(pub DecideTablet, "tablet.decide", [WardAdmin, WardOfficer]);
permission!(pub StopTablet, "tablet.stop", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub UseTablet, "tablet.use", [ContractorManager, ContractorRecorder]);
permission!(pub PrepareTablet, "tablet.prepare", people, [ContractorManager, ContractorRecorder]);
permission!(pub SendFromTablet, "tablet.send", people, [ContractorManager, ContractorRecorder]);
permission!(pub ViewParked, "tablet.parked", people, [ContractorManager, ContractorRecorder]);
permission!(pub DecideParked, "tablet.decide_parked", people, [ContractorManager]);

pub fn routes() -> Routes {
    shell_routes().merge(api_routes()).merge(page_routes())
}

fn shell_routes() -> Routes {
    Routes::new()
        .get("/t/", shell::page)
        .get("/t/sw.js", shell::worker)
        .get("/t/kill-sw.js", shell::kill_worker)
}

fn api_routes() -> Routes {
    use api::{contact, packing, sending, wiping};
    Routes::new()
        .get("/t/api/me", contact::me)
        .get("/t/api/tablets/{id}", contact::standing)
        .post("/t/api/tablets/{id}/recorders", contact::enrol)
        .get("/t/api/tablets/{id}/sessions", packing::offered)
        .post("/t/api/tablets/{id}/packs", packing::pack)
        .get("/t/api/tablets/{id}/sessions/{session}", sending::tell)
        .post("/t/api/tablets/{id}/operations", sending::take)
        .post("/t/api/tablets/{id}/incidents", sending::report)
        .post("/t/api/tablets/{id}/rescue", sending::rescue)
        .post("/t/api/tablets/{id}/wiped", wiping::wiped)
}

fn page_routes() -> Routes {
    use pages::{deciding, parked, reading, registering, stopping};
    Routes::new()
        .get("/contracts/{id}/tablets", reading::of_contract)
        .get("/contracts/{id}/tablets/new", registering::new)
        .post("/contracts/{id}/tablets", registering::register)
        .get("/tablets/{id}", reading::show)
        .get("/tablets/{id}/permission", deciding::permission)
        .post("/tablets/{id}/permission", deciding::permit)
        .get("/tablets/{id}/refusal", deciding::refusal)
        .post("/tablets/{id}/refusal", deciding::refuse)
        .get("/tablets/{id}/revocation", stopping::form)
        .post("/tablets/{id}/revocation", stopping::revoke)
        .get("/contracts/{id}/parked", parked::list)
        .get("/parked/{id}", parked::show)
        .post("/parked/{id}/taking", parked::take_over)
        .post("/parked/{id}/aside", parked::set_aside)
}
