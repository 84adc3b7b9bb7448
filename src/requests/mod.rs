//! 区の求め: what a ward asks of a contractor beyond what is owed anyway: a report, papers, to be present at a work, measures
//! about a member of staff. The contractor answers by the day that was set, the ward receives the answer or returns it.
//! Source: 新宿型 特記事項14, 仙台型 11(14)(15)・別記 7(1), 目黒型 特記仕様書32・33条.
//!
//! Invariants: each side writes in its own name and rewrites nothing; only a witnessing may be refused, with its reason; words
//! and files are sealed with the contract's key.

mod db;
mod duties;
mod forms;
mod kinds;
mod pages;
mod papers;
mod thread;
mod views;

pub(crate) use duties::came_up;
pub(crate) use forms::{Asked, Reply};
pub(crate) use kinds::RequestKind;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewRequests, "request.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub MakeRequest, "request.make", [WardAdmin, WardOfficer]);
permission!(pub AnswerRequest, "request.answer", [ContractorManager]);
permission!(pub PrintRequest, "request.print", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{answering, asking, reading};
    Routes::new()
        .get("/requests", reading::list)
        .get("/requests/new", asking::new)
        .post("/requests", asking::ask)
        .get("/requests/{id}", reading::show)
        .get("/requests/{id}/pdf", reading::pdf)
        .get("/requests/{id}/answers/new", answering::new)
        .post("/requests/{id}/answers", answering::answer)
        .get("/requests/{id}/answers/{ward_request_answer}/file", reading::file)
        .get("/requests/{id}/answers/{ward_request_answer}/decision", asking::decision)
        .post("/requests/{id}/answers/{ward_request_answer}/decision", asking::decide)
}
