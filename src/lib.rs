//! Kayoi.

pub mod kit;
pub mod sessions;
