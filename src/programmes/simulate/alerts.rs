//! 注意: everything in an answer that somebody would have to act on, in the order of the answer's parts.

use serde::Serialize;

use super::{Answered, Simulation, people::PersonAnswer, sessions::SessionAnswer};
use crate::{
    programmes::{
        capacity::Turnout,
        definition::{Definition, Outcome},
        start::Start,
    },
    verdict::Finding,
};

/// One thing to act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    pub kind: AlertKind,
    /// The person, session or part it is about.
    pub about: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    Screening,
    Eligibility,
    Start,
    Dates,
    FollowUp,
    Places,
    Venue,
    ForbiddenDay,
    Staffing,
    AddOn,
    EndCheck,
    Fee,
    UserFee,
}

pub(super) fn of(definition: &Definition, simulation: &Simulation) -> Vec<Alert> {
    let mut alerts = Alerts::default();
    for (reference, person) in &simulation.people {
        alerts.person(reference, person);
    }
    alerts.whole(simulation);
    for session in &simulation.sessions {
        alerts.session(definition, session);
    }
    alerts.money(simulation);
    alerts.0
}

#[derive(Default)]
struct Alerts(Vec<Alert>);

impl Alerts {
    fn add(&mut self, kind: AlertKind, about: &str, text: impl Into<String>) {
        self.0.push(Alert { kind, about: about.to_owned(), text: text.into() });
    }

    fn add_all(&mut self, kind: AlertKind, about: &str, texts: &[String]) {
        for text in texts {
            self.add(kind, about, text.clone());
        }
    }

    fn person(&mut self, about: &str, person: &PersonAnswer) {
        for sheet in person.sheets.values().filter(|sheet| sheet.outcome != Some(Outcome::Fit)) {
            self.add(AlertKind::Screening, about, format!("{}：{}", sheet.title, sheet.explanation.concat()));
        }
        match person.eligibility.as_ref().map(|eligible| eligible.answer) {
            Some(Finding::NotMet) => self.add(AlertKind::Eligibility, about, "対象者に当てはまりません。"),
            Some(Finding::Undecidable) => {
                self.add(
                    AlertKind::Eligibility,
                    about,
                    "確認できていない事項があり、対象者かどうか決まりません。",
                );
            }
            Some(Finding::Met) | None => {}
        }
        match &person.start {
            Some(Answered::Refused(sentence)) => self.add(AlertKind::Start, about, sentence.clone()),
            Some(Answered::Given(answer)) => {
                if matches!(answer.start, Start::Waiting { .. } | Start::OutsideTerm) {
                    self.add(AlertKind::Start, about, answer.explanation.concat());
                }
                self.add_all(AlertKind::Start, about, &answer.warnings);
            }
            None => {}
        }
        self.dates(about, person.dates.as_ref());
        for task in person.follow_ups.iter().flat_map(|followed| &followed.tasks) {
            self.add(AlertKind::FollowUp, about, task.explanation.clone());
        }
    }

    fn dates(&mut self, about: &str, dates: Option<&Answered<super::SessionDates>>) {
        match dates {
            Some(Answered::Refused(sentence)) => self.add(AlertKind::Dates, about, sentence.clone()),
            Some(Answered::Given(dates)) => {
                for warning in &dates.warnings {
                    self.add(AlertKind::Dates, about, warning.explanation.clone());
                }
            }
            None => {}
        }
    }

    fn whole(&mut self, simulation: &Simulation) {
        if let Some(places) = &simulation.places
            && places.turnout != Turnout::Enough
        {
            self.add(AlertKind::Places, "places", places.turnout.explanation());
        }
        if let Some(venue) = &simulation.venue
            && venue.may_start.answer != Finding::Met
        {
            self.add(AlertKind::Venue, "venue", venue.may_start.explanation.concat());
        }
        self.dates("dates", simulation.dates.as_ref());
    }

    fn session(&mut self, definition: &Definition, session: &SessionAnswer) {
        let about = &session.id;
        if let Some(why) = session.forbidden.as_ref().filter(|_| session.cancelled.is_none()) {
            self.add(AlertKind::ForbiddenDay, about, format!("{why}のため、教室を行わない日です。"));
        }
        if session.attended > definition.places.capacity {
            let text =
                format!("参加者{}人が定員{}人を超えています。", session.attended, definition.places.capacity);
            self.add(AlertKind::Places, about, text);
        }
        if let Some(staffing) = &session.staffing {
            let verdicts = staffing.roles.iter().map(|role| &role.verdict).chain([&staffing.together]);
            for verdict in verdicts.filter(|verdict| verdict.answer != Finding::Met) {
                self.add(AlertKind::Staffing, about, verdict.explanation.concat());
            }
            self.add_all(AlertKind::Staffing, about, &staffing.warnings);
        }
        for given in session.add_ons.iter().filter(|given| given.verdict.answer != Finding::Met) {
            self.add(AlertKind::AddOn, about, given.verdict.explanation.concat());
        }
        for text in &session.open_checks {
            self.add(AlertKind::EndCheck, about, format!("終了時の確認が済んでいません：{text}"));
        }
    }

    fn money(&mut self, simulation: &Simulation) {
        for problem in simulation.fees.iter().flat_map(|statement| &statement.problems) {
            self.add(AlertKind::Fee, "fees", problem.text.clone());
        }
        for problem in simulation.user_fees.iter().flat_map(|statement| &statement.problems) {
            let about = problem.person.as_deref().unwrap_or("user_fees");
            self.add(AlertKind::UserFee, about, problem.remark.text.clone());
        }
    }
}
