//! 提案: what a clause seems to mean, by its heading and words, with the words that made it think so. A person confirms.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    clause_text::units,
    distances::distance,
    library::{Mode, Parameters, Rule, Setting, Sign, Unit, library},
};
use crate::contracts::clauses::SplitClause;

/// What is proposed for one clause. Without rules and without a reason the clause stays open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Proposal {
    pub rules: Vec<ProposedRule>,
    /// Why there is nothing to do, where no rule was recognised.
    pub reason: String,
    /// The words that led to the reason.
    pub words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposedRule {
    pub code: String,
    pub parameters: Parameters,
    pub words: Vec<String>,
}

impl Proposal {
    /// Nothing was recognised: a person has to read it.
    pub fn is_open(&self) -> bool {
        self.rules.is_empty() && self.reason.is_empty()
    }
}

/// Words by which a prohibition leaves room for the ward's consent.
const CONSENT: [&str; 9] =
    ["承諾", "承認", "許可", "同意", "特別な事情", "協議の上", "協議しなければ", "無断", "制限"];

/// Reads one clause.
pub fn propose(clause: &SplitClause) -> Proposal {
    let units = units(clause);
    let rules: Vec<ProposedRule> =
        library().rules.iter().filter_map(|rule| recognise(rule, &units)).collect();
    if !rules.is_empty() {
        return Proposal { rules, ..Proposal::default() };
    }
    let declared = library().declarations.iter().find_map(|declaration| {
        let words = words_of(&declaration.signs, &units)?;
        Some(Proposal { rules: Vec::new(), reason: declaration.reason.clone(), words })
    });
    declared.unwrap_or_default()
}

fn recognise(rule: &Rule, units: &[Unit]) -> Option<ProposedRule> {
    let words = words_of(&rule.signs, units)?;
    Some(ProposedRule { code: rule.code.clone(), parameters: parameters(rule, units), words })
}

/// The words of every sign that is found, without repeating any.
fn words_of(signs: &[Sign], units: &[Unit]) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut words = Vec::new();
    for unit in units {
        for word in signs.iter().filter_map(|sign| sign.found_in(unit)).flatten() {
            if seen.insert(word) {
                words.push(word.to_owned());
            }
        }
    }
    let found = units.iter().any(|unit| signs.iter().any(|sign| sign.found_in(unit).is_some()));
    found.then_some(words)
}

/// What the clause itself says about the distance and about consent.
fn parameters(rule: &Rule, units: &[Unit]) -> Parameters {
    let of_rule = |unit: &&Unit| rule.signs.iter().any(|sign| sign.found_in(unit).is_some());
    let mut set = Parameters::default();
    if rule.may_set(Setting::Mode) && rule.mode.is_some() {
        // A proviso stands in the sentence itself or in the next one.
        let leaves_room = |unit: &Unit| CONSENT.iter().any(|word| unit.text.contains(word));
        let after = |at: usize| units.get(at + 1).is_some_and(leaves_room);
        let consent =
            units.iter().enumerate().any(|(at, unit)| of_rule(&unit) && (leaves_room(unit) || after(at)));
        let mode = if consent { Mode::Consent } else { Mode::Never };
        set.mode = Some(mode).filter(|mode| Some(*mode) != rule.mode);
    }
    let Some(usual) = rule.trigger.offset().filter(|_| rule.may_set(Setting::Offset)) else { return set };
    let said = units.iter().filter(of_rule).find_map(|unit| distance(&unit.text, usual.is_before()));
    set.offset = said.filter(|offset| *offset != usual);
    set
}
