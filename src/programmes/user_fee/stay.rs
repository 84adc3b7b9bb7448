//! 参加: one person's time in the programme, within which free and prepaid sessions are counted.

use std::collections::BTreeMap;

use super::{Attendance, FeeFacts, RowRef, Span};
use crate::programmes::fee::EnrolmentFact;

/// One enrolment and the attendances in it, or the attendances outside any enrolment.
#[derive(Debug, Default)]
pub(super) struct Stay<'a> {
    pub enrolled: Option<(Span, &'a EnrolmentFact)>,
    /// Oldest first.
    pub attendances: Vec<Attendance<'a>>,
}

impl Stay<'_> {
    pub fn rows(&self) -> Vec<RowRef> {
        let enrolment = self.enrolled.map(|(_, enrolment)| enrolment.row());
        enrolment.into_iter().chain(self.attendances.iter().map(Attendance::row)).collect()
    }
}

/// The stays of everyone in these days, by person, oldest first. An attendance belongs to the first enrolment that
/// holds its day.
pub(super) fn all(facts: &FeeFacts, within: Span) -> BTreeMap<&str, Vec<Stay<'_>>> {
    let mut people: BTreeMap<&str, Vec<Stay<'_>>> = BTreeMap::new();
    let mut enrolments: Vec<&EnrolmentFact> = facts.enrolments.iter().collect();
    enrolments.sort_by_key(|enrolment| enrolment.from);
    for enrolment in enrolments {
        let stay = Stay { enrolled: Some((enrolment.span(), enrolment)), attendances: Vec::new() };
        people.entry(&enrolment.person).or_default().push(stay);
    }
    for attendance in facts.attendances(within) {
        let stays = people.entry(attendance.person).or_default();
        let holds = |stay: &Stay<'_>| stay.enrolled.is_none_or(|(days, _)| days.contains(attendance.on));
        let at = stays.iter().position(holds).unwrap_or(stays.len());
        if at == stays.len() {
            stays.push(Stay::default());
        }
        if let Some(stay) = stays.get_mut(at) {
            stay.attendances.push(attendance);
        }
    }
    people
}
