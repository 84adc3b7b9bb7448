//! 調査票・確認記録票・保護に関する計画・記録の点検: sheets of questions that one side of a contract answers and the other accepts or
//! gives back. Sources: S1 (確認記録票), S3 特記仕様書 2(4) (調査票), 6 (保護に関する計画), S3 11 (諸記録の整備).
//!
//! Invariants: nobody accepts their own sheet; accepted answers bind and stay as they were until an accepted later version takes
//! their place; the ward may ask to correct an accepted one, and the correction is a version of its own.

pub mod db;
mod pages;
pub mod sheets;
pub mod states;
mod views;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewSurveys, "survey.view", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub WriteSurvey, "survey.write", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub DecideSurvey, "survey.decide", [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub CorrectSurvey, "survey.correct", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{deciding, reading, writing};
    Routes::new()
        .get("/contracts/{id}/surveys", reading::of_contract)
        .post("/contracts/{id}/surveys", writing::begin)
        .get("/surveys/{id}", reading::show)
        .get("/surveys/{id}/pdf", reading::paper)
        .get("/surveys/{id}/edit", writing::edit)
        .post("/surveys/{id}", writing::save)
        .post("/surveys/{id}/submission", writing::submit)
        .post("/surveys/{id}/acceptance", deciding::accept)
        .get("/surveys/{id}/return", deciding::return_form)
        .post("/surveys/{id}/return", deciding::give_back)
        .get("/surveys/{id}/correction", deciding::correction)
        .post("/surveys/{id}/correction", deciding::correct)
}
