//! A calendar month, as monthly assessments are told apart.

use std::{fmt, str::FromStr};

use time::{Date, Month as Name};

/// One calendar month; `2026-05` in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    month: u8,
}

impl Month {
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month().into() }
    }

    pub fn holds(self, day: Date) -> bool {
        Self::of(day) == self
    }

    /// 「5月」
    pub fn word(self) -> String {
        format!("{}月", self.month)
    }

    fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { month: self.month + 1, ..self }
        }
    }

    /// The months of a term, both ends included, at most a year's.
    pub fn through(from: Date, to: Date) -> Vec<Self> {
        let last = Self::of(to);
        std::iter::successors(Some(Self::of(from)), |month| Some(month.next()))
            .take_while(|month| *month <= last)
            .take(12)
            .collect()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A text that names no month.
#[derive(Debug, PartialEq, Eq)]
pub struct NoMonth;

impl FromStr for Month {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let (year, month) = text.split_once('-').ok_or(NoMonth)?;
        let month: u8 = month.parse().map_err(|_| NoMonth)?;
        let day = Name::try_from(month).ok().zip(year.parse().ok());
        let (name, year) = day.ok_or(NoMonth)?;
        Date::from_calendar_date(year, name, 1).map(Self::of).map_err(|_| NoMonth)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_term_holds_its_months_over_the_turn_of_the_year() {
        let months = Month::through(date!(2026 - 11 - 20), date!(2027 - 02 - 01));
        let words: Vec<String> = months.iter().map(|month| month.word()).collect();
        assert_eq!(words, ["11月", "12月", "1月", "2月"]);
        assert!(months[1].holds(date!(2026 - 12 - 31)) && !months[1].holds(date!(2027 - 12 - 31)));
        assert!(Month::through(date!(2026 - 11 - 20), date!(2026 - 10 - 20)).is_empty());
    }

    #[test]
    fn a_month_reads_back_from_an_address() {
        let month = Month::of(date!(2026 - 05 - 07));
        assert_eq!(month.to_string(), "2026-05");
        assert_eq!("2026-05".parse(), Ok(month));
        for wrong in ["", "2026", "2026-13", "x-05", "2026-00"] {
            assert_eq!(wrong.parse::<Month>(), Err(NoMonth), "{wrong}");
        }
    }
}
