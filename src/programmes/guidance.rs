//! 保健指導の対象者と支援の予定: whom the ward's values select, and in which days each contact is due.

use std::collections::BTreeMap;

use serde::Serialize;
use time::Date;

use super::{
    definition::{Contact, ContactMeans, Guidance, Selection, Threshold, ValueTest},
    reading,
};
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

/// A value of a check-up as its group writes it, `hba1c:％:HbA1c`. Without a name of its own the code is the name, in
/// capitals, as laboratories print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckupValue<'a> {
    pub code: &'a str,
    pub unit: &'a str,
    pub name: String,
}

/// Which way a value should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Lower,
    Higher,
}

impl<'a> CheckupValue<'a> {
    pub fn read(written: &'a str) -> Self {
        let mut parts = written.splitn(3, [':', '：']);
        let code = parts.next().unwrap_or(written);
        let unit = parts.next().unwrap_or_default();
        let name = parts.next().map_or_else(|| code.to_uppercase(), str::to_owned);
        Self { code, unit, name }
    }

    /// 「HbA1c（％）」
    pub fn label(&self) -> String {
        if self.unit.is_empty() { self.name.clone() } else { format!("{}（{}）", self.name, self.unit) }
    }
}

impl Guidance {
    /// Every value of a check-up, group by group.
    pub fn values(&self) -> impl Iterator<Item = CheckupValue<'_>> {
        self.result_groups.iter().flat_map(|group| &group.values).map(|written| CheckupValue::read(written))
    }

    pub fn value(&self, code: &str) -> Option<CheckupValue<'_>> {
        self.values().find(|value| value.code == code)
    }

    /// The number that selects people by this value, if any does.
    pub fn limit(&self, code: &str) -> Option<Threshold> {
        let mut tests = self.selection.iter().flat_map(|selection| &selection.any);
        tests.find(|test| test.value == code).map(|test| test.is)
    }

    /// Away from what selects is better; a value that selects nobody has no direction.
    pub fn better(&self, code: &str) -> Option<Better> {
        self.limit(code).map(|limit| match limit {
            Threshold::AtLeast(_) | Threshold::Above(_) => Better::Lower,
            Threshold::AtMost(_) | Threshold::Below(_) => Better::Higher,
        })
    }

    pub fn contact(&self, code: &str) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.code == code)
    }

    /// Whether a person's check-up values select them: every criterion, each by one of its values. A value that isn't
    /// there makes its criterion 判定不能 unless another value meets it.
    pub fn select(&self, values: &BTreeMap<String, Decimal>) -> Verdict {
        let all = Verdict { answer: Finding::Met, explanation: Vec::new() };
        self.selection.iter().map(|one| self.criterion(one, values)).fold(all, Verdict::and)
    }

    /// The values whose lack leaves a 判定不能: those of criteria that no known value meets.
    pub fn missing(&self, values: &BTreeMap<String, Decimal>) -> Vec<CheckupValue<'_>> {
        let is_met = |selection: &&Selection| {
            selection
                .any
                .iter()
                .any(|test| values.get(&test.value).is_some_and(|value| test.is.holds(*value)))
        };
        let open = self.selection.iter().filter(|selection| !is_met(selection));
        let absent =
            open.flat_map(|selection| &selection.any).filter(|test| !values.contains_key(&test.value));
        absent
            .map(|test| self.value(&test.value).unwrap_or_else(|| CheckupValue::read(&test.value)))
            .collect()
    }

    fn criterion(&self, selection: &Selection, values: &BTreeMap<String, Decimal>) -> Verdict {
        let tests = selection.any.iter().map(|test| self.test(test, values.get(&test.value).copied()));
        let (answers, words): (Vec<Finding>, Vec<String>) = tests.unzip();
        let answer = answers.into_iter().fold(Finding::NotMet, Finding::or);
        Verdict::new(answer, format!("{}：{}（{}）", selection.label, answer.label(), words.join("、")))
    }

    fn test(&self, test: &ValueTest, found: Option<Decimal>) -> (Finding, String) {
        let known = self.value(&test.value);
        let CheckupValue { unit, name, .. } = known.unwrap_or_else(|| CheckupValue::read(&test.value));
        let limit = test.is.words_in(unit);
        match found {
            Some(value) => {
                let value_words = reading::with_unit(unit, value);
                (test.is.holds(value).into(), format!("{name} {value_words}、基準は{limit}"))
            }
            None => (Finding::Undecidable, format!("{name}が未確認、基準は{limit}")),
        }
    }

    /// 「HbA1c（％）が6.5以上」, 「尿蛋白が＋以上」.
    pub fn test_words(&self, test: &ValueTest) -> String {
        let known = self.value(&test.value).unwrap_or_else(|| CheckupValue::read(&test.value));
        format!("{}が{}", reading::name(&known), test.is.words_in(known.unit))
    }

    /// The contacts of somebody whose guidance begins on that day, in the order of the plan.
    pub fn plan(&self, starts_on: Date) -> Vec<PlannedContact> {
        self.contacts.iter().map(|contact| contact.planned(starts_on)).collect()
    }
}

impl ContactMeans {
    pub const ALL: [Self; 4] = [Self::FaceToFace, Self::Phone, Self::Letter, Self::Web];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::FaceToFace => "face_to_face",
            Self::Phone => "phone",
            Self::Letter => "letter",
            Self::Web => "web",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.code() == code)
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
    fn a_value_has_a_name_a_unit_and_a_direction_where_it_selects() {
        let hba1c = guidance().value("hba1c").unwrap();
        assert_eq!((hba1c.name.as_str(), hba1c.unit), ("HbA1c", "％"));
        assert_eq!(CheckupValue::read("ldl:mg/dL").label(), "LDL（mg/dL）");
        assert_eq!(CheckupValue::read("ldl").label(), "LDL");
        let better = |code| guidance().better(code);
        assert_eq!(
            (better("hba1c"), better("egfr"), better("ldl")),
            (Some(Better::Lower), Some(Better::Higher), None)
        );
        assert_eq!(guidance().values().count(), 22);
    }

    #[test]
    fn steps_are_said_as_laboratories_print_them() {
        let urine = &guidance().selection[1].any[1];
        assert_eq!(guidance().test_words(urine), "尿蛋白が＋以上");
        assert_eq!(guidance().test_words(&guidance().selection[0].any[0]), "HbA1c（％）が6.5以上");
        let said = guidance().select(&values(&[("hba1c", 649), ("urine_protein", 300)])).explanation.concat();
        assert!(
            said.contains("尿蛋白 ＋＋、基準は＋以上") && said.contains("HbA1c 6.49％、基準は6.5以上"),
            "{said}"
        );
    }

    #[test]
    fn the_values_that_would_decide_are_named() {
        let missing = |given: &[(&str, i64)]| -> Vec<String> {
            guidance().missing(&values(given)).into_iter().map(|value| value.name).collect()
        };
        assert_eq!(missing(&[("hba1c", 800), ("egfr", 6_000)]), ["尿蛋白"]);
        assert_eq!(missing(&[("urine_protein", 300)]), ["HbA1c", "空腹時血糖"]);
        assert!(missing(&[("hba1c", 800), ("egfr", 3_000)]).is_empty());
    }

    #[test]
    fn means_read_back() {
        assert!(
            ContactMeans::ALL.into_iter().all(|means| ContactMeans::from_code(means.code()) == Some(means))
        );
        assert_eq!(ContactMeans::from_code("fax"), None);
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
