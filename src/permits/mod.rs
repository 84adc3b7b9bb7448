//! 許可: what a contract's clauses allow only with the ward's consent — taking data out, copying, re-outsourcing, asking others than
//! the person — and what they forbid outright. Sources: S0 2–10, S1, S3 both 特記仕様書 (再委託・複写), S4 第7・10・11条.
//!
//! Invariants: nobody decides on their own application; where a clause forbids, no form is offered; nothing begins before the
//! day of its application; an export or print of people counts as a copy and as a take-out, so it leaves Kayoi for a
//! contractor only under a permit in force where the clauses ask for one (`files_shut` in migrations/0039_permits.sql).

pub mod db;
mod duties;
pub mod files;
mod form;
pub mod kinds;
mod pages;
pub mod states;
mod views;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewPermits, "permit.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub ApplyForPermit, "permit.apply", [ContractorManager]);
permission!(pub DecidePermit, "permit.decide", [WardAdmin, WardOfficer]);
permission!(pub EndPermit, "permit.end", [ContractorManager]);
permission!(pub PrintPermit, "permit.print", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{applying, deciding, ending, reading};
    Routes::new()
        .get("/contracts/{id}/permits", reading::of_contract)
        .get("/contracts/{id}/permits/new", applying::new)
        .post("/contracts/{id}/permits", applying::apply)
        .get("/permits/{id}", reading::show)
        .get("/permits/{id}/pdf", reading::paper)
        .get("/permits/{id}/approval", deciding::approval)
        .post("/permits/{id}/approval", deciding::approve)
        .get("/permits/{id}/refusal", deciding::refusal)
        .post("/permits/{id}/refusal", deciding::refuse)
        .get("/permits/{id}/return", deciding::return_form)
        .post("/permits/{id}/return", deciding::give_back)
        .get("/permits/{id}/revocation", deciding::revocation)
        .post("/permits/{id}/revocation", deciding::revoke)
        .post("/permits/{id}/withdrawal", ending::withdraw)
        .get("/permits/{id}/end", ending::form)
        .post("/permits/{id}/end", ending::end)
}
