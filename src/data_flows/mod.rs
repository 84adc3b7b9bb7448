//! 個人情報の流れ: who passes what to whom, on what medium, how protected and when: drawn from the plans of the 受渡し管理簿 and from rows
//! that the ward types for everything else. Source: S2 資料 個人情報の流れ, 対策「全体の業務フローを作成し、委託先と共有」.
//!
//! Invariants: the drawing never lies about the table beside it (both print the same rows); nothing in it overlaps; typed rows are
//! sealed with the contract's key.

pub mod db;
mod drawing;
mod flow;
mod form;
mod gathering;
mod layout;
mod pages;
mod parts;
mod views;

pub use drawing::{charts, drawing};
pub use flow::Flow;
pub use gathering::{Flows, gather};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewDataFlows, "data_flow.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteDataFlows, "data_flow.write", [WardAdmin, WardOfficer]);
permission!(pub PrintDataFlows, "data_flow.print", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/data-flows", pages::of_contract)
        .get("/contracts/{id}/data-flows/new", pages::new)
        .post("/contracts/{id}/data-flows", pages::add)
        .get("/contracts/{id}/data-flows/pdf", pages::pdf)
        .get("/data-flows/{id}/removal", pages::removal)
        .post("/data-flows/{id}/removal", pages::remove)
}
