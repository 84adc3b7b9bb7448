//! 加算プログラムの可否: may an add-on be given once more, to this participant, in this contract, by the staff on duty?

use serde::{Deserialize, Serialize};

use super::{
    definition::AddOn,
    staffing::{OnDuty, on_list, qualified},
};
use crate::verdict::{Finding, Verdict};

/// What is known before the add-on is given. What is absent is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddOnFacts {
    /// Times this participant has had it in their stay; of several participants the most.
    #[serde(default)]
    pub given_in_stay: Option<u16>,
    /// Times it has been given in the contract.
    #[serde(default)]
    pub given_in_contract: Option<u16>,
    #[serde(default)]
    pub on_duty: Option<Vec<OnDuty>>,
}

/// Whether the add-on may be given once more.
pub fn may_give(add_on: &AddOn, facts: &AddOnFacts) -> Verdict {
    within_limits(add_on, facts).and(staff(add_on, facts.on_duty.as_deref()))
}

/// The same without a look at who gives it.
pub fn within_limits(add_on: &AddOn, facts: &AddOnFacts) -> Verdict {
    let per_stay = limit(add_on, "1人の利用期間", add_on.most_per_stay, facts.given_in_stay);
    let per_contract = limit(add_on, "契約全体", add_on.most_per_contract, facts.given_in_contract);
    per_stay.and(per_contract)
}

fn limit(add_on: &AddOn, span: &str, most: Option<u16>, given: Option<u16>) -> Verdict {
    let name = &add_on.name;
    match (most, given) {
        (None, _) => Verdict::new(Finding::Met, format!("「{name}」は{span}での回数に上限がありません。")),
        (Some(most), None) => Verdict::new(
            Finding::Undecidable,
            format!("「{name}」は{span}で{most}回までです。これまでの回数が分かりません。"),
        ),
        (Some(most), Some(given)) if given < most => Verdict::new(
            Finding::Met,
            format!("「{name}」は{span}で{most}回までです。{}回目になります。", u32::from(given) + 1),
        ),
        (Some(most), Some(given)) => Verdict::new(
            Finding::NotMet,
            format!("「{name}」は{span}で{most}回までです。すでに{given}回行ったため、行えません。"),
        ),
    }
}

/// One accepted person with a listed qualification is enough.
pub fn staff(add_on: &AddOn, on_duty: Option<&[OnDuty]>) -> Verdict {
    if add_on.qualifications.is_empty() {
        return Verdict::new(Finding::Met, format!("「{}」を行う人の資格は問いません。", add_on.name));
    }
    let Some(on_duty) = on_duty else {
        return Verdict::new(Finding::Undecidable, format!("「{}」を行う人が分かりません。", add_on.name));
    };
    let asked = Verdict::new(
        Finding::NotMet,
        format!("「{}」は{}が行います。", add_on.name, add_on.qualifications.join("・")),
    );
    on_duty
        .iter()
        .map(|person| on_list(person).and(qualified(&add_on.qualifications, person)))
        .fold(asked, Verdict::or)
}

impl AddOn {
    /// The add-on in words, for the editor.
    pub fn sentence(&self) -> String {
        let who = match self.qualifications.as_slice() {
            [] => "行う人の資格は問いません。".to_owned(),
            listed => format!("{}が行います。", listed.join("・")),
        };
        let most = |span: &str, most: Option<u16>| {
            most.map_or_else(String::new, |most| format!("{span}{most}回までです。"))
        };
        let (stay, contract) =
            (most("1人の利用期間に", self.most_per_stay), most("契約全体で", self.most_per_contract));
        format!("「{}」：{who}{stay}{contract}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn oral() -> AddOn {
        AddOn {
            code: "oral".to_owned(),
            name: "口腔プログラム".to_owned(),
            qualifications: vec!["歯科衛生士".to_owned(), "言語聴覚士".to_owned()],
            most_per_stay: Some(1),
            most_per_contract: Some(3),
        }
    }

    fn person(qualification: Option<&str>, accepted: Option<bool>) -> OnDuty {
        OnDuty {
            person: "甲".to_owned(),
            qualifications: qualification.map(|word| vec![word.to_owned()]),
            accepted,
            ..OnDuty::default()
        }
    }

    fn facts(stay: u16, contract: u16, person: OnDuty) -> AddOnFacts {
        AddOnFacts {
            given_in_stay: Some(stay),
            given_in_contract: Some(contract),
            on_duty: Some(vec![person]),
        }
    }

    /// A4.4: once per three-month cycle, three times per contract, by qualified staff.
    #[test]
    fn the_worked_cases() {
        use Finding::{Met, NotMet, Undecidable};
        let hygienist = || person(Some("歯科衛生士"), Some(true));
        for (facts, expected) in [
            (facts(0, 0, hygienist()), Met),
            (facts(0, 2, hygienist()), Met),
            (facts(0, 3, hygienist()), NotMet),
            (facts(1, 1, hygienist()), NotMet),
            (facts(0, 0, person(Some("言語聴覚士"), Some(true))), Met),
            (facts(0, 0, person(Some("管理栄養士"), Some(true))), NotMet),
            (facts(0, 0, person(Some("歯科衛生士"), Some(false))), NotMet),
            (facts(0, 0, person(None, Some(true))), Undecidable),
            (facts(0, 0, person(Some("歯科衛生士"), None)), Undecidable),
            (AddOnFacts { given_in_stay: None, ..facts(0, 0, hygienist()) }, Undecidable),
            (AddOnFacts { given_in_stay: None, ..facts(0, 3, hygienist()) }, NotMet),
            (AddOnFacts { on_duty: None, ..facts(0, 0, hygienist()) }, Undecidable),
            (AddOnFacts { on_duty: Some(vec![]), ..facts(0, 0, hygienist()) }, NotMet),
        ] {
            assert_eq!(may_give(&oral(), &facts).answer, expected, "{facts:?}");
        }
    }

    #[test]
    fn a_refusal_names_the_limit() {
        let refused = may_give(&oral(), &facts(0, 3, person(Some("歯科衛生士"), Some(true))));
        assert_eq!(
            refused.explanation[..2],
            [
                "「口腔プログラム」は1人の利用期間で1回までです。1回目になります。",
                "「口腔プログラム」は契約全体で3回までです。すでに3回行ったため、行えません。",
            ]
        );
    }

    #[test]
    fn an_add_on_reads_as_a_sentence() {
        assert_eq!(
            oral().sentence(),
            "「口腔プログラム」：歯科衛生士・言語聴覚士が行います。1人の利用期間に1回までです。契約全体で3回までです。"
        );
        let free = AddOn { qualifications: vec![], most_per_stay: None, most_per_contract: None, ..oral() };
        assert_eq!(free.sentence(), "「口腔プログラム」：行う人の資格は問いません。");
        assert_eq!(may_give(&free, &AddOnFacts::default()).answer, Finding::Met);
    }

    proptest! {
        #[test]
        fn a_missing_fact_never_turns_a_verdict(
            (most_per_stay, most_per_contract, stay, contract) in any::<(Option<u16>, Option<u16>, u16, u16)>(),
            (is_qualified, accepted) in any::<(bool, bool)>(), hidden in any::<[bool; 5]>(),
        ) {
            let add_on = AddOn { most_per_stay, most_per_contract, ..oral() };
            let word = Some(if is_qualified { "歯科衛生士" } else { "看護師" });
            let all = facts(stay, contract, person(word, Some(accepted)));
            let known = person(word.filter(|_| !hidden[0]), Some(accepted).filter(|_| !hidden[1]));
            let some = AddOnFacts {
                given_in_stay: Some(stay).filter(|_| !hidden[2]),
                given_in_contract: Some(contract).filter(|_| !hidden[3]),
                on_duty: Some(vec![known]).filter(|_| !hidden[4]),
            };
            let (all, some) = (may_give(&add_on, &all).answer, may_give(&add_on, &some).answer);
            prop_assert!(all != Finding::Undecidable);
            prop_assert!(some == all || some == Finding::Undecidable);
        }
    }
}
