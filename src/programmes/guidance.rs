//! 保健指導の対象者と支援の予定: whom the ward's values select, and in which days each contact is due.

use std::collections::BTreeMap;

use serde::Serialize;
use time::Date;

use super::definition::{Contact, Guidance, Selection, ValueTest};
use crate::{
    verdict::{Finding, Verdict},
    vocab::{
        dates::{add_months, period_end, wareki},
        decimal::Decimal,
    },
};

/// A contact and the days in which it is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedContact {
    pub code: String,
    pub label: String,
    pub from: Date,
    pub to: Date,
    pub explanation: String,
}

impl Guidance {
    /// Whether a person's check-up values select them: every criterion, each by one of its values. A value that isn't
    /// there makes its criterion 判定不能 unless another value meets it.
    pub fn select(&self, values: &BTreeMap<String, Decimal>) -> Verdict {
        let all = Verdict { answer: Finding::Met, explanation: Vec::new() };
        self.selection.iter().map(|one| self.criterion(one, values)).fold(all, Verdict::and)
    }

    fn criterion(&self, selection: &Selection, values: &BTreeMap<String, Decimal>) -> Verdict {
        let tests = selection.any.iter().map(|test| self.test(test, values.get(&test.value).copied()));
        let (answers, words): (Vec<Finding>, Vec<String>) = tests.unzip();
        let answer = answers.into_iter().fold(Finding::NotMet, Finding::or);
        Verdict::new(answer, format!("{}：{}（{}）", selection.label, answer.label(), words.join("、")))
    }

    fn test(&self, test: &ValueTest, found: Option<Decimal>) -> (Finding, String) {
        let (name, unit) = self.value_name(&test.value);
        let limit = test.is.words();
        match found {
            Some(value) => (test.is.holds(value).into(), format!("{name} {value}{unit}、基準は{limit}")),
            None => (Finding::Undecidable, format!("{name}が未確認、基準は{limit}")),
        }
    }

    /// The code and unit of a value, as its group writes them (`hba1c:％`).
    fn value_name<'a>(&'a self, code: &'a str) -> (&'a str, &'a str) {
        let values = self.result_groups.iter().flat_map(|group| &group.values);
        let mut split = values.filter_map(|value| value.split_once(':'));
        split.find(|(name, _)| *name == code).unwrap_or((code, ""))
    }

    /// The contacts of somebody whose guidance begins on that day, in the order of the plan.
    pub fn plan(&self, starts_on: Date) -> Vec<PlannedContact> {
        self.contacts.iter().map(|contact| contact.planned(starts_on)).collect()
    }
}

impl Contact {
    fn planned(&self, starts_on: Date) -> PlannedContact {
        let ahead = i32::from(self.month.saturating_sub(1));
        let from = add_months(starts_on, ahead);
        let to = period_end(starts_on, u16::from(self.month.max(1)));
        let means: Vec<&str> = self.means.iter().map(|means| means.label()).collect();
        let length = if self.minutes > 0 { format!("、{}分程度", self.minutes) } else { String::new() };
        let explanation = format!(
            "{}（{}{length}）は{}か月目です。{}から{}までに行ってください。",
            self.label,
            means.join("・"),
            self.month.max(1),
            wareki(from),
            wareki(to)
        );
        PlannedContact { code: self.code.clone(), label: self.label.clone(), from, to, explanation }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::presets;

    fn guidance() -> &'static Guidance {
        presets::by_code("shinjuku-guidance").unwrap().guidance.as_ref().unwrap()
    }

    fn values(given: &[(&str, i64)]) -> BTreeMap<String, Decimal> {
        given.iter().map(|(code, hundredths)| ((*code).to_owned(), Decimal(*hundredths))).collect()
    }

    #[test]
    fn glucose_and_kidney_values_must_both_be_over_the_limit() {
        let cases: [(&[(&str, i64)], Finding); 7] = [
            (&[("hba1c", 650), ("egfr", 5_999)], Finding::Met),
            (&[("hba1c", 649), ("fasting_glucose", 12_600), ("urine_protein", 200)], Finding::Met),
            (&[("hba1c", 649), ("fasting_glucose", 12_500), ("egfr", 3_000)], Finding::NotMet),
            (&[("hba1c", 800), ("egfr", 6_000), ("urine_protein", 100)], Finding::NotMet),
            (&[("hba1c", 800), ("egfr", 6_000)], Finding::Undecidable),
            (&[("hba1c", 800)], Finding::Undecidable),
            (&[], Finding::Undecidable),
        ];
        for (given, expected) in cases {
            let verdict = guidance().select(&values(given));
            assert_eq!(verdict.answer, expected, "{given:?}: {:?}", verdict.explanation);
            assert_eq!(verdict.explanation.len(), 2);
        }
    }

    #[test]
    fn contacts_are_due_in_their_month_of_the_guidance() {
        let plan = guidance().plan(date!(2025 - 08 - 31));
        assert_eq!(plan.len(), 6);
        assert_eq!((plan[0].from, plan[0].to), (date!(2025 - 08 - 31), date!(2025 - 09 - 30)));
        assert!(plan.windows(2).all(|pair| pair[0].from < pair[1].from), "{plan:?}");
        assert_eq!(plan[5].to, date!(2026 - 02 - 28));
        assert!(plan[2].explanation.contains("電話・手紙・Web面接"), "{}", plan[2].explanation);
    }
}
