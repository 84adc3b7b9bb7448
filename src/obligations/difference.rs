//! 違い: what another set of clauses adds to a contract's obligations and gates, moves, and takes away.

use super::{dated::DatedObligation, gates::DemandedGate, library::Gate};

/// What would change.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub added: Vec<DatedObligation>,
    pub removed: Vec<DatedObligation>,
    /// The same duty, before and after.
    pub moved: Vec<(DatedObligation, DatedObligation)>,
    pub gates_added: Vec<Gate>,
    pub gates_removed: Vec<Gate>,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Obligations are the same by their names; which clause asks for one is no difference.
pub fn differ(
    (old, old_gates): (&[DatedObligation], &[DemandedGate]),
    (new, new_gates): (&[DatedObligation], &[DemandedGate]),
) -> Difference {
    let lacks = |all: &[DatedObligation], one: &DatedObligation| !all.iter().any(|other| is_same(one, other));
    let gates = |of: &[DemandedGate], without: &[DemandedGate]| {
        let missing = |gate: &Gate| without.iter().all(|one| one.gate != *gate);
        of.iter().map(|one| one.gate).filter(missing).collect()
    };
    let moved = |one: &DatedObligation| {
        let after = new.iter().find(|other| is_same(one, other))?;
        let differs =
            (one.due_on, one.last_on, one.decision) != (after.due_on, after.last_on, after.decision);
        differs.then(|| (one.clone(), after.clone()))
    };
    Difference {
        added: new.iter().filter(|one| lacks(old, one)).cloned().collect(),
        removed: old.iter().filter(|one| lacks(new, one)).cloned().collect(),
        moved: old.iter().filter_map(moved).collect(),
        gates_added: gates(new_gates, old_gates),
        gates_removed: gates(old_gates, new_gates),
    }
}

fn is_same(one: &DatedObligation, other: &DatedObligation) -> bool {
    (&one.rule, &one.occurrence, one.owed_by) == (&other.rule, &other.occurrence, other.owed_by)
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        filings::occurrences::ContractDays,
        obligations::{
            binding::{Binding, BoundClause, BoundRule, ClauseRef},
            engine::{Facts, dated_obligations},
            gates::demanded,
            library::Parameters,
        },
        programmes::{Term, definition::Offset},
        vocab::business_days::ClosedDays,
    };

    fn clause(number: u16, code: &str, parameters: Parameters) -> BoundClause {
        let clause = ClauseRef { set: Uuid::nil(), number, label: number.to_string() };
        let rules = vec![BoundRule { code: code.into(), parameters }];
        BoundClause { clause, binding: Binding { rules, reason: String::new() } }
    }

    fn dated(clauses: &[BoundClause]) -> Vec<DatedObligation> {
        let days = ContractDays {
            signed_on: Some(date!(2026 - 04 - 01)),
            term: Term { starts_on: date!(2026 - 05 - 01), ends_on: date!(2027 - 03 - 31) },
            briefings: Vec::new(),
            courses: Vec::new(),
            sessions: Vec::new(),
            stays: None,
        };
        let closed = ClosedDays::default();
        let signed_on = date!(2026 - 04 - 01);
        dated_obligations(&Facts {
            signed_on,
            days: &days,
            filings: &[],
            reports: &[],
            clauses,
            arisen: &[],
            closed: &closed,
        })
    }

    #[test]
    fn what_is_added_moved_and_gone_is_told_apart() {
        let plain = Parameters::default;
        let old = [clause(1, "custodian_list", plain()), clause(2, "data_return", plain())];
        let later = Parameters { offset: Some(Offset::WeeksAfter(4)), ..plain() };
        let new =
            [clause(1, "data_return", later), clause(2, "pledge", plain()), clause(3, "copying", plain())];
        let difference = differ((&dated(&old), &demanded(&old)), (&dated(&new), &demanded(&new)));
        let rules = |all: &[DatedObligation]| all.iter().map(|one| one.rule.clone()).collect::<Vec<_>>();
        assert_eq!(rules(&difference.added), ["pledge"]);
        assert_eq!(rules(&difference.removed), ["custodian_list"]);
        assert_eq!(difference.moved.len(), 1);
        assert_eq!(difference.moved[0].1.due_on, date!(2027 - 04 - 28));
        assert_eq!((difference.gates_added, difference.gates_removed), (vec![Gate::Copying], vec![]));
    }

    #[test]
    fn the_same_clauses_differ_in_nothing() {
        let all = [clause(1, "custodian_list", Parameters::default())];
        let gates = demanded(&all);
        assert!(differ((&dated(&all), &gates), (&dated(&all), &gates)).is_empty());
    }
}
