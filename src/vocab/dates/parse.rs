//! Reading the dates and times people type: 元号 or 西暦, full or half width, any usual separator.

use std::fmt;

use thiserror::Error;
use time::{Date, Month, Time};
use unicode_normalization::UnicodeNormalization;

use super::era::{Era, wareki};

/// Years outside are typing mistakes: nobody alive was born before, no duty falls due after.
const YEARS: std::ops::RangeInclusive<i32> = 1868..=2199;

/// Why a typed date was not accepted. `Display` is the sentence for the person who typed it; `Debug` names the
/// case only, because the typed date may be somebody's birthday.
#[derive(Clone, PartialEq, Eq, Error)]
pub enum DateProblem {
    #[error("日付を入力してください。例：昭和16年3月5日")]
    Missing,
    #[error("日付を読み取れません。年・月・日を入力してください。例：昭和16年3月5日、1941/3/5")]
    Unreadable,
    #[error("年に元号を付けるか、西暦の4桁で入力してください。例：昭和16年3月5日、1941/3/5")]
    EraMissing,
    #[error("{typed}という日はありません。月と日を確かめて入力してください。例：昭和16年3月5日")]
    NoSuchDay { typed: String },
    #[error("{typed}という日はありません。{suggestion}のことでしたら、そのように入力してください。")]
    NotInEra { typed: String, suggestion: String },
    #[error("元号の年と西暦の年が合っていません。どちらかを直してください。例：昭和16年（1941年）3月5日")]
    ErasDisagree,
    #[error("1868年（明治元年）から2199年までの日付を入力してください。例：昭和16年3月5日、1941/3/5")]
    OutOfRange,
}

impl fmt::Debug for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::Unreadable => "Unreadable",
            Self::EraMissing => "EraMissing",
            Self::NoSuchDay { .. } => "NoSuchDay(…)",
            Self::NotInEra { .. } => "NotInEra(…)",
            Self::ErasDisagree => "ErasDisagree",
            Self::OutOfRange => "OutOfRange",
        })
    }
}

/// Why a typed time was not accepted. `Display` is the sentence for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TimeProblem {
    #[error("時刻を入力してください。例：17:10")]
    Missing,
    #[error("時刻を読み取れません。時と分を入力してください。例：17:10、午後5時10分")]
    Unreadable,
    #[error("時は0から23まで、分は0から59までで入力してください。例：17:10")]
    NoSuchTime,
    #[error("午前・午後の時は0から11までで入力するか、24時間の書き方で入力してください。例：12:00")]
    NotTwelveHours,
}

/// Reads a date in 元号 (name, first kanji or letter; 元年) or in four-digit 西暦, in full or half width, with
/// 年月日, `.`, `/` or hyphens, or as digits alone (`19410305`, `S160305`).
///
/// A day outside its era is refused with the era it belongs to (昭和65年1月1日 → 平成2年1月1日). The two days
/// shared by two eras (1912-07-30, 1926-12-25) are accepted in both.
pub fn parse_date(text: &str) -> Result<Date, DateProblem> {
    let typed = plain(text);
    if typed.is_empty() {
        return Err(DateProblem::Missing);
    }
    let (era, rest) = split_era(&typed);
    let parts = Parts::read(rest, era.is_some())?;
    let year = match era {
        Some(era) => era.first_year() - 1 + parts.year,
        None => parts.year,
    };
    if parts.western_year.is_some_and(|western| western != year) {
        return Err(DateProblem::ErasDisagree);
    }
    if !YEARS.contains(&year) {
        return Err(DateProblem::OutOfRange);
    }
    let typed = || parts.label(era);
    let date = calendar_date(year, parts.month, parts.day)
        .ok_or_else(|| DateProblem::NoSuchDay { typed: typed() })?;
    match era {
        Some(era) if !era.contains(date) => {
            Err(DateProblem::NotInEra { typed: typed(), suggestion: wareki(date) })
        }
        Some(_) | None => Ok(date),
    }
}

/// Reads a month as people write it (`令和8年8月`, `R8.8`, `2026-8`), or any day in it. Gives a day of the month.
///
/// # Errors
/// The sentence for the person.
pub fn parse_month(text: &str) -> Result<Date, &'static str> {
    let first_day = format!("{}月1日", plain(text).trim_end_matches('月'));
    parse_date(text)
        .or_else(|_| parse_date(&first_day))
        .map_err(|_| "年と月を入力してください。例：令和8年8月、R8.8、2026-8")
}

/// Reads a time of day: `17:10`, `１７：１０`, `1710`, `17時10分`, `17時`, `17時半`, `午後5時10分`.
/// Twelve o'clock with 午前 or 午後 means different hours to different people and is refused.
pub fn parse_time(text: &str) -> Result<Time, TimeProblem> {
    let typed: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if typed.is_empty() {
        return Err(TimeProblem::Missing);
    }
    let (half, clock) = match (typed.strip_prefix("午前"), typed.strip_prefix("午後")) {
        (Some(rest), _) => (Some(0), rest),
        (_, Some(rest)) => (Some(12), rest),
        (None, None) => (None, typed.as_str()),
    };
    let (hour, minute) = hour_and_minute(clock).ok_or(TimeProblem::Unreadable)?;
    if half.is_some() && hour > 11 {
        return Err(TimeProblem::NotTwelveHours);
    }
    Time::from_hms(hour + half.unwrap_or(0), minute, 0).map_err(|_| TimeProblem::NoSuchTime)
}

/// Year, month and day as typed, before anything is known to be possible.
struct Parts {
    year: i32,
    /// The year in brackets of `昭和16年（1941年）3月5日`.
    western_year: Option<i32>,
    month: u8,
    day: u8,
}

impl Parts {
    fn read(rest: &str, in_era: bool) -> Result<Self, DateProblem> {
        if rest.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_digits(rest, in_era).ok_or(DateProblem::Unreadable);
        }
        let (year, rest) = year(rest, in_era).ok_or(DateProblem::Unreadable)?;
        if !in_era && year.len() < 4 {
            return Err(DateProblem::EraMissing);
        }
        let plausible = if in_era { year.len() <= 3 } else { year.len() == 4 };
        Self::from_separated(year, rest).filter(|_| plausible).ok_or(DateProblem::Unreadable)
    }

    /// `19410305`, or with an era `160305`.
    fn from_digits(digits: &str, in_era: bool) -> Option<Self> {
        let year_digits = if in_era { 2 } else { 4 };
        if digits.len() != year_digits + 4 {
            return None;
        }
        let (year, rest) = digits.split_at(year_digits);
        let (month, day) = rest.split_at(2);
        Some(Self {
            year: year.parse().ok().filter(|year| *year > 0)?,
            western_year: None,
            month: month.parse().ok()?,
            day: day.parse().ok()?,
        })
    }

    fn from_separated(year: &str, rest: &str) -> Option<Self> {
        let rest = separator(rest, '年')?;
        let (western_year, rest) = match rest.strip_prefix('(') {
            Some(inner) => {
                let (western, after) = inner.split_once(')')?;
                (Some(western.trim_end_matches('年').parse().ok()?), after.trim_start_matches('/'))
            }
            None => (None, rest),
        };
        let (month, rest) = number(rest)?;
        let (day, rest) = number(separator(rest, '月')?)?;
        if !matches!(rest.trim_start_matches('/'), "" | "日") {
            return None;
        }
        let year = year.parse().ok().filter(|year| *year > 0)?;
        Some(Self { year, western_year, month: month.parse().ok()?, day: day.parse().ok()? })
    }

    /// The date as the person meant to write it, for the refusal.
    fn label(&self, era: Option<Era>) -> String {
        let year = match era {
            Some(era) => era.year_label(era.first_year() - 1 + self.year),
            None => format!("{}年", self.year),
        };
        format!("{year}{}月{}日", self.month, self.day)
    }
}

/// Half width, upper case, spaces and separators all `/`.
fn plain(text: &str) -> String {
    let plain: String = text.nfkc().map(plain_char).collect();
    plain.trim_matches('/').to_uppercase()
}

fn plain_char(c: char) -> char {
    match c {
        '.' | ',' | '-' | '・' | '。' | '、' | 'ー' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '/',
        _ if c.is_whitespace() => '/',
        _ => c,
    }
}

fn split_era(typed: &str) -> (Option<Era>, &str) {
    let after = |rest: &'_ str| -> usize { typed.len() - rest.trim_start_matches('/').len() };
    if let Some(rest) = typed.strip_prefix("西暦") {
        return (None, &typed[after(rest)..]);
    }
    for era in Era::ALL {
        let first_kanji = era.name().chars().next();
        let rest = typed
            .strip_prefix(era.name())
            .or_else(|| typed.strip_prefix(first_kanji?))
            .or_else(|| typed.strip_prefix(era.letter()));
        if let Some(rest) = rest {
            return (Some(era), &typed[after(rest)..]);
        }
    }
    (None, typed)
}

/// The leading year; 元 is the first year of an era.
fn year(rest: &str, in_era: bool) -> Option<(&str, &str)> {
    match rest.strip_prefix('元') {
        Some(after) if in_era => Some(("1", after)),
        Some(_) => None,
        None => number(rest),
    }
}

/// The leading digits and what follows them.
fn number(rest: &str) -> Option<(&str, &str)> {
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    (end > 0).then(|| rest.split_at(end))
}

/// What follows `unit` or `/`, with any spaces around.
fn separator(rest: &str, unit: char) -> Option<&str> {
    let after = rest.trim_start_matches('/');
    let after = after.strip_prefix(unit).unwrap_or(after).trim_start_matches('/');
    (after.len() < rest.len()).then_some(after)
}

fn calendar_date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

fn hour_and_minute(clock: &str) -> Option<(u8, u8)> {
    if let Some((hour, minute)) = clock.split_once([':', '時']) {
        let minute = minute.strip_suffix('分').unwrap_or(minute);
        let minute = match minute {
            "" if clock.ends_with('時') => 0,
            "半" => 30,
            _ => small_number(minute)?,
        };
        return Some((small_number(hour)?, minute));
    }
    let digits = clock.len() == 3 || clock.len() == 4;
    let split = clock.len().checked_sub(2).filter(|_| digits)?;
    let (hour, minute) = clock.split_at_checked(split)?;
    Some((small_number(hour)?, small_number(minute)?))
}

/// One or two digits.
fn small_number(text: &str) -> Option<u8> {
    let digits = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}
