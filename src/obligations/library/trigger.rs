//! いつ: what makes a duty fall due.

use serde::{Deserialize, Serialize};

use super::Occasion;
use crate::{
    programmes::definition::{DueRule, Offset},
    vocab::business_days::ClosedDayPolicy,
};

/// When a duty falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Trigger {
    /// By a day of the contract, its courses or its calendar.
    Due(DueRule),
    /// Again and again, counted from the contract's start.
    Every(Cycle),
    /// Each time something comes up that no calendar knows.
    Arises(Arising),
    /// Never: it stands as a condition, and there is nothing to hand in.
    Always(Standing),
}

/// Once in so many months; the last time by the contract's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    pub every_months: u8,
    #[serde(default)]
    pub closed_day: ClosedDayPolicy,
}

/// So long before or after an occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arising {
    pub occasion: Occasion,
    pub offset: Offset,
    #[serde(default)]
    pub closed_day: ClosedDayPolicy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Always,
}

impl Trigger {
    /// How far from its event; `None` of a cycle and of a condition.
    pub fn offset(self) -> Option<Offset> {
        match self {
            Self::Due(due) => Some(due.offset),
            Self::Arises(arising) => Some(arising.offset),
            Self::Every(_) | Self::Always(_) => None,
        }
    }

    pub fn closed_day(self) -> ClosedDayPolicy {
        match self {
            Self::Due(due) => due.closed_day,
            Self::Every(cycle) => cycle.closed_day,
            Self::Arises(arising) => arising.closed_day,
            Self::Always(_) => ClosedDayPolicy::None,
        }
    }

    pub fn occasion(self) -> Option<Occasion> {
        match self {
            Self::Arises(arising) => Some(arising.occasion),
            Self::Due(_) | Self::Every(_) | Self::Always(_) => None,
        }
    }

    /// Nothing falls due: it stands as a condition.
    pub fn is_standing(self) -> bool {
        matches!(self, Self::Always(_))
    }

    #[must_use]
    pub fn with_offset(self, offset: Offset) -> Self {
        match self {
            Self::Due(due) => Self::Due(DueRule { offset, ..due }),
            Self::Arises(arising) => Self::Arises(Arising { offset, ..arising }),
            Self::Every(_) | Self::Always(_) => self,
        }
    }

    #[must_use]
    pub fn with_closed_day(self, closed_day: ClosedDayPolicy) -> Self {
        match self {
            Self::Due(due) => Self::Due(DueRule { closed_day, ..due }),
            Self::Every(cycle) => Self::Every(Cycle { closed_day, ..cycle }),
            Self::Arises(arising) => Self::Arises(Arising { closed_day, ..arising }),
            Self::Always(_) => self,
        }
    }

    /// The trigger in words, for the page of a clause.
    pub fn sentence(self) -> String {
        match self {
            Self::Due(due) => due.sentence(),
            Self::Every(cycle) if cycle.every_months == 12 => {
                "契約の開始日から1年ごと（最後は契約の終了日）まで。".to_owned()
            }
            Self::Every(cycle) => {
                format!("契約の開始日から{}か月ごと（最後は契約の終了日）まで。", cycle.every_months)
            }
            Self::Arises(arising) => {
                let (label, distance) = (arising.occasion.label(), arising.offset.words_after());
                format!("{label}に生じます。期限は{}{distance}です。", arising.occasion.day_label())
            }
            Self::Always(_) => "契約の間ずっと守る決まりです。期限のある手続きはありません。".to_owned(),
        }
    }
}
