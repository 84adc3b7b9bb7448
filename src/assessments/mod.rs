//! Assessments 評価: the instruments as data, and pure functions that score an answer, compare a
//! beginning with an end and draw the result. None of these reads a clock, a database or a request;
//! which instruments a programme uses, and when, is decided by the programme. The pages on top of
//! them: a contractor's custodians record, the ward reads; a centre sees what a sheet brings it.
//!
//! Three rules hold everywhere:
//! * a missing answer is never "no risk": a finding has three values ([`Finding`]);
//! * the answer is stored and the point is derived ([`Answers`] holds answers only);
//! * numbers are exact ([`Reading`], [`Value`]): rounding happens on display, never before a comparison.

mod answers;
pub mod chart;
pub mod checklist;
pub mod comparison;
pub mod db;
mod finding;
pub mod form;
mod forms;
pub mod instruments;
pub mod measures;
mod month;
mod pages;
pub mod physical;
pub mod questionnaire;
mod reading;
mod recording;
mod reported;
pub mod sarc_f;
pub mod self_health;
pub mod sheets;
pub mod tally;
mod views;

pub use answers::{Answers, Scored, compare, score, score_for};
pub use comparison::{Change, Comparison, Policies, Policy, Rule};
pub use finding::{Finding, Points};
pub use instruments::Instrument;
pub use measures::Measure;
pub use reading::{Reading, TypedProblem, Value};
pub use recording::entry_href;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewAssessments, "assessment.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub RecordAssessments, "assessment.record", people, [ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/courses/{id}/assessments", pages::of_course)
        .get("/participants/{id}/assessments", pages::of_participant)
        .get("/enrolments/{id}/assessments/new", recording::entry)
        .post("/enrolments/{id}/assessments", recording::save)
        .get("/enrolments/{id}/questionnaire", questionnaire::pages::entry)
        .post("/enrolments/{id}/questionnaire", questionnaire::pages::save)
}
