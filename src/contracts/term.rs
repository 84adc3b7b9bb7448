//! 契約期間: a contract begins inside the fiscal year it is counted to; one that runs on (長期継続契約, 地方自治法234条の3)
//! ends within five years. A contract is signed at most a year before it begins and never on a day to come.

use thiserror::Error;
use time::{Date, Duration, Month};

use crate::vocab::dates::{add_months, fiscal_year, fiscal_year_label, wareki};

/// Longest term in months.
const LONGEST: i32 = 60;

/// Fiscal years before and after the present one that a form offers.
const YEARS_AROUND: (i32, i32) = (1, 2);

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TermProblem {
    #[error("開始日は{year}（{first}から{last}まで）の日を入力してください。")]
    StartOutsideYear { year: String, first: String, last: String },
    #[error("終了日は開始日（{start}）以後の日を入力してください。")]
    EndsBeforeStart { start: String },
    #[error("契約期間は5年までです。終了日を確かめて、{last}以前の日を入力してください。")]
    TooLong { last: String },
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureProblem {
    #[error("締結日は今日（{today}）以前の日を入力してください。")]
    Future { today: String },
    #[error("締結日が開始日の1年以上前です。年を確かめて入力してください。")]
    LongBefore,
    #[error("締結日が終了日より後です。年を確かめて入力してください。")]
    AfterEnd,
}

/// First and last day of a fiscal year; `None` outside the calendar.
pub fn year_days(year: i32) -> Option<(Date, Date)> {
    let first = Date::from_calendar_date(year, Month::April, 1).ok()?;
    let last = Date::from_calendar_date(year + 1, Month::March, 31).ok()?;
    Some((first, last))
}

/// The fiscal years a new contract may be counted to.
pub fn years_to_choose(today: Date) -> impl Iterator<Item = i32> {
    let now = fiscal_year(today);
    now - YEARS_AROUND.0..=now + YEARS_AROUND.1
}

/// Checks the start against the fiscal year.
///
/// # Errors
/// [`TermProblem::StartOutsideYear`].
pub fn check_start(year: i32, start: Date) -> Result<(), TermProblem> {
    if fiscal_year(start) == year {
        return Ok(());
    }
    let shown = |day: Option<Date>| day.map(wareki).unwrap_or_default();
    let days = year_days(year);
    Err(TermProblem::StartOutsideYear {
        year: fiscal_year_label(year),
        first: shown(days.map(|d| d.0)),
        last: shown(days.map(|d| d.1)),
    })
}

/// Checks the end against the start.
///
/// # Errors
/// [`TermProblem::EndsBeforeStart`], [`TermProblem::TooLong`].
pub fn check_end(start: Date, end: Date) -> Result<(), TermProblem> {
    if end < start {
        return Err(TermProblem::EndsBeforeStart { start: wareki(start) });
    }
    let after = add_months(start, LONGEST);
    if end >= after {
        let last = after.previous_day().unwrap_or(after);
        return Err(TermProblem::TooLong { last: wareki(last) });
    }
    Ok(())
}

/// Checks the day of signature.
///
/// # Errors
/// [`SignatureProblem`].
pub fn check_signature(signed: Date, start: Date, end: Date, today: Date) -> Result<(), SignatureProblem> {
    if signed > today {
        return Err(SignatureProblem::Future { today: wareki(today) });
    }
    if start - signed > Duration::days(365) {
        return Err(SignatureProblem::LongBefore);
    }
    if signed > end {
        return Err(SignatureProblem::AfterEnd);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_contract_starts_inside_its_fiscal_year() {
        assert_eq!(check_start(2026, date!(2026 - 04 - 01)), Ok(()));
        assert_eq!(check_start(2026, date!(2027 - 03 - 31)), Ok(()));
        let problem = check_start(2026, date!(2027 - 04 - 01)).unwrap_err().to_string();
        assert_eq!(
            problem,
            "開始日は令和8年度（令和8年4月1日から令和9年3月31日まで）の日を入力してください。"
        );
        assert!(check_start(2026, date!(2026 - 03 - 31)).is_err());
    }

    #[test]
    fn a_contract_ends_after_it_starts_and_within_five_years() {
        let start = date!(2026 - 05 - 01);
        assert_eq!(check_end(start, start), Ok(()));
        assert_eq!(check_end(start, date!(2031 - 04 - 30)), Ok(()));
        assert!(matches!(check_end(start, date!(2031 - 05 - 01)), Err(TermProblem::TooLong { .. })));
        assert!(matches!(check_end(start, date!(2026 - 04 - 30)), Err(TermProblem::EndsBeforeStart { .. })));
    }

    #[test]
    fn a_signature_is_not_in_the_future_and_near_the_term() {
        let (start, end) = (date!(2026 - 05 - 01), date!(2027 - 03 - 31));
        let check = |signed, today| check_signature(signed, start, end, today);
        assert_eq!(check(date!(2026 - 04 - 10), date!(2026 - 04 - 10)), Ok(()));
        assert!(matches!(
            check(date!(2026 - 04 - 11), date!(2026 - 04 - 10)),
            Err(SignatureProblem::Future { .. })
        ));
        assert_eq!(check(date!(2025 - 04 - 30), date!(2026 - 04 - 10)), Err(SignatureProblem::LongBefore));
        assert_eq!(check(date!(2027 - 04 - 01), date!(2027 - 04 - 02)), Err(SignatureProblem::AfterEnd));
    }

    #[test]
    fn the_form_offers_last_year_to_the_year_after_next() {
        let years: Vec<i32> = years_to_choose(date!(2027 - 02 - 01)).collect();
        assert_eq!(years, [2025, 2026, 2027, 2028]);
    }
}
