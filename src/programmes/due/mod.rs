//! 期限を数える: the due days of a rule from the days its event happens, each with the rule, the day counted from and what
//! a closed day does to it. A date moves only if the rule says so. One that doesn't move keeps its strict date and names
//! the open day to act by: the next one as grace for what is owed *within* a time, the one before for what is owed
//! *before* something.

mod events;
#[cfg(test)]
mod tests;
mod wording;

use serde::Serialize;
use time::{Date, Duration};

use super::definition::{DueRule, Offset};
use crate::vocab::{
    business_days::{ClosedDayPolicy, ClosedDays},
    dates::{add_months, wareki},
};

pub use events::{Events, fiscal_year_end};

/// One due day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueDay {
    /// The day it is counted from.
    pub event_on: Date,
    /// The strict date, moved by the rule's own policy alone.
    pub due_on: Date,
    /// The open day before `due_on`, when that is closed and the thing is owed before something.
    pub practical_on: Option<Date>,
    /// The open day after `due_on`, when that is closed and the thing is owed within a time.
    pub grace_until: Option<Date>,
    pub explanation: String,
}

/// The due days in order, or why there are none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueDays {
    pub days: Vec<DueDay>,
    /// The fact that is missing, as a sentence; the days of events not yet known may still be added.
    pub undecided: Option<String>,
}

impl DueDay {
    /// The open day to act by when `due_on` is closed; `None` when it is open.
    pub fn open_day(&self) -> Option<Date> {
        self.practical_on.or(self.grace_until)
    }

    /// The last day on which nobody is late.
    pub fn last_day(&self) -> Date {
        self.grace_until.unwrap_or(self.due_on)
    }

    pub fn is_overdue(&self, today: Date) -> bool {
        today > self.last_day()
    }
}

/// The due days of a rule, one for each time its event happens. A draft may hold a rule that nobody can have meant: it has
/// none.
pub fn due_days(rule: DueRule, events: &Events, closed: &ClosedDays) -> DueDays {
    if let Some(sentence) = rule.offset.too_long() {
        return DueDays { days: Vec::new(), undecided: Some(sentence) };
    }
    match events.of(rule.event) {
        Ok(mut found) => {
            found.sort_unstable();
            found.dedup();
            DueDays { days: found.into_iter().map(|on| due_day(rule, on, closed)).collect(), undecided: None }
        }
        Err(missing) => DueDays { days: Vec::new(), undecided: Some(missing) },
    }
}

/// The due day counted from one day.
pub fn due_day(rule: DueRule, event_on: Date, closed: &ClosedDays) -> DueDay {
    counted(rule.event.label_on(event_on), (rule.offset, rule.closed_day), event_on, closed)
}

/// The due day of what only came up on that day, which is called `label`. What is owed on the very day can't be done on an open
/// day before it: a closed one changes nothing.
pub fn came_up(
    label: &str,
    (offset, policy): (Offset, ClosedDayPolicy),
    on: Date,
    closed: &ClosedDays,
) -> DueDay {
    if offset == Offset::SameDay && policy != ClosedDayPolicy::NextOpen {
        let explanation = format!("{label}（{}）{}まで。", wareki(on), offset.words_after());
        return DueDay { event_on: on, due_on: on, practical_on: None, grace_until: None, explanation };
    }
    counted(label, (offset, policy), on, closed)
}

/// The due day counted from a day that is called `label`.
pub fn counted(
    label: &str,
    (offset, policy): (Offset, ClosedDayPolicy),
    event_on: Date,
    closed: &ClosedDays,
) -> DueDay {
    let first = offset.counted_from(event_on, closed);
    let due_on = policy.apply(first, closed).on;
    let mut explanation =
        format!("{label}（{}）{}（{}）まで。", wareki(event_on), offset.words_after(), wareki(first));
    let Some(why) = closed.why_closed(first) else {
        return DueDay { event_on, due_on, practical_on: None, grace_until: None, explanation };
    };
    let open = |day: Date| Some(day).filter(|day| *day != first && !closed.is_closed(*day));
    let (mut practical_on, mut grace_until) = (None, None);
    if policy != ClosedDayPolicy::None && due_on != first {
        let word = if due_on > first { "翌開庁日" } else { "前開庁日" };
        explanation.push_str(&format!("{why}のため{word}（{}）までになります。", wareki(due_on)));
    } else if offset.is_before() {
        practical_on = open(closed.previous_open(first));
        if let Some(day) = practical_on {
            explanation.push_str(&format!(
                "その日は{why}のため、前開庁日（{}）までに済ませてください。",
                wareki(day)
            ));
        }
    } else {
        grace_until = open(closed.next_open(first));
        if let Some(day) = grace_until {
            explanation.push_str(&format!(
                "その日は{why}ですが、期限を動かす決まりはありません。翌開庁日（{}）までは遅れとして数えません。",
                wareki(day)
            ));
        }
    }
    DueDay { event_on, due_on, practical_on, grace_until, explanation }
}

impl Offset {
    /// Something owed before or on the day of its event.
    pub fn is_before(self) -> bool {
        match self {
            Self::SameDay | Self::DaysBefore(_) | Self::WeeksBefore(_) => true,
            Self::DaysAfter(_)
            | Self::WeeksAfter(_)
            | Self::MonthsAfter(_)
            | Self::BusinessDaysAfter(_)
            | Self::DayOfNextMonth(_) => false,
        }
    }

    /// The day this far from another; the first or last day of the calendar beyond its ends.
    pub fn counted_from(self, day: Date, closed: &ClosedDays) -> Date {
        let ahead = |days: i64| {
            day.checked_add(Duration::days(days)).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
        };
        match self {
            Self::SameDay => day,
            Self::DaysBefore(days) => ahead(-i64::from(days)),
            Self::DaysAfter(days) => ahead(i64::from(days)),
            Self::WeeksBefore(weeks) => ahead(-7 * i64::from(weeks)),
            Self::WeeksAfter(weeks) => ahead(7 * i64::from(weeks)),
            Self::MonthsAfter(months) => add_months(day, i32::from(months)),
            Self::BusinessDaysAfter(days) => closed.business_days_after(day, days),
            Self::DayOfNextMonth(of_month) => {
                let next = add_months(day.replace_day(1).unwrap_or(day), 1);
                let last = next.month().length(next.year());
                next.replace_day(of_month.clamp(1, last)).unwrap_or(next)
            }
        }
    }
}
