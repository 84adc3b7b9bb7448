//! Ages, fiscal years, months and periods, and the short ways to print a day.

use time::{Date, Month, Weekday};

use super::era::{month_and_day, year_in_era};

/// `11月20日（金）`.
pub fn with_weekday(date: Date) -> String {
    format!("{}（{}）", month_and_day(date), weekday(date))
}

/// `令和8年11月`.
pub fn year_and_month(date: Date) -> String {
    format!("{}{}月", year_in_era(date), u8::from(date.month()))
}

/// `令和8年11月20日（金）`.
pub fn wareki_with_weekday(date: Date) -> String {
    format!("{}{}", year_in_era(date), with_weekday(date))
}

/// `2026/11/20`, always ten characters, so that columns of dates line up and sort.
pub fn short(date: Date) -> String {
    format!("{:04}/{:02}/{:02}", date.year(), u8::from(date.month()), date.day())
}

/// Completed years in law: a year of age is complete at the end of the day **before** the birthday
/// (年齢計算ニ関スル法律, 民法143条). Decides who may take part. Negative before birth.
pub fn legal_age(birth: Date, on: Date) -> i32 {
    everyday_age(birth, on.next_day().unwrap_or(on))
}

/// The age people say, which changes on the birthday itself. For printing on lists; born on 29 February, the
/// birthday of a common year is 1 March. Negative before birth.
pub fn everyday_age(birth: Date, on: Date) -> i32 {
    let had_birthday = month_day(on) >= month_day(birth);
    on.year() - birth.year() - i32::from(!had_birthday)
}

/// 年度: April to March, named after the year it begins in (地方自治法208条).
pub fn fiscal_year(date: Date) -> i32 {
    date.year() - i32::from(u8::from(date.month()) < 4)
}

/// `令和8年度`. A year whose era changed between April and December carries both names:
/// `平成31年度（令和元年度）`.
pub fn fiscal_year_label(year: i32) -> String {
    let label = |month, day| Date::from_calendar_date(year, month, day).map(year_in_era).ok();
    match (label(Month::April, 1), label(Month::December, 31)) {
        (Some(first), Some(later)) if first != later => format!("{first}度（{later}度）"),
        (Some(first), _) => format!("{first}度"),
        (None, _) => format!("{year}年度"),
    }
}

/// The same day of the month `months` later (earlier if negative), or the last day of that month if it is
/// shorter: 31 January + 1 → 28 February. Stops at the first and last day the calendar can hold.
pub fn add_months(date: Date, months: i32) -> Date {
    let Some((year, month)) = month_after(date, months) else {
        return if months < 0 { Date::MIN } else { Date::MAX };
    };
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(date)
}

/// The last day of a period of whole months whose first day `start` counts (民法140条ただし書, 143条2項): the
/// day before the corresponding day, or the last day of the month if there is no corresponding day.
/// Three months from 2026-04-06 end on 2026-07-05, from 2026-11-30 on 2027-02-28.
pub fn period_end(start: Date, months: u16) -> Date {
    let end = add_months(start, i32::from(months));
    if end.day() == start.day() { end.previous_day().unwrap_or(end) } else { end }
}

/// The letter of the day of the week.
pub fn weekday(date: Date) -> char {
    match date.weekday() {
        Weekday::Monday => '月',
        Weekday::Tuesday => '火',
        Weekday::Wednesday => '水',
        Weekday::Thursday => '木',
        Weekday::Friday => '金',
        Weekday::Saturday => '土',
        Weekday::Sunday => '日',
    }
}

fn month_day(date: Date) -> (u8, u8) {
    (u8::from(date.month()), date.day())
}

/// The month `months` away, `None` outside the calendar.
fn month_after(date: Date, months: i32) -> Option<(i32, Month)> {
    let count = (date.year() * 12 + i32::from(u8::from(date.month())) - 1).checked_add(months)?;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    (Date::MIN.year()..=Date::MAX.year()).contains(&year).then_some((year, month))
}
