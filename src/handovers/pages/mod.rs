//! The pages of the ledger: its lists, writing an entry, confirming it, what became of a thing, encrypted files, papers.

pub mod confirming;
pub mod lists;
pub mod packages;
pub mod papers;
pub mod planning;
pub mod reading;
