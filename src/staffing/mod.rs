//! 人員: the plan of a course's sessions (内容, ねらい, 配置予定従事者) and the staffing standard held against it and against
//! who was on duty. Source: S4 別紙1-5(1), 6(1)⑥ and its プログラム詳細; S3 8.
//!
//! Invariants: the contractor plans and the ward reads; a session that was held keeps its plan; the standard warns and,
//! but for a role that takes no substitute, never keeps a session from being closed; what isn't known is 判定不能.

mod checks;
mod db;
mod loading;
mod pages;
mod papers;
mod plan_form;
mod qualifications;
mod views;

pub use checks::SessionCheck;
pub use db::{Listed, Planned, listed};
pub use loading::{checks_of, planned, with_staff};
pub use qualifications::{asked as asked_qualifications, held as held_qualifications};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewPlan, "plan.view", [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WritePlan, "plan.write", [ContractorManager]);
permission!(pub PrintPlan, "plan.print", [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/courses/{id}/plan", pages::show)
        .get("/courses/{id}/plan/edit", pages::edit)
        .post("/courses/{id}/plan", pages::save)
        .get("/courses/{id}/plan.pdf", papers::pdf)
}
