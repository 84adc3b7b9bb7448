//! 期限: a day counted from something that happens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::business_days::ClosedDayPolicy;

/// A rule that gives one due day, or one for each time its event happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DueRule {
    pub event: Event,
    pub offset: Offset,
    #[serde(default)]
    pub closed_day: ClosedDayPolicy,
}

/// What a due day is counted from. Which of them happen depends on the programme's style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 契約締結.
    ContractSigned,
    ContractStart,
    ContractEnd,
    /// 体験・説明会.
    Briefing,
    /// First session of a course.
    CourseStart,
    /// Last session of a course that isn't cancelled.
    CourseEnd,
    /// Each session.
    Session,
    /// A participant's application.
    Application,
    /// First day of a participant's service or stay.
    ServiceStart,
    /// Last day of a participant's service or stay.
    ServiceEnd,
    /// Last day of each calendar month of the term.
    MonthEnd,
    /// Last day of each quarter (June, September, December, March) that meets the term.
    QuarterEnd,
    /// 31 March of each fiscal year of the term; the term's last day when it ends before.
    FiscalYearEnd,
    /// The day media left the ward's premises or were erased.
    Erasure,
    /// A notice by the ward.
    WardNotice,
}

/// How far from the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// On the day itself.
    SameDay,
    DaysBefore(u16),
    DaysAfter(u16),
    WeeksBefore(u16),
    WeeksAfter(u16),
    MonthsAfter(u16),
    /// Days on which the ward is open; the day after the event is the first.
    BusinessDaysAfter(u16),
    /// A day of the month that follows the event's.
    DayOfNextMonth(u8),
}

impl Offset {
    /// The words in the order of a select, each with what it is called. All but the first take a number.
    pub const WORDS: [(&str, &str); 8] = [
        ("same_day", "その日"),
        ("days_before", "◯日前"),
        ("days_after", "◯日後"),
        ("weeks_before", "◯週間前"),
        ("weeks_after", "◯週間後"),
        ("months_after", "◯か月後"),
        ("business_days_after", "翌日から数えて◯開庁日目"),
        ("day_of_next_month", "翌月の◯日"),
    ];

    /// The word by which it is chosen and stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::SameDay => "same_day",
            Self::DaysBefore(_) => "days_before",
            Self::DaysAfter(_) => "days_after",
            Self::WeeksBefore(_) => "weeks_before",
            Self::WeeksAfter(_) => "weeks_after",
            Self::MonthsAfter(_) => "months_after",
            Self::BusinessDaysAfter(_) => "business_days_after",
            Self::DayOfNextMonth(_) => "day_of_next_month",
        }
    }

    pub fn number(self) -> Option<u16> {
        match self {
            Self::SameDay => None,
            Self::DaysBefore(number)
            | Self::DaysAfter(number)
            | Self::WeeksBefore(number)
            | Self::WeeksAfter(number)
            | Self::MonthsAfter(number)
            | Self::BusinessDaysAfter(number) => Some(number),
            Self::DayOfNextMonth(day) => Some(u16::from(day)),
        }
    }

    /// What a word and a number mean together.
    ///
    /// # Errors
    /// Why nobody can have meant it.
    pub fn with_number(code: &str, number: u16) -> Result<Self, String> {
        let offset = match code {
            "same_day" => Self::SameDay,
            "days_before" => Self::DaysBefore(number),
            "days_after" => Self::DaysAfter(number),
            "weeks_before" => Self::WeeksBefore(number),
            "weeks_after" => Self::WeeksAfter(number),
            "months_after" => Self::MonthsAfter(number),
            "business_days_after" => Self::BusinessDaysAfter(number),
            "day_of_next_month" => Self::DayOfNextMonth(u8::try_from(number).unwrap_or(u8::MAX)),
            _ => return Err("期限の数え方を選んでください。".to_owned()),
        };
        offset.too_long().or_else(|| offset.no_day()).map_or(Ok(offset), Err)
    }

    /// Why nobody can have meant it: a deadline lies within a year of what it is counted from.
    pub fn too_long(self) -> Option<String> {
        let (given, most, unit) = match self {
            Self::DaysBefore(days) | Self::DaysAfter(days) => (days, 365, "日"),
            Self::BusinessDaysAfter(days) => (days, 365, "開庁日"),
            Self::WeeksBefore(weeks) | Self::WeeksAfter(weeks) => (weeks, 52, "週間"),
            Self::MonthsAfter(months) => (months, 12, "か月"),
            Self::SameDay | Self::DayOfNextMonth(_) => return None,
        };
        (given > most).then(|| format!("期限までの長さが{given}{unit}です。{most}{unit}までにしてください。"))
    }

    /// Why the next month may have no such day; 31 stands for its last.
    pub fn no_day(self) -> Option<String> {
        match self {
            Self::DayOfNextMonth(1..=28 | 31) => None,
            Self::DayOfNextMonth(day @ 29..=30) => Some(format!(
                "「翌月{day}日」は2月にない年があります。月の末日なら31に、そうでなければ28までの日にしてください。"
            )),
            Self::DayOfNextMonth(day) => Some(format!(
                "「翌月{day}日」という日はありません。1から28までの日か、月の末日なら31にしてください。"
            )),
            Self::SameDay
            | Self::DaysBefore(_)
            | Self::DaysAfter(_)
            | Self::WeeksBefore(_)
            | Self::WeeksAfter(_)
            | Self::MonthsAfter(_)
            | Self::BusinessDaysAfter(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_with_its_number_is_what_it_says() {
        for (code, _) in Offset::WORDS {
            let offset = Offset::with_number(code, 2).unwrap();
            assert_eq!((offset.code(), offset.number()), (code, (code != "same_day").then_some(2)));
            let stored = serde_json::to_value(offset).unwrap();
            assert_eq!(
                stored.as_str().or_else(|| stored.as_object()?.keys().next().map(String::as_str)),
                Some(code)
            );
        }
        for (code, number) in [
            ("months_after", 24),
            ("weeks_before", 53),
            ("day_of_next_month", 40),
            ("day_of_next_month", 300),
            ("day_of_next_month", 30),
            ("years_after", 1),
        ] {
            assert!(Offset::with_number(code, number).is_err(), "{code} {number}");
        }
    }
}
