//! Kayoi.

pub mod vocab;
