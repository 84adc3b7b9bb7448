//! 印: ○ or − for each measure of one side.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::items::{Measure, Usage, measures_of, usages};
use crate::{kit::form::Form, vocab::side::Side};

/// The marks of one side, by [`key`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marks(BTreeMap<String, bool>);

/// The name of a measure in stored marks and of its field.
pub fn key(usage: Usage, measure: &Measure) -> String {
    format!("{}-{}", usage.code(), measure.code)
}

pub fn words(measure: &Measure, side: Side) -> &'static str {
    match side {
        Side::Ward => measure.ward,
        Side::Contractor => measure.contractor,
    }
}

impl Marks {
    pub fn of(&self, usage: Usage, measure: &Measure) -> Option<bool> {
        self.0.get(&key(usage, measure)).copied()
    }

    /// The form in which these marks stand.
    pub fn form(&self) -> Form {
        self.0
            .iter()
            .fold(Form::empty(), |form, (key, mark)| form.with(key, if *mark { "yes" } else { "no" }))
    }

    /// Reads a mark for every measure of the version; `None` when one is missing.
    pub fn read(form: &mut Form, side: Side, has_connection: bool) -> Option<Self> {
        let mut marks = BTreeMap::new();
        for usage in usages(has_connection) {
            for measure in measures_of(*usage) {
                let key = key(*usage, &measure);
                let label = format!("「{}」の○か−", words(&measure, side));
                if let Some(mark) = form.choice(&key, &label, &["yes", "no"]) {
                    marks.insert(key, mark == "yes");
                }
            }
        }
        if form.has_problems() { None } else { Some(Self(marks)) }
    }

    /// ○ for every measure but these.
    pub fn all_but(has_connection: bool, without: &[(Usage, &str)]) -> Self {
        let all =
            usages(has_connection).iter().flat_map(|usage| measures_of(*usage).map(|one| (*usage, one)));
        Self(all.map(|(usage, one)| (key(usage, &one), !without.contains(&(usage, one.code)))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_gets_a_mark_or_its_sentence() {
        let whole = Marks::all_but(true, &[(Usage::Connection, "standby")]);
        assert_eq!(Marks::read(&mut whole.form(), Side::Ward, true), Some(whole.clone()));
        let standby = measures_of(Usage::Connection).find(|one| one.code == "standby").unwrap();
        assert_eq!(whole.of(Usage::Connection, &standby), Some(false));
        let mut short = Marks::all_but(false, &[]).form();
        assert_eq!(Marks::read(&mut short, Side::Contractor, true), None);
        assert!(short.problem("connection-standby").unwrap().contains("○か−を選んでください"));
        assert_eq!(short.problem("outsourcing-standby"), None);
    }
}
