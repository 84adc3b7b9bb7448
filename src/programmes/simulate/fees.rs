//! The facts of a statement, from the scenario's people and sessions.

use std::collections::BTreeMap;

use super::{
    people::PersonAnswer,
    scenario::{Scenario, Session},
};
use crate::programmes::fee::{EnrolmentFact, FeeFacts, SessionFact, Span};

/// `None` when no statement is asked for. Without a term the period is its own.
pub(super) fn facts(scenario: &Scenario, people: &BTreeMap<String, PersonAnswer>) -> Option<FeeFacts> {
    let asked = scenario.fees.as_ref()?;
    let term = scenario.term.map(|term| Span { from: term.starts_on, to: term.ends_on });
    let enrolment = |(person, answer): (&String, &PersonAnswer)| {
        let stay = answer.stay?;
        Some(EnrolmentFact { id: person.clone(), person: person.clone(), from: stay.from, to: stay.to })
    };
    let burden = |(reference, person): (&String, &super::scenario::Person)| {
        Some((reference.clone(), person.burden_tenths?))
    };
    Some(FeeFacts {
        period: asked.period,
        term: term.unwrap_or(asked.period),
        prices: scenario.prices.clone(),
        sessions: scenario.sessions.iter().enumerate().map(session).collect(),
        enrolments: people.iter().filter_map(enrolment).collect(),
        courses_ended: asked.courses_ended.clone(),
        user_fees_received: asked.user_fees_received.clone(),
        so_far: asked.so_far.clone(),
        burden_tenths: scenario.people.iter().filter_map(burden).collect(),
    })
}

fn session((index, session): (usize, &Session)) -> SessionFact {
    SessionFact {
        id: session.reference(index),
        course: session.course.clone(),
        held_on: session.on,
        minutes: session.minutes,
        state: session.state,
        attended: session.attended.clone(),
        add_ons: session.add_ons.clone(),
    }
}
