//! What is sealed of a report or a plan: who did it, and remarks.

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub person: String,
    pub witness: String,
    pub place: String,
    pub remarks: String,
}

impl Sealable for Details {
    const TABLE: &'static str = "erasure";
}

/// Why a report came back.
#[derive(Clone, Serialize, Deserialize)]
pub struct Remark(pub String);

impl Sealable for Remark {
    const TABLE: &'static str = "erasure.remark";
}

/// Why five business days are not enough, and in which steps the work is done.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct PlanWords {
    pub media: String,
    pub steps: String,
    pub person: String,
}

impl Sealable for PlanWords {
    const TABLE: &'static str = "erasure_plan";
}

/// The name under which a photo's bytes are sealed.
pub const PHOTO: &str = "erasure_photo";
