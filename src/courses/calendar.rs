//! The sessions of a course: weekly dates that avoid closed days, and moving one.

use serde::Serialize;
use thiserror::Error;
use time::{Date, Duration, Weekday};

use crate::vocab::dates::wareki;

/// Most sessions one course may have, and most closed weeks in a row before the calendar is taken for wrong.
const MOST_SESSIONS: u16 = 200;
const MOST_CLOSED_WEEKS: u16 = 26;

/// A session as generated: its place in the course (from 1), its day, and why weeks before it were skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedSession {
    pub number: u16,
    pub on: Date,
    /// Closed days that were passed over to reach `on`, oldest first.
    pub skipped: Vec<Date>,
}

impl PlannedSession {
    /// Why the session isn't a week after the one before, or `None` when no week was skipped.
    pub fn reason(&self) -> Option<String> {
        let days: Vec<String> = self.skipped.iter().map(|day| wareki(*day)).collect();
        (!days.is_empty()).then(|| format!("{}は休業日のため、翌週に繰り下げました。", days.join("、")))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CalendarRefusal {
    #[error("回数は1回から200回までで入力してください。例：16")]
    BadCount,
    #[error("休業日が26週続いたため日程を作れません。曜日か休業日の設定を確認してください。")]
    AlwaysClosed,
    #[error("日程が扱える日付の範囲を超えます。開始日を確認してください。")]
    OutOfRange,
    #[error("その日は休業日です。別の日を選んでください。")]
    ClosedDay,
    #[error("その日にはほかの回があります。別の日を選んでください。")]
    DayTaken,
    #[error("前後の回と順番が入れ替わります。前の回より後、次の回より前の日を選んでください。")]
    OutOfOrder,
    #[error("その回はこのコースにありません。日程を読み直してください。")]
    NoSuchSession,
}

/// The days of `count` weekly sessions on `weekday`, the first on or after `start`; a closed day is passed over and
/// that session and all later ones move a week.
///
/// # Errors
/// [`CalendarRefusal`] when the count is out of range, the day is closed for half a year, or the dates run out.
pub fn weekly_sessions(
    start: Date,
    weekday: Weekday,
    count: u16,
    is_closed: impl Fn(Date) -> bool,
) -> Result<Vec<PlannedSession>, CalendarRefusal> {
    if !(1..=MOST_SESSIONS).contains(&count) {
        return Err(CalendarRefusal::BadCount);
    }
    let mut day = on_or_after(start, weekday)?;
    let mut sessions = Vec::with_capacity(usize::from(count));
    for number in 1..=count {
        let mut skipped = Vec::new();
        while is_closed(day) {
            if skipped.len() >= usize::from(MOST_CLOSED_WEEKS) {
                return Err(CalendarRefusal::AlwaysClosed);
            }
            skipped.push(day);
            day = week_after(day)?;
        }
        sessions.push(PlannedSession { number, on: day, skipped });
        if number < count {
            day = week_after(day)?;
        }
    }
    Ok(sessions)
}

fn on_or_after(start: Date, weekday: Weekday) -> Result<Date, CalendarRefusal> {
    let ahead = (7 + weekday.number_days_from_monday() - start.weekday().number_days_from_monday()) % 7;
    start.checked_add(Duration::days(i64::from(ahead))).ok_or(CalendarRefusal::OutOfRange)
}

fn week_after(day: Date) -> Result<Date, CalendarRefusal> {
    day.checked_add(Duration::WEEK).ok_or(CalendarRefusal::OutOfRange)
}

/// Checks that session `index` of a course (its days in order) may move to another day.
///
/// # Errors
/// [`CalendarRefusal`] when the day is closed, taken, or would change the order of the sessions.
pub fn may_move(
    days: &[Date],
    index: usize,
    to: Date,
    is_closed: impl Fn(Date) -> bool,
) -> Result<(), CalendarRefusal> {
    if index >= days.len() {
        return Err(CalendarRefusal::NoSuchSession);
    }
    let others = || days.iter().enumerate().filter(|&(at, _)| at != index);
    if others().any(|(_, &day)| day == to) {
        return Err(CalendarRefusal::DayTaken);
    }
    if others().any(|(at, &day)| (at < index) != (day < to)) {
        return Err(CalendarRefusal::OutOfOrder);
    }
    if is_closed(to) { Err(CalendarRefusal::ClosedDay) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    #[test]
    fn sixteen_weekly_sessions_start_on_the_weekday_and_pass_over_closed_days() {
        let closed = [date!(2024 - 09 - 16), date!(2024 - 09 - 23), date!(2024 - 10 - 14)];
        let sessions =
            weekly_sessions(date!(2024 - 09 - 05), Weekday::Monday, 16, |d| closed.contains(&d)).unwrap();
        let days: Vec<Date> = sessions.iter().map(|session| session.on).collect();
        assert_eq!(
            days[..4],
            [date!(2024 - 09 - 09), date!(2024 - 09 - 30), date!(2024 - 10 - 07), date!(2024 - 10 - 21)]
        );
        assert_eq!(days.len(), 16);
        assert_eq!(sessions[0].reason(), None);
        assert_eq!(
            sessions[1].reason().as_deref(),
            Some("令和6年9月16日、令和6年9月23日は休業日のため、翌週に繰り下げました。")
        );
    }

    #[test]
    fn a_calendar_that_cannot_be_made_is_refused() {
        let start = date!(2024 - 09 - 05);
        let made = |count, closed: bool| weekly_sessions(start, Weekday::Thursday, count, |_| closed);
        assert_eq!(made(0, false), Err(CalendarRefusal::BadCount));
        assert_eq!(made(201, false), Err(CalendarRefusal::BadCount));
        assert_eq!(made(1, true), Err(CalendarRefusal::AlwaysClosed));
        assert_eq!(
            weekly_sessions(Date::MAX, Weekday::Monday, 3, |_| false),
            Err(CalendarRefusal::OutOfRange)
        );
    }

    #[test]
    fn a_session_moves_only_between_its_neighbours_and_to_an_open_day() {
        let days = [date!(2024 - 09 - 05), date!(2024 - 09 - 12), date!(2024 - 09 - 19)];
        let to = |index, day| may_move(&days, index, day, |d| d == date!(2024 - 09 - 16));
        assert_eq!(to(1, date!(2024 - 09 - 13)), Ok(()));
        assert_eq!(to(1, date!(2024 - 09 - 12)), Ok(()));
        assert_eq!(to(1, date!(2024 - 09 - 16)), Err(CalendarRefusal::ClosedDay));
        assert_eq!(to(1, date!(2024 - 09 - 19)), Err(CalendarRefusal::DayTaken));
        assert_eq!(to(1, date!(2024 - 09 - 20)), Err(CalendarRefusal::OutOfOrder));
        assert_eq!(to(1, date!(2024 - 09 - 04)), Err(CalendarRefusal::OutOfOrder));
        assert_eq!(to(2, date!(2024 - 12 - 26)), Ok(()));
        assert_eq!(to(3, date!(2024 - 12 - 26)), Err(CalendarRefusal::NoSuchSession));
    }

    proptest! {
        #[test]
        fn sessions_are_in_order_on_their_weekday_and_never_closed(
            start in 0_i64..4000, weekday in 0_u8..7, count in 1_u16..40, every in 2_i32..9,
        ) {
            let start = date!(2020-01-01) + Duration::days(start);
            let weekday = Weekday::Monday.nth_next(weekday);
            let closed = |day: Date| (day.to_julian_day() / 7) % every == 0;
            let sessions = weekly_sessions(start, weekday, count, closed).unwrap();
            prop_assert_eq!(sessions.len(), usize::from(count));
            prop_assert!(sessions.windows(2).all(|pair| pair[0].on < pair[1].on));
            for session in &sessions {
                prop_assert!(session.on >= start && session.on.weekday() == weekday && !closed(session.on));
                prop_assert!(session.skipped.iter().all(|&day| closed(day) && day < session.on));
            }
        }
    }
}
