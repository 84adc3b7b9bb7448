//! One person's share of the figures, for liaison sheets and individual assessments.

use time::Date;

use super::{
    attendance::{self, Mark, SessionHead},
    outcomes,
    rows::{CourseRows, Member, Timing},
};
use crate::{
    assessments::{Answers, Comparison, Instrument, instruments},
    vocab::ids::ParticipantId,
};

/// What one enrolment came to. `sessions` and `marks` go together; for an individual service both are empty and `days`
/// holds the service days instead.
#[derive(Clone, Debug)]
pub struct PersonFigures {
    pub participant: ParticipantId,
    pub sessions: Vec<SessionHead>,
    pub marks: Vec<Mark>,
    pub days: Vec<ServiceDay>,
    /// Sessions that took place, or service days that were planned, while the person was enrolled.
    pub held: u32,
    pub attended: u32,
    /// What was asked and measured, in catalogue order.
    pub results: Vec<PersonResult>,
}

/// 通所の1日
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct ServiceDay {
    pub done_on: Date,
    pub attended: bool,
}

/// One instrument, before and after.
#[derive(Clone, Debug)]
pub struct PersonResult {
    pub instrument: Instrument,
    pub before: Option<Taken>,
    pub after: Option<Taken>,
    pub comparison: Comparison,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub on: Date,
    pub answers: Answers,
}

impl PersonFigures {
    /// From the rows of one person; `None` when there is no enrolment in them.
    pub fn of(rows: &CourseRows, days: Vec<ServiceDay>) -> Option<Self> {
        let members = rows.members();
        let member = members.first()?;
        let marks: Vec<Mark> =
            rows.sessions.iter().map(|session| attendance::mark(member, session)).collect();
        let came = marks.iter().filter(|mark| mark.attended()).count()
            + days.iter().filter(|day| day.attended).count();
        let held = marks.iter().filter(|mark| counts_for(**mark)).count() + days.len();
        Some(Self {
            participant: member.participant(),
            sessions: rows.sessions.iter().map(attendance::head).collect(),
            held: u32::try_from(held).unwrap_or(u32::MAX),
            attended: u32::try_from(came).unwrap_or(u32::MAX),
            results: instruments::all().filter_map(|instrument| result(member, instrument)).collect(),
            marks,
            days,
        })
    }
}

/// Whether the person could have been there.
fn counts_for(mark: Mark) -> bool {
    mark.attended() || matches!(mark, Mark::Excused | Mark::Unexcused)
}

fn result(member: &Member<'_>, instrument: Instrument) -> Option<PersonResult> {
    let (before, after) = (taken(member, instrument, Timing::Pre), taken(member, instrument, Timing::Post));
    (before.is_some() || after.is_some()).then(|| PersonResult {
        instrument,
        before,
        after,
        comparison: outcomes::compared(member, instrument.code),
    })
}

fn taken(member: &Member<'_>, instrument: Instrument, timing: Timing) -> Option<Taken> {
    let all = member.enrolments.iter().flat_map(|e| &e.assessments);
    let fitting = all.filter(|a| a.timing == timing && a.answers.instrument() == instrument);
    fitting.max_by_key(|a| a.done_on).map(|a| Taken { on: a.done_on, answers: a.answers.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::{rows::EnrolmentRow, sample};
    use super::*;
    use crate::assessments::Change;

    fn alone(index: usize) -> CourseRows {
        let mut rows = sample::course();
        let one: EnrolmentRow = rows.enrolments.swap_remove(index);
        rows.enrolments = vec![one];
        rows
    }

    #[test]
    fn one_person_has_marks_counts_and_comparisons() {
        let person = PersonFigures::of(&alone(0), Vec::new()).unwrap();
        assert_eq!((person.held, person.attended, person.sessions.len()), (16, 15, 16));
        assert_eq!(person.marks[4], Mark::Excused);
        let named: Vec<(&str, Change)> =
            person.results.iter().map(|r| (r.instrument.code, r.comparison.change)).collect();
        assert_eq!(named, [("health", Change::Improved), ("grip", Change::Improved)]);
    }

    #[test]
    fn a_dropout_is_counted_while_enrolled() {
        let person = PersonFigures::of(&alone(9), Vec::new()).unwrap();
        assert_eq!((person.held, person.attended), (3, 3));
        assert_eq!(person.results[0].after, None);
        assert!(PersonFigures::of(&CourseRows::default(), Vec::new()).is_none());
    }

    #[test]
    fn an_individual_service_counts_its_days() {
        let mut rows = alone(0);
        rows.sessions.clear();
        let day = |on: u8, attended| ServiceDay { done_on: Date::MIN.replace_day(on).unwrap(), attended };
        let person = PersonFigures::of(&rows, vec![day(1, true), day(3, false), day(5, true)]).unwrap();
        assert_eq!((person.held, person.attended), (3, 2));
    }
}
