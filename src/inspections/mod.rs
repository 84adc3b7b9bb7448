//! 検査・視察・調査: the ward looks whether a contract is kept, hands out what it found, and looks again when the contractor has
//! put things right. Source: 新宿型 特記事項15〜17, 仙台型 11(15)・別記 7, 目黒型 特記仕様書33・34条・別紙1 9; 個人情報保護委員会 Q&A
//! (監督: 年1回以上、原則として現地).
//!
//! Invariants: the ward plans, finds and decides, the contractor answers, each in their own name; what was found and answered
//! stays; words are sealed with the contract's key; from afar only with a reason; an inspection is over when nothing is left
//! to be put right.

mod answers;
mod db;
mod duties;
mod kinds;
mod kit;
mod pages;
mod papers;
mod plan;
mod record;
mod result;
mod states;
mod views;

pub(crate) use answers::Done as CorrectionWords;
pub(crate) use db::kit::{Acted, acted};
pub(crate) use duties::to_correct;
pub(crate) use kinds::InspectionKind;
pub(crate) use plan::PlanWords;
pub(crate) use result::{ResultWords, Seen as PointWords};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewInspections, "inspection.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub ConductInspection, "inspection.conduct", [WardAdmin, WardOfficer]);
permission!(pub AnswerInspection, "inspection.answer", [ContractorManager]);
permission!(pub PrintInspection, "inspection.print", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{answering, conducting, planning, printing, reading};
    Routes::new()
        .get("/inspections", reading::list)
        .get("/inspections/new", planning::new)
        .post("/inspections", planning::plan)
        .get("/inspections/{id}", reading::show)
        .get("/inspections/{id}/kit", conducting::kit)
        .get("/inspections/{id}/kit.pdf", printing::kit)
        .get("/inspections/{id}/objection", answering::objection)
        .post("/inspections/{id}/objection", answering::object)
        .get("/inspections/{id}/cancellation", planning::ask_cancel)
        .post("/inspections/{id}/cancellation", planning::cancel)
        .get("/inspections/{id}/result", conducting::form)
        .post("/inspections/{id}/result", conducting::record)
        .get("/inspections/{id}/result.pdf", printing::result)
        .get("/inspections/{id}/points/{inspection_point}/answers/new", answering::new)
        .post("/inspections/{id}/points/{inspection_point}/answers", answering::answer)
        .get("/inspections/{id}/answers/{inspection_answer}/decision", conducting::second_look)
        .post("/inspections/{id}/answers/{inspection_answer}/decision", conducting::decide)
}
