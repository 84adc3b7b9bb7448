//! The months of a contract that are looked at. Pure.

use time::Date;

use crate::vocab::dates::add_months;

/// Most months a list shows.
const MOST: usize = 60;

/// 「2026-05」 in an address; the first day of that month.
pub fn parse(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, 1).ok()
}

/// The same the other way round.
pub fn code(month: Date) -> String {
    format!("{:04}-{:02}", month.year(), u8::from(month.month()))
}

/// The months from the first day of a contract to today or its end, the latest first.
pub fn of_contract(starts_on: Date, ends_on: Date, today: Date) -> Vec<Date> {
    let first = starts_on.replace_day(1).unwrap_or(starts_on);
    let last = today.min(ends_on);
    let mut months: Vec<Date> = std::iter::successors(Some(first), |month| Some(add_months(*month, 1)))
        .take_while(|month| *month <= last)
        .take(MOST)
        .collect();
    months.reverse();
    months
}

/// Whether the month is over, so that nothing is added to it any more.
pub fn is_over(month: Date, today: Date) -> bool {
    add_months(month, 1) <= today
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn an_address_names_a_month() {
        assert_eq!(parse("2026-05"), Some(date!(2026 - 05 - 01)));
        assert_eq!(code(date!(2026 - 05 - 01)), "2026-05");
        for wrong in ["2026-13", "2026-00", "26-05", "2026-5", "2026", "x-y", "-202-05"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_months_run_to_today_and_not_past_the_end() {
        let months = of_contract(date!(2026 - 04 - 15), date!(2027 - 03 - 31), date!(2026 - 06 - 17));
        assert_eq!(months, [date!(2026 - 06 - 01), date!(2026 - 05 - 01), date!(2026 - 04 - 01)]);
        assert!(of_contract(date!(2026 - 07 - 01), date!(2027 - 03 - 31), date!(2026 - 06 - 17)).is_empty());
        assert_eq!(of_contract(date!(2026 - 04 - 01), date!(2026 - 04 - 30), date!(2026 - 06 - 17)).len(), 1);
    }

    #[test]
    fn a_month_is_over_with_its_last_day() {
        assert!(!is_over(date!(2026 - 05 - 01), date!(2026 - 05 - 31)));
        assert!(is_over(date!(2026 - 05 - 01), date!(2026 - 06 - 01)));
    }
}
