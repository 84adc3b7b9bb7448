//! What the pages of the guidance print.

pub mod overview;
pub mod person;
pub mod report;
