//! 元号: which era a day belongs to, and how the day is written in it.

use time::{Date, macros::date};

/// The eras since the calendar of today was taken into use.
///
/// 明治 is counted here from 1 January 1868. Japan kept the lunar calendar until 明治5年, so days before
/// 1 January 1873 name the Gregorian day and not the day written in documents of that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    Meiji,
    Taisho,
    Showa,
    Heisei,
    Reiwa,
}

impl Era {
    /// Oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The era a day is written in. A day shared by two eras is written in the newer one; `None` before 1868.
    pub fn of(date: Date) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|era| date >= era.first_day())
    }

    /// The name as printed: `昭和`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter used on forms and in short dates: `S`.
    pub fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The Gregorian year of 元年.
    pub fn first_year(self) -> i32 {
        self.first_day().year()
    }

    /// Whether the day may be written in this era. Both eras own the day 大正 began and the day 昭和 began.
    pub fn contains(self, date: Date) -> bool {
        self.first_day() <= date && self.last_day().is_none_or(|last| date <= last)
    }

    /// The era's year as printed, with 元年 for the first: `昭和16年`.
    pub(super) fn year_label(self, year: i32) -> String {
        match year - self.first_year() + 1 {
            1 => format!("{}元年", self.name()),
            nth => format!("{}{nth}年", self.name()),
        }
    }

    fn first_day(self) -> Date {
        match self {
            Self::Meiji => date!(1868 - 01 - 01),
            Self::Taisho => date!(1912 - 07 - 30),
            Self::Showa => date!(1926 - 12 - 25),
            Self::Heisei => date!(1989 - 01 - 08),
            Self::Reiwa => date!(2019 - 05 - 01),
        }
    }

    fn last_day(self) -> Option<Date> {
        match self {
            Self::Meiji => Some(date!(1912 - 07 - 30)),
            Self::Taisho => Some(date!(1926 - 12 - 25)),
            Self::Showa => Some(date!(1989 - 01 - 07)),
            Self::Heisei => Some(date!(2019 - 04 - 30)),
            Self::Reiwa => None,
        }
    }
}

/// `昭和16年3月5日`. Days before 1868 are written in the Gregorian year alone.
pub fn wareki(date: Date) -> String {
    format!("{}{}", year_in_era(date), month_and_day(date))
}

/// `昭和16年（1941年）3月5日`, for pages where some readers think in one calendar and some in the other.
pub fn both_eras(date: Date) -> String {
    match Era::of(date) {
        Some(era) => format!("{}（{}年）{}", era.year_label(date.year()), date.year(), month_and_day(date)),
        None => wareki(date),
    }
}

/// `令和8年`.
pub(super) fn year_in_era(date: Date) -> String {
    Era::of(date).map_or_else(|| format!("{}年", date.year()), |era| era.year_label(date.year()))
}

/// `3月5日`.
pub(super) fn month_and_day(date: Date) -> String {
    format!("{}月{}日", u8::from(date.month()), date.day())
}
