//! The pages of incidents: writing the first report, reading it, receiving it, and what follows.

pub mod affected;
pub mod deciding;
pub mod follow_ups;
pub mod judging;
pub mod printing;
pub mod reading;
pub mod receiving;
pub mod writing;
