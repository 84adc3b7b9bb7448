pub mod absences;
pub mod add_ons;
pub mod cancelled;
pub mod capacity;
pub mod check;
pub mod definition;
pub mod diff;
pub mod due;
pub mod eligibility;
pub mod fault;
pub mod fee;
pub mod guidance;
mod information_items;
mod plan;
pub mod presets;
#[cfg(test)]
mod random;
pub mod schema;
pub mod screening;
pub mod session_dates;
pub mod simulate;
pub mod staffing;
pub mod start;
pub mod term;
pub mod text;
pub mod user_fee;
pub mod venue;
pub mod wording;
pub use definition::{
    AbsenceRule, CancellationCause, Definition, Goal, Instrument, PlannedInstrument, Section, SectionContent,
    Style, VitalsRule,
};
pub use information_items::InformationItem;
pub use plan::{CoursePlan, PlannedStep, ReportDue, ServicePlan, ServiceStep};
pub use term::Term;

/// The smallest definition that is whole, for tests to change.
#[cfg(test)]
pub fn sample() -> definition::Definition {
    toml::from_str(include_str!("sample.toml")).unwrap()
}
