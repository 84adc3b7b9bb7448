//! 教育・訓練: what a contractor teaches its own people under a contract — data protection with materials and a test, and drills
//! for emergencies — who passed or took part, and the report of it to the ward. Sources: S0 18, S1, S3 6(1), S4 第19条.
//!
//! Invariants: a test is taken under one's own login and judged by the program; where there is no test a manager records
//! who took part; what was reported stays as it was. Whoever prepared a lesson gives it: they alone see and change the right
//! answers, and take no test of their own; it counts for them once the ward has received the report that names them. Where
//! the clauses ask for training before the first access, whoever has neither passed nor given one sees nobody
//! (`custodian_lacks` in migrations/0047_mends.sql).

pub mod db;
mod form;
mod pages;
pub mod questions;
pub mod starter;
mod states;
mod views;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewLessons, "lesson.view", [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub PrepareLesson, "lesson.prepare", [ContractorManager]);
permission!(pub TakeLesson, "lesson.take", [ContractorManager, ContractorRecorder]);
permission!(pub ReportLesson, "lesson.report", [ContractorManager]);
permission!(pub DecideLesson, "lesson.decide", [WardAdmin, WardOfficer]);
permission!(pub PrintLesson, "lesson.print", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    use pages::{deciding, preparing, reading, reporting, taking};
    Routes::new()
        .get("/contracts/{id}/lessons", reading::of_contract)
        .get("/contracts/{id}/lessons/new", preparing::new)
        .post("/contracts/{id}/lessons", preparing::create)
        .get("/lessons/{id}", reading::show)
        .get("/lessons/{id}/pdf", reading::paper)
        .get("/lessons/{id}/edit", preparing::edit)
        .post("/lessons/{id}", preparing::update)
        .get("/lessons/{id}/test", taking::test)
        .post("/lessons/{id}/test", taking::answer)
        .post("/lessons/{id}/attendance", reporting::attend)
        .get("/lessons/{id}/report", reporting::form)
        .post("/lessons/{id}/report", reporting::report)
        .post("/lessons/{id}/receipt", deciding::receive)
        .get("/lessons/{id}/return", deciding::return_form)
        .post("/lessons/{id}/return", deciding::give_back)
}
