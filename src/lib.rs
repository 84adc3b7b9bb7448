//! Kayoi.

pub mod postgres;
