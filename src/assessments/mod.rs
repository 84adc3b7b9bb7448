//! Assessments 評価: the instruments as data, and pure functions that score an answer, compare a
//! beginning with an end and draw the result. Nothing here reads a clock, a database or a request;
//! which instruments a programme uses, and when, is decided by the programme.
//!
//! Three rules hold everywhere:
//! * a missing answer is never "no risk": a finding has three values ([`Finding`]);
//! * the answer is stored and the point is derived ([`Answers`] holds answers only);
//! * numbers are exact ([`Reading`], [`Value`]): rounding happens on display, never before a comparison.

mod answers;
pub mod chart;
pub mod checklist;
pub mod comparison;
mod finding;
pub mod form;
pub mod instruments;
pub mod measures;
pub mod physical;
mod reading;
pub mod sarc_f;
pub mod self_health;
pub mod tally;

pub use answers::{Answers, Scored, compare, score, score_for};
pub use comparison::{Change, Comparison, Policy, Rule};
pub use finding::{Finding, Points};
pub use instruments::Instrument;
pub use measures::Measure;
pub use reading::{Reading, TypedProblem, Value};

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
