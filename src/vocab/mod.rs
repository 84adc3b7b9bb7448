//! 語彙: the value types every feature may use.
//!
//! Everything here is pure: no clock, no database, no request. A value of one of these types has been checked
//! once, at the edge, and what a person got wrong comes back as a sentence that can be shown to them.

pub mod business_days;
pub mod certification;
pub mod dates;
pub mod decimal;
pub mod ids;
pub mod kana;
pub mod numbers;
pub mod side;
pub mod sizes;
pub mod unseen;
