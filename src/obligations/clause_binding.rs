//! Which clause asks for what: a topic is recognised by the words of a clause's heading and text. The first of the
//! best clauses wins; without the words a topic must have, no clause is named rather than a wrong one.

use serde::Serialize;

/// One imported clause. `text` includes its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClauseText<'a> {
    pub number: u16,
    pub heading: Option<&'a str>,
    pub text: &'a str,
}

/// What an obligation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    CustodianList,
    Inspection,
    Report,
    Erasure,
}

impl Topic {
    pub const ALL: [Self; 4] = [Self::CustodianList, Self::Inspection, Self::Report, Self::Erasure];

    fn words(self) -> &'static Words {
        match self {
            Self::CustodianList => &CUSTODIAN_LIST,
            Self::Inspection => &INSPECTION,
            Self::Report => &REPORT,
            Self::Erasure => &ERASURE,
        }
    }
}

/// The words of a topic. The text must hold one of each `needed` group; then weights count.
struct Words {
    needed: &'static [&'static [&'static str]],
    heading: &'static [(&'static str, u32)],
    text: &'static [(&'static str, u32)],
}

const CUSTODIAN_LIST: Words = Words {
    needed: &[&["名簿", "取扱責任者", "取扱者", "取扱いの責任者"], &["報告", "届け", "届出", "提出", "通知"]],
    heading: &[("従事者", 2), ("取扱者", 2), ("名簿", 2), ("体制", 2), ("指定", 1)],
    text: &[("従事者名簿", 4), ("名簿", 2), ("取扱責任者", 3), ("取扱者", 2)],
};

const INSPECTION: Words = Words {
    needed: &[&["立入", "立ち入", "検査", "監査", "確認"]],
    heading: &[("検査", 3), ("監査", 3), ("立入", 2), ("調査", 1)],
    text: &[("年度", 4), ("検査", 2), ("監査", 1), ("立入", 1), ("立ち入", 1)],
};

const REPORT: Words = Words {
    needed: &[&["報告"], &["業務の状況", "業務の様子", "実績", "実施結果", "実施状況を報告"]],
    heading: &[("報告", 3)],
    text: &[("定期", 2), ("終了後", 1), ("終わり", 1), ("実績", 2)],
};

const ERASURE: Words = Words {
    needed: &[&["返還", "返却", "返し", "消去", "廃棄"], &["業務終了", "終了", "終わ", "不要", "要らなく"]],
    heading: &[("返還", 3), ("返却", 3), ("消去", 2), ("廃棄", 1)],
    text: &[("返還", 3), ("返却", 3), ("消去", 2), ("廃棄", 1)],
};

impl Words {
    fn score(&self, clause: &ClauseText<'_>) -> u32 {
        let has_needed = self.needed.iter().all(|group| group.iter().any(|word| clause.text.contains(word)));
        let weigh = |text: &str, words: &[(&str, u32)]| -> u32 {
            words.iter().filter(|(word, _)| text.contains(word)).map(|(_, weight)| weight).sum()
        };
        if !has_needed {
            return 0;
        }
        weigh(clause.heading.unwrap_or_default(), self.heading) + weigh(clause.text, self.text)
    }
}

/// The number of the clause that asks for a topic, or `None` when none clearly does.
pub fn clause_for(topic: Topic, clauses: &[ClauseText<'_>]) -> Option<u16> {
    let words = topic.words();
    let scored = clauses.iter().map(|clause| (words.score(clause), clause.number));
    let best =
        scored.filter(|(score, _)| *score > 0).reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contracts::clauses::{self, ClauseSplit};

    fn bound(split: &ClauseSplit) -> [Option<u16>; 4] {
        let texts: Vec<String> = split.clauses.iter().map(clauses::SplitClause::full_text).collect();
        let clauses: Vec<ClauseText<'_>> = split
            .clauses
            .iter()
            .zip(&texts)
            .map(|(clause, text)| ClauseText {
                number: clause.number,
                heading: clause.heading.as_deref(),
                text,
            })
            .collect();
        Topic::ALL.map(|topic| clause_for(topic, &clauses))
    }

    #[test]
    fn the_clauses_of_a_numbered_set_are_bound() {
        let split = clauses::split(include_str!("../../tests/fixtures/clauses-numbered.txt")).unwrap();
        assert_eq!(bound(&split), [Some(13), Some(16), None, Some(11)]);
    }

    #[test]
    fn the_clauses_of_a_set_of_articles_are_bound() {
        let split = clauses::split(include_str!("../../tests/fixtures/clauses-articles.txt")).unwrap();
        assert_eq!(bound(&split), [Some(6), Some(33), Some(32), Some(29)]);
    }

    #[test]
    fn a_topic_no_clause_speaks_of_is_not_bound() {
        let clause = ClauseText { number: 1, heading: Some("損害の賠償"), text: "損害を償う。" };
        for topic in Topic::ALL {
            assert_eq!(clause_for(topic, &[clause]), None);
            assert_eq!(clause_for(topic, &[]), None);
        }
    }
}
