//! 対策の一覧: which measures ward and contractor take for the personal data of a contract, each marked ○ or −, for 業務委託 and, where
//! systems are joined, for 外部結合. Source: S2 個人情報保護対策チェックリスト (区・委託先 × 運用・システム).
//!
//! Invariants: each side marks its own measures, and every one of them; only before the signature, when nobody of the contractor can
//! sign in, the ward writes what it will ask for; nobody accepts what they marked for the contractor; what was accepted never
//! changes, the next version stands beside it with what changed.

pub mod db;
mod duties;
mod items;
mod marks;
mod pages;
mod paper;
mod states;
mod tables;
mod views;

pub use items::{Usage, measures_of};
pub use marks::Marks;
pub use tables::{MeasureLine, MeasureTable, Sides, tables};

use crate::{
    kit::{db::Reads, error::Result, routing::Routes},
    permission,
    vocab::ids::ContractId,
};

permission!(pub ViewMeasures, "measures.view", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub BeginMeasures, "measures.begin", [WardAdmin, WardOfficer]);
permission!(pub MarkMeasures, "measures.mark", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub AcceptMeasures, "measures.accept", [WardAdmin, WardOfficer]);
permission!(pub PrintMeasures, "measures.print", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{accepting, marking, reading};
    Routes::new()
        .get("/contracts/{id}/measures", reading::of_contract)
        .post("/contracts/{id}/measures", marking::begin)
        .get("/measures/{id}", reading::show)
        .get("/measures/{id}/pdf", reading::pdf)
        .get("/measures/{id}/marks", marking::form)
        .post("/measures/{id}/marks", marking::mark)
        .get("/measures/{id}/acceptance", accepting::confirm)
        .post("/measures/{id}/acceptance", accepting::accept)
}

/// The tables of the version that holds; none while no version was accepted.
pub(crate) async fn accepted(db: &mut Reads, contract: ContractId) -> Result<Vec<MeasureTable>> {
    let list = db::accepted_before(db, contract, i32::MAX).await?;
    Ok(list.map(|list| tables(views::sides(&list), None)).unwrap_or_default())
}
