//! Kayoi.

pub mod contracts;
