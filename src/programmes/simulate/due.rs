//! The due days of every report and filing, from the events of the scenario and those that follow from its other parts.

use std::collections::BTreeMap;

use serde::Serialize;
use time::Date;

use super::{Answered, people::PersonAnswer, scenario::Scenario};
use crate::programmes::{
    definition::{Definition, DueRule, Event},
    due::{DueDay, Events, due_days},
    session_dates::SessionDates,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueAnswers {
    pub reports: BTreeMap<String, DueAnswer>,
    pub filings: BTreeMap<String, DueAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueAnswer {
    pub title: String,
    /// The rule in words, or the occasion where there is no due day.
    pub rule: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<DueDay>,
    /// The fact that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undecided: Option<String>,
}

/// `None` when neither a term nor an event is known.
pub(super) fn answers(
    definition: &Definition,
    scenario: &Scenario,
    people: &BTreeMap<String, PersonAnswer>,
    dates: Option<&Answered<SessionDates>>,
) -> Option<DueAnswers> {
    if scenario.term.is_none() && scenario.events.is_empty() {
        return None;
    }
    let events = Events { days: days(scenario, people, dates), term: scenario.term };
    let counted = |title: &str, rule: DueRule| {
        let due = due_days(rule, &events, &scenario.closed);
        DueAnswer { title: title.to_owned(), rule: rule.sentence(), days: due.days, undecided: due.undecided }
    };
    let reports = definition.reports.iter();
    let filings = definition.filings.iter().map(|filing| {
        let answer = filing.due.map_or_else(
            || DueAnswer {
                title: filing.title.clone(),
                rule: filing.occasion.clone().unwrap_or_default(),
                days: Vec::new(),
                undecided: None,
            },
            |rule| counted(&filing.title, rule),
        );
        (filing.code.clone(), answer)
    });
    Some(DueAnswers {
        reports: reports.map(|report| (report.code.clone(), counted(&report.title, report.due))).collect(),
        filings: filings.collect(),
    })
}

/// The days of each event: those written down, otherwise those that follow from dates, sessions and people.
fn days(
    scenario: &Scenario,
    people: &BTreeMap<String, PersonAnswer>,
    dates: Option<&Answered<SessionDates>>,
) -> BTreeMap<Event, Vec<Date>> {
    let planned = dates.and_then(Answered::given).map(|dates| dates.sessions.as_slice()).unwrap_or_default();
    let sessions: Vec<Date> = if planned.is_empty() {
        scenario.sessions.iter().filter(|session| session.is_held()).map(|session| session.on).collect()
    } else {
        planned.iter().map(|session| session.on).collect()
    };
    let applications =
        scenario.people.values().filter_map(|person| Some(person.application.as_ref()?.on)).collect();
    let stays = || people.values().filter_map(|answer| answer.stay);
    let derived = [
        (Event::CourseStart, planned.first().map(|session| session.on).into_iter().collect()),
        (Event::CourseEnd, planned.last().map(|session| session.on).into_iter().collect()),
        (Event::Session, sessions),
        (Event::Application, applications),
        (Event::ServiceStart, stays().map(|stay| stay.from).collect()),
        (Event::ServiceEnd, stays().filter_map(|stay| stay.to).collect()),
    ];
    let mut all: BTreeMap<Event, Vec<Date>> =
        derived.into_iter().filter(|(_, days): &(Event, Vec<Date>)| !days.is_empty()).collect();
    all.extend(scenario.events.clone());
    all
}
