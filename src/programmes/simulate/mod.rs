//! 試算: a programme tried on invented people, sessions and days, before a ward publishes it or a vendor buys it.
//!
//! Pure: a [`Definition`] and a [`Scenario`] in, a [`Simulation`] out, by the same rules the pages use. Each part of the
//! answer has its explanation in Japanese; [`alerts`] gathers what somebody would have to act on.

mod alerts;
mod bounds;
mod due;
mod expect;
mod fees;
mod people;
mod scenario;
mod sessions;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod torture;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    capacity::{Admission, Turnout},
    definition::Definition,
    fee::Statement,
    session_dates::{SessionDates, session_dates},
    user_fee::UserStatement,
    venue::{VenueVerdict, check_venue},
};

pub use alerts::{Alert, AlertKind};
pub use bounds::MOST_PEOPLE;
pub use due::{DueAnswer, DueAnswers};
pub use expect::Expectation;
pub use people::{Eligible, FollowedUp, PersonAnswer, Sheet};
pub use scenario::{Enrolled, FeesAsked, Person, Scenario, Session};
pub use sessions::{GivenAddOn, SessionAnswer};

/// The answer. Parts the scenario doesn't ask for are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Simulation {
    pub programme: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What somebody would have to act on.
    pub alerts: Vec<Alert>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, PersonAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<PlacesAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venue: Option<VenueVerdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<Answered<SessionDates>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<SessionAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fees: Option<Statement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_fees: Option<UserStatement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DueAnswers>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expectations: Vec<Expectation>,
}

/// An answer, or the sentence that refuses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered<T> {
    Given(T),
    Refused(String),
}

/// Whether somebody gets a place, and whether the people are enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacesAnswer {
    pub rule: String,
    pub admission: Admission,
    pub turnout: Turnout,
    pub explanation: Vec<String>,
}

/// Tries the programme.
pub fn simulate(definition: &Definition, scenario: &Scenario) -> Simulation {
    let people = people::answers(definition, scenario);
    let dates = scenario.dates.as_ref().map(|asked| {
        let mut asked = asked.clone();
        asked.term_ends_on = asked.term_ends_on.or(scenario.term.map(|term| term.ends_on));
        Answered::from(session_dates(&definition.calendar, &asked, &scenario.closed))
    });
    let facts = fees::facts(scenario, &people);
    let mut simulation = Simulation {
        programme: definition.code.clone(),
        title: scenario.title.clone(),
        alerts: Vec::new(),
        places: scenario.places.map(|now| places(definition, now)),
        venue: scenario.venue.as_ref().map(|facts| check_venue(&definition.venue, facts)),
        sessions: sessions::answers(definition, scenario, &people),
        fees: facts
            .as_ref()
            .map(|facts| super::fee::evaluate(&definition.fees, &definition.cancellation, facts)),
        user_fees: facts.as_ref().map(|facts| super::user_fee::evaluate(&definition.user_fees, facts)),
        due: due::answers(definition, scenario, &people, dates.as_ref()),
        people,
        dates,
        expectations: Vec::new(),
    };
    simulation.alerts = alerts::of(definition, &simulation);
    simulation.expectations = expect::check(&simulation, &scenario.expect);
    simulation
}

fn places(definition: &Definition, now: scenario::PlacesNow) -> PlacesAnswer {
    let admission = definition.places.admit(now.enrolled, now.waiting);
    let turnout = definition.places.turnout(now.enrolled, now.started);
    let explanation = vec![admission.explanation(), turnout.explanation().to_owned()];
    PlacesAnswer { rule: definition.places.sentence(), admission, turnout, explanation }
}

impl Simulation {
    /// Everything the scenario expects was found.
    pub fn is_as_expected(&self) -> bool {
        self.expectations.iter().all(|expectation| expectation.met)
    }
}

impl<T> Answered<T> {
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(answer) => Some(answer),
            Self::Refused(_) => None,
        }
    }
}

impl<T, E: std::fmt::Display> From<Result<T, E>> for Answered<T> {
    fn from(result: Result<T, E>) -> Self {
        match result {
            Ok(answer) => Self::Given(answer),
            Err(refusal) => Self::Refused(refusal.to_string()),
        }
    }
}
