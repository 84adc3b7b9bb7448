//! 日付: reading what people type (元号 and 西暦), printing it, ages, fiscal years, periods, Japan Standard Time.
//!
//! Dates are [`time::Date`] and instants [`time::OffsetDateTime`]; nothing here reads a clock.

mod calendar;
mod era;
mod jst;
mod parse;
#[cfg(test)]
mod tests;

pub use calendar::{
    add_months, everyday_age, fiscal_year, fiscal_year_label, legal_age, period_end, short,
    wareki_with_weekday, weekday, with_weekday, year_and_month,
};
pub use era::{Era, both_eras, wareki};
pub use jst::{in_japan, jst_at, jst_date, jst_local, jst_midnight, jst_stamp, jst_time};
pub use parse::{DateProblem, TimeProblem, parse_date, parse_month, parse_time};
