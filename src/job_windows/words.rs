//! What is said about a job window; sealed with the contract's key, for somebody may name people in it.

use serde::{Deserialize, Serialize};

use crate::{kit::form::Choice, sealing::Sealable};

/// What is to be done, as it was applied for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    pub purpose: String,
    /// Which parts of the system, and whether data are among them.
    pub touches: String,
    /// Who works, one a line.
    pub people: String,
    /// Who of the ward is there or looks on.
    pub witness: String,
}

impl Sealable for Application {
    const TABLE: &'static str = "job_window";
}

/// Conditions or a reason of the ward.
#[derive(Serialize, Deserialize)]
pub struct Decision(pub String);

impl Sealable for Decision {
    const TABLE: &'static str = "job_window.decision";
}

/// Why the ward ended it before its time.
#[derive(Serialize, Deserialize)]
pub struct Ending(pub String);

impl Sealable for Ending {
    const TABLE: &'static str = "job_window.ending";
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub done: String,
    /// Which personal data were touched, and why; empty when none were.
    pub data: String,
}

impl Sealable for Report {
    const TABLE: &'static str = "job_window.report";
}

/// Where the work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    OnSite,
    Remote,
}

impl Place {
    pub const ALL: [Self; 2] = [Self::OnSite, Self::Remote];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnSite => "on_site",
            Self::Remote => "remote",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::OnSite => "区の施設で行う",
            Self::Remote => "遠隔で行う",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|place| Choice::new(place.code(), place.label())).to_vec()
    }
}
