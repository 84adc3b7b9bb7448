//! 国民の祝日に関する法律: the national holidays, worked out from the law.

use time::{Date, Month, Weekday};

use super::exceptions::exception;

/// Years whose law is written down here: from the substitute-holiday rule of today (2007) to the end of the
/// equinox formula (2150).
const YEARS: std::ops::RangeInclusive<i32> = 2007..=2150;

/// The name of the national holiday, 振替休日 and 国民の休日 included; `None` on other days and outside
/// 2007–2150.
///
/// The equinoxes follow the astronomers' formula; the official days are announced in February of the year
/// before and have never differed from it. The moved holidays of 2019–2021 come from a table; what a later law moves,
/// a ward writes into its [`super::ClosedDays`].
pub fn holiday(date: Date) -> Option<&'static str> {
    if !YEARS.contains(&date.year()) {
        return None;
    }
    named(date)
        .or_else(|| is_substitute(date).then_some("振替休日"))
        .or_else(|| is_between_holidays(date).then_some("国民の休日"))
}

/// 3条2項: the first day after a holiday on Sunday that is not itself a holiday.
fn is_substitute(date: Date) -> bool {
    std::iter::successors(date.previous_day(), |day| day.previous_day())
        .take_while(|day| named(*day).is_some())
        .any(|day| day.weekday() == Weekday::Sunday)
}

/// 3条3項: a day with a holiday on both sides.
fn is_between_holidays(date: Date) -> bool {
    let is_named = |day: Option<Date>| day.and_then(named).is_some();
    is_named(date.previous_day()) && is_named(date.next_day())
}

/// 2条 and the special laws: the days that have a name.
fn named(date: Date) -> Option<&'static str> {
    let year = date.year();
    if let Some(of_its_own) = exception(date) {
        return of_its_own;
    }
    match (date.month(), date.day()) {
        (Month::January, 1) => Some("元日"),
        (Month::January, _) if is_nth_monday(date, 2) => Some("成人の日"),
        (Month::February, 11) => Some("建国記念の日"),
        (Month::February, 23) if year >= 2020 => Some("天皇誕生日"),
        (Month::March, day) if day == spring_equinox(year) => Some("春分の日"),
        (Month::April, 29) => Some("昭和の日"),
        (Month::May, 3) => Some("憲法記念日"),
        (Month::May, 4) => Some("みどりの日"),
        (Month::May, 5) => Some("こどもの日"),
        (Month::July, _) if is_nth_monday(date, 3) => Some("海の日"),
        (Month::August, 11) if year >= 2016 => Some("山の日"),
        (Month::September, day) if day == autumn_equinox(year) => Some("秋分の日"),
        (Month::September, _) if is_nth_monday(date, 3) => Some("敬老の日"),
        (Month::October, _) if is_nth_monday(date, 2) => Some(sports_day(year)),
        (Month::November, 3) => Some("文化の日"),
        (Month::November, 23) => Some("勤労感謝の日"),
        (Month::December, 23) if year <= 2018 => Some("天皇誕生日"),
        (_, _) => None,
    }
}

fn sports_day(year: i32) -> &'static str {
    if year < 2020 { "体育の日" } else { "スポーツの日" }
}

fn is_nth_monday(date: Date, nth: u8) -> bool {
    date.weekday() == Weekday::Monday && date.day().div_ceil(7) == nth
}

fn spring_equinox(year: i32) -> u8 {
    equinox(year, if year < 2100 { 20_843_100 } else { 21_851_000 })
}

fn autumn_equinox(year: i32) -> u8 {
    equinox(year, if year < 2100 { 23_248_800 } else { 24_248_800 })
}

/// The day of March or September, worked out in millionths of a day: the offset of 1980, the drift of each year, less
/// the leap days since.
fn equinox(year: i32, offset: i64) -> u8 {
    let years = i64::from(year - 1980);
    let day = offset + 242_194 * years - 1_000_000 * years.div_euclid(4);
    u8::try_from(day.div_euclid(1_000_000)).unwrap_or(0)
}
