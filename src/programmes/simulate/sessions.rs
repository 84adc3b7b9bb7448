//! One session's answers: is it on an allowed day, is it paid when cancelled, were the right people on duty, might its
//! add-ons be given, what is left to check at its end.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use time::Date;

use super::{
    people::PersonAnswer,
    scenario::{Person, Scenario, Session},
};
use crate::{
    programmes::{
        add_ons::{AddOnFacts, may_give, within_limits},
        cancelled::{Payable, payable},
        definition::{AddOn, Definition},
        fee::SessionState,
        session_dates::why_forbidden,
        staffing::{EarlierDuty, SessionFacts, StaffingAnswer, check_staffing},
        venue::open_end_checks,
    },
    verdict::Verdict,
    vocab::certification::Certification,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionAnswer {
    pub id: String,
    pub on: Date,
    /// Why no session may take place on that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forbidden: Option<String>,
    /// Whether a cancelled session is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Payable>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staffing: Option<StaffingAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<GivenAddOn>,
    /// Texts of the end checks that weren't done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open_checks: Vec<String>,
    /// How many came.
    pub attended: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenAddOn {
    pub code: String,
    pub verdict: Verdict,
}

pub(super) fn answers(
    definition: &Definition,
    scenario: &Scenario,
    people: &BTreeMap<String, PersonAnswer>,
) -> Vec<SessionAnswer> {
    let looking = Looking { definition, scenario, people, given: Given::of(&scenario.sessions) };
    let answer = |(index, session): (usize, &Session)| looking.answer(session.reference(index), session);
    scenario.sessions.iter().enumerate().map(answer).collect()
}

struct Looking<'a> {
    definition: &'a Definition,
    scenario: &'a Scenario,
    people: &'a BTreeMap<String, PersonAnswer>,
    given: Given<'a>,
}

/// The days of the add-ons that were given, a day for each session: looked up, and not counted anew from session to session.
#[derive(Default)]
struct Given<'a> {
    by_add_on: BTreeMap<&'a str, Vec<Date>>,
    by_taker: BTreeMap<(&'a str, &'a str), Vec<Date>>,
}

impl<'a> Given<'a> {
    fn of(sessions: &'a [Session]) -> Self {
        let mut given = Self::default();
        for session in sessions.iter().filter(|session| session.is_held()) {
            let codes: BTreeSet<&str> = session.add_ons.iter().map(String::as_str).collect();
            for code in codes {
                given.by_add_on.entry(code).or_default().push(session.on);
                let takers: BTreeSet<&str> = session.took(code).iter().map(String::as_str).collect();
                for taker in takers {
                    given.by_taker.entry((code, taker)).or_default().push(session.on);
                }
            }
        }
        given
    }
}

impl Looking<'_> {
    fn answer(&self, id: String, session: &Session) -> SessionAnswer {
        let is_held = session.is_held();
        let cancelled = match session.state {
            SessionState::Cancelled { decided_at, cause } => {
                Some(payable(&self.definition.cancellation, session.on, decided_at, cause))
            }
            SessionState::Held | SessionState::Unrecorded => None,
        };
        let codes: BTreeSet<&String> = session.add_ons.iter().collect();
        let given = codes.into_iter().filter_map(|code| self.add_on(code, session));
        let open = session.end_checks.as_ref().map(|done| open_end_checks(&self.definition.venue, done));
        SessionAnswer {
            id,
            on: session.on,
            forbidden: why_forbidden(&self.definition.calendar.forbidden, session.on, &self.scenario.closed),
            cancelled,
            staffing: session
                .staff
                .as_ref()
                .filter(|_| is_held)
                .map(|staff| check_staffing(self.definition.into(), staff, &self.staffing_facts(session))),
            add_ons: if is_held { given.collect() } else { Vec::new() },
            open_checks: open.unwrap_or_default().into_iter().map(|check| check.text.clone()).collect(),
            attended: attended(session),
        }
    }

    fn staffing_facts(&self, session: &Session) -> SessionFacts {
        let earlier = self.earlier(session).flat_map(|before| before.staff.iter().flatten());
        let duties = earlier.flat_map(|duty| {
            let of = |role: &String| EarlierDuty { role: role.clone(), person: duty.person.clone() };
            duty.roles.iter().map(of)
        });
        SessionFacts {
            participants: Some(attended(session)),
            supported: self.supported(session),
            add_ons: Some(session.add_ons.clone()),
            earlier: duties.collect(),
        }
    }

    /// Held sessions of the course before this one.
    fn earlier<'a>(&'a self, session: &'a Session) -> impl Iterator<Item = &'a Session> {
        let before =
            |other: &&Session| other.is_held() && other.course == session.course && other.on < session.on;
        self.scenario.sessions.iter().filter(before)
    }

    /// Participants with 要支援 or 事業対象者; `None` when somebody's certification isn't known.
    fn supported(&self, session: &Session) -> Option<u16> {
        let people: BTreeSet<&String> = session.attended.iter().collect();
        people.into_iter().try_fold(0_u16, |all, reference| {
            let facts = self.scenario.people.get(reference).and_then(|person: &Person| person.facts.as_ref());
            let is_supported = match facts.and_then(|facts| facts.certification)? {
                Certification::ProgrammeTarget | Certification::Support1 | Certification::Support2 => 1,
                Certification::None
                | Certification::Care1
                | Certification::Care2
                | Certification::Care3
                | Certification::Care4
                | Certification::Care5 => 0,
            };
            Some(all.saturating_add(is_supported))
        })
    }

    fn add_on(&self, code: &str, session: &Session) -> Option<GivenAddOn> {
        let add_on: &AddOn = self.definition.add_ons.iter().find(|add_on| add_on.code == code)?;
        let takers: BTreeSet<&String> = session.took(code).iter().collect();
        let most = takers.into_iter().map(|person| self.had(person, code, session.on)).max();
        let before = self.given.by_add_on.get(code).into_iter().flatten().filter(|on| **on < session.on);
        let facts = AddOnFacts {
            given_in_stay: Some(most.unwrap_or(0)),
            given_in_contract: Some(number(before.count())),
            on_duty: session.staff.clone(),
        };
        let judge = if session.staff.is_some() { may_give } else { within_limits };
        Some(GivenAddOn { code: code.to_owned(), verdict: judge(add_on, &facts) })
    }

    /// How often a person had it before the day in the stay that holds it.
    fn had(&self, person: &str, add_on: &str, day: Date) -> u16 {
        let stay = self.people.get(person).and_then(|answer| answer.stay);
        let in_stay = |on: Date| {
            stay.is_none_or(|stay| {
                let holds = |on: Date| on >= stay.from && stay.to.is_none_or(|to| on <= to);
                holds(on) == holds(day)
            })
        };
        let had = self.given.by_taker.get(&(add_on, person)).into_iter().flatten();
        number(had.filter(|on| **on < day && in_stay(**on)).count())
    }
}

fn attended(session: &Session) -> u16 {
    number(session.attended.iter().collect::<BTreeSet<_>>().len())
}

fn number(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
