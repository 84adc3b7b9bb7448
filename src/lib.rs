//! Kayoi.
pub mod sessions;
