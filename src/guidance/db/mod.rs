//! Statements of the guidance: contracts with their targets, what was recorded of each, what people called about, and
//! uploaded lists that wait.

pub mod batches;
pub mod inquiries;
pub mod records;
pub mod targets;
