//! The figures of a course's report, each with its part of an address and its value. A report links its figures by
//! [`CourseFigure::code`]; the page of a figure finds it among [`CourseFigures::all`], so that neither names one the other
//! doesn't know.

use std::fmt;

use super::{BySex, Change, CourseFigures, Group, attendance::Sessions, moved::Moved, rows::Timing};

/// One figure. Lines of a table are counted from 0, and from 1 in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseFigure {
    /// 参加申込人数
    Applied(Group),
    /// 実参加人数
    Attended(Group),
    /// 延参加人数
    Attendances(Group),
    /// 実参加人数 of a district.
    District(usize, Group),
    Sessions(Sessions),
    /// Sessions somebody was on duty at.
    Staff(usize),
    /// 出席者数 of a session.
    Present(usize),
    /// Sessions somebody came to.
    Person(usize),
    Dropouts,
    Month(usize, Monthly),
    /// Who took an add-on.
    AddOn(usize),
    Outcome(OutcomeFigure),
}

/// A figure of what a course came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeFigure {
    /// Who chose a step of 主観的健康感.
    Felt(usize, Timing),
    FeltChange(Moved),
    /// Who meets a criterion of the checklist.
    Criterion(usize, Timing),
    CriterionChange(usize, Moved),
    Mean(usize, Timing),
    MeasureChange(usize, Moved),
    /// What one person measured: the person, the measure.
    Value(usize, usize, Timing),
    /// Who handed a questionnaire in.
    Respondents,
    /// An answer to a question; the one after the last is 無回答.
    Answer(usize, usize),
}

/// A figure of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monthly {
    Users,
    Held,
    Cancelled,
    Attendances,
}

impl Monthly {
    const ALL: [Self; 4] = [Self::Users, Self::Held, Self::Cancelled, Self::Attendances];

    fn code(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::Attendances => "attendances",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Users => "利用者数",
            Self::Held => "開催回数",
            Self::Cancelled => "中止",
            Self::Attendances => "延利用者数",
        }
    }
}

/// The occasions a report compares.
const OCCASIONS: [Timing; 2] = [Timing::Pre, Timing::Post];

fn occasion(timing: Timing) -> &'static str {
    match timing {
        Timing::Pre => "before",
        Timing::Post => "after",
        Timing::Monthly => "monthly",
    }
}

impl fmt::Display for CourseFigure {
    /// Writes the part of an address that names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Applied(group) => write!(f, "applied.{}", group.code()),
            Self::Attended(group) => write!(f, "attended.{}", group.code()),
            Self::Attendances(group) => write!(f, "attendances.{}", group.code()),
            Self::District(line, group) => write!(f, "district.{}.{}", line + 1, group.code()),
            Self::Sessions(Sessions::Planned) => f.write_str("sessions.planned"),
            Self::Sessions(Sessions::Held) => f.write_str("sessions.held"),
            Self::Sessions(Sessions::Cancelled) => f.write_str("sessions.cancelled"),
            Self::Staff(line) => write!(f, "staff.{}", line + 1),
            Self::Present(session) => write!(f, "present.{}", session + 1),
            Self::Person(line) => write!(f, "person.{}", line + 1),
            Self::Dropouts => f.write_str("dropouts"),
            Self::Month(line, of) => write!(f, "month.{}.{}", line + 1, of.code()),
            Self::AddOn(line) => write!(f, "add-on.{}", line + 1),
            Self::Outcome(figure) => figure.fmt(f),
        }
    }
}

impl fmt::Display for OutcomeFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Felt(step, timing) => write!(f, "health.{}.{}", step + 1, occasion(timing)),
            Self::FeltChange(moved) => write!(f, "health.{}", moved.code()),
            Self::Criterion(line, timing) => write!(f, "checklist.{}.{}", line + 1, occasion(timing)),
            Self::CriterionChange(line, moved) => write!(f, "checklist.{}.{}", line + 1, moved.code()),
            Self::Mean(line, timing) => write!(f, "measure.{}.{}", line + 1, occasion(timing)),
            Self::MeasureChange(line, moved) => write!(f, "measure.{}.{}", line + 1, moved.code()),
            Self::Value(person, measure, timing) => {
                write!(f, "value.{}.{}.{}", person + 1, measure + 1, occasion(timing))
            }
            Self::Respondents => f.write_str("respondents"),
            Self::Answer(question, answer) => write!(f, "answer.{}.{}", question + 1, answer + 1),
        }
    }
}

impl CourseFigures {
    /// Every figure of this report with its value as it is printed.
    pub fn all(&self) -> Vec<(CourseFigure, String)> {
        let mut all = self.of_participation();
        all.extend(self.of_tables());
        let outcomes = self.of_outcomes().into_iter().chain(self.of_questionnaires());
        all.extend(outcomes.map(|(figure, value)| (CourseFigure::Outcome(figure), value)));
        all
    }

    /// The figure of that part of an address with its value.
    pub fn find(&self, code: &str) -> Option<(CourseFigure, String)> {
        self.all().into_iter().find(|(figure, _)| figure.to_string() == code)
    }

    fn of_participation(&self) -> Vec<(CourseFigure, String)> {
        let counts = &self.participation;
        let mut all = Vec::new();
        all.extend(groups(counts.applied, CourseFigure::Applied));
        all.extend(groups(counts.attended, CourseFigure::Attended));
        all.extend(groups(counts.attendances, CourseFigure::Attendances));
        for (line, (_, people)) in counts.districts.iter().enumerate() {
            all.extend(groups(*people, |group| CourseFigure::District(line, group)));
        }
        let sessions = [counts.planned, counts.held, counts.cancelled];
        let figures = Sessions::ALL.map(CourseFigure::Sessions);
        all.extend(figures.into_iter().zip(sessions.map(|count| count.to_string())));
        all.push((CourseFigure::Dropouts, self.dropouts.len().to_string()));
        all
    }

    fn of_tables(&self) -> Vec<(CourseFigure, String)> {
        let mut all = Vec::new();
        let worked =
            |line: &super::StaffLine| line.worked.iter().filter(|worked| **worked).count().to_string();
        all.extend(numbered(&self.staff, worked, CourseFigure::Staff));
        all.extend(numbered(&self.attendance.present, u32::to_string, CourseFigure::Present));
        all.extend(numbered(&self.attendance.people, |one| one.attended.to_string(), CourseFigure::Person));
        all.extend(numbered(&self.add_ons, |one| one.people.to_string(), CourseFigure::AddOn));
        for (line, month) in self.months.iter().enumerate() {
            let values = [month.users, month.held, month.cancelled, month.attendances];
            let figures = Monthly::ALL.map(|of| CourseFigure::Month(line, of));
            all.extend(figures.into_iter().zip(values.map(|count| count.to_string())));
        }
        all
    }

    fn of_outcomes(&self) -> Vec<(OutcomeFigure, String)> {
        let outcomes = &self.outcomes;
        let mut all = Vec::new();
        for (step, level) in outcomes.health.levels.iter().enumerate() {
            all.extend(occasions(level.before, level.after, |timing| OutcomeFigure::Felt(step, timing)));
        }
        all.extend(changes(outcomes.health.change, OutcomeFigure::FeltChange));
        for (line, one) in outcomes.checklist.iter().enumerate() {
            all.extend(occasions(one.before, one.after, |timing| OutcomeFigure::Criterion(line, timing)));
            all.extend(changes(one.change, |moved| OutcomeFigure::CriterionChange(line, moved)));
        }
        for (line, one) in outcomes.comparison.iter().enumerate() {
            let means = [&one.mean_before, &one.mean_after].into_iter().zip(OCCASIONS);
            all.extend(means.filter_map(|(mean, on)| Some((OutcomeFigure::Mean(line, on), mean.clone()?))));
            all.extend(changes(one.change, |moved| OutcomeFigure::MeasureChange(line, moved)));
            all.push((OutcomeFigure::MeasureChange(line, Moved::Outside), one.outside.to_string()));
        }
        all.extend(self.values());
        all
    }

    /// Every value of the list of results.
    fn values(&self) -> Vec<(OutcomeFigure, String)> {
        let mut all = Vec::new();
        for (person, row) in self.outcomes.results.rows.iter().enumerate() {
            for (measure, (before, after)) in row.values.iter().enumerate() {
                let pair = [before, after].into_iter().zip(OCCASIONS);
                let figure = |on| OutcomeFigure::Value(person, measure, on);
                all.extend(pair.filter_map(|(value, on)| Some((figure(on), value.clone()?))));
            }
        }
        all
    }

    fn of_questionnaires(&self) -> Vec<(OutcomeFigure, String)> {
        let respondents: u32 = self.questionnaires.iter().map(|one| one.people).sum();
        let mut all = vec![(OutcomeFigure::Respondents, respondents.to_string())];
        let questions = self.questionnaires.iter().flat_map(|one| &one.questions);
        for (question, line) in questions.enumerate() {
            let people = line.answers.iter().map(|(_, people)| *people).chain([line.unanswered]);
            let figure = |answer| OutcomeFigure::Answer(question, answer);
            all.extend(people.enumerate().map(|(answer, people)| (figure(answer), people.to_string())));
        }
        all
    }
}

/// The groups that are counted for this reader.
pub(super) fn groups<F>(of: BySex, figure: impl Fn(Group) -> F) -> Vec<(F, String)> {
    Group::ALL.into_iter().filter_map(|group| Some((figure(group), of.of(group)?.to_string()))).collect()
}

/// The lines of a table, one figure a line.
pub(super) fn numbered<T, F>(
    lines: &[T],
    value: impl Fn(&T) -> String,
    figure: impl Fn(usize) -> F,
) -> Vec<(F, String)> {
    lines.iter().enumerate().map(|(line, one)| (figure(line), value(one))).collect()
}

fn occasions(
    before: u32,
    after: u32,
    figure: impl Fn(Timing) -> OutcomeFigure,
) -> Vec<(OutcomeFigure, String)> {
    OCCASIONS.into_iter().zip([before, after]).map(|(on, people)| (figure(on), people.to_string())).collect()
}

fn changes(of: Change, figure: impl Fn(Moved) -> OutcomeFigure) -> Vec<(OutcomeFigure, String)> {
    Moved::WITHIN.into_iter().filter_map(|moved| Some((figure(moved), of.of(moved)?.to_string()))).collect()
}
