//! The pages of return and erasure: the lists, reporting, deciding, plans, papers, the destruction of keys.

pub mod deciding;
pub mod destroying;
pub mod lists;
pub mod papers;
pub mod planning;
pub mod reading;
pub mod reporting;

/// What can't be done under a contract that isn't in force.
const NOT_REPORTED: &str = "返還・消去を報告できません";
