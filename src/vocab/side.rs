//! 区と受託者: the two parties of a contract, of whom one owes and the other decides.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Contractor,
    Ward,
}

impl Side {
    pub const ALL: [Self; 2] = [Self::Contractor, Self::Ward];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Contractor => "contractor",
            Self::Ward => "ward",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Contractor => "受託者",
            Self::Ward => "区",
        }
    }

    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Contractor => Self::Ward,
            Self::Ward => Self::Contractor,
        }
    }
}
