//! How courses and sessions are printed: days, hours, states.

use time::{Date, Duration, Time};

use super::db::Session;
use crate::{
    kit::parts::{Chip, Tone},
    vocab::dates::{wareki, wareki_with_weekday},
};

/// `令和8年11月20日（金）`
pub fn day(date: Date) -> String {
    wareki_with_weekday(date)
}

/// `10:00〜12:00`
pub fn hours(start: Time, minutes: i32) -> String {
    let end = start + Duration::minutes(i64::from(minutes));
    format!("{}〜{}", clock(start), clock(end))
}

/// `9:30`
pub fn clock(at: Time) -> String {
    format!("{}:{:02}", at.hour(), at.minute())
}

/// `手ぬぐい体操 第5回`
pub fn session_title(course: &str, number: i32) -> String {
    format!("{course} 第{number}回")
}

pub fn course_chip(state: &str) -> Chip {
    match state {
        "planned" => Chip::new(Tone::Info, "開始前"),
        "running" => Chip::new(Tone::Success, "実施中"),
        "finished" => Chip::new(Tone::Neutral, "終了"),
        _ => Chip::new(Tone::Danger, "中止"),
    }
}

/// `past`: the day is over.
pub fn session_chip(state: &str, past: bool) -> Chip {
    match state {
        "planned" if past => Chip::new(Tone::Warning, "記録がまだです"),
        "planned" => Chip::new(Tone::Info, "予定"),
        "open" => Chip::new(Tone::Warning, "記録中"),
        "closed" => Chip::new(Tone::Success, "記録ずみ"),
        _ => Chip::new(Tone::Danger, "中止"),
    }
}

/// `令和8年11月20日（金） 10:00〜12:00`
pub fn when(date: Date, start: Time, minutes: i32) -> String {
    format!("{} {}", day(date), hours(start, minutes))
}

/// `6 / 16回（うち中止1回）`
pub fn progress(held: i64, sessions: i64, cancelled: i64) -> String {
    format!("{held} / {sessions}回{}", of_them_cancelled(cancelled))
}

/// `全16回（うち中止1回）`; a session in place of another is not counted twice.
pub fn all_sessions(sessions: &[Session]) -> String {
    let counted = || sessions.iter().filter(|session| session.made_up.is_none());
    let cancelled = counted().filter(|session| session.state == "cancelled").count();
    format!("全{}回{}", counted().count(), of_them_cancelled(i64::try_from(cancelled).unwrap_or_default()))
}

fn of_them_cancelled(cancelled: i64) -> String {
    if cancelled > 0 { format!("（うち中止{cancelled}回）") } else { String::new() }
}

/// `例：令和8年11月27日、2026/11/27`
pub fn example(on: Date) -> String {
    format!("例：{}、{}/{}/{}", wareki(on), on.year(), u8::from(on.month()), on.day())
}

/// Who decided a cancellation.
pub fn decider(code: &str) -> &'static str {
    match code {
        "ward" => "区",
        _ => "受託者",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    use super::*;

    #[test]
    fn a_session_is_printed_as_people_say_it() {
        assert_eq!(day(date!(2026 - 11 - 20)), "令和8年11月20日（金）");
        assert_eq!(hours(time!(9:30), 120), "9:30〜11:30");
        assert_eq!(session_title("手ぬぐい体操", 5), "手ぬぐい体操 第5回");
    }
}
