//! What came of a call that invites somebody, and what kind of thing people call about themselves.

use serde::{Deserialize, Serialize};

use crate::kit::parts::{Chip, Tone};

/// 参加勧奨の電話の結果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Joined,
    Considering,
    Absent,
    Declined,
    Unreachable,
}

/// 問い合わせ・意見・苦情.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryKind {
    Question,
    Opinion,
    Complaint,
}

impl Outcome {
    pub const ALL: [Self; 5] =
        [Self::Joined, Self::Considering, Self::Absent, Self::Declined, Self::Unreachable];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Considering => "considering",
            Self::Absent => "absent",
            Self::Declined => "declined",
            Self::Unreachable => "unreachable",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Joined => "参加",
            Self::Considering => "検討中",
            Self::Absent => "不在",
            Self::Declined => "辞退",
            Self::Unreachable => "連絡先不明",
        }
    }

    pub fn chip(self) -> Chip {
        let tone = match self {
            Self::Joined => Tone::Success,
            Self::Considering => Tone::Info,
            Self::Absent | Self::Unreachable => Tone::Warning,
            Self::Declined => Tone::Neutral,
        };
        Chip::new(tone, self.label())
    }
}

impl InquiryKind {
    pub const ALL: [Self; 3] = [Self::Question, Self::Opinion, Self::Complaint];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Opinion => "opinion",
            Self::Complaint => "complaint",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Question => "問い合わせ",
            Self::Opinion => "意見",
            Self::Complaint => "苦情",
        }
    }

    pub fn chip(self) -> Chip {
        let tone = match self {
            Self::Question => Tone::Info,
            Self::Opinion => Tone::Neutral,
            Self::Complaint => Tone::Warning,
        };
        Chip::new(tone, self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_words_read_back() {
        assert!(Outcome::ALL.into_iter().all(|one| Outcome::from_code(one.code()) == Some(one)));
        assert!(InquiryKind::ALL.into_iter().all(|one| InquiryKind::from_code(one.code()) == Some(one)));
        assert_eq!((Outcome::from_code("?"), InquiryKind::from_code("?")), (None, None));
    }
}
