//! The pages of incidents: writing the first report, reading it, receiving it.

pub mod reading;
pub mod receiving;
pub mod writing;
