//! 欠席: which absences are followed up, and who is told by when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which absences are followed up. Cancelled sessions are skipped: they neither count nor reset.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceRule {
    /// Everyone absent without notice is contacted.
    #[serde(default)]
    pub contact_without_notice: bool,
    /// An absence at a person's first session, with or without notice, is told.
    #[serde(default)]
    pub tell_first_session: bool,
    /// So many absences without notice in a row are told; 0 for never.
    #[serde(default)]
    pub tell_in_a_row: u8,
    /// An absence with notice ends a row of absences without notice.
    #[serde(default = "yes")]
    pub notice_resets: bool,
    #[serde(default)]
    pub tell: Vec<TellWhom>,
    /// Working days until whoever must be told was told; 0 is the same day.
    #[serde(default)]
    pub within_days: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TellWhom {
    Ward,
    Centre,
}

impl TellWhom {
    pub const ALL: [Self; 2] = [Self::Ward, Self::Centre];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::Centre => "centre",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whom| whom.code() == code)
    }
}

fn yes() -> bool {
    true
}
