//! 期間: what a statement is for. A month (`2026-07`), a quarter (`2026-q3`: July to September) or the whole term (`all`).

use time::{Date, Month};

use crate::{
    programmes::fee::Span,
    vocab::dates::{add_months, year_and_month},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// By its first day, as the quarter.
    Month(Date),
    Quarter(Date),
    Whole,
}

impl Period {
    /// A period that meets the term. Nothing asked: the month of today, or the one of the term that is nearest to it.
    pub fn read(code: &str, term: Span, today: Date) -> Option<Self> {
        if code.is_empty() {
            return Some(Self::Month(Span::month_of(today.clamp(term.from, term.to.max(term.from))).from));
        }
        if code == "all" {
            return Some(Self::Whole);
        }
        let (year, part) = code.split_once('-')?;
        let year: i32 = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
        let period = match part.strip_prefix('q') {
            Some(number) => {
                let number = number.parse::<u8>().ok().filter(|number| (1..=4).contains(number))?;
                Self::Quarter(first_of(year, number * 3 - 2)?)
            }
            None => Self::Month(first_of(year, part.parse().ok()?)?),
        };
        period.span(term).meet(term).map(|_| period)
    }

    pub fn code(self) -> String {
        match self {
            Self::Month(first) => format!("{}-{:02}", first.year(), u8::from(first.month())),
            Self::Quarter(first) => format!("{}-q{}", first.year(), u8::from(first.month()).div_ceil(3)),
            Self::Whole => "all".to_owned(),
        }
    }

    /// `令和8年7月`, `令和8年7月〜9月（四半期）`, `契約期間の全体`.
    pub fn label(self) -> String {
        match self {
            Self::Month(first) => Span::month_of(first).shown(),
            Self::Quarter(first) => {
                let last = u8::from(first.month()) + 2;
                format!("{}〜{last}月（四半期）", year_and_month(first))
            }
            Self::Whole => "契約期間の全体".to_owned(),
        }
    }

    pub fn span(self, term: Span) -> Span {
        match self {
            Self::Month(first) => Span::month_of(first),
            Self::Quarter(first) => Span { from: first, to: Span::month_of(add_months(first, 2)).to },
            Self::Whole => term,
        }
    }

    /// Everything a term can be asked for: itself, its quarters, its months.
    pub fn offered(term: Span) -> Vec<Self> {
        let months: Vec<Self> = term.months().map(|month| Self::Month(month.from)).collect();
        let mut quarters: Vec<Self> =
            term.months().filter_map(|month| Some(Self::Quarter(quarter_of(month.from)?))).collect();
        quarters.dedup();
        std::iter::once(Self::Whole).chain(quarters).chain(months).collect()
    }
}

fn quarter_of(day: Date) -> Option<Date> {
    first_of(day.year(), (u8::from(day.month()) - 1) / 3 * 3 + 1)
}

fn first_of(year: i32, month: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, 1).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TERM: Span = Span { from: date!(2026 - 05 - 08), to: date!(2026 - 11 - 20) };

    #[test]
    fn a_period_is_read_as_it_is_written() {
        for period in Period::offered(TERM) {
            assert_eq!(Period::read(&period.code(), TERM, TERM.from), Some(period), "{}", period.label());
        }
        assert_eq!(Period::offered(TERM).len(), 1 + 3 + 7);
    }

    #[test]
    fn a_quarter_has_its_three_months() {
        let quarter = Period::read("2026-q3", TERM, TERM.from).unwrap();
        assert_eq!(quarter.span(TERM), Span { from: date!(2026 - 07 - 01), to: date!(2026 - 09 - 30) });
        assert_eq!(quarter.label(), "令和8年7月〜9月（四半期）");
    }

    #[test]
    fn what_is_no_period_of_the_term_is_none() {
        for code in ["2026-04", "2026-12", "2027-q1", "2026-q5", "2026-13", "2026-00", "年", "-", "2026"] {
            assert_eq!(Period::read(code, TERM, TERM.from), None, "{code}");
        }
    }

    #[test]
    fn nothing_asked_is_the_month_of_today_within_the_term() {
        let code = |today| Period::read("", TERM, today).unwrap().code();
        assert_eq!(code(date!(2026 - 06 - 17)), "2026-06");
        assert_eq!(code(date!(2027 - 01 - 01)), "2026-11");
        assert_eq!(code(date!(2026 - 01 - 01)), "2026-05");
    }
}
