//! 実施報告: what a contractor reports to the ward. Source: 目黒型 別紙2 and 新宿型 利用実績報告書. Figures are counted from
//! the records and typed nowhere; the contractor writes the words around them. Invariants: a report is returned with a
//! reason or accepted, and an accepted report is frozen: page and paper are drawn from its sealed snapshot for ever. It
//! also freezes what it counted: no record whose day lies in it is written or corrected any more, which `report_freezes` of
//! `migrations/0027_applied_rules.sql` alone decides. One that is only submitted may come back and freezes nothing.

mod answer_list;
pub mod asked;
mod content;
mod course_paper;
mod db;
mod deciding;
mod drawing;
mod due;
mod figure;
mod guidance_paper;
mod lists;
mod loading;
pub mod narrative;
mod pages;
pub mod papers;
mod service_paper;
pub mod states;
mod views;
mod writing;

pub(crate) use db::frozen::freezes;

/// Said at a day that an accepted report counts.
pub(crate) const COUNTED: &str = "この日を含む実施報告を区が受理したため、この日の記録は変えられません。訂正が必要なときは区に連絡してください。";

use crate::{kit::routing::Routes, permission};

permission!(pub ReadReports, "report.read", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteReports, "report.write", people, [ContractorManager]);
permission!(pub DecideReports, "report.decide", people, [WardAdmin, WardOfficer]);
permission!(pub PrintReports, "report.print", people, [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub TakeLists, "list.take", people, [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/reports", pages::list)
        .post("/reports", writing::start)
        .get("/reports/{id}", pages::show)
        .get("/reports/{id}/whole", pages::whole)
        .get("/reports/{id}/sections/{code}", pages::section)
        .get("/reports/{id}/sections/{code}/edit", writing::edit)
        .post("/reports/{id}/sections/{code}", writing::save)
        .post("/reports/{id}/submission", writing::submit)
        .get("/reports/{id}/figures/{figure}", figure::show)
        .get("/reports/{id}/review", deciding::review)
        .post("/reports/{id}/return", deciding::give_back)
        .get("/reports/{id}/acceptance", deciding::confirm)
        .post("/reports/{id}/acceptance", deciding::accept)
        .get("/reports/{id}/pdf", papers::report)
        .get("/courses/{id}/roster.pdf", papers::roster)
        .get("/courses/{id}/lists", lists::choose)
        .get("/courses/{id}/lists/{list}", lists::take)
}
