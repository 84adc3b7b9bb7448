//! 月別の利用者数と開催回数: for each month of a report, how many people came at least once, how many sessions were held and
//! how many attendances there were.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{AttendanceTable, rows::SessionState};

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
    let month_of = |day: Date| day.replace_day(1).unwrap_or(day);
    let mut months: Vec<Date> = table.sessions.iter().map(|session| month_of(session.held_on)).collect();
    months.sort_unstable();
    months.dedup();
    months.into_iter().map(|month| line(table, month, |day| month_of(day) == month)).collect()
}

fn line(table: &AttendanceTable, month: Date, is_in: impl Fn(Date) -> bool) -> MonthLine {
    let sessions: Vec<usize> = (0..table.sessions.len())
        .filter(|at| table.sessions.get(*at).is_some_and(|s| is_in(s.held_on)))
        .collect();
    let in_state = |wanted: &[SessionState]| {
        let all = sessions.iter().filter_map(|at| table.sessions.get(*at));
        all.filter(|session| wanted.contains(&session.state)).map(|_| 1_u32).sum()
    };
    let came = |marks: &[super::Mark]| -> u32 {
        sessions.iter().filter(|at| marks.get(**at).is_some_and(|mark| mark.attended())).map(|_| 1).sum()
    };
    let visits: Vec<u32> = table.people.iter().map(|person| came(&person.marks)).collect();
    MonthLine {
        month,
        users: visits.iter().filter(|count| **count > 0).map(|_| 1_u32).sum(),
        held: in_state(&[SessionState::Open, SessionState::Closed]),
        cancelled: in_state(&[SessionState::Cancelled]),
        attendances: visits.iter().sum(),
    }
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
