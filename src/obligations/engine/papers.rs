//! 契約の提出物: the papers of the programme, and those that only clauses ask for, in the form in which the programme names its
//! own. What the 従事者名簿 itself says is no paper besides it.

use super::duties::{Duty, of_clauses};
use crate::{
    obligations::{
        binding::BoundClause,
        dated::paper_code,
        library::{Evidence, Trigger},
    },
    programmes::definition::{DueRule, Filing},
};

/// The programme's own first, then one for each bound rule that is proved by a paper the programme doesn't have.
pub fn papers(clauses: &[BoundClause], programme: &[Filing]) -> Vec<Filing> {
    let duties = of_clauses(clauses);
    let by_roster = |filing: &Filing| {
        duties.iter().any(|duty| duty.rule.evidence == Evidence::Roster && duty.is_done_by(filing))
    };
    let asked = duties.iter().filter(|duty| duty.rule.evidence == Evidence::Filing);
    let besides = asked.filter(|duty| !programme.iter().any(|filing| duty.is_done_by(filing)));
    let own = programme.iter().filter(|filing| !by_roster(filing)).cloned();
    own.chain(besides.filter_map(paper)).collect()
}

fn paper(duty: &Duty<'_>) -> Option<Filing> {
    let rule = duty.rule;
    let set = duty.settings.iter().find(|set| rule.asks_for_something(set))?;
    let (due, occasion) = when(rule.trigger(set));
    Some(Filing {
        code: paper_code(&rule.code),
        title: rule.title.clone(),
        owes: rule.owes,
        due,
        occasion,
        day: None,
        decision: duty.decision(),
        form: rule.form?,
    })
}

/// By a day of the contract, or in words.
fn when(trigger: Trigger) -> (Option<DueRule>, Option<String>) {
    match trigger {
        Trigger::Due(due) => (Some(due), None),
        Trigger::Arises(arising) => (None, Some(arising.occasion.label().to_owned())),
        Trigger::Every(_) | Trigger::Always(_) => (None, Some(trigger.sentence())),
    }
}
