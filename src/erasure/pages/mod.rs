//! The pages of return and erasure: the lists, reporting, deciding, plans, papers, the destruction of keys.

pub mod deciding;
pub mod destroying;
pub mod lists;
pub mod papers;
pub mod planning;
pub mod reading;
pub mod reporting;
