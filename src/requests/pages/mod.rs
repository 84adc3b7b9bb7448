//! The pages of requests: asking, answering, reading.

pub mod answering;
pub mod asking;
pub mod reading;
