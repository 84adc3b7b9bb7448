//! 条項の義務: what all clauses of a contract together ask for, each duty once, and its dates.

use time::Date;

use super::{Arisen, Facts, away, not_before_signing};
use crate::{
    filings::occurrences::{Occurrence, occurrences},
    obligations::{
        binding::{BoundClause, ClauseRef},
        dated::{DatedObligation, filing_rule},
        library::{Parameters, Rule, Trigger, library},
    },
    programmes::{
        definition::{Decision, Event, Filing},
        due::{DueDay, came_up, counted},
    },
    vocab::{
        dates::{add_months, wareki},
        side::Side,
    },
};

/// Most times a cycle comes round.
const MOST_CYCLES: i32 = 1200;

/// A rule with every clause that asks for it, each in its own setting.
pub struct Duty<'a> {
    pub rule: &'static Rule,
    pub settings: Vec<&'a Parameters>,
    pub clauses: Vec<ClauseRef>,
}

/// The duties of the clauses, in the order of the library.
pub fn of_clauses(clauses: &[BoundClause]) -> Vec<Duty<'_>> {
    let of_rule = |rule: &'static Rule| {
        let mut duty = Duty { rule, settings: Vec::new(), clauses: Vec::new() };
        for clause in clauses {
            for bound in clause.binding.rules.iter().filter(|bound| bound.code == rule.code) {
                duty.settings.push(&bound.parameters);
                duty.clauses.push(clause.clause.clone());
            }
        }
        duty
    };
    library().rules.iter().map(of_rule).filter(|duty| !duty.settings.is_empty()).collect()
}

impl Duty<'_> {
    /// Whether a paper of the programme is this very duty: one with a day for a duty with a day, one for an occasion for a
    /// duty that arises.
    pub fn is_done_by(&self, filing: &Filing) -> bool {
        let arises = matches!(self.rule.trigger, Trigger::Arises(_));
        self.rule.same_filings.contains(&filing.code) && arises != has_days(filing)
    }

    /// Its dates, unless the programme's own papers or reports are the same thing.
    pub fn dated(&self, facts: &Facts<'_>) -> Vec<DatedObligation> {
        if self.rule.same_reports && !facts.reports.is_empty()
            || self.settings.iter().all(|set| !self.rule.asks_for_something(set))
        {
            return Vec::new();
        }
        let paper = facts.filings.iter().find(|filing| self.is_done_by(filing));
        if let (Some(_), Trigger::Due(_) | Trigger::Every(_)) = (paper, self.rule.trigger) {
            return Vec::new();
        }
        let times = self.times(facts);
        let mut all = Vec::new();
        for (occurrence, day) in times {
            for owed_by in self.rule.owes.sides() {
                all.push(self.obligation(&occurrence, &day, *owed_by, paper));
            }
        }
        all
    }

    /// The strictest decision any of its clauses asks for.
    pub fn decision(&self) -> Decision {
        let asked = self.settings.iter().map(|set| self.rule.decision(set));
        asked.max_by_key(|one| strictness(*one)).unwrap_or(self.rule.decision)
    }

    /// Each time it falls due, by the strictest of its settings.
    fn times(&self, facts: &Facts<'_>) -> Vec<(Occurrence, DueDay)> {
        let mut times: Vec<(Occurrence, DueDay)> = Vec::new();
        for set in self.settings.iter().filter(|set| self.rule.asks_for_something(set)) {
            for (occurrence, day) in times_of(self.rule.trigger(set), facts) {
                let day = not_before_signing(day, facts.signed_on);
                match times.iter_mut().find(|(known, _)| known.key == occurrence.key) {
                    Some((_, known)) if known.last_day() <= day.last_day() => {}
                    Some((_, known)) => *known = day,
                    None => times.push((occurrence, day)),
                }
            }
        }
        times
    }

    fn obligation(
        &self,
        occurrence: &Occurrence,
        day: &DueDay,
        owed_by: Side,
        paper: Option<&Filing>,
    ) -> DatedObligation {
        let rule = self.rule;
        let title = paper.map_or(&rule.title, |filing| &filing.title);
        DatedObligation {
            rule: paper.map_or_else(|| rule.code.clone(), |filing| filing_rule(&filing.code)),
            occurrence: occurrence.key.clone(),
            owed_by,
            title: named(title, &occurrence.subject),
            clauses: self.clauses.clone(),
            event_on: day.event_on,
            due_on: day.due_on,
            last_on: day.last_day(),
            explanation: day.explanation.clone(),
            evidence: rule.evidence,
            decision: self.decision(),
            gate: rule.gate,
            remind_on: away(day.due_on, -i64::from(rule.remind_days)),
            escalate_on: away(day.last_day(), i64::from(rule.escalate_days)),
        }
    }
}

fn strictness(decision: Decision) -> u8 {
    match decision {
        Decision::None => 0,
        Decision::Receipt => 1,
        Decision::Approval => 2,
    }
}

/// 「実施報告書の提出（あおば教室）」
pub fn named(title: &str, subject: &str) -> String {
    if subject.is_empty() { title.to_owned() } else { format!("{title}（{subject}）") }
}

/// Whether a paper falls due by days that the contract's records hold.
pub fn has_days(filing: &Filing) -> bool {
    filing.due.is_some_and(|due| !matches!(due.event, Event::Erasure | Event::WardNotice))
}

fn times_of(trigger: Trigger, facts: &Facts<'_>) -> Vec<(Occurrence, DueDay)> {
    match trigger {
        Trigger::Due(due) => occurrences(due.event, facts.days)
            .unwrap_or_default()
            .into_iter()
            .map(|one| (one.clone(), one.due(due, facts.closed)))
            .collect(),
        Trigger::Every(cycle) => cycles(cycle.every_months, facts)
            .into_iter()
            .map(|one| {
                let label = format!("{}から数えた区切りの日", wareki(facts.days.term.starts_on));
                let offset = (crate::programmes::definition::Offset::SameDay, cycle.closed_day);
                (one.clone(), counted(&label, offset, one.on, facts.closed))
            })
            .collect(),
        Trigger::Arises(arising) => {
            let found = facts.arisen.iter().filter(|arisen| arisen.occasion == arising.occasion);
            let one = |arisen: &Arisen| {
                let how = (arising.offset, arising.closed_day);
                let clause = || came_up(arising.occasion.day_label(), how, arisen.on, facts.closed);
                let day = arisen.due_on.map_or_else(clause, |due| set_by_ward(arisen.on, due));
                (Occurrence { key: arisen.occurrence(), on: arisen.on, subject: arisen.subject.clone() }, day)
            };
            found.map(one).collect()
        }
        Trigger::Always(_) => Vec::new(),
    }
}

fn set_by_ward(event_on: Date, due_on: Date) -> DueDay {
    let explanation = format!("区が期限を{}と決めました。", wareki(due_on));
    DueDay { event_on, due_on, practical_on: None, grace_until: None, explanation }
}

/// The last days of each run of so many months from the contract's start; the last run ends with the contract.
fn cycles(every_months: u8, facts: &Facts<'_>) -> Vec<Occurrence> {
    let (term, step) = (facts.days.term, i32::from(every_months.max(1)));
    let end = |nth: i32| add_months(term.starts_on, nth.saturating_mul(step)).previous_day();
    let mut all = Vec::new();
    for nth in 1..=MOST_CYCLES {
        let Some(on) = end(nth).filter(|on| *on < term.ends_on) else { break };
        all.push(Occurrence::of_day(on, format!("第{nth}回")));
    }
    let subject = if all.is_empty() { String::new() } else { format!("第{}回", all.len() + 1) };
    all.push(Occurrence { key: "last".to_owned(), on: term.ends_on, subject });
    all
}
