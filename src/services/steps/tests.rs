use time::macros::date;

use super::*;
use crate::programmes::shinjuku;

const CONSENT: Date = date!(2026 - 04 - 03);

fn plan() -> &'static ServicePlan {
    Box::leak(Box::new(shinjuku().service().unwrap()))
}

fn fact(kind: Kind, done_on: Date) -> Fact {
    Fact {
        kind,
        done_on,
        attended: kind == Kind::ServiceDay,
        transport: false,
        explained_on: None,
        consented_on: None,
    }
}

fn service(facts: Vec<Fact>) -> Service {
    Service {
        facts,
        enrolled_on: date!(2026 - 04 - 01),
        ended_on: None,
        assessed: Assessed::default(),
        liaison: Liaison::None,
        reported: Vec::new(),
        report_day: Some(10),
    }
}

fn agreed() -> Fact {
    Fact {
        explained_on: Some(CONSENT),
        consented_on: Some(CONSENT),
        ..fact(Kind::Plan, date!(2026 - 04 - 02))
    }
}

/// Visit, plan with consent, first day on 6 April with transport, then every Monday up to `until`.
fn running(until: Date) -> Service {
    let mut facts = vec![fact(Kind::HomeVisit, date!(2026 - 04 - 01)), agreed()];
    let mut day = date!(2026 - 04 - 06);
    while day <= until {
        facts.push(Fact { transport: true, ..fact(Kind::ServiceDay, day) });
        day = day.saturating_add(time::Duration::days(7));
    }
    Service { assessed: Assessed { pre: true, post: false }, ..service(facts) }
}

fn of(states: &[StepState], step: ServiceStep) -> &StepState {
    states.iter().find(|state| state.step == step).unwrap()
}

#[test]
fn a_new_service_begins_with_the_visit_and_the_rest_waits() {
    // A place that nobody used for longer than the term is still at its beginning.
    let states = states(&service(Vec::new()), plan(), date!(2026 - 09 - 01));
    let standing: Vec<Standing> = states.iter().map(|state| state.standing).collect();
    use Standing::{Open, Waiting};
    assert_eq!(standing, [Open, Open, Waiting, Waiting, Waiting, Waiting, Waiting, Waiting]);
    assert_eq!(next(&states).unwrap().step, ServiceStep::HomeAssessment);
    assert_eq!(states[0].missing, ["訪問の記録", "開始時の評価"]);
}

#[test]
fn a_visit_without_assessments_is_not_finished() {
    let service = service(vec![fact(Kind::HomeVisit, date!(2026 - 04 - 01))]);
    let states = states(&service, plan(), date!(2026 - 04 - 02));
    assert_eq!(states[0].missing, ["開始時の評価"]);
    assert_eq!((states[0].standing, states[0].progress.as_str()), (Standing::Open, "4月1日（水）"));
}

#[test]
fn no_day_of_service_before_consent() {
    let mut without = agreed();
    without.consented_on = None;
    assert!(refuse_day(&service(Vec::new()), date!(2026 - 04 - 06)).unwrap().contains("同意"));
    assert!(refuse_day(&service(vec![without]), date!(2026 - 04 - 06)).is_some());
    let agreed = service(vec![agreed()]);
    assert!(refuse_day(&agreed, date!(2026 - 04 - 02)).unwrap().contains("令和8年4月3日"));
    assert_eq!(refuse_day(&agreed, CONSENT), None);
}

#[test]
fn a_changed_plan_needs_consent_anew_but_service_goes_on() {
    let mut changed = running(date!(2026 - 04 - 27));
    changed.facts.push(fact(Kind::Plan, date!(2026 - 04 - 28)));
    let states = states(&changed, plan(), date!(2026 - 04 - 28));
    let planning = of(&states, ServiceStep::PlanAndExplanation);
    assert_eq!((planning.progress.as_str(), planning.missing.len()), ("第2版", 2));
    assert_eq!(next(&states).unwrap().step, ServiceStep::PlanAndExplanation);
    assert_eq!(refuse_day(&changed, date!(2026 - 05 - 04)), None);
}

#[test]
fn the_first_day_is_by_transport() {
    let mut service = service(vec![agreed(), fact(Kind::ServiceDay, date!(2026 - 04 - 06))]);
    let states_now = states(&service, plan(), date!(2026 - 04 - 06));
    assert_eq!(of(&states_now, ServiceStep::FirstDay).standing, Standing::Open);
    service.facts[1].transport = true;
    let states_now = states(&service, plan(), date!(2026 - 04 - 06));
    assert_eq!(of(&states_now, ServiceStep::FirstDay).standing, Standing::Done);
}

#[test]
fn a_day_of_absence_is_no_day_of_service() {
    let mut service = service(vec![agreed(), fact(Kind::ServiceDay, date!(2026 - 04 - 06))]);
    service.facts[1].attended = false;
    assert!(service.attended().is_empty() && service.first_day().is_none());
    assert_eq!(service.term(plan()).first, date!(2026 - 04 - 01));
}

#[test]
fn monitoring_is_due_at_the_end_of_each_month_of_service() {
    let mut service = running(date!(2026 - 05 - 04));
    let states_now = states(&service, plan(), date!(2026 - 05 - 05));
    let monitoring = of(&states_now, ServiceStep::Monitoring);
    assert_eq!((monitoring.standing, monitoring.due_on), (Standing::Open, Some(date!(2026 - 05 - 05))));
    let late = states(&service, plan(), date!(2026 - 05 - 06));
    assert_eq!(of(&late, ServiceStep::Monitoring).standing, Standing::Overdue);
    assert_eq!(of(&late, ServiceStep::Monitoring).missing.len(), 2);
    assert_eq!(next(&late).unwrap().step, ServiceStep::Monitoring);
    service.facts.push(fact(Kind::Monitoring, date!(2026 - 05 - 01)));
    let now = states(&service, plan(), date!(2026 - 05 - 06));
    let monitoring = of(&now, ServiceStep::Monitoring);
    assert_eq!((monitoring.progress.as_str(), monitoring.due_on), ("1/3回", Some(date!(2026 - 06 - 05))));
}

#[test]
fn a_week_without_service_is_named() {
    let mut service = running(date!(2026 - 05 - 04));
    service.facts.retain(|fact| fact.done_on != date!(2026 - 04 - 20));
    let states = states(&service, plan(), date!(2026 - 05 - 05));
    assert_eq!(
        of(&states, ServiceStep::ServiceDays).missing,
        ["通所が週1日に満たない週（4月20日（月）からの週）"]
    );
}

#[test]
fn the_final_visit_is_due_on_the_last_day_of_the_term() {
    let service = running(date!(2026 - 06 - 29));
    let standing = |today: Date| of(&states(&service, plan(), today), ServiceStep::FinalHomeVisit).standing;
    assert_eq!(standing(date!(2026 - 06 - 05)), Standing::Waiting);
    assert_eq!(standing(date!(2026 - 06 - 06)), Standing::Open);
    let last = states(&service, plan(), date!(2026 - 07 - 05));
    let visit = of(&last, ServiceStep::FinalHomeVisit);
    assert_eq!((visit.standing, visit.due_on), (Standing::Open, Some(date!(2026 - 07 - 05))));
    let after = states(&service, plan(), date!(2026 - 07 - 06));
    assert_eq!(of(&after, ServiceStep::FinalHomeVisit).standing, Standing::Overdue);
    assert_eq!(of(&after, ServiceStep::ServiceDays).standing, Standing::Done);
}

#[test]
fn a_finished_service_has_nothing_left_to_do() {
    let mut service = running(date!(2026 - 06 - 29));
    let later = [
        (Kind::Monitoring, date!(2026 - 05 - 01)),
        (Kind::Monitoring, date!(2026 - 06 - 01)),
        (Kind::Monitoring, date!(2026 - 07 - 01)),
        (Kind::FinalVisit, date!(2026 - 07 - 03)),
    ];
    service.facts.extend(later.map(|(kind, day)| fact(kind, day)));
    service.assessed.post = true;
    service.liaison = Liaison::Sent;
    service.reported = vec![date!(2026 - 04 - 01), date!(2026 - 05 - 01), date!(2026 - 06 - 01)];
    let states = states(&service, plan(), date!(2026 - 08 - 01));
    assert!(states.iter().all(|state| state.standing == Standing::Done), "{states:?}");
    assert_eq!(next(&states), None);
}

#[test]
fn months_of_use_are_reported_once_they_are_over() {
    let mut service = running(date!(2026 - 05 - 04));
    service.reported = vec![date!(2026 - 04 - 01)];
    let may = states(&service, plan(), date!(2026 - 05 - 31));
    let running = of(&may, ServiceStep::UsageReport);
    assert_eq!((running.standing, running.missing.len()), (Standing::Open, 0));
    let june = states(&service, plan(), date!(2026 - 06 - 01));
    assert_eq!(of(&june, ServiceStep::UsageReport).missing, ["令和8年5月分"]);
    assert_eq!(of(&june, ServiceStep::UsageReport).progress, "1/2か月分");
    assert_eq!(of(&june, ServiceStep::UsageReport).due_on, Some(date!(2026 - 06 - 10)));
    let standing = |today: Date| of(&states(&service, plan(), today), ServiceStep::UsageReport).standing;
    assert_eq!(standing(date!(2026 - 06 - 10)), Standing::Open);
    assert_eq!(standing(date!(2026 - 06 - 11)), Standing::Overdue);
}

#[test]
fn who_left_early_owes_no_later_monitoring() {
    let mut service = running(date!(2026 - 04 - 20));
    service.ended_on = Some(date!(2026 - 04 - 25));
    let states = states(&service, plan(), date!(2026 - 07 - 01));
    assert_eq!(of(&states, ServiceStep::Monitoring).standing, Standing::Done);
    assert_eq!(of(&states, ServiceStep::ServiceDays).standing, Standing::Done);
    assert_eq!(of(&states, ServiceStep::FinalHomeVisit).standing, Standing::Overdue);
}
