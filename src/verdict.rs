//! The three-valued answer of a rule: 該当, 非該当 or 判定不能, always with the reasons. A missing fact makes an
//! answer undecidable, it never counts as "no"; one fact that excludes decides even when others are missing.

use serde::Serialize;

/// What a rule found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    Met,
    NotMet,
    Undecidable,
}

/// A finding and, sentence by sentence, the rule and the facts that led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub answer: Finding,
    pub explanation: Vec<String>,
}

impl Finding {
    pub const ALL: [Self; 3] = [Self::Met, Self::NotMet, Self::Undecidable];

    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Undecidable => "undecidable",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "該当",
            Self::NotMet => "非該当",
            Self::Undecidable => "判定不能",
        }
    }

    /// Both must be met: one 非該当 decides, otherwise one 判定不能 does.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotMet, _) | (_, Self::NotMet) => Self::NotMet,
            (Self::Undecidable, _) | (_, Self::Undecidable) => Self::Undecidable,
            (Self::Met, Self::Met) => Self::Met,
        }
    }

    /// One of the two is enough: one 該当 decides, otherwise one 判定不能 does.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Met, _) | (_, Self::Met) => Self::Met,
            (Self::Undecidable, _) | (_, Self::Undecidable) => Self::Undecidable,
            (Self::NotMet, Self::NotMet) => Self::NotMet,
        }
    }
}

impl Finding {
    /// The opposite; 判定不能 stays.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Met => Self::NotMet,
            Self::NotMet => Self::Met,
            Self::Undecidable => Self::Undecidable,
        }
    }
}

impl From<bool> for Finding {
    fn from(met: bool) -> Self {
        if met { Self::Met } else { Self::NotMet }
    }
}

impl Verdict {
    pub fn new(answer: Finding, reason: impl Into<String>) -> Self {
        Self { answer, explanation: vec![reason.into()] }
    }

    /// Both must be met; the reasons of both are kept.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let answer = self.answer.and(other.answer);
        Self { answer, explanation: [self.explanation, other.explanation].concat() }
    }

    /// One of the two is enough; the reasons of both are kept.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let answer = self.answer.or(other.answer);
        Self { answer, explanation: [self.explanation, other.explanation].concat() }
    }
}

#[cfg(test)]
mod tests {
    use super::Finding::{Met, NotMet, Undecidable};
    use super::*;

    #[test]
    fn and_and_or_follow_kleene() {
        let and = Finding::ALL.map(|a| Finding::ALL.map(|b| a.and(b)));
        assert_eq!(and, [[Met, NotMet, Undecidable], [NotMet; 3], [Undecidable, NotMet, Undecidable]]);
        let or = Finding::ALL.map(|a| Finding::ALL.map(|b| a.or(b)));
        assert_eq!(or, [[Met; 3], [Met, NotMet, Undecidable], [Met, Undecidable, Undecidable]]);
    }

    #[test]
    fn a_joined_verdict_keeps_every_reason() {
        let joined = Verdict::new(Met, "年齢").and(Verdict::new(Undecidable, "認定"));
        assert_eq!(joined, Verdict { answer: Undecidable, explanation: vec!["年齢".into(), "認定".into()] });
    }
}
