//! 欠席への対応: who is contacted after an absence, and who else is told by which day.

#[cfg(test)]
mod tests;
mod wording;

use serde::{Deserialize, Serialize};
use time::Date;

use super::definition::{AbsenceRule, TellWhom};
use crate::vocab::business_days::ClosedDays;

/// How a person stood in one session of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Attended,
    AbsentWithNotice,
    AbsentWithoutNotice,
    /// The session was cancelled: it counts neither for nor against anyone.
    Cancelled,
    /// The person had not joined yet: their own first session comes later.
    NotJoined,
}

/// One session of a person's sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    pub presence: Presence,
    /// The session's day; without it no day to act by is given.
    #[serde(default)]
    pub on: Option<Date>,
}

/// Why the ward or centre is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Absent from the person's first session held.
    FirstSession,
    /// As many absences without notice in a row as the programme allows for.
    InARow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "task")]
pub enum Task {
    /// Ask the participant how they are.
    Contact,
    /// Open a case with whoever must be told.
    Notify { because: Notice },
    /// Add this absence to the case opened at this session.
    UpdateCase { opened: usize },
}

/// What one absence asks for. `session` counts from 1 along the given list, cancelled ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowUp {
    pub session: usize,
    #[serde(flatten)]
    pub task: Task,
    /// Who is told; empty for a contact.
    pub tell: Vec<TellWhom>,
    /// The day by which it is done, where the session's day is known.
    pub by: Option<Date>,
    pub explanation: String,
}

impl Presence {
    /// The letter of the attendance table.
    pub fn from_letter(letter: char) -> Option<Self> {
        match letter {
            'A' => Some(Self::Attended),
            'N' => Some(Self::AbsentWithNotice),
            'X' => Some(Self::AbsentWithoutNotice),
            'C' => Some(Self::Cancelled),
            '-' => Some(Self::NotJoined),
            _ => None,
        }
    }
}

/// The tasks a person's attendance asks for, in session order; a contact stands before the notice of its day.
pub fn follow_ups(rule: &AbsenceRule, attendance: &[Attendance], closed: &ClosedDays) -> Vec<FollowUp> {
    let mut so_far = SoFar::default();
    let mut all = Vec::new();
    for (index, at) in attendance.iter().enumerate() {
        for task in so_far.tasks(rule, at.presence, index + 1) {
            all.push(task_of(rule, task, index + 1, at.on, closed));
        }
    }
    all
}

/// A person's way up to a session.
#[derive(Default)]
struct SoFar {
    has_begun: bool,
    /// Absences without notice in a row.
    row: usize,
    /// The session at which a case was opened that still goes on.
    case: Option<usize>,
}

impl SoFar {
    fn tasks(&mut self, rule: &AbsenceRule, presence: Presence, session: usize) -> Vec<Task> {
        let is_first = !self.has_begun;
        let first_notice =
            (is_first && rule.tell_first_session).then_some(Task::Notify { because: Notice::FirstSession });
        match presence {
            Presence::Cancelled | Presence::NotJoined => Vec::new(),
            Presence::Attended => {
                *self = Self { has_begun: true, row: 0, case: None };
                Vec::new()
            }
            Presence::AbsentWithNotice => {
                self.has_begun = true;
                if rule.notice_resets {
                    (self.row, self.case) = (0, None);
                }
                first_notice.into_iter().collect()
            }
            Presence::AbsentWithoutNotice => {
                self.has_begun = true;
                self.row += 1;
                let told = self.tell(rule, first_notice);
                if told.is_some() {
                    self.case = self.case.or(Some(session));
                }
                let contact = rule.contact_without_notice.then_some(Task::Contact);
                contact.into_iter().chain(told).collect()
            }
        }
    }

    fn tell(&self, rule: &AbsenceRule, first_notice: Option<Task>) -> Option<Task> {
        let row_is_long = rule.tell_in_a_row > 0 && self.row >= usize::from(rule.tell_in_a_row);
        match self.case {
            Some(opened) => Some(Task::UpdateCase { opened }),
            None if first_notice.is_some() => first_notice,
            None => row_is_long.then_some(Task::Notify { because: Notice::InARow }),
        }
    }
}

fn task_of(
    rule: &AbsenceRule,
    task: Task,
    session: usize,
    on: Option<Date>,
    closed: &ClosedDays,
) -> FollowUp {
    let (tell, by) = match task {
        Task::Contact => (Vec::new(), on),
        Task::Notify { .. } | Task::UpdateCase { .. } => {
            let by = on.map(|day| closed.business_days_after(day, u16::from(rule.within_days)));
            (rule.tell.clone(), by)
        }
    };
    let explanation = wording::explanation(rule, task, session, by);
    FollowUp { session, task, tell, by, explanation }
}
