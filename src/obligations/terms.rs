//! 条項の条件: what the confirmed clauses of a contract allow and demand, for the features that act on it.

use std::collections::BTreeSet;

use super::{
    binding::BoundClause,
    library::{Channel, Mode, Parameters, Rule, Trigger},
};
use crate::programmes::definition::Offset;

/// What the clauses demand. What no clause speaks of is free and not demanded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    pub take_out: Mode,
    pub copying: Mode,
    pub re_outsourcing: Mode,
    /// Asking somebody else than the person.
    pub other_collection: Mode,
    /// Asking about creed, crime and the like.
    pub sensitive_collection: Mode,
    /// Servers outside the ward's premises, networks that are joined.
    pub external_connection: Mode,
    /// Work on the ward's systems.
    pub system_work: Mode,
    /// The shortest interval a clause sets for training, in months.
    pub training_every_months: Option<u8>,
    /// So many days after somebody began the ward is told at the latest; 0 where it decides or is told before.
    pub told_of_custodians_after: Option<i64>,
    /// How data may pass; `None`: by any means. Clauses that name no way in common leave none.
    pub channels: Option<BTreeSet<Channel>>,
    /// The codes of all rules that are bound.
    rules: BTreeSet<String>,
}

impl Terms {
    /// Whether a rule of the library is bound, such as `pledge` or `rehearsal`.
    pub fn demands(&self, rule: &str) -> bool {
        self.rules.contains(rule)
    }

    /// Whether data may pass this way.
    pub fn allows(&self, channel: Channel) -> bool {
        self.channels.as_ref().is_none_or(|channels| channels.contains(&channel))
    }
}

/// How long after its event something may be done.
fn days_after(trigger: Trigger) -> i64 {
    match trigger.offset() {
        Some(Offset::DaysAfter(days) | Offset::BusinessDaysAfter(days)) => days.into(),
        Some(Offset::WeeksAfter(weeks)) => i64::from(weeks) * 7,
        Some(Offset::MonthsAfter(months)) => i64::from(months) * 30,
        Some(
            Offset::SameDay | Offset::DaysBefore(_) | Offset::WeeksBefore(_) | Offset::DayOfNextMonth(_),
        )
        | None => 0,
    }
}

/// The terms of confirmed clauses; where clauses differ the stricter one holds.
pub fn terms_of(clauses: &[BoundClause]) -> Terms {
    let mut terms = Terms::default();
    for bound in clauses.iter().flat_map(|clause| &clause.binding.rules) {
        let Some(rule) = bound.rule() else { continue };
        terms.rules.insert(bound.code.clone());
        terms.take(rule, &bound.parameters);
    }
    terms
}

impl Terms {
    fn take(&mut self, rule: &Rule, set: &Parameters) {
        if let (Some(mode), Some(field)) = (rule.mode(set), self.mode_of(&rule.code)) {
            *field = mode.max(*field);
        }
        if rule.code == "training" {
            let months = match rule.trigger(set) {
                Trigger::Every(cycle) => Some(cycle.every_months),
                Trigger::Due(_) | Trigger::Arises(_) | Trigger::Always(_) => None,
            };
            self.training_every_months = [self.training_every_months, months].into_iter().flatten().min();
        }
        if matches!(rule.code.as_str(), "custodian_change" | "custodian_notice") {
            let days = days_after(rule.trigger(set));
            let known = self.told_of_custodians_after;
            self.told_of_custodians_after = Some(known.map_or(days, |known| known.min(days)));
        }
        if !set.channels.is_empty() {
            let both = |before: BTreeSet<Channel>| before.intersection(&set.channels).copied().collect();
            self.channels = Some(self.channels.take().map_or_else(|| set.channels.clone(), both));
        }
    }

    fn mode_of(&mut self, code: &str) -> Option<&mut Mode> {
        match code {
            "take_out" => Some(&mut self.take_out),
            "copying" => Some(&mut self.copying),
            "re_outsourcing" => Some(&mut self.re_outsourcing),
            "other_collection" => Some(&mut self.other_collection),
            "sensitive_collection" => Some(&mut self.sensitive_collection),
            "outside_server" => Some(&mut self.external_connection),
            "job_window" => Some(&mut self.system_work),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::obligations::binding::{Binding, BoundRule, ClauseRef};

    fn clause(number: u16, code: &str, parameters: Parameters) -> BoundClause {
        let clause = ClauseRef { set: Uuid::nil(), number, label: number.to_string() };
        let rules = vec![BoundRule { code: code.into(), parameters }];
        BoundClause { clause, binding: Binding { rules, reason: String::new() } }
    }

    #[test]
    fn what_no_clause_speaks_of_is_free() {
        let terms = terms_of(&[]);
        assert_eq!((terms.copying, terms.training_every_months), (Mode::Free, None));
        assert!(!terms.demands("pledge") && terms.allows(Channel::Post));
    }

    #[test]
    fn the_stricter_clause_holds() {
        let mode = |mode| Parameters { mode: Some(mode), ..Parameters::default() };
        let all = [
            clause(6, "take_out", Parameters::default()),
            clause(9, "copying", mode(Mode::Never)),
            clause(10, "copying", mode(Mode::Consent)),
            clause(18, "training", Parameters::default()),
            clause(19, "training", Parameters { every_months: Some(6), ..Parameters::default() }),
            clause(20, "pledge", Parameters::default()),
        ];
        let terms = terms_of(&all);
        assert_eq!((terms.take_out, terms.copying), (Mode::Consent, Mode::Never));
        assert_eq!(terms.training_every_months, Some(6));
        assert!(terms.demands("pledge") && !terms.demands("rehearsal"));
    }

    #[test]
    fn the_ward_is_told_of_custodians_as_early_as_the_stricter_clause_wants() {
        let told = |offset| clause(6, "custodian_notice", Parameters { offset, ..Parameters::default() });
        let approved = clause(7, "custodian_change", Parameters::default());
        let late = told(Some(Offset::WeeksAfter(2)));
        assert_eq!(terms_of(&[late.clone(), approved]).told_of_custodians_after, Some(0), "approved before");
        assert_eq!(terms_of(&[late]).told_of_custodians_after, Some(14));
        let both = [told(Some(Offset::WeeksAfter(2))), told(Some(Offset::DaysAfter(3)))];
        assert_eq!(terms_of(&both).told_of_custodians_after, Some(3));
    }

    #[test]
    fn only_ways_that_every_clause_allows_are_open() {
        let by = |channels: &[Channel]| Parameters {
            channels: channels.iter().copied().collect(),
            ..Parameters::default()
        };
        let terms = terms_of(&[
            clause(1, "transfer_protection", by(&[Channel::Post, Channel::ByHand])),
            clause(2, "transfer_protection", by(&[Channel::Post, Channel::Lgwan])),
        ]);
        assert!(
            terms.allows(Channel::Post) && !terms.allows(Channel::ByHand) && !terms.allows(Channel::Mail)
        );
        let apart = terms_of(&[
            clause(1, "transfer_protection", by(&[Channel::Post])),
            clause(2, "transfer_protection", by(&[Channel::Lgwan])),
        ]);
        assert!(
            Channel::ALL.into_iter().all(|channel| !apart.allows(channel)),
            "nothing in common is nothing"
        );
    }
}
