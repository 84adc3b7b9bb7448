//! The pages of breaches: recording, reading, notifying, stating the case, deciding, paying.

pub mod deciding;
pub mod notifying;
pub mod paying;
pub mod reading;
pub mod recording;
pub mod stating;
