//! The forms of a record, each read into what is stored.

pub mod decision;
pub mod notice;
pub mod payment;
pub mod record;
pub mod statement;

/// Characters of a text.
const TEXT: usize = 4_000;
/// Characters of one line.
const LINE: usize = 200;
/// The most yen that are claimed, agreed on or paid at once.
const MOST_YEN: i64 = 9_999_999_999;
