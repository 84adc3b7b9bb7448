//! 事業の書類と報告: what the programme itself asks for, as obligations, with the clauses that ask for the same.

use uuid::Uuid;

use super::{
    Arisen, Facts, away,
    duties::{Duty, has_days, named},
    not_before_signing,
};
use crate::{
    filings::occurrences::{Occurrence, occurrences},
    obligations::{
        binding::ClauseRef,
        dated::{DatedObligation, filing_rule, report_occurrence, report_rule},
        library::{Evidence, Occasion},
    },
    programmes::{
        definition::{Cadence, DueRule, Event, Filing, Report},
        due::{DueDay, came_up},
        report_periods::ReportPeriod,
    },
    vocab::side::Side,
};

/// Days before a paper or report that the homes show it, and after that it counts as escalated.
const REMIND: i64 = -14;
const ESCALATE: i64 = 7;

/// The papers that fall due by days of the contract, and those counted from a day that came up.
pub fn filings(facts: &Facts<'_>, duties: &[Duty<'_>]) -> Vec<DatedObligation> {
    let mut all = Vec::new();
    for filing in facts.filings {
        let Some(due) = filing.due else { continue };
        let times = if has_days(filing) { by_days(due, facts) } else { arisen(due, facts) };
        let asked: Vec<&Duty<'_>> = duties.iter().filter(|duty| duty.is_done_by(filing)).collect();
        // What a clause asks for as it arises is dated with the clause.
        if !has_days(filing) && !asked.is_empty() {
            continue;
        }
        for (occurrence, day) in times {
            let day = not_before_signing(day, facts.signed_on);
            for owed_by in filing.owes.sides() {
                all.push(paper(filing, (&occurrence, &day), *owed_by, &asked));
            }
        }
    }
    all
}

fn clauses(duties: &[&Duty<'_>]) -> Vec<ClauseRef> {
    let mut all: Vec<ClauseRef> = duties.iter().flat_map(|duty| duty.clauses.iter().cloned()).collect();
    all.sort();
    all.dedup();
    all
}

/// By the contract, its briefings, courses and calendar. What follows each session or each person stays with the papers.
fn by_days(due: DueRule, facts: &Facts<'_>) -> Vec<(Occurrence, DueDay)> {
    if matches!(due.event, Event::Session | Event::Application | Event::ServiceStart | Event::ServiceEnd) {
        return Vec::new();
    }
    let found = occurrences(due.event, facts.days).unwrap_or_default();
    found.into_iter().map(|one| (one.clone(), one.due(due, facts.closed))).collect()
}

fn arisen(due: DueRule, facts: &Facts<'_>) -> Vec<(Occurrence, DueDay)> {
    let occasion = if due.event == Event::Erasure { Occasion::Erasure } else { Occasion::WardNotice };
    let one = |arisen: &Arisen| {
        let occurrence =
            Occurrence { key: arisen.occurrence(), on: arisen.on, subject: arisen.subject.clone() };
        let how = (due.offset, due.closed_day);
        (occurrence, came_up(due.event.label(), how, arisen.on, facts.closed))
    };
    facts.arisen.iter().filter(|arisen| arisen.occasion == occasion).map(one).collect()
}

/// A clause that asks for the same thing may name a register that proves it, and a gate.
fn paper(
    filing: &Filing,
    (occurrence, day): (&Occurrence, &DueDay),
    owed_by: Side,
    asked: &[&Duty<'_>],
) -> DatedObligation {
    let register = asked.iter().map(|duty| duty.rule.evidence).find(|evidence| *evidence != Evidence::Filing);
    DatedObligation {
        rule: filing_rule(&filing.code),
        occurrence: occurrence.key.clone(),
        owed_by,
        title: named(&filing.title, &occurrence.subject),
        clauses: clauses(asked),
        event_on: day.event_on,
        due_on: day.due_on,
        last_on: day.last_day(),
        explanation: day.explanation.clone(),
        evidence: register.unwrap_or(Evidence::Filing),
        decision: filing.decision,
        gate: asked.iter().find_map(|duty| duty.rule.gate),
        remind_on: away(day.due_on, REMIND),
        escalate_on: away(day.last_day(), ESCALATE),
    }
}

/// One for each period of each report, and of each course where there are courses.
pub fn reports(facts: &Facts<'_>, duties: &[Duty<'_>]) -> Vec<DatedObligation> {
    let asked: Vec<&Duty<'_>> = duties.iter().filter(|duty| duty.rule.same_reports).collect();
    let clauses = clauses(&asked);
    facts.reports.iter().flat_map(|report| of_report(facts, report, &clauses)).collect()
}

fn of_report(facts: &Facts<'_>, report: &Report, clauses: &[ClauseRef]) -> Vec<DatedObligation> {
    let term = facts.days.term;
    let mut all = Vec::new();
    let mut add = |course: Option<(Uuid, &str)>, period: ReportPeriod| {
        all.push(report_obligation(facts, report, (course, period), clauses));
    };
    if facts.days.courses.is_empty() {
        let whole = ReportPeriod::of_course(term.starts_on, term.ends_on);
        let periods =
            if report.cadence == Cadence::PerCourse { vec![whole] } else { report.cadence.periods(term) };
        periods.into_iter().for_each(|period| add(None, period));
    }
    for course in &facts.days.courses {
        let own = ReportPeriod::of_course(course.first_on, course.last_on);
        let periods =
            if report.cadence == Cadence::PerCourse { vec![own] } else { report.cadence.periods(term) };
        let meets =
            |period: &ReportPeriod| period.first_on <= course.last_on && course.first_on <= period.last_on;
        periods.into_iter().filter(meets).for_each(|period| add(Some((course.id, &course.name)), period));
    }
    all
}

/// 「実績報告書の提出（あおば教室・令和8年7月〜9月分）」
fn report_title(report: &str, course: &str, period: ReportPeriod) -> String {
    let label = period.label();
    let parts: Vec<&str> = [course, &label].into_iter().filter(|part| !part.is_empty()).collect();
    named(&format!("{report}の提出"), &parts.join("・"))
}

fn report_obligation(
    facts: &Facts<'_>,
    report: &Report,
    (course, period): (Option<(Uuid, &str)>, ReportPeriod),
    clauses: &[ClauseRef],
) -> DatedObligation {
    let mut day = not_before_signing(period.due(report, facts.days.term, facts.closed), facts.signed_on);
    if report.cadence == Cadence::PerCourse && course.is_none() {
        day.explanation = format!("教室が未登録のため、契約の終了日で数えています。{}", day.explanation);
    }
    DatedObligation {
        rule: report_rule(&report.code),
        occurrence: report_occurrence(course.map(|(id, _)| id), period),
        owed_by: Side::Contractor,
        title: report_title(&report.title, course.map_or("", |(_, name)| name), period),
        clauses: clauses.to_vec(),
        event_on: day.event_on,
        due_on: day.due_on,
        last_on: day.last_day(),
        explanation: day.explanation.clone(),
        evidence: Evidence::Report,
        decision: crate::programmes::definition::Decision::Receipt,
        gate: None,
        remind_on: away(day.due_on, REMIND),
        escalate_on: away(day.last_day(), ESCALATE),
    }
}
