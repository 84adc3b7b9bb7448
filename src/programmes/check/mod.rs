//! 意味の確認: what in a definition contradicts itself, each fault as a sentence that says how to mend it. A definition
//! without faults may be published. One file per section or group of sections.

mod calendar;
#[cfg(test)]
mod cases;
mod codes;
mod due;
mod eligibility;
mod fees;
mod guidance;
mod measurement;
mod prices;
mod reports;
mod screening;
mod size;
mod staffing;
mod stages;
#[cfg(test)]
mod tests;
mod tiers;
mod trees;
mod user_fees;

pub use eligibility::MOST_LEVELS;
pub use reports::derived;

use super::{
    definition::{Answer, Definition},
    fault::Fault,
};

/// What is too much in a definition for anything else to be looked at.
pub fn size(definition: &Definition) -> Vec<Fault> {
    let mut faults = Faults::default();
    size::check(definition, &mut faults);
    faults.0
}

/// The faults of a definition's meaning, in the order of its sections; of its size alone when it is too large.
pub fn check(definition: &Definition) -> Vec<Fault> {
    let large = size(definition);
    if !large.is_empty() {
        return large;
    }
    let mut faults = Faults::default();
    for section in [
        codes::check,
        stages::check,
        eligibility::check,
        screening::check,
        calendar::check,
        staffing::check,
        measurement::check,
        guidance::check,
        fees::check,
        user_fees::check,
        prices::check,
        reports::check,
    ] {
        section(definition, &mut faults);
    }
    faults.0
}

/// The options of a question: with fewer than two there is nothing to choose.
fn options(options: &[Answer], path: &str, faults: &mut Faults) {
    let few = match options.len() {
        0 => "選択肢がありません。",
        1 => "選択肢が1つだけです。",
        _ => return,
    };
    faults.say(path, format!("{few}2つ以上にするか、文で答える質問にしてください。"));
}

/// Most faults told of one definition.
const MOST_FAULTS: usize = 500;

/// The faults found so far.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    /// More than [`MOST_FAULTS`] can't be mended in one go and aren't told.
    fn say(&mut self, path: impl Into<String>, sentence: impl Into<String>) {
        if self.0.len() < MOST_FAULTS {
            self.0.push(Fault::new(path, sentence));
        }
    }

    /// Says the sentence when the fault is there.
    fn when(&mut self, is_wrong: bool, path: &str, sentence: &str) {
        if is_wrong {
            self.say(path, sentence);
        }
    }
}
