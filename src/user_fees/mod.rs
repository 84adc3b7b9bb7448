//! 利用者負担の受領: what each participant owes by the programme's rules, what they paid, and their receipts. Source: 仙台型（教材費は
//! 同意を得て受け取る、送迎の費用）, the user fees of a definition.
//!
//! Invariants: what is owed follows from the records each time it is shown and is never stored; receipts have consecutive
//! numbers in a contract, a wrong one is voided and keeps its number; integer yen throughout.

mod account;
mod db;
mod pages;
mod payment;
mod views;

pub(crate) use payment::Purpose;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewUserFees, "user_fee.view", people, [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub ReceiveUserFees, "user_fee.write", people, [ContractorManager]);
permission!(pub PrintReceipt, "user_fee.print", people, [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/user-fees", pages::list)
        .get("/contracts/{id}/user-fees/{participant}", pages::show)
        .post("/contracts/{id}/user-fees/{participant}", pages::receive)
        .get("/user-fee-receipts/{id}/pdf", pages::pdf)
        .get("/user-fee-receipts/{id}/void", pages::void_form)
        .post("/user-fee-receipts/{id}/void", pages::void)
}
