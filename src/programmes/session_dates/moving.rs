//! 振替: moving one session to another day, or holding a cancelled one later.

use thiserror::Error;
use time::Date;

use super::{OffRhythm, why_forbidden};
use crate::{
    programmes::{Term, definition::Calendar},
    vocab::business_days::ClosedDays,
};

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoveRefusal {
    #[error("その回はこのコースにありません。日程を読み直してください。")]
    NoSuchSession,
    #[error("その日は契約の期間の外です。契約の期間内の日を選んでください。")]
    OutsideTerm,
    #[error("その日にはほかの回があります。別の日を選んでください。")]
    DayTaken,
    #[error("前後の回と順番が入れ替わります。前の回より後、次の回より前の日を選んでください。")]
    OutOfOrder,
    #[error("その日は{0}のため行えません。別の日を選んでください。")]
    Forbidden(String),
    #[error("この事業では、中止した回を別の日に行えません。")]
    NoMakeUp,
}

/// Checks that session `index` of the days in order may move to another day; gives the weeks, months or years that would
/// then be outside the rhythm, to be warned of.
///
/// # Errors
/// [`MoveRefusal`] when the day is outside the term, forbidden, taken, or would change the order of the sessions.
pub fn may_move(
    calendar: &Calendar,
    closed: &ClosedDays,
    term: Term,
    days: &[Date],
    index: usize,
    to: Date,
) -> Result<Vec<OffRhythm>, MoveRefusal> {
    if index >= days.len() {
        return Err(MoveRefusal::NoSuchSession);
    }
    let others = || days.iter().enumerate().filter(|&(at, _)| at != index);
    check_day(calendar, closed, term, others().map(|(_, day)| *day), to)?;
    if others().any(|(at, &day)| (at < index) != (day < to)) {
        return Err(MoveRefusal::OutOfOrder);
    }
    Ok(warnings(calendar, others().map(|(_, day)| *day).chain([to]).collect()))
}

/// Checks that a cancelled session may be held on another day, `held` being the days of all others; by agreement it may
/// come after later ones. Gives the spans that would then be outside the rhythm.
///
/// # Errors
/// [`MoveRefusal`] when the programme knows no make-up sessions, or the day is outside the term, forbidden or taken.
pub fn may_make_up(
    calendar: &Calendar,
    closed: &ClosedDays,
    term: Term,
    held: &[Date],
    to: Date,
) -> Result<Vec<OffRhythm>, MoveRefusal> {
    if !calendar.make_up_sessions {
        return Err(MoveRefusal::NoMakeUp);
    }
    check_day(calendar, closed, term, held.iter().copied(), to)?;
    Ok(warnings(calendar, held.iter().copied().chain([to]).collect()))
}

fn check_day(
    calendar: &Calendar,
    closed: &ClosedDays,
    term: Term,
    mut others: impl Iterator<Item = Date>,
    to: Date,
) -> Result<(), MoveRefusal> {
    if !term.contains(to) {
        return Err(MoveRefusal::OutsideTerm);
    }
    if others.any(|day| day == to) {
        return Err(MoveRefusal::DayTaken);
    }
    why_forbidden(&calendar.forbidden, to, closed).map_or(Ok(()), |why| Err(MoveRefusal::Forbidden(why)))
}

fn warnings(calendar: &Calendar, mut days: Vec<Date>) -> Vec<OffRhythm> {
    days.sort_unstable();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) => calendar.rhythm.off(&days, *first, *last),
        (_, _) => Vec::new(),
    }
}
