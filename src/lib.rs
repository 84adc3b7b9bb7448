//! Kayoi.

pub mod documents;
