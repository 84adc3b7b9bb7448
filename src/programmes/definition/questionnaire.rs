//! アンケート: questions of the ward's own; totals go into the report, a person's answers into the 個別評価書.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asked at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Never changes; answers are stored under it.
    pub code: String,
    pub title: String,
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Never changes; distinct within its questionnaire.
    pub code: String,
    pub text: String,
    pub answer: AnswerForm,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerForm {
    /// One of the options.
    Choice(Vec<Answer>),
    /// A whole number, both ends included; `first` and `last` say what the ends mean.
    Scale { from: u8, to: u8, first: String, last: String },
    /// The person's own words.
    FreeText,
}

/// An option by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Never changes; distinct within its question.
    pub code: String,
    pub text: String,
}

impl Questionnaire {
    /// The questions answered by choosing, in order.
    pub fn closed(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| !question.is_free())
    }
}

impl Question {
    pub fn is_free(&self) -> bool {
        self.answer == AnswerForm::FreeText
    }

    /// Every answer that may be chosen: its code and its words. None for a question answered in words.
    pub fn answers(&self) -> Vec<(String, String)> {
        match &self.answer {
            AnswerForm::Choice(options) => {
                options.iter().map(|one| (one.code.clone(), one.text.clone())).collect()
            }
            AnswerForm::Scale { from, to, first, last } => (*from..=*to)
                .map(|step| {
                    let words = match step {
                        low if low == *from => format!("{step}（{first}）"),
                        high if high == *to => format!("{step}（{last}）"),
                        between => between.to_string(),
                    };
                    (step.to_string(), words)
                })
                .collect(),
            AnswerForm::FreeText => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_says_what_its_ends_mean() {
        let [first, last] = ["思わない", "とても思う"].map(str::to_owned);
        let answer = AnswerForm::Scale { from: 1, to: 5, first, last };
        let words: Vec<String> =
            Question { code: "continue".into(), text: "続けたいですか".into(), answer }
                .answers()
                .into_iter()
                .map(|(_, words)| words)
                .collect();
        assert_eq!(words, ["1（思わない）", "2", "3", "4", "5（とても思う）"]);
    }
}
