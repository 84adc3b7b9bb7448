//! 関門の判定: which gates the confirmed clauses of a contract demand, whether each is open now, and what would open it.

use super::{
    binding::{BoundClause, ClauseRef},
    library::{Gate, Mode},
};
use crate::verdict::{Finding, Verdict};

/// One gate that a contract demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateState {
    pub gate: Gate,
    /// 該当: open; 非該当: shut; 判定不能: decided for each case by an application, or not known yet.
    pub verdict: Verdict,
    pub clauses: Vec<ClauseRef>,
}

impl GateState {
    pub fn is_open(&self) -> bool {
        self.verdict.answer == Finding::Met
    }
}

/// An obligation as far as gates look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub title: String,
    pub gate: Option<Gate>,
    pub is_open: bool,
}

/// Every gate the clauses demand, and the closing of the contract.
pub fn gates_of(clauses: &[BoundClause], obligations: &[Standing]) -> Vec<GateState> {
    Gate::ALL.into_iter().filter_map(|gate| state(gate, clauses, obligations)).collect()
}

fn state(gate: Gate, clauses: &[BoundClause], obligations: &[Standing]) -> Option<GateState> {
    if gate == Gate::Close {
        return Some(GateState { gate, verdict: closing(obligations), clauses: Vec::new() });
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
    let verdict = match strictest {
        Some(mode) => by_mode(mode),
        None => by_duties(gate, obligations),
    };
    let mut clauses: Vec<ClauseRef> = demanding.into_iter().map(|(clause, _)| clause).collect();
    clauses.dedup();
    Some(GateState { gate, verdict, clauses })
}

fn by_mode(mode: Mode) -> Verdict {
    match mode {
        Mode::Never => Verdict::new(Finding::NotMet, "条項が例外なく禁じています。申請はできません。"),
        Mode::Consent => {
            Verdict::new(Finding::Undecidable, "申請ごとに区が決めます。申請は「許可」の画面でします。")
        }
        Mode::Free => Verdict::new(Finding::Met, "条項は止めていません。"),
    }
}

fn by_duties(gate: Gate, obligations: &[Standing]) -> Verdict {
    let of_gate: Vec<&Standing> = obligations.iter().filter(|one| one.gate == Some(gate)).collect();
    let open: Vec<String> = of_gate
        .iter()
        .filter(|one| one.is_open)
        .map(|one| format!("「{}」が済むと開きます。", one.title))
        .collect();
    if !open.is_empty() {
        return Verdict { answer: Finding::NotMet, explanation: open };
    }
    if of_gate.is_empty() {
        let why = "義務の期限がまだ決まっていません。契約を締結すると決まります。";
        return Verdict::new(Finding::Undecidable, why);
    }
    Verdict::new(Finding::Met, "求められている義務はすべて済んでいます。")
}

fn closing(obligations: &[Standing]) -> Verdict {
    let open = obligations.iter().filter(|one| one.is_open).count();
    if open == 0 {
        Verdict::new(Finding::Met, "残っている義務はありません。")
    } else {
        Verdict::new(Finding::NotMet, format!("残っている義務が{open}件あります。すべて済むと開きます。"))
    }
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

    fn standing(title: &str, gate: Option<Gate>, is_open: bool) -> Standing {
        Standing { title: title.into(), gate, is_open }
    }

    fn answer(all: &[GateState], gate: Gate) -> Option<Finding> {
        all.iter().find(|state| state.gate == gate).map(|state| state.verdict.answer)
    }

    #[test]
    fn only_demanded_gates_exist_but_for_closing() {
        let all = gates_of(&[], &[]);
        assert_eq!(all.len(), 1);
        assert_eq!(answer(&all, Gate::Close), Some(Finding::Met));
        let free = gates_of(&[clause(9, "copying", Some(Mode::Free))], &[]);
        assert_eq!(answer(&free, Gate::Copying), None);
    }

    #[test]
    fn people_are_shut_until_every_duty_of_the_gate_is_done() {
        let clauses = [clause(13, "custodian_list", None), clause(14, "pledge", None)];
        let gate = Some(Gate::PeopleVisible);
        let unsigned = gates_of(&clauses, &[]);
        assert_eq!(answer(&unsigned, Gate::PeopleVisible), Some(Finding::Undecidable));
        let half = [standing("名簿", gate, false), standing("誓約書", gate, true)];
        let all = gates_of(&clauses, &half);
        assert_eq!(answer(&all, Gate::PeopleVisible), Some(Finding::NotMet));
        assert_eq!(all[0].verdict.explanation, ["「誓約書」が済むと開きます。"]);
        assert_eq!(all[0].clauses.len(), 2);
        assert_eq!(answer(&all, Gate::Close), Some(Finding::NotMet));
        let whole = [standing("名簿", gate, false), standing("誓約書", gate, false)];
        let all = gates_of(&clauses, &whole);
        assert!(all.iter().all(GateState::is_open));
    }

    #[test]
    fn what_is_forbidden_stays_shut_and_consent_decides_each_case() {
        let clauses = [clause(6, "take_out", None), clause(9, "copying", Some(Mode::Never))];
        let all = gates_of(&clauses, &[]);
        assert_eq!(answer(&all, Gate::TakeOut), Some(Finding::Undecidable));
        assert_eq!(answer(&all, Gate::Copying), Some(Finding::NotMet));
        let both = [clause(6, "take_out", None), clause(7, "take_out", Some(Mode::Never))];
        assert_eq!(answer(&gates_of(&both, &[]), Gate::TakeOut), Some(Finding::NotMet));
    }
}
