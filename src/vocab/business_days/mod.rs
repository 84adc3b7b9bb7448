//! 開庁日: national holidays, the days a ward is closed, and moving a due date off a closed day.

mod closed_days;
mod exceptions;
mod holidays;
#[cfg(test)]
mod tests;

pub use closed_days::{ClosedDayPolicy, ClosedDays, ClosedSpan, Due, WhyClosed, is_year_end};
pub use holidays::holiday;
