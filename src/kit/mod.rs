//! What every feature builds on.

pub mod chrome;
pub mod error_page;
pub mod form;
pub mod gallery;
pub mod parts;
