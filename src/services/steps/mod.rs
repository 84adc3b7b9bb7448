//! The eight steps of a service: how far each is, what is missing, when it is due, and which comes next.

use time::Date;

use super::{
    records::Kind,
    rhythm::{ServiceMonth, Term, thin_weeks},
};
use crate::{
    programmes::{ServicePlan, ServiceStep},
    vocab::dates::{add_months, wareki, with_weekday, year_and_month},
};

/// What a step is judged from: the plain columns of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    pub kind: Kind,
    pub done_on: Date,
    pub attended: bool,
    pub transport: bool,
    pub explained_on: Option<Date>,
    pub consented_on: Option<Date>,
}

/// Everything about one service that the steps depend on.
#[derive(Clone, Debug)]
pub struct Service {
    /// Ordered by day, plans by the time they were saved.
    pub facts: Vec<Fact>,
    /// Until the first day of use: the day the place was given.
    pub enrolled_on: Date,
    /// Withdrawn or completed.
    pub ended_on: Option<Date>,
    pub assessed: Assessed,
    pub liaison: Liaison,
    /// First days of the months for which a 利用実績報告書 was submitted.
    pub reported: Vec<Date>,
    /// The day of the next month on which a month's report is due.
    pub report_day: Option<u8>,
}

/// Whether assessments were recorded at the beginning and at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assessed {
    pub pre: bool,
    pub post: bool,
}

/// The sheet to the centre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Liaison {
    #[default]
    None,
    Draft,
    Sent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Done,
    /// Begun, or the next to do.
    Open,
    Overdue,
    /// An earlier step comes first.
    Waiting,
}

/// One step as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepState {
    pub step: ServiceStep,
    /// The ward's word for it, from the programme's plan.
    pub label: &'static str,
    pub standing: Standing,
    /// What was done, in short: 「9日」「2/3回」.
    pub progress: String,
    pub missing: Vec<String>,
    pub due_on: Option<Date>,
}

impl Service {
    fn of(&self, kind: Kind) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| fact.kind == kind)
    }

    /// The days the person came, oldest first.
    pub fn attended(&self) -> Vec<Date> {
        self.of(Kind::ServiceDay).filter(|fact| fact.attended).map(|fact| fact.done_on).collect()
    }

    /// The first day the person came.
    pub fn first_day(&self) -> Option<&Fact> {
        self.of(Kind::ServiceDay).find(|fact| fact.attended)
    }

    /// The day from which days of service are allowed: the first consent to a plan.
    pub fn consented_on(&self) -> Option<Date> {
        self.of(Kind::Plan).filter_map(|plan| plan.consented_on).min()
    }

    /// From the first day of use; before it, as if the place's first day were it.
    pub fn term(&self, plan: &ServicePlan) -> Term {
        Term::starting(self.first_day().map_or(self.enrolled_on, |fact| fact.done_on), plan)
    }

    pub fn months(&self, plan: &ServicePlan) -> Vec<ServiceMonth> {
        let monitored: Vec<Date> = self.of(Kind::Monitoring).map(|fact| fact.done_on).collect();
        self.term(plan).months(plan, &monitored)
    }
}

/// Why a day of service can't be recorded yet; `None` when it can.
pub fn refuse_day(service: &Service, day: Date) -> Option<String> {
    match service.consented_on() {
        None => Some("通所を始める前に、実施計画の説明をした日と同意を得た日を記録してください。".to_owned()),
        Some(consent) if day < consent => Some(format!(
            "通所の日が、計画に同意を得た日（{}）より前になっています。日付を確かめてください。",
            wareki(consent)
        )),
        Some(_) => None,
    }
}

/// All steps in the order of the programme.
pub fn states(service: &Service, plan: &ServicePlan, today: Date) -> Vec<StepState> {
    let mut states: Vec<StepState> = plan
        .steps
        .iter()
        .map(|planned| StepState { label: planned.label, ..judge(planned.step, service, plan, today) })
        .collect();
    let mut open_before = false;
    for state in &mut states {
        let waits = matches!(
            state.step,
            ServiceStep::FirstDay
                | ServiceStep::ServiceDays
                | ServiceStep::Monitoring
                | ServiceStep::CentreLiaison
                | ServiceStep::UsageReport
        );
        if waits && state.standing == Standing::Open && state.progress.is_empty() && open_before {
            state.standing = Standing::Waiting;
        }
        open_before |= state.standing != Standing::Done;
        if state.standing == Standing::Open && state.due_on.is_some_and(|due| due < today) {
            state.standing = Standing::Overdue;
        }
    }
    states
}

/// The step to do next: an overdue one first, then the first that is open. `None` when all are done.
pub fn next(states: &[StepState]) -> Option<&StepState> {
    let first = |standing: Standing| states.iter().find(|state| state.standing == standing);
    let unbegun = || states.iter().find(|state| state.standing == Standing::Open && !is_running(state));
    first(Standing::Overdue)
        .or_else(unbegun)
        .or_else(|| first(Standing::Open))
        .or_else(|| first(Standing::Waiting))
}

/// Steps that go on over the whole term never hide the step that is to be taken.
fn is_running(state: &StepState) -> bool {
    matches!(state.step, ServiceStep::ServiceDays)
}

fn judge(step: ServiceStep, service: &Service, plan: &ServicePlan, today: Date) -> StepState {
    match step {
        ServiceStep::HomeAssessment => visit(step, service, Kind::HomeVisit, service.assessed.pre, None),
        ServiceStep::PlanAndExplanation => planning(service),
        ServiceStep::FirstDay => first_day(service),
        ServiceStep::ServiceDays => service_days(service, plan, today),
        ServiceStep::Monitoring => monitoring(service, plan, today),
        ServiceStep::FinalHomeVisit => final_visit(service, plan, today),
        ServiceStep::CentreLiaison => liaison(service),
        ServiceStep::UsageReport => usage_report(service, plan, today),
    }
}

/// A step is done when nothing is missing.
fn state(step: ServiceStep, progress: String, missing: Vec<String>, due_on: Option<Date>) -> StepState {
    let standing = if missing.is_empty() { Standing::Done } else { Standing::Open };
    StepState {
        step,
        label: "",
        standing,
        progress,
        missing,
        due_on: due_on.filter(|_| standing == Standing::Open),
    }
}

fn visit(step: ServiceStep, service: &Service, kind: Kind, assessed: bool, due: Option<Date>) -> StepState {
    let visited = service.of(kind).last();
    let when = if kind == Kind::HomeVisit { "開始時" } else { "終了時" };
    let mut missing = Vec::new();
    if visited.is_none() {
        missing.push("訪問の記録".to_owned());
    }
    if !assessed {
        missing.push(format!("{when}の評価"));
    }
    state(step, visited.map_or_else(String::new, |fact| with_weekday(fact.done_on)), missing, due)
}

/// Due on the last day of the service, and possible from the last month of the term on.
fn final_visit(service: &Service, plan: &ServicePlan, today: Date) -> StepState {
    let term = service.term(plan);
    let due = service.first_day().map(|_| service.ended_on.map_or(term.last, |end| end.min(term.last)));
    let mut state = visit(ServiceStep::FinalHomeVisit, service, Kind::FinalVisit, service.assessed.post, due);
    let last_month = add_months(term.first, i32::from(plan.months) - 1);
    let is_near = service.ended_on.is_some() || (service.first_day().is_some() && last_month <= today);
    if state.standing == Standing::Open && state.progress.is_empty() && !is_near {
        state.standing = Standing::Waiting;
    }
    state
}

fn planning(service: &Service) -> StepState {
    let versions = service.of(Kind::Plan).count();
    let missing = match service.of(Kind::Plan).last() {
        None => vec!["実施計画".to_owned()],
        Some(latest) => [(latest.explained_on, "説明をした日"), (latest.consented_on, "同意を得た日")]
            .into_iter()
            .filter(|(day, _)| day.is_none())
            .map(|(_, what)| what.to_owned())
            .collect(),
    };
    let progress = if versions == 0 { String::new() } else { format!("第{versions}版") };
    state(ServiceStep::PlanAndExplanation, progress, missing, None)
}

fn first_day(service: &Service) -> StepState {
    let Some(first) = service.first_day() else {
        return state(ServiceStep::FirstDay, String::new(), vec!["初回の通所の記録".to_owned()], None);
    };
    let missing = if first.transport {
        Vec::new()
    } else {
        vec!["送迎の記録（初回は送迎があります）".to_owned()]
    };
    state(ServiceStep::FirstDay, with_weekday(first.done_on), missing, None)
}

fn service_days(service: &Service, plan: &ServicePlan, today: Date) -> StepState {
    let attended = service.attended();
    let term = service.term(plan);
    let until = service.ended_on.map_or(today, |end| end.min(today));
    let thin: Vec<String> = thin_weeks(term, &attended, plan, until).into_iter().map(with_weekday).collect();
    let mut missing = Vec::new();
    if !thin.is_empty() {
        let least = plan.least_days_per_week;
        missing.push(format!("通所が週{least}日に満たない週（{}からの週）", thin.join("、")));
    }
    let over = service.ended_on.is_some() || today > term.last;
    let progress = if attended.is_empty() { String::new() } else { format!("{}日", attended.len()) };
    if attended.is_empty() {
        missing = vec!["通所の記録".to_owned()];
    }
    let due_on = (!attended.is_empty() && !over).then_some(term.last);
    let standing = if over && !attended.is_empty() { Standing::Done } else { Standing::Open };
    StepState { step: ServiceStep::ServiceDays, label: "", standing, progress, missing, due_on }
}

fn monitoring(service: &Service, plan: &ServicePlan, today: Date) -> StepState {
    if service.first_day().is_none() {
        return state(
            ServiceStep::Monitoring,
            String::new(),
            vec!["初回の通所から月ごとに行います".to_owned()],
            None,
        );
    }
    let months = service.months(plan);
    let owed = |month: &&ServiceMonth| {
        month.monitored_on.is_none() && service.ended_on.is_none_or(|end| end >= month.last)
    };
    let open: Vec<&ServiceMonth> = months.iter().filter(owed).collect();
    let begun = open.iter().filter(|month| month.first <= today);
    let missing: Vec<String> =
        begun.map(|month| format!("{}か月目（{}まで）", month.number, with_weekday(month.last))).collect();
    let done = months.len() - months.iter().filter(|month| month.monitored_on.is_none()).count();
    let progress = format!("{done}/{}回", months.len());
    let standing = if open.is_empty() { Standing::Done } else { Standing::Open };
    StepState {
        step: ServiceStep::Monitoring,
        label: "",
        standing,
        progress,
        missing,
        due_on: open.first().map(|month| month.last),
    }
}

fn liaison(service: &Service) -> StepState {
    let (progress, missing) = match service.liaison {
        Liaison::None => (String::new(), vec!["連絡シート".to_owned()]),
        Liaison::Draft => ("下書き".to_owned(), vec!["連絡シートの送付".to_owned()]),
        Liaison::Sent => ("送付ずみ".to_owned(), Vec::new()),
    };
    state(ServiceStep::CentreLiaison, progress, missing, None)
}

/// Each month with a day of service is reported in the next; a month still running is not owed yet.
fn usage_report(service: &Service, plan: &ServicePlan, today: Date) -> StepState {
    let first_of = |day: Date| day.replace_day(1).unwrap_or(day);
    let mut months: Vec<Date> = service.attended().into_iter().map(first_of).collect();
    months.dedup();
    let reported = months.iter().filter(|month| service.reported.contains(month)).count();
    let owed: Vec<&Date> = months
        .iter()
        .filter(|month| **month < first_of(today) && !service.reported.contains(month))
        .collect();
    let mut missing: Vec<String> =
        owed.iter().map(|month| format!("{}分", year_and_month(**month))).collect();
    if months.is_empty() {
        missing.push("通所した月ごとに提出します".to_owned());
    }
    let progress =
        if months.is_empty() { String::new() } else { format!("{reported}/{}か月分", months.len()) };
    let over = service.ended_on.is_some() || service.term(plan).last < today;
    let standing =
        if over && !months.is_empty() && reported == months.len() { Standing::Done } else { Standing::Open };
    let due_on = owed.first().and_then(|month| add_months(**month, 1).replace_day(service.report_day?).ok());
    StepState { step: ServiceStep::UsageReport, label: "", standing, progress, missing, due_on }
}

#[cfg(test)]
mod tests;
