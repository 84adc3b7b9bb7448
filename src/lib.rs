//! Kayoi.
