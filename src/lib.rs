//! Kayoi.

pub mod assessments;
