//! 保守作業: whoever maintains the systems (運用保守) works only inside a job window. They apply for it in their own name — what for,
//! what is touched, from when to when, who, with which witness —, an administrator of the ward approves or refuses, may end it
//! early, reads what was done in it, and confirms the report. Source: S1 (作業内容の報告と承認), S3 7(1) (立会い), S4 第20条.
//!
//! Invariants: an operator's login outside an open window reaches these pages and nothing else (`Permission::OUTSIDE`); inside it
//! ends with the window (`enter` in migrations/0046_job_windows.sql); its database role is granted no table about people; nothing
//! is dated back, no window is longer than 24 hours, and nobody decides on their own application.

mod condition;
mod db;
mod duties;
mod form;
mod pages;
pub mod states;
mod views;
mod words;

pub use pages::reading::home;
pub use words::{Application, Decision, Ending, Place, Report};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewJobWindows, "job_window.view", outside, [WardAdmin, WardOfficer, WardAuditor, ContractorManager, Operator]);
permission!(pub ApplyForJobWindow, "job_window.apply", outside, [Operator]);
permission!(pub DecideJobWindow, "job_window.decide", [WardAdmin]);
permission!(pub EnterJobWindow, "job_window.enter", outside, [Operator]);
permission!(pub ReportJob, "job_window.report", outside, [Operator]);
permission!(pub PrintJobWindow, "job_window.print", outside, [WardAdmin, WardOfficer, WardAuditor, ContractorManager, Operator]);
permission!(pub ViewCondition, "maintenance.view", [Operator]);

pub fn routes() -> Routes {
    use pages::{applying, condition, deciding, reading, working};
    Routes::new()
        .get("/job-windows", reading::list)
        .get("/job-windows/new", applying::new)
        .post("/job-windows", applying::apply)
        .get("/job-windows/{id}", reading::show)
        .get("/job-windows/{id}/pdf", reading::paper)
        .post("/job-windows/{id}/withdrawal", applying::withdraw)
        .get("/job-windows/{id}/approval", deciding::approval)
        .post("/job-windows/{id}/approval", deciding::approve)
        .get("/job-windows/{id}/refusal", deciding::refusal)
        .post("/job-windows/{id}/refusal", deciding::refuse)
        .get("/job-windows/{id}/end", deciding::ending)
        .post("/job-windows/{id}/end", deciding::end)
        .post("/job-windows/{id}/confirmation", deciding::confirm)
        .post("/job-windows/{id}/entry", working::enter)
        .get("/job-windows/{id}/report", working::form)
        .post("/job-windows/{id}/report", working::report)
        .get("/maintenance", condition::show)
}
