//! What is sealed of a handover: everything in words, because it may name people.

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

/// Where, between whom and how protected.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub place: String,
    /// Who is to give and who to take, as planned; who did is told by the confirmations.
    pub giver: String,
    pub taker: String,
    pub protection: String,
    /// 搬送: empty when nothing is carried.
    pub route: String,
    pub packing: String,
    pub vehicle: String,
    /// Of a copy: the ward's consent, its day and number.
    pub consent: String,
}

impl Sealable for Details {
    const TABLE: &'static str = "handover";
}

/// What a thing is.
#[derive(Clone, Serialize, Deserialize)]
pub struct Content(pub String);

impl Sealable for Content {
    const TABLE: &'static str = "handover_line";
}

/// Why a plan was cancelled.
#[derive(Clone, Serialize, Deserialize)]
pub struct Remark(pub String);

impl Sealable for Remark {
    const TABLE: &'static str = "handover.remark";
}

/// The name under which a package's bytes are sealed.
pub const PACKAGE: &str = "handover_package";
