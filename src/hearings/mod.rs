//! 聞き取りの依頼: what a screening sheet leaves to the community care centre to ask an applicant, and the centre's answer.
//! Source: 仙台型 実施仕様書 6(1), 別表2 体調確認シート（要聞き取り：地域包括支援センター）.
//!
//! Invariants: the centre sees the request and never the application; the request names no more of the person than the contract's
//! information items; an answer is written once and decides nothing, the ward decides with the answer beside it.

mod asking;
mod db;
mod pages;
mod request;
mod views;

pub(crate) use asking::{Standing, Waiting, ask, of_application};
pub use request::Request;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewHearings, "hearing.view", people, [CentreManager, CentreStaff]);
permission!(pub AnswerHearing, "hearing.answer", people, [CentreManager, CentreStaff]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/hearings", pages::list)
        .get("/hearings/{id}", pages::show)
        .post("/hearings/{id}/answer", pages::answer)
}
