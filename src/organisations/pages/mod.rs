//! The pages of organisations.

pub mod centres;
pub mod contractors;
pub mod departments;
