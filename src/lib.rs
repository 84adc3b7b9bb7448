//! Kayoi.

pub mod chip;
pub mod contracts;
pub mod courses;
pub mod enrolments;
pub mod liaison;
pub mod obligations;
pub mod participants;
pub mod programmes;
pub mod reports;
pub mod sessions;
pub mod verdict;
