//! Walking through a period day by day and taking those on which a session can be held.

use std::collections::BTreeMap;

use time::{Date, Weekday};

use super::{DatesAsked, SessionDate, Skipped, why_forbidden};
use crate::{programmes::definition::Calendar, vocab::business_days::ClosedDays};

pub(super) struct Walked {
    pub sessions: Vec<SessionDate>,
    /// Every forbidden day that was passed over.
    pub passed: Vec<Skipped>,
}

/// Takes the days from the start to `until` in order, at most `most` and never more in a span than the rhythm allows.
pub(super) fn walk(
    calendar: &Calendar,
    asked: &DatesAsked,
    closed: &ClosedDays,
    until: Date,
    most: u16,
) -> Walked {
    let mut walked = Walked { sessions: Vec::new(), passed: Vec::new() };
    let mut taken: BTreeMap<Date, u16> = BTreeMap::new();
    let mut skipped: Vec<Skipped> = Vec::new();
    let mut owed: Vec<Weekday> = Vec::new();
    let days = std::iter::successors(Some(asked.start), |day| day.next_day());
    let mut number = 0;
    for on in days.take_while(|day| *day <= until) {
        if number >= most {
            break;
        }
        let in_span = taken.entry(calendar.rhythm.per.span_start(on)).or_default();
        let is_owed = owed.contains(&on.weekday());
        if *in_span >= calendar.rhythm.most || !asked.is_candidate(on, is_owed) {
            continue;
        }
        if let Some(why) = why_forbidden(&calendar.forbidden, on, closed) {
            walked.passed.push(Skipped { on, why: why.clone() });
            skipped.push(Skipped { on, why });
            owed.push(on.weekday());
            continue;
        }
        *in_span += 1;
        owed.retain(|weekday| *weekday != on.weekday());
        number += 1;
        walked.sessions.push(SessionDate { number, on, skipped: std::mem::take(&mut skipped) });
    }
    walked
}

impl DatesAsked {
    /// The day is one of those chosen, or (`is_owed`) a chosen day of that weekday was just passed over.
    fn is_candidate(&self, day: Date, is_owed: bool) -> bool {
        let nth = day.day().div_ceil(7);
        let is_week = self.weeks_of_month.is_empty() || self.weeks_of_month.contains(&nth) || is_owed;
        is_week && self.weekdays.contains(&day.weekday())
    }
}
