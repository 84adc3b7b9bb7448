//! Kayoi.

pub mod kit;
