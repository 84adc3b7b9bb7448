//! 会場の確認: the standard against what somebody saw, what keeps the first session from being held, and what is left to
//! look at after a session. A question without an answer is 判定不能 and blocks as much as an unmet one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::definition::{EndCheck, Venue, VenueItem, VenueMeasure};
use crate::verdict::{Finding, Verdict};

/// Hundredths of a square metre in one.
const HUNDREDTHS: u64 = 100;

/// What somebody saw at the place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueFacts {
    /// The answer to each item by its code; a code that isn't listed has no answer yet.
    #[serde(default)]
    pub answers: BTreeMap<String, VenueAnswer>,
    /// Places of the course, for what is measured by place.
    #[serde(default)]
    pub capacity: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VenueAnswer {
    Present(bool),
    /// Floor area in hundredths of a square metre: 6250 for 62.5㎡.
    AreaHundredths(u32),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VenueVerdict {
    pub items: Vec<ItemVerdict>,
    /// The whole standard.
    pub standard: Finding,
    /// Whether a session may be held.
    pub may_start: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemVerdict {
    pub code: String,
    pub verdict: Verdict,
    pub blocks_start: bool,
}

/// Holds a place against the standard.
pub fn check_venue(venue: &Venue, facts: &VenueFacts) -> VenueVerdict {
    let items: Vec<ItemVerdict> = venue.standard.iter().map(|item| check_item(item, facts)).collect();
    let standard = items.iter().fold(Finding::Met, |all, item| all.and(item.verdict.answer));
    VenueVerdict { may_start: may_start(&items), items, standard }
}

/// What is still to be looked at after a session, in the order of the list.
pub fn open_end_checks<'a>(venue: &'a Venue, done: &BTreeSet<String>) -> Vec<&'a EndCheck> {
    venue.end_checks.iter().filter(|check| !done.contains(&check.code)).collect()
}

fn may_start(items: &[ItemVerdict]) -> Verdict {
    let blocking = || items.iter().filter(|item| item.blocks_start);
    let answer = blocking().fold(Finding::Met, |all, item| all.and(item.verdict.answer));
    let open = blocking().filter(|item| item.verdict.answer != Finding::Met);
    let mut explanation: Vec<String> = open.flat_map(|item| item.verdict.explanation.clone()).collect();
    explanation.push(
        match answer {
            Finding::Met => "会場の基準のうち、開始に必要なものを満たしています。",
            Finding::NotMet => "満たすまで、この会場で教室を始められません。",
            Finding::Undecidable => "確認が済むまで、この会場で教室を始められません。",
        }
        .to_owned(),
    );
    Verdict { answer, explanation }
}

fn check_item(item: &VenueItem, facts: &VenueFacts) -> ItemVerdict {
    let answer = facts.answers.get(&item.code).copied();
    let verdict = match (item.measure, answer) {
        (VenueMeasure::Present, Some(VenueAnswer::Present(is_there))) => {
            let word = if is_there { "あります。" } else { "ありません。" };
            Verdict::new(Finding::from(is_there), format!("「{}」：{word}", item.text))
        }
        (VenueMeasure::SquareMetresPerPlace(each), Some(VenueAnswer::AreaHundredths(area))) => {
            check_area(item, each, area, facts.capacity)
        }
        (VenueMeasure::Present | VenueMeasure::SquareMetresPerPlace(_), None) => {
            Verdict::new(Finding::Undecidable, format!("「{}」：まだ確認していません。", item.text))
        }
        (VenueMeasure::Present, Some(VenueAnswer::AreaHundredths(_)))
        | (VenueMeasure::SquareMetresPerPlace(_), Some(VenueAnswer::Present(_))) => Verdict::new(
            Finding::Undecidable,
            format!("「{}」：答えの種類が合いません。確認し直してください。", item.text),
        ),
    };
    ItemVerdict { code: item.code.clone(), verdict, blocks_start: item.blocks_start }
}

fn check_area(item: &VenueItem, each: u16, area: u32, capacity: Option<u16>) -> Verdict {
    let Some(capacity) = capacity else {
        return Verdict::new(Finding::Undecidable, format!("「{}」：定員が分かりません。", item.text));
    };
    let needed = u64::from(each) * u64::from(capacity);
    let is_enough = u64::from(area) >= needed * HUNDREDTHS;
    let explanation = format!(
        "「{}」：{}㎡。必要な広さは{each}㎡×定員{capacity}人＝{needed}㎡です。",
        item.text,
        square_metres(area)
    );
    Verdict::new(Finding::from(is_enough), explanation)
}

fn square_metres(hundredths: u32) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) if part % 10 == 0 => format!("{whole}.{}", part / 10),
        (whole, part) => format!("{whole}.{part:02}"),
    }
}

impl VenueItem {
    /// The item in words, for the editor.
    pub fn sentence(&self) -> String {
        let measure = match self.measure {
            VenueMeasure::Present => "あるかどうかを確認します。".to_owned(),
            VenueMeasure::SquareMetresPerPlace(each) => format!("定員1人につき{each}㎡以上が必要です。"),
        };
        let blocks = if self.blocks_start { "満たすまで教室を始められません。" } else { "" };
        format!("「{}」：{measure}{blocks}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn venue() -> Venue {
        let item = |code: &str, measure, blocks_start| VenueItem {
            code: code.to_owned(),
            text: format!("{code}の項目"),
            measure,
            blocks_start,
        };
        Venue {
            standard: vec![
                item("area", VenueMeasure::SquareMetresPerPlace(3), true),
                item("aed", VenueMeasure::Present, true),
                item("rest", VenueMeasure::Present, false),
            ],
            end_checks: vec![
                EndCheck { code: "restored".to_owned(), text: "原状回復".to_owned() },
                EndCheck { code: "told".to_owned(), text: "管理者への報告".to_owned() },
            ],
        }
    }

    fn facts(area: Option<u32>, aed: Option<bool>, rest: Option<bool>, capacity: Option<u16>) -> VenueFacts {
        let answers = [
            ("area", area.map(VenueAnswer::AreaHundredths)),
            ("aed", aed.map(VenueAnswer::Present)),
            ("rest", rest.map(VenueAnswer::Present)),
        ];
        let answers = answers.into_iter().filter_map(|(code, answer)| Some((code.to_owned(), answer?)));
        VenueFacts { answers: answers.collect(), capacity }
    }

    #[test]
    fn a_place_may_be_used_when_nothing_that_blocks_is_open() {
        use Finding::{Met, NotMet, Undecidable};
        let (yes, no, of_20) = (Some(true), Some(false), Some(20));
        for (facts, standard, may_start) in [
            (facts(Some(6000), yes, yes, of_20), Met, Met),
            (facts(Some(5999), yes, yes, of_20), NotMet, NotMet),
            (facts(Some(6000), yes, no, of_20), NotMet, Met),
            (facts(Some(6000), yes, None, of_20), Undecidable, Met),
            (facts(Some(6000), None, yes, of_20), Undecidable, Undecidable),
            (facts(Some(6000), yes, yes, None), Undecidable, Undecidable),
            (facts(None, no, yes, of_20), NotMet, NotMet),
        ] {
            let found = check_venue(&venue(), &facts);
            assert_eq!((found.standard, found.may_start.answer), (standard, may_start), "{facts:?}");
        }
    }

    #[test]
    fn what_blocks_is_named_with_its_arithmetic() {
        let found = check_venue(&venue(), &facts(Some(5850), None, None, Some(20)));
        assert_eq!(
            found.may_start.explanation,
            [
                "「areaの項目」：58.5㎡。必要な広さは3㎡×定員20人＝60㎡です。",
                "「aedの項目」：まだ確認していません。",
                "満たすまで、この会場で教室を始められません。",
            ]
        );
    }

    #[test]
    fn an_answer_of_another_kind_is_no_answer() {
        let answers = BTreeMap::from([("area".to_owned(), VenueAnswer::Present(true))]);
        let found = check_venue(&venue(), &VenueFacts { answers, capacity: Some(20) });
        assert_eq!(found.items[0].verdict.answer, Finding::Undecidable);
    }

    #[test]
    fn end_checks_stay_open_until_done() {
        let venue = venue();
        let open = |done: &[&str]| -> Vec<String> {
            let done = done.iter().map(|code| (*code).to_owned()).collect();
            open_end_checks(&venue, &done).iter().map(|check| check.text.clone()).collect()
        };
        assert_eq!(open(&[]), ["原状回復", "管理者への報告"]);
        assert_eq!(open(&["restored"]), ["管理者への報告"]);
        assert!(open(&["told", "restored"]).is_empty());
    }

    #[test]
    fn areas_and_items_read_as_people_write_them() {
        assert_eq!([6000, 5850, 5805].map(square_metres), ["60", "58.5", "58.05"]);
        assert_eq!(
            venue().standard[0].sentence(),
            "「areaの項目」：定員1人につき3㎡以上が必要です。満たすまで教室を始められません。"
        );
    }

    proptest! {
        #[test]
        fn a_missing_answer_never_turns_a_verdict(
            (area, aed, rest, capacity) in any::<(u32, bool, bool, u16)>(), hidden in any::<[bool; 4]>(),
        ) {
            let all = check_venue(&venue(), &facts(Some(area), Some(aed), Some(rest), Some(capacity)));
            let some = check_venue(&venue(), &facts(
                Some(area).filter(|_| !hidden[0]),
                Some(aed).filter(|_| !hidden[1]),
                Some(rest).filter(|_| !hidden[2]),
                Some(capacity).filter(|_| !hidden[3]),
            ));
            prop_assert!(all.standard != Finding::Undecidable);
            prop_assert!(some.standard == all.standard || some.standard == Finding::Undecidable);
            let (all, some) = (all.may_start.answer, some.may_start.answer);
            prop_assert!(some == all || some == Finding::Undecidable);
        }
    }
}
