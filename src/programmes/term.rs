//! 契約の期間: the days between which everything of a contract happens.

use serde::{Deserialize, Serialize};
use time::Date;

/// Both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub starts_on: Date,
    pub ends_on: Date,
}

impl Term {
    pub fn contains(self, day: Date) -> bool {
        (self.starts_on..=self.ends_on).contains(&day)
    }
}

/// The first day of the day's month.
pub(super) fn month_of(day: Date) -> Date {
    day.replace_day(1).unwrap_or(day)
}
