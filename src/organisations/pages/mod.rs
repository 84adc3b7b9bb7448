//! The pages of organisations.

pub mod centres;
pub mod closed_days;
pub mod contractors;
pub mod departments;
