//! 委託料: what the ward owes under a contract for a month, a quarter or its whole term. Source: the fee rules of the
//! contract's programme (S3 積算, S4 別紙1-16) and the prices agreed in the contract. Invariants: every figure is counted
//! from the records at the moment it is shown and leads down to them; a price or a record that is missing is said, never
//! taken for 0; everybody who may read a statement reads the same figures, whoever may see people or not.

mod agreeing;
mod behind;
mod db;
mod facts;
mod for_users;
mod pages;
mod papers;
mod period;
mod prices;
mod reckoning;
mod views;

pub(crate) use for_users::user_months;

use crate::{kit::routing::Routes, permission};

permission!(pub ReadFees, "fee.read", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub PrintFees, "fee.print", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub AgreePrices, "price.agree", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/contracts/{id}/fees", pages::show)
        .get("/contracts/{id}/fees/rows", pages::rows)
        .get("/contracts/{id}/fees/pdf", papers::pdf)
        .get("/contracts/{id}/fees/csv", papers::table)
        .get("/contracts/{id}/prices", agreeing::show)
        .post("/contracts/{id}/prices", agreeing::agree)
        .get("/contracts/{id}/prices/removal", agreeing::confirm)
        .post("/contracts/{id}/prices/removal", agreeing::remove)
}
