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
mod staffing;
mod stages;
#[cfg(test)]
mod tests;
mod tiers;
mod user_fees;

pub use reports::derived;

use super::{definition::Definition, fault::Fault};

/// The faults of a definition's meaning, in the order of its sections.
pub fn check(definition: &Definition) -> Vec<Fault> {
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

/// The faults found so far.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn say(&mut self, path: impl Into<String>, sentence: impl Into<String>) {
        self.0.push(Fault::new(path, sentence));
    }

    /// Says the sentence when the fault is there.
    fn when(&mut self, is_wrong: bool, path: &str, sentence: &str) {
        if is_wrong {
            self.say(path, sentence);
        }
    }
}
