//! The days a ward is closed (地方自治法4条の2), and what happens to a due date that falls on one.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, Month, Weekday};

use super::holidays::holiday;

/// Most closed days in a row before a search for an open one gives up.
const MOST_CLOSED_IN_A_ROW: usize = 400;

/// The name of a holiday that a ward entered itself.
const ENTERED_HOLIDAY: &str = "区が登録した祝日";

/// A ward's closed days: Saturdays, Sundays, national holidays, 29 December to 3 January, and the ward's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClosedDays {
    /// Days closed in this ward alone (地方自治法4条の2第3項), such as 慰霊の日 in Okinawa.
    pub local: Vec<Date>,
    /// Longer times closed in this ward alone.
    pub spans: Vec<ClosedSpan>,
    /// National holidays of a law that Kayoi does not know yet, their substitute holidays included.
    pub holidays: Vec<Date>,
    /// Days open in spite of everything else: a holiday that was moved away, a Saturday the ward works.
    pub open: Vec<Date>,
}

/// Days closed one after the other, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedSpan {
    pub from: Date,
    pub to: Date,
}

/// Why a ward is closed on a day. `Display` is the reason as people say it: `土曜日`, `祝日（海の日）`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyClosed {
    YearEnd,
    Holiday(&'static str),
    Saturday,
    Sunday,
    Local,
}

/// Whether a due date that falls on a closed day moves. A contract's dates move only if the contract says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ClosedDayPolicy {
    /// The date stands.
    #[default]
    None,
    /// 翌開庁日: for things owed *within* a time.
    NextOpen,
    /// 前開庁日: for things owed *before* something begins.
    PreviousOpen,
}

impl ClosedDayPolicy {
    pub const ALL: [Self; 3] = [Self::None, Self::NextOpen, Self::PreviousOpen];

    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NextOpen => "next_open",
            Self::PreviousOpen => "previous_open",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::None => "動かさない",
            Self::NextOpen => "次の開庁日にする",
            Self::PreviousOpen => "前の開庁日にする",
        }
    }
}

/// A due date with the reason it is not the date first worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub on: Date,
    /// `土曜日のため翌開庁日`; empty when the date first worked out is an open day.
    pub reason: String,
}

impl ClosedDays {
    pub fn is_closed(&self, date: Date) -> bool {
        self.why_closed(date).is_some()
    }

    /// The reason people would give first: the year's end, then a holiday, the weekday, the ward's own day.
    pub fn why_closed(&self, date: Date) -> Option<WhyClosed> {
        if self.open.contains(&date) {
            return None;
        }
        if is_year_end(date) {
            return Some(WhyClosed::YearEnd);
        }
        if let Some(name) = self.holiday(date) {
            return Some(WhyClosed::Holiday(name));
        }
        match date.weekday() {
            Weekday::Saturday => Some(WhyClosed::Saturday),
            Weekday::Sunday => Some(WhyClosed::Sunday),
            Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => {
                self.is_local(date).then_some(WhyClosed::Local)
            }
        }
    }

    /// The national holiday's name, with the ward's corrections of what Kayoi knows.
    pub fn holiday(&self, date: Date) -> Option<&'static str> {
        if self.open.contains(&date) {
            return None;
        }
        holiday(date).or_else(|| self.holidays.contains(&date).then_some(ENTERED_HOLIDAY))
    }

    /// One of the ward's own closed days.
    pub fn is_local(&self, date: Date) -> bool {
        let is_listed =
            self.local.contains(&date) || self.spans.iter().any(|span| (span.from..=span.to).contains(&date));
        is_listed && !self.open.contains(&date)
    }

    /// This day if open, otherwise the first open day after it; the day itself when there is none within 400 days.
    pub fn next_open(&self, date: Date) -> Date {
        self.first_open(date, Date::next_day)
    }

    /// This day if open, otherwise the last open day before it; the day itself when there is none within 400 days.
    pub fn previous_open(&self, date: Date) -> Date {
        self.first_open(date, Date::previous_day)
    }

    /// The `n`-th open day after `date`, which does not count itself (民法140条). `n` = 0 is `date`, open or not. The
    /// calendar's last day when there are fewer.
    pub fn business_days_after(&self, date: Date, n: u16) -> Date {
        let later = |day: &Date| day.next_day().map(|next| self.next_open(next));
        std::iter::successors(Some(date), later).take(usize::from(n) + 1).last().unwrap_or(date)
    }

    fn first_open(&self, date: Date, step: fn(Date) -> Option<Date>) -> Date {
        std::iter::successors(Some(date), |day| step(*day))
            .take(MOST_CLOSED_IN_A_ROW)
            .find(|day| !self.is_closed(*day))
            .unwrap_or(date)
    }
}

impl fmt::Display for WhyClosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::YearEnd => f.write_str("年末年始"),
            Self::Holiday(name @ ("振替休日" | "国民の休日" | ENTERED_HOLIDAY)) => f.write_str(name),
            Self::Holiday(name) => write!(f, "祝日（{name}）"),
            Self::Saturday => f.write_str("土曜日"),
            Self::Sunday => f.write_str("日曜日"),
            Self::Local => f.write_str("区の閉庁日"),
        }
    }
}

impl ClosedDayPolicy {
    /// The due date under this policy, with the sentence that explains it.
    pub fn apply(self, date: Date, closed: &ClosedDays) -> Due {
        let Some(why) = closed.why_closed(date) else {
            return Due { on: date, reason: String::new() };
        };
        match self {
            Self::None => Due { on: date, reason: format!("{why}ですが期限は動きません") },
            Self::NextOpen => {
                Due { on: closed.next_open(date), reason: format!("{why}のため翌開庁日") }
            }
            Self::PreviousOpen => {
                Due { on: closed.previous_open(date), reason: format!("{why}のため前開庁日") }
            }
        }
    }
}

/// 29 December to 3 January, as wards' ordinances have it.
pub fn is_year_end(date: Date) -> bool {
    match (date.month(), date.day()) {
        (Month::December, day) => day >= 29,
        (Month::January, day) => day <= 3,
        (_, _) => false,
    }
}
