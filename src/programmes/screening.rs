//! 体調確認シートの判定: answers in, 可・要聞き取り・不可 or 判定不能 out, with the reasons.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::definition::{AnswerTest, Ask, DecidedBy, Outcome, Screening, ScreeningQuestion};
use crate::verdict::Finding;

/// Answers by question: the codes ticked, or the words written. Absent is "not answered".
pub type Answers = BTreeMap<String, BTreeSet<String>>;

/// What a sheet leads to. No outcome while an answer that decides is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screened {
    pub outcome: Option<Outcome>,
    pub reasons: Vec<String>,
    /// Codes of the questions still to be answered.
    pub missing: Vec<String>,
}

impl Screening {
    /// Reads the outcomes from the top. A stricter outcome that is already certain decides although answers are missing;
    /// otherwise every question that decides has to be answered.
    pub fn judge(&self, answers: &Answers) -> Screened {
        let missing = self.missing(answers);
        let strictest = self.outcomes.iter().map(|rule| rule.outcome).max();
        for outcome in [Outcome::Unfit, Outcome::Hearing] {
            let rules = self.outcomes.iter().filter(|rule| rule.outcome == outcome);
            let met: Vec<String> = rules
                .filter(|rule| self.test(&rule.when, answers) == Finding::Met)
                .map(|rule| rule.reason.clone())
                .collect();
            let is_certain = missing.is_empty() || strictest == Some(outcome);
            if !met.is_empty() && is_certain {
                return Screened { outcome: Some(outcome), reasons: met, missing: Vec::new() };
            }
        }
        if missing.is_empty() {
            let reasons = vec!["当てはまる項目がありません。".to_owned()];
            return Screened { outcome: Some(Outcome::Fit), reasons, missing };
        }
        let texts = self.questions.iter().filter(|question| missing.contains(&question.code));
        let reasons = texts.map(|question| format!("「{}」に答えがありません。", question.text)).collect();
        Screened { outcome: None, reasons, missing }
    }

    /// The questions that were answered, each with the words of its answer.
    pub fn told(&self, answers: &Answers) -> Vec<(String, String)> {
        let told = |question: &ScreeningQuestion| {
            let codes = ticked(answers, &question.code)?;
            let words: Vec<&str> = codes.iter().map(|code| question.ask.words(code)).collect();
            Some((question.text.clone(), words.join("、")))
        };
        self.questions.iter().filter_map(told).collect()
    }

    /// Questions that decide, are asked, and have no answer.
    fn missing(&self, answers: &Answers) -> Vec<String> {
        let open = |question: &&ScreeningQuestion| {
            let is_asked =
                question.when.as_ref().is_none_or(|when| self.test(when, answers) != Finding::NotMet);
            let decides = !question.reference_only && question.ask != Ask::Words;
            is_asked && decides && ticked(answers, &question.code).is_none()
        };
        self.questions.iter().filter(open).map(|question| question.code.clone()).collect()
    }

    fn test(&self, test: &AnswerTest, answers: &Answers) -> Finding {
        match test {
            AnswerTest::All(all) => {
                all.iter().map(|one| self.test(one, answers)).fold(Finding::Met, Finding::and)
            }
            AnswerTest::Any(any) => {
                any.iter().map(|one| self.test(one, answers)).fold(Finding::NotMet, Finding::or)
            }
            AnswerTest::Not(inner) => self.test(inner, answers).negated(),
            AnswerTest::Is { question, among } => ticked(answers, question)
                .map_or(Finding::Undecidable, |codes| codes.iter().any(|code| among.contains(code)).into()),
            AnswerTest::Only { question, among } => ticked(answers, question)
                .map_or(Finding::Undecidable, |codes| codes.iter().all(|code| among.contains(code)).into()),
        }
    }
}

impl DecidedBy {
    /// Who hears and who decides. The centre hears for the ward, and the ward records what is decided.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Ward => "区が聞き取りをして決めます。",
            Self::Centre => "地域包括支援センターが聞き取りをして、区が決めます。",
            Self::Contractor => "受託者が聞き取りをして決めます。",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Ward => "区",
            Self::Centre => "地域包括支援センター",
            Self::Contractor => "受託者",
        }
    }
}

fn ticked<'a>(answers: &'a Answers, question: &str) -> Option<&'a BTreeSet<String>> {
    answers.get(question).filter(|codes| !codes.is_empty())
}

#[cfg(test)]
#[path = "screening_tests.rs"]
mod tests;

impl Ask {
    /// The words of a stored answer.
    fn words<'a>(&'a self, code: &'a str) -> &'a str {
        match (self, code) {
            (Self::Words, _) => code,
            (Self::Choices(options), _) => {
                options.iter().find(|option| option.code == code).map_or(code, |option| option.text.as_str())
            }
            (Self::YesNo | Self::YesNoUnknown, "yes") => "はい",
            (Self::YesNo | Self::YesNoUnknown, "no") => "いいえ",
            (Self::YesNo | Self::YesNoUnknown, _) => "わからない",
        }
    }
}
