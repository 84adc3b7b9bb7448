//! 事業: what a programme is, as data. A ward's programme has versions (draft, published, retired), a contract is bound to
//! one of them; presets ship for a ward to take over.
//!
//! [`definition`] is the schema, one file per section; beside it each rule has a file of its own that takes facts and
//! answers with its working out. Invariants: codes never change once published, a published version never changes,
//! numbers of presets are the sources', sentences are our own.

pub mod absences;
pub mod add_ons;
pub mod cancelled;
pub mod capacity;
pub mod check;
pub mod db;
pub mod definition;
pub mod diff;
pub mod due;
pub mod eligibility;
pub mod fault;
pub mod fee;
mod forms;
pub mod guidance;
mod information_items;
mod pages;
mod plan;
pub mod presets;
#[cfg(test)]
mod random;
pub mod reading;
pub mod report_periods;
pub mod schema;
pub mod screening;
pub mod session_dates;
mod shelf;
pub mod simulate;
pub mod staffing;
pub mod start;
pub mod term;
pub mod text;
mod trial;
pub mod user_fee;
pub mod venue;
mod views;
pub mod wording;

pub use definition::{
    AbsenceRule, AnswerForm, CancellationCause, Definition, Goal, Instrument, PlannedInstrument, Question,
    Questionnaire, Section, SectionContent, Style, Timing, VitalsRule,
};
pub use information_items::InformationItem;
pub use plan::{CoursePlan, PlannedStep, ServicePlan, ServiceStep};
pub use presets::{meguro, shinjuku};
pub use shelf::definition as of;
pub use term::Term;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewProgrammes, "programme.view", [WardAdmin, WardOfficer, WardAuditor]);
permission!(pub EditProgrammes, "programme.edit", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{differences, draft, export, import, list, publication, rows, section, show, trial};
    Routes::new()
        .get("/programmes", list::list)
        .post("/programmes", list::take_over)
        .get("/programmes/import", import::form)
        .post("/programmes/import", import::read)
        .get("/programmes/{id}", show::show)
        .get("/programmes/{id}/versions/{number}", show::version)
        .get("/programmes/{id}/versions/{number}/file", export::file)
        .get("/programmes/{id}/versions/{number}/trial/{trial}", trial::form)
        .post("/programmes/{id}/versions/{number}/trial/{trial}", trial::answer)
        .get("/programmes/{id}/differences", differences::show)
        .post("/programmes/{id}/draft", draft::begin)
        .get("/programmes/{id}/draft", draft::show)
        .get("/programmes/{id}/draft/forms/{form}", draft::form)
        .post("/programmes/{id}/draft/forms/{form}", draft::change)
        .get("/programmes/{id}/draft/rows/{rows}/{at}", rows::form)
        .post("/programmes/{id}/draft/rows/{rows}/{at}", rows::change)
        .post("/programmes/{id}/draft/rows/{rows}/{at}/place", rows::move_row)
        .get("/programmes/{id}/draft/rows/{rows}/{at}/removal", rows::removing)
        .post("/programmes/{id}/draft/rows/{rows}/{at}/removal", rows::remove)
        .get("/programmes/{id}/draft/sections/{section}", section::form)
        .post("/programmes/{id}/draft/sections/{section}", section::change)
        .get("/programmes/{id}/draft/publication", publication::form)
        .post("/programmes/{id}/draft/publication", publication::publish)
        .get("/programmes/{id}/draft/discard", publication::discarding)
        .post("/programmes/{id}/draft/discard", publication::discard)
}

/// The smallest definition that is whole, for tests to change.
#[cfg(test)]
pub fn sample() -> Definition {
    toml::from_str(include_str!("sample.toml")).unwrap()
}
