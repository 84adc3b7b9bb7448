//! 月別の利用者数と開催回数: for each month of a report, how many people came at least once, how many sessions were held and
//! how many attendances there were.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    AttendanceTable,
    attendance::{Sessions, Visit},
};
use crate::behind::count;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLine {
    /// First day of the month.
    pub month: Date,
    /// Different people who came at least once (月利用者数).
    pub users: u32,
    pub held: u32,
    pub cancelled: u32,
    pub attendances: u32,
}

/// The months in which there are sessions, in order.
pub fn lines(table: &AttendanceTable) -> Vec<MonthLine> {
    let mut months: Vec<Date> = table.sessions.iter().map(|session| month_of(session.held_on)).collect();
    months.sort_unstable();
    months.dedup();
    months.into_iter().map(|month| line(table, month)).collect()
}

fn line(table: &AttendanceTable, month: Date) -> MonthLine {
    MonthLine {
        month,
        users: count(users(table, month)),
        held: count(sessions(table, month, Sessions::Held)),
        cancelled: count(sessions(table, month, Sessions::Cancelled)),
        attendances: count(visits(table, month)),
    }
}

fn month_of(day: Date) -> Date {
    day.replace_day(1).unwrap_or(day)
}

fn is_in(table: &AttendanceTable, session: usize, month: Date) -> bool {
    table.sessions.get(session).is_some_and(|session| month_of(session.held_on) == month)
}

/// The places of these sessions of a month.
pub(super) fn sessions(table: &AttendanceTable, month: Date, which: Sessions) -> impl Iterator<Item = usize> {
    table.sessions(which).filter(move |session| is_in(table, *session, month))
}

pub(super) fn visits(table: &AttendanceTable, month: Date) -> impl Iterator<Item = Visit<'_>> {
    table.visits().filter(move |visit| is_in(table, visit.session, month))
}

/// The first visit of everybody who came in a month.
pub(super) fn users(table: &AttendanceTable, month: Date) -> impl Iterator<Item = Visit<'_>> {
    table.people.iter().filter_map(move |one| one.visits().find(|visit| is_in(table, visit.session, month)))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::{CourseFigures, sample};
    use super::*;

    #[test]
    fn months_add_up_to_the_whole() {
        let figures = CourseFigures::of(&sample::course(), &[]);
        let months = lines(&figures.attendance);
        assert!(months.len() > 1 && months.is_sorted_by_key(|line| line.month));
        let attendances: u32 = months.iter().map(|line| line.attendances).sum();
        assert_eq!(attendances, figures.participation.attendances.total);
        let held: u32 = months.iter().map(|line| line.held).sum();
        assert_eq!(held, figures.participation.held);
        assert!(months.iter().all(|line| line.users <= figures.participation.attended.total));
    }

    #[test]
    fn a_quarter_counts_its_own_sessions_and_people() {
        let rows = sample::course();
        let first = rows.sessions.first().unwrap().held_on;
        let until = rows.sessions.get(1).unwrap().held_on;
        let quarter = CourseFigures::of(&rows.within(first, until), &[]);
        assert_eq!(quarter.attendance.sessions.len(), 2);
        assert!(quarter.participation.planned == 2 && quarter.participation.attendances.total > 0);
        assert_eq!(
            CourseFigures::of(&sample::course().within(date!(1999 - 01 - 01), date!(1999 - 03 - 31)), &[])
                .months,
            []
        );
    }
}
