//! 開庁日: national holidays, the days a ward is closed, and moving a due date off a closed day.

mod closed_days;
mod holidays;
#[cfg(test)]
mod tests;

pub use closed_days::{ClosedDayPolicy, ClosedDays, Due, WhyClosed};
pub use holidays::holiday;
