//! The pages of 提出物: the lists, handing one in, reading it, deciding on it.

pub mod deciding;
pub mod list;
pub mod printing;
pub mod reading;
pub mod writing;
