//! 関門: which gates the confirmed clauses of a contract demand. How each stands today is told in [`super::enforced`].

use super::{
    binding::{BoundClause, ClauseRef},
    library::{Gate, Mode},
};

/// One gate that a contract demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandedGate {
    pub gate: Gate,
    /// A clause forbids without exception what stands behind it.
    pub is_forbidden: bool,
    pub clauses: Vec<ClauseRef>,
}

/// Every gate the clauses demand, and the closing of the contract, which all contracts have.
pub fn demanded(clauses: &[BoundClause]) -> Vec<DemandedGate> {
    Gate::ALL.into_iter().filter_map(|gate| by_clauses(gate, clauses)).collect()
}

fn by_clauses(gate: Gate, clauses: &[BoundClause]) -> Option<DemandedGate> {
    if gate == Gate::Close {
        return Some(DemandedGate { gate, is_forbidden: false, clauses: Vec::new() });
    }
    let mut demanding: Vec<(ClauseRef, Option<Mode>)> = Vec::new();
    for clause in clauses {
        for bound in &clause.binding.rules {
            let rule = bound.rule().filter(|rule| rule.gate == Some(gate));
            demanding.extend(rule.map(|rule| (clause.clause.clone(), rule.mode(&bound.parameters))));
        }
    }
    demanding.retain(|(_, mode)| *mode != Some(Mode::Free));
    let strictest = demanding.iter().map(|(_, mode)| *mode).max()?;
    let mut clauses: Vec<ClauseRef> = demanding.into_iter().map(|(clause, _)| clause).collect();
    clauses.dedup();
    Some(DemandedGate { gate, is_forbidden: strictest == Some(Mode::Never), clauses })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::obligations::{
        binding::{Binding, BoundRule},
        library::Parameters,
    };

    fn clause(number: u16, code: &str, mode: Option<Mode>) -> BoundClause {
        let clause = ClauseRef { set: Uuid::nil(), number, label: number.to_string() };
        let parameters = Parameters { mode, ..Parameters::default() };
        let rules = vec![BoundRule { code: code.into(), parameters }];
        BoundClause { clause, binding: Binding { rules, reason: String::new() } }
    }

    fn told(clauses: &[BoundClause]) -> Vec<(Gate, bool, usize)> {
        demanded(clauses).into_iter().map(|one| (one.gate, one.is_forbidden, one.clauses.len())).collect()
    }

    const CLOSE: (Gate, bool, usize) = (Gate::Close, false, 0);

    #[test]
    fn only_demanded_gates_exist_but_for_closing() {
        assert_eq!(told(&[]), [CLOSE]);
        assert_eq!(told(&[clause(9, "copying", Some(Mode::Free))]), [CLOSE]);
        let clauses = [clause(13, "custodian_list", None), clause(14, "pledge", None)];
        assert_eq!(told(&clauses), [(Gate::PeopleVisible, false, 2), CLOSE]);
    }

    #[test]
    fn the_strictest_clause_forbids() {
        let clauses = [clause(6, "take_out", None), clause(9, "copying", Some(Mode::Never))];
        assert_eq!(told(&clauses), [(Gate::TakeOut, false, 1), (Gate::Copying, true, 1), CLOSE]);
        let both = [clause(6, "take_out", None), clause(7, "take_out", Some(Mode::Never))];
        assert_eq!(told(&both), [(Gate::TakeOut, true, 2), CLOSE]);
    }
}
