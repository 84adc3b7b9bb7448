//! ホーム: what needs doing, by due date, for each kind of user; the front door and the help page. Figures come from
//! counters kept at write time (`session.present_count`), never from attendances at request time (P6).

mod db;
mod dues;
mod first_steps;
mod pages;
mod views;
mod waiting;

use crate::{kit::routing::Routes, permission};

permission!(pub SeeHome, "home", outside, [
    WardAdmin, WardOfficer, WardAuditor, WardEvaluator, ContractorManager, ContractorRecorder, CentreManager, CentreStaff, Operator]);

pub fn routes() -> Routes {
    Routes::new().get("/", pages::front).get("/help", pages::help).get("/home", pages::home)
}
