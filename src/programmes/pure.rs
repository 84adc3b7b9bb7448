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
mod information_items;
#[cfg(test)]
mod random;
pub mod schema;
pub mod screening;
pub mod session_dates;
pub mod staffing;
pub mod start;
pub mod term;
pub mod text;
pub mod user_fee;
pub mod venue;
pub mod wording;
pub use information_items::InformationItem;
pub use term::Term;

/// The smallest definition that is whole, for tests to change.
#[cfg(test)]
pub fn sample() -> definition::Definition {
    toml::from_str(include_str!("sample.toml")).unwrap()
}
