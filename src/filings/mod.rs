//! 提出物: the papers a programme's definition asks for, each with its due days, from the handing-over to the receipt,
//! approval or return by the other side. Source: 目黒型 別紙1（3週間前・1週間前の提出物、チラシ、研修の記録）, 仙台型（従事者の
//! 届、チラシ、送迎、欠員と代理）, 個人情報 特記事項.
//!
//! Invariants: due days are worked out when they are shown, never stored for what is still owed; what was handed over never
//! changes, a returned paper is handed in anew; a file is sealed, and never drawn or opened by the program: it stays as it came, but for
//! the place and time that a camera wrote into a picture.

pub mod attachment;
mod db;
mod filing_form;
mod gathering;
mod lines;
pub mod occurrences;
mod pages;
mod particulars;
mod photo;
pub mod states;
mod views;

pub(crate) use attachment::{Attachment, Kind as AttachmentKind, sha256};
pub(crate) use db::{Content, FILE, Remark, last_of_occurrences};
pub(crate) use filing_form::{attached, file_hint};
pub(crate) use gathering::of_contract as owing;
pub use gathering::{Missing, OfAll, Owed, missing, of_all};
pub(crate) use particulars::Said;
pub(crate) use states::{decision_code, decision_of};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewFilings, "filing.view", [WardAdmin, WardOfficer, WardAuditor, ContractorManager]);
permission!(pub WriteFiling, "filing.write", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub DecideFiling, "filing.decide", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub PrintFiling, "filing.print", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub TakeFiling, "filing.take", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{deciding, list, printing, reading, writing};
    Routes::new()
        .get("/filings", list::list)
        .get("/contracts/{id}/filings", list::of_contract)
        .get("/contracts/{id}/filings/new", writing::new)
        .post("/contracts/{id}/filings", writing::file)
        .get("/filings/{id}", reading::show)
        .get("/filings/{id}/file", reading::file)
        .get("/filings/{id}/pdf", printing::paper)
        .post("/filings/{id}/receipt", deciding::receive)
        .post("/filings/{id}/approval", deciding::approve)
        .get("/filings/{id}/return", deciding::return_form)
        .post("/filings/{id}/return", deciding::give_back)
}
