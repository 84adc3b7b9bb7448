//! 回数の決まり: so many times in each week, month or fiscal year, and which of them have too few or too many.

use serde::Serialize;
use time::{Date, Duration};

use crate::{
    programmes::{
        definition::{Per, Rhythm},
        term::month_of,
    },
    vocab::dates::{add_months, fiscal_year, fiscal_year_label, wareki_with_weekday, year_and_month},
};

/// A week, month or year whose number of days is outside the rhythm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OffRhythm {
    /// First day of the week, month or fiscal year, before the first of the days counted if it began earlier.
    pub from: Date,
    pub count: u16,
    pub kind: OffKind,
    pub explanation: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OffKind {
    /// Fewer than the rhythm asks for in a span that lies wholly inside the time: to be warned of.
    TooFew,
    /// More than the rhythm allows: to be refused.
    TooMany,
}

impl Per {
    /// The first day of the week, month or fiscal year that holds the day.
    pub fn span_start(self, day: Date) -> Date {
        match self {
            Self::Week => {
                let ahead = i64::from(day.weekday().number_days_from_monday());
                day.checked_sub(Duration::days(ahead)).unwrap_or(Date::MIN)
            }
            Self::Month => month_of(day),
            Self::Year => {
                let april = i32::from(u8::from(day.month()) + 8) % 12;
                add_months(month_of(day), -april)
            }
        }
    }

    /// The last day of the span that holds the day.
    pub fn span_end(self, day: Date) -> Date {
        let first = self.span_start(day);
        match self {
            Self::Week => first.checked_add(Duration::days(6)).unwrap_or(Date::MAX),
            Self::Month => add_months(first, 1).previous_day().unwrap_or(Date::MAX),
            Self::Year => add_months(first, 12).previous_day().unwrap_or(Date::MAX),
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Week => "週",
            Self::Month => "月",
            Self::Year => "年",
        }
    }

    fn name_of(self, first: Date) -> String {
        match self {
            Self::Week => format!("{}からの週", wareki_with_weekday(first)),
            Self::Month => year_and_month(first),
            Self::Year => fiscal_year_label(fiscal_year(first)),
        }
    }
}

impl Rhythm {
    /// `週1回`, `週1回から3回まで`.
    pub fn sentence(self) -> String {
        let per = self.per.label();
        if self.least == self.most {
            format!("{per}{}回", self.most)
        } else {
            format!("{per}{}回から{}回まで", self.least, self.most)
        }
    }

    /// The spans between `from` and `to` (both included) whose number of days is outside the rhythm, in order. A span
    /// that begins before `from` or ends after `to` can only have too many.
    pub fn off(self, days: &[Date], from: Date, to: Date) -> Vec<OffRhythm> {
        let mut all = Vec::new();
        let mut at = from;
        while at <= to {
            let (first, last) = (self.per.span_start(at), self.per.span_end(at));
            let is_whole = first >= from && last <= to;
            let count = days.iter().filter(|day| (first..=last).contains(day)).count();
            let count = u16::try_from(count).unwrap_or(u16::MAX);
            all.extend(self.off_in(first, count, is_whole));
            let Some(next) = last.next_day() else { break };
            at = next;
        }
        all
    }

    fn off_in(self, from: Date, count: u16, is_whole: bool) -> Option<OffRhythm> {
        let kind = match count {
            count if count > self.most => OffKind::TooMany,
            count if is_whole && count < self.least => OffKind::TooFew,
            _ => return None,
        };
        let (name, rule) = (self.per.name_of(from), self.sentence());
        let explanation = match kind {
            OffKind::TooMany => {
                format!("{name}は{count}回です。決まりは{rule}のため、回を減らしてください。")
            }
            OffKind::TooFew => format!("{name}は{count}回です。決まりの{rule}に足りません。"),
        };
        Some(OffRhythm { from, count, kind, explanation })
    }
}
