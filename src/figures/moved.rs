//! 改善・維持・悪化: which of the people who were compared a figure counts.

use crate::assessments;

/// Which of the compared people a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Everybody with both values: the denominator.
    Pairs,
    Improved,
    Kept,
    Worsened,
    /// Outside the denominator.
    Outside,
}

impl Moved {
    /// The figures of [`Change`].
    pub const WITHIN: [Self; 4] = [Self::Pairs, Self::Improved, Self::Kept, Self::Worsened];

    pub fn has(self, change: assessments::Change) -> bool {
        match self {
            Self::Pairs => change != assessments::Change::Excluded,
            Self::Improved => change == assessments::Change::Improved,
            Self::Kept => change == assessments::Change::Kept,
            Self::Worsened => change == assessments::Change::Worsened,
            Self::Outside => change == assessments::Change::Excluded,
        }
    }

    /// Part of an address.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Pairs => "pairs",
            Self::Improved => "improved",
            Self::Kept => "kept",
            Self::Worsened => "worsened",
            Self::Outside => "outside",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Pairs => "前後ともある人",
            Self::Improved => "改善",
            Self::Kept => "維持",
            Self::Worsened => "悪化",
            Self::Outside => "対象外",
        }
    }
}
