//! 体調確認: a sheet of questions with outcomes, and who decides where people have to be asked more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sheet and the flow that leads from its answers to an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Screening {
    pub code: String,
    pub title: String,
    pub questions: Vec<ScreeningQuestion>,
    /// Read from the top: the first that is met decides. When none is met the outcome is 可.
    pub outcomes: Vec<OutcomeRule>,
    /// Who decides when the outcome is 要聞き取り.
    pub hearing_by: DecidedBy,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreeningQuestion {
    pub code: String,
    pub text: String,
    pub ask: Ask,
    /// Asked only when this is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<AnswerTest>,
    /// Kept as a care note; it doesn't decide.
    #[serde(default)]
    pub reference_only: bool,
}

/// The kind of answer. Answers are stored by code: `yes`, `no`, `unknown` or the option's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    YesNo,
    YesNoUnknown,
    /// One or more of these options.
    Choices(Vec<super::questionnaire::Answer>),
    Words,
}

/// An outcome and what leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRule {
    pub outcome: Outcome,
    pub when: AnswerTest,
    /// Why, for the person who reads it.
    pub reason: String,
}

/// 可, 要聞き取り, 不可.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Fit,
    Hearing,
    Unfit,
}

/// A test on the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerTest {
    All(Vec<AnswerTest>),
    Any(Vec<AnswerTest>),
    Not(Box<AnswerTest>),
    /// The question was answered with one of these; of a question with several options, at least one was ticked.
    Is {
        question: String,
        among: Vec<String>,
    },
    /// Options were ticked, and none but these.
    Only {
        question: String,
        among: Vec<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    Ward,
    Centre,
    Contractor,
}

impl AnswerTest {
    /// A group without conditions, as every new one begins.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.is_empty(),
            Self::Not(_) | Self::Is { .. } | Self::Only { .. } => false,
        }
    }
}

impl Ask {
    /// Every answer that may be chosen: its code and its words. None for a question answered in words.
    pub fn answers(&self) -> Vec<(&str, &str)> {
        const ANSWERS: [(&str, &str); 3] = [("yes", "はい"), ("no", "いいえ"), ("unknown", "わからない")];
        match self {
            Self::YesNo => ANSWERS.into_iter().take(2).collect(),
            Self::YesNoUnknown => ANSWERS.to_vec(),
            Self::Choices(options) => {
                options.iter().map(|option| (option.code.as_str(), option.text.as_str())).collect()
            }
            Self::Words => Vec::new(),
        }
    }
}
