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

    /// What the clause asks for, as the coverage of the source texts says it.
    pub fn asked(&self) -> String {
        if self.is_open() {
            "提案なし".to_owned()
        } else if self.rules.is_empty() {
            format!("定めのみ：{}", self.reason)
        } else {
            self.rules.iter().map(ProposedRule::title).collect::<Vec<_>>().join("；")
        }
    }
}

impl ProposedRule {
    /// What the duty is called; an application that the clause refuses outright says so.
    pub fn title(&self) -> String {
        let Some(rule) = library().rule(&self.code) else { return String::new() };
        let is_forbidden = rule.mode(&self.parameters) == Some(Mode::Never);
        format!("{}{}", rule.title, if is_forbidden { "（禁止）" } else { "" })
    }
}

/// Words by which a prohibition leaves room for the ward's consent.
pub(super) const CONSENT: [&str; 9] =
    ["承諾", "承認", "許可", "同意", "特別な事情", "協議の上", "協議しなければ", "無断", "制限"];

/// Reads one clause.
pub fn propose(clause: &SplitClause) -> Proposal {
    propose_units(&units(clause), clause.heading_inherited)
}

/// Reads a clause unit by unit.
pub(super) fn propose_units(units: &[Unit], heading_inherited: bool) -> Proposal {
    // The heading alone is believed where the words said nothing, and only the clause's own.
    let ways = if heading_inherited { &[false][..] } else { &[false, true][..] };
    for by_heading in ways {
        let found = |rule| recognise(rule, units, *by_heading);
        let rules: Vec<ProposedRule> = library().rules.iter().filter_map(found).collect();
        if !rules.is_empty() {
            return Proposal { rules, ..Proposal::default() };
        }
        if let Some(declared) = declared(units, *by_heading) {
            return declared;
        }
    }
    Proposal::default()
}

fn declared(units: &[Unit], by_heading: bool) -> Option<Proposal> {
    library().declarations.iter().find_map(|declaration| {
        let signs = declaration.signs.iter().filter(|sign| sign.is_by_heading() == by_heading);
        let words = words_of(signs, units)?;
        Some(Proposal { rules: Vec::new(), reason: declaration.reason.clone(), words })
    })
}

fn recognise(rule: &Rule, units: &[Unit], by_heading: bool) -> Option<ProposedRule> {
    let signs = rule.signs.iter().filter(|sign| sign.is_by_heading() == by_heading);
    let words = words_of(signs, units)?;
    Some(ProposedRule { code: rule.code.clone(), parameters: parameters(rule, units), words })
}

/// The words of every sign that is found, without repeating any; `None` when none is.
fn words_of<'a>(signs: impl Iterator<Item = &'a Sign> + Clone, units: &[Unit]) -> Option<Vec<String>> {
    let (mut seen, mut words, mut is_found) = (BTreeSet::new(), Vec::new(), false);
    for unit in units {
        for found in signs.clone().filter_map(|sign| sign.found_in(unit)) {
            is_found = true;
            words.extend(found.into_iter().filter(|word| seen.insert(*word)).map(str::to_owned));
        }
    }
    is_found.then_some(words)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        contracts::clauses::{self, ClauseItem},
        obligations::binding::Binding,
        programmes::definition::Offset,
    };

    fn clause(heading: &str, text: &str) -> SplitClause {
        SplitClause {
            number: 1,
            label: "１".into(),
            heading: Some(heading.into()).filter(|heading: &String| !heading.is_empty()),
            heading_inherited: false,
            text: text.into(),
            items: Vec::new(),
        }
    }

    fn codes(clause: &SplitClause) -> Vec<String> {
        propose(clause).rules.into_iter().map(|rule| rule.code).collect()
    }

    #[test]
    fn the_words_of_a_clause_say_what_it_asks_for() {
        for (text, expected) in [
            ("仕事で知ったことを漏らしてはならない。", vec!["secrecy"]),
            ("区が求めたときは立入調査等による監査を受けるものとする。", vec!["inspection_accepted"]),
            ("検査は年度ごとに一度は行うものとし、区が確認する。", vec!["inspection"]),
            ("管理監督者届と誓約書の写しを始める前に提出する。", vec!["custodian_list", "pledge"]),
            ("受け取ったときは預かり証を渡す。", vec!["custody_receipt"]),
            ("区は、違反があったときは公表することができる。", vec!["publication"]),
            ("ダミーデータにて検証を行う。", vec!["rehearsal"]),
        ] {
            assert_eq!(codes(&clause("", text)), expected, "{text}");
        }
    }

    #[test]
    fn a_prohibition_leaves_room_only_where_it_says_so() {
        let mode = |text: &str| propose(&clause("", text)).rules.remove(0).parameters.mode;
        assert_eq!(mode("個人情報を複写してはならない。"), Some(Mode::Never));
        assert_eq!(mode("区の承諾なしに個人情報を複写してはならない。"), None, "consent is the usual");
        assert_eq!(mode("個人情報を複写してはならない。ただし、許可を得たときはこの限りでない。"), None);
        let later = "個人情報を複写してはならない。返すときは箱に入れる。計画は区の承認を受ける。";
        assert_eq!(mode(later), Some(Mode::Never), "the consent is to something else");
    }

    #[test]
    fn a_distance_is_read_in_the_direction_of_the_duty() {
        let offset = |text: &str| propose(&clause("", text)).rules.remove(0).parameters.offset;
        assert_eq!(offset("緊急対応マニュアルを３週間前までに提出する。"), Some(Offset::WeeksBefore(3)));
        assert_eq!(offset("契約が終了した後、10日以内に資料を返却する。"), Some(Offset::DaysAfter(10)));
        assert_eq!(offset("契約が終了した後、2週間以内に資料を返却する。"), None, "as usual");
    }

    #[test]
    fn items_are_read_with_the_words_above_them() {
        let item = |text: &str| ClauseItem { label: "(1)".into(), text: text.into(), items: Vec::new() };
        let mut asked = clause("書類", "次の書類を区に提出しなければならない。");
        asked.items = vec![item("法人の規程"), item("実施スケジュール")];
        assert_eq!(codes(&asked), ["internal_rules", "schedule"]);
        let paragraph = |text: &str| ClauseItem { label: "2".into(), ..item(text) };
        let mut apart = clause("紛失", "紛失を防ぐように努める。");
        apart.items = vec![paragraph("受託者は、毎月の様子を報告する。")];
        assert!(!codes(&apart).contains(&"incident".to_owned()), "a paragraph stands on its own");
    }

    #[test]
    fn the_heading_alone_is_believed_last_and_only_ones_own() {
        let by_heading = clause("再委託", "よその会社に任せることはできない。");
        assert_eq!(codes(&by_heading), ["re_outsourcing"]);
        let inherited = SplitClause { heading_inherited: true, ..by_heading };
        assert!(propose(&inherited).is_open());
        let by_words = clause("再委託", "預かり証を渡す。");
        assert_eq!(codes(&by_words), ["custody_receipt"]);
    }

    #[test]
    fn what_asks_for_nothing_says_why_and_what_is_not_understood_stays_open() {
        let defined = propose(&clause("定義", "行政情報とは、区が貸したものをいう。"));
        assert!(defined.rules.is_empty() && defined.reason.contains("言葉の意味"));
        assert_eq!(Binding::of_proposal(&defined).map(|binding| binding.check()), Some(Ok(())));
        let unknown = propose(&clause("天気", "秋の空は高い。"));
        assert!(unknown.is_open() && Binding::of_proposal(&unknown).is_none());
    }

    #[test]
    fn a_set_of_invented_clauses_is_bound_where_it_speaks_plainly() {
        let split = clauses::split(include_str!("../demo/story/clauses.txt")).unwrap();
        let all: Vec<Vec<String>> = split.clauses.iter().map(codes).collect();
        assert_eq!(all.len(), 15);
        assert!(all.iter().all(|rules| !rules.is_empty()), "{all:?}");
        assert_eq!(all[2], ["custodian_list"]);
        assert_eq!(all[11], ["guidance", "publication"]);
        assert_eq!(all[14], ["data_return", "data_erasure"]);
    }
}
