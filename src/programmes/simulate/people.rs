//! One person's answers: sheets, start, eligibility, days, follow-ups, selection for guidance.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use time::Date;

use super::{
    Answered,
    scenario::{Enrolled, Person, Scenario, Session},
};
use crate::{
    programmes::{
        absences::{Attendance, FollowUp, Presence, follow_ups},
        definition::{Definition, Facts, Outcome, Screening},
        eligibility::Judged,
        fee::SessionState,
        guidance::PlannedContact,
        screening::Answers,
        session_dates::{DatesAsked, SessionDates, session_dates},
        start::{Start, StartAnswer, StartFacts, start},
    },
    verdict::{Finding, Verdict},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonAnswer {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sheets: BTreeMap<String, Sheet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Answered<StartAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Eligible>,
    /// Label of the class of priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<Verdict>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<PlannedContact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<Answered<SessionDates>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowedUp>,
    /// The days of the place: given, or what the application led to.
    #[serde(skip)]
    pub(super) stay: Option<Enrolled>,
}

/// A sheet read to its end, hearing included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub title: String,
    /// Absent while answers are missing.
    pub outcome: Option<Outcome>,
    pub explanation: Vec<String>,
    /// Codes of the questions still to be answered.
    pub missing: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Eligible {
    pub answer: Finding,
    /// The tree line by line.
    pub explanation: Vec<String>,
    pub tree: Judged,
}

/// The follow-ups of one course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowedUp {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub course: String,
    pub tasks: Vec<FollowUp>,
}

pub(super) fn answers(definition: &Definition, scenario: &Scenario) -> BTreeMap<String, PersonAnswer> {
    let answer = |(reference, person): (&String, &Person)| {
        (reference.clone(), Asking { definition, scenario, reference, person }.answer())
    };
    scenario.people.iter().map(answer).collect()
}

struct Asking<'a> {
    definition: &'a Definition,
    scenario: &'a Scenario,
    reference: &'a str,
    person: &'a Person,
}

impl Asking<'_> {
    fn answer(&self) -> PersonAnswer {
        let sheets: BTreeMap<String, Sheet> = self.sheets();
        let start = self.start();
        let stay = self.person.enrolled.or(start.as_ref().and_then(stay_of));
        let facts = self.person.facts.as_ref().map(|facts| self.complete(facts, &sheets, stay));
        let begins = stay.map(|stay| stay.from).or(facts.as_ref().and_then(|facts| facts.starts_on));
        let guidance = self.definition.guidance.as_ref();
        let is_selected = guidance.is_some() && !self.person.values.is_empty();
        PersonAnswer {
            eligibility: facts.as_ref().map(|facts| Eligible::of(self.definition.judge(facts))),
            priority: facts
                .as_ref()
                .and_then(|facts| self.definition.priority(facts).map(|class| class.label.clone())),
            selection: guidance.filter(|_| is_selected).map(|rule| rule.select(&self.person.values)),
            contacts: guidance.zip(begins).map_or_else(Vec::new, |(rule, on)| rule.plan(on)),
            dates: self.dates(begins),
            follow_ups: self.follow_ups(),
            sheets,
            start,
            stay,
        }
    }

    fn sheets(&self) -> BTreeMap<String, Sheet> {
        let read = |screening: &Screening| {
            let answers = self.person.sheets.get(&screening.code)?;
            let hearing = self.person.hearings.get(&screening.code).copied();
            Some((screening.code.clone(), Sheet::read(screening, answers, hearing)))
        };
        self.definition.screenings.iter().filter_map(read).collect()
    }

    fn start(&self) -> Option<Answered<StartAnswer>> {
        let application = self.person.application.as_ref()?;
        let facts = StartFacts {
            applied_on: application.on,
            term: self.scenario.term,
            users: application.users.clone(),
            waiting: application.waiting,
            by_hand: application.by_hand.clone(),
        };
        Some(start(&self.definition.calendar, self.definition.places, &facts).into())
    }

    /// The facts, with what the application and the sheets add to them.
    fn complete(&self, facts: &Facts, sheets: &BTreeMap<String, Sheet>, stay: Option<Enrolled>) -> Facts {
        let mut facts = facts.clone();
        facts.applied_on =
            facts.applied_on.or(self.person.application.as_ref().map(|application| application.on));
        facts.starts_on = facts.starts_on.or(stay.map(|stay| stay.from));
        for (code, sheet) in sheets {
            if let Some(outcome) = sheet.outcome {
                facts.screenings.entry(code.clone()).or_insert(outcome);
            }
        }
        facts
    }

    fn dates(&self, begins: Option<Date>) -> Option<Answered<SessionDates>> {
        let asked = self.person.dates.as_ref()?;
        let Some(start) = begins else {
            return Some(Answered::Refused("開始日が決まっていないため、日程を作れません。".to_owned()));
        };
        let asked = DatesAsked {
            start,
            weekdays: asked.weekdays.clone(),
            weeks_of_month: asked.weeks_of_month.clone(),
            count: asked.count,
            term_ends_on: self.scenario.term.map(|term| term.ends_on),
        };
        Some(session_dates(&self.definition.calendar, &asked, &self.scenario.closed).into())
    }

    fn follow_ups(&self) -> Vec<FollowedUp> {
        let sessions = &self.scenario.sessions;
        let mine = sessions.iter().filter(|session| session.lists(self.reference));
        let courses: BTreeSet<&str> = mine.map(|session| session.course.as_str()).collect();
        let of_course = |course: &str| {
            let mut held: Vec<&Session> =
                sessions.iter().filter(|session| session.course == course).collect();
            held.sort_by_key(|session| session.on);
            let sequence: Vec<Attendance> =
                held.into_iter().filter_map(|session| session.presence(self.reference)).collect();
            let tasks = follow_ups(&self.definition.absences, &sequence, &self.scenario.closed);
            FollowedUp { course: course.to_owned(), tasks }
        };
        courses.into_iter().map(of_course).filter(|followed| !followed.tasks.is_empty()).collect()
    }
}

impl Session {
    fn lists(&self, person: &str) -> bool {
        [&self.attended, &self.absent, &self.absent_without_notice]
            .into_iter()
            .any(|list| list.iter().any(|one| one == person))
    }

    /// How a person stood; `None` while nobody wrote whether the session took place.
    fn presence(&self, person: &str) -> Option<Attendance> {
        let has = |list: &[String]| list.iter().any(|one| one == person);
        let presence = match self.state {
            SessionState::Unrecorded => return None,
            SessionState::Cancelled { .. } => Presence::Cancelled,
            SessionState::Held if has(&self.attended) => Presence::Attended,
            SessionState::Held if has(&self.absent) => Presence::AbsentWithNotice,
            SessionState::Held if has(&self.absent_without_notice) => Presence::AbsentWithoutNotice,
            SessionState::Held => Presence::NotJoined,
        };
        Some(Attendance { presence, on: Some(self.on) })
    }
}

impl Sheet {
    fn read(screening: &Screening, answers: &Answers, hearing: Option<Outcome>) -> Self {
        let screened = screening.judge(answers);
        let mut sheet = Self {
            title: screening.title.clone(),
            outcome: screened.outcome,
            explanation: screened.reasons,
            missing: screened.missing,
        };
        if sheet.outcome != Some(Outcome::Hearing) {
            return sheet;
        }
        let by = screening.hearing_by;
        sheet.explanation.push(match hearing {
            Some(found) => format!("{}が聞き取り、「{}」としました。", by.label(), found.label()),
            None => by.sentence().to_owned(),
        });
        sheet.outcome = hearing.or(sheet.outcome);
        sheet
    }
}

impl Eligible {
    fn of(tree: Judged) -> Self {
        Self { answer: tree.answer, explanation: tree.lines(), tree }
    }
}

fn stay_of(answer: &Answered<StartAnswer>) -> Option<Enrolled> {
    match answer.given()?.start {
        Start::On { on, ends_on } => Some(Enrolled { from: on, to: Some(ends_on) }),
        Start::Waiting { .. } | Start::OutsideTerm | Start::ToBeAgreed => None,
    }
}
