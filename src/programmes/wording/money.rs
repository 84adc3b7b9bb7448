//! 委託料と利用者負担.

use super::Lines;
use crate::programmes::definition::{Basis, Definition, FeeRule, FeeSchedule};

pub(super) fn fees(definition: &Definition, lines: &mut Lines) {
    for schedule in &definition.fees {
        let about = format!("fees[{}]", schedule.from);
        let mut sentences = schedule.sentences().into_iter();
        lines.say(&about, sentences.next().unwrap_or_default());
        for (rule, sentence) in schedule.rules.iter().zip(sentences.by_ref()) {
            let add_on = named(definition, rule);
            lines.under(format!("{about}.rules[{}]", rule.code), 1, format!("{sentence}{add_on}"));
        }
        for sentence in sentences {
            lines.under(format!("{about}.sum"), 1, sentence);
        }
    }
}

/// From when a schedule holds and how its sum is made, without its rules.
pub(crate) fn schedule(schedule: &FeeSchedule) -> String {
    FeeSchedule { rules: Vec::new(), ..schedule.clone() }.sentences().concat()
}

/// What a rule pays, without its name.
pub(crate) fn fee_rule(definition: &Definition, rule: &FeeRule) -> String {
    format!("{}{}", rule.sentence(), named(definition, rule))
}

/// Which add-on the rule pays for.
fn named(definition: &Definition, rule: &FeeRule) -> String {
    let Basis::AddOn { add_on, .. } = &rule.basis else { return String::new() };
    let found = definition.add_ons.iter().find(|known| known.code == *add_on);
    found.map_or_else(String::new, |known| format!("（加算プログラム「{}」）", known.name))
}

pub(super) fn user_fees(definition: &Definition, lines: &mut Lines) {
    for fee in &definition.user_fees {
        lines.say(format!("user_fees[{}]", fee.code), format!("「{}」：{}", fee.label, fee.sentence()));
    }
}
