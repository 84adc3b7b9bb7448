//! The pages of inspections: planning, reading, conducting, answering, printing.

pub mod answering;
pub mod conducting;
pub mod planning;
pub mod printing;
pub mod reading;
