//! 期間: days from one to another, and the calendar months they touch.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::vocab::dates::{wareki, year_and_month};

/// Days from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    #[schemars(with = "String")]
    pub from: Date,
    #[schemars(with = "String")]
    pub to: Date,
}

impl Span {
    /// The whole calendar month of a day.
    pub fn month_of(day: Date) -> Self {
        let last = day.month().length(day.year());
        Self { from: day.replace_day(1).unwrap_or(day), to: day.replace_day(last).unwrap_or(day) }
    }

    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The days in both, if there are any.
    pub fn meet(self, other: Self) -> Option<Self> {
        let days = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (days.from <= days.to).then_some(days)
    }

    /// How many days; 0 when it ends before it begins.
    pub fn days(self) -> i64 {
        ((self.to - self.from).whole_days() + 1).max(0)
    }

    /// The whole calendar months it touches, in order.
    pub fn months(self) -> impl Iterator<Item = Self> {
        let first = (self.from <= self.to).then(|| Self::month_of(self.from));
        std::iter::successors(first, |month| month.to.next_day().map(Self::month_of))
            .take_while(move |month| month.from <= self.to)
    }

    /// `令和6年7月` for a whole month, otherwise `令和6年7月1日から令和6年9月30日まで`.
    pub fn shown(self) -> String {
        if self == Self::month_of(self.from) {
            year_and_month(self.from)
        } else {
            format!("{}から{}まで", wareki(self.from), wareki(self.to))
        }
    }
}
