//! What one person answered, and how it reads.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    documents::parts::QuestionAnswer,
    programmes::{AnswerForm, Question, Questionnaire},
    sealing::Sealable,
};

/// One chosen answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reply {
    /// A step of a scale.
    Step(u8),
    /// The code of an option.
    Option(String),
}

/// What was chosen, by the question's code. A question that is not in it was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chosen(pub BTreeMap<String, Reply>);

/// What was written in words, by the question's code.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, String>);

impl Sealable for Words {
    const TABLE: &'static str = "questionnaire_answer";
}

/// Personal data never reaches a log.
impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words(…)")
    }
}

/// Everything one person answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    pub chosen: Chosen,
    pub words: Words,
}

/// Who held the pen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Written,
    Heard,
}

impl Mode {
    pub const ALL: [Self; 2] = [Self::Written, Self::Heard];

    pub fn code(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Heard => "heard",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "本人が記入",
            Self::Heard => "聞き取り",
        }
    }
}

impl Chosen {
    /// The code of what was chosen, if it is one of the question's answers.
    pub fn code(&self, item: &Question) -> Option<String> {
        let code = match self.0.get(&item.code)? {
            Reply::Step(step) => step.to_string(),
            Reply::Option(code) => code.clone(),
        };
        item.answers().into_iter().any(|(known, _)| known == code).then_some(code)
    }

    /// Remembers one of the question's answers; `false` for anything else.
    pub fn choose(&mut self, item: &Question, code: &str) -> bool {
        if !item.answers().iter().any(|(known, _)| known == code) {
            return false;
        }
        let reply = match (&item.answer, code.parse()) {
            (AnswerForm::Scale { .. }, Ok(step)) => Reply::Step(step),
            _ => Reply::Option(code.to_owned()),
        };
        self.0.insert(item.code.to_owned(), reply);
        true
    }

    /// How many of the questions that are answered by choosing were answered, and of how many.
    pub fn given(&self, questionnaire: &Questionnaire) -> (usize, usize) {
        let given = questionnaire.closed().filter(|item| self.code(item).is_some()).count();
        (given, questionnaire.closed().count())
    }
}

impl Replies {
    pub fn is_blank(&self) -> bool {
        self.chosen.0.is_empty() && self.words.0.is_empty()
    }

    /// The answer to a question in words; `None` when it was left out.
    pub fn said(&self, item: &Question) -> Option<String> {
        if item.is_free() {
            return self.words.0.get(&item.code).cloned();
        }
        let code = self.chosen.code(item)?;
        item.answers().into_iter().find(|(known, _)| *known == code).map(|(_, words)| words)
    }

    /// Every question with its answer, as pages and papers print it.
    pub fn lines(&self, questionnaire: &Questionnaire) -> Vec<QuestionAnswer> {
        let line =
            |item: &Question| QuestionAnswer { question: item.text.to_owned(), answer: self.said(item) };
        questionnaire.questions.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes;

    fn questionnaire() -> &'static Questionnaire {
        programmes::meguro().questionnaire().unwrap()
    }

    fn item(code: &str) -> &'static Question {
        questionnaire().questions.iter().find(|item| item.code == code).unwrap()
    }

    #[test]
    fn choices_are_stored_as_codes_and_steps_as_numbers() {
        let mut chosen = Chosen::default();
        assert!(chosen.choose(item("satisfaction"), "very") && chosen.choose(item("continue"), "4"));
        assert!(!chosen.choose(item("continue"), "6") && !chosen.choose(item("good"), "very"));
        let json = serde_json::to_value(&chosen).unwrap();
        assert_eq!(json, serde_json::json!({ "continue": 4, "satisfaction": "very" }));
        assert_eq!(serde_json::from_value::<Chosen>(json).unwrap(), chosen);
        assert_eq!(chosen.given(questionnaire()), (2, 5));
    }

    #[test]
    fn an_answer_reads_in_words_and_a_missing_one_is_none() {
        let mut replies = Replies::default();
        assert!(replies.is_blank());
        replies.chosen.choose(item("continue"), "5");
        replies.words.0.insert("good".into(), "友だちができた".into());
        let lines = replies.lines(questionnaire());
        let said: Vec<Option<&str>> = lines.iter().map(|line| line.answer.as_deref()).collect();
        assert_eq!(said, [None, None, None, Some("5（とても思う）"), None, Some("友だちができた"), None]);
    }

    #[test]
    fn an_answer_that_is_no_longer_offered_counts_as_missing() {
        let chosen = Chosen(BTreeMap::from([("group".to_owned(), Reply::Option("gone".into()))]));
        assert_eq!(chosen.code(item("group")), None);
        assert_eq!(chosen.given(questionnaire()).0, 0);
    }
}
