//! 質問: the sheets that ship (`sheets.toml`), and what somebody answers.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

use crate::{kit::form::Form, sealing::Sealable, vocab::side::Side};

const LONGEST: usize = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// はい, いいえ or 該当なし, and how.
    YesNo,
    /// The same, and in any case where it is kept and until when.
    Kept,
    Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub code: String,
    pub label: String,
    pub ask: Ask,
}

/// One sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub code: String,
    pub title: String,
    pub about: String,
    /// Who answers it; the other side decides.
    pub owed_by: Side,
    /// The rules of the obligations' library whose duty it proves.
    pub rules: Vec<String>,
    pub questions: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sheets: Vec<Sheet>,
}

static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
    toml::from_str::<File>(include_str!("sheets.toml")).map(|file| file.sheets).unwrap_or_default()
});

/// Every sheet that ships, in the order of their file.
pub fn sheets() -> &'static [Sheet] {
    &SHEETS
}

pub fn sheet(code: &str) -> Option<&'static Sheet> {
    sheets().iter().find(|sheet| sheet.code == code)
}

/// はい, いいえ and 該当なし.
pub const CHOICES: [(&str, &str); 3] = [("yes", "はい"), ("no", "いいえ"), ("none", "該当なし")];

/// The Japanese word of a choice.
pub fn choice_label(code: &str) -> &'static str {
    CHOICES.iter().find(|(known, _)| *known == code).map_or("", |(_, label)| label)
}

/// The answer to one question: a choice, where there is one, and words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub choice: String,
    pub words: String,
}

/// Answers by the code of their question; sealed with the contract's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers(pub BTreeMap<String, Answer>);

impl Sealable for Answers {
    const TABLE: &'static str = "survey";
}

impl Sheet {
    /// Reads what was typed so far; `None` when it is too long or no such choice.
    pub fn read(&self, form: &mut Form) -> Option<Answers> {
        let mut answers = Answers::default();
        for question in &self.questions {
            let choice = match question.ask {
                Ask::YesNo | Ask::Kept => {
                    form.optional_choice(&question.code, &question.label, &CHOICES.map(|(code, _)| code))
                }
                Ask::Words => Some(String::new()),
            };
            let words = form.optional_lines(&words_field(&question.code), &question.label, LONGEST);
            let (Some(choice), Some(words)) = (choice, words) else { continue };
            answers.0.insert(question.code.clone(), Answer { choice, words });
        }
        (!form.has_problems()).then_some(answers)
    }

    /// The labels of what is not answered: a choice has to be made, いいえ and 該当なし say why, what is kept says where and until
    /// when.
    pub fn open(&self, answers: &Answers) -> Vec<&str> {
        let is_open = |question: &&Question| {
            let Some(answer) = answers.0.get(&question.code) else { return true };
            match question.ask {
                Ask::Words => answer.words.is_empty(),
                Ask::YesNo => answer.choice.is_empty() || (answer.choice != "yes" && answer.words.is_empty()),
                Ask::Kept => answer.choice.is_empty() || answer.words.is_empty(),
            }
        };
        self.questions.iter().filter(is_open).map(|question| question.label.as_str()).collect()
    }

    /// The form with what was answered.
    pub fn stored(&self, answers: &Answers) -> Form {
        answers.0.iter().fold(Form::empty(), |form, (code, answer)| {
            form.with(code, &answer.choice).with(&words_field(code), &answer.words)
        })
    }
}

/// The field of a question's words.
pub fn words_field(code: &str) -> String {
    format!("{code}-words")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::obligations::library::library;

    #[test]
    fn the_file_reads_and_its_rules_are_in_the_library() {
        let counts: Vec<(&str, usize)> =
            sheets().iter().map(|sheet| (sheet.code.as_str(), sheet.questions.len())).collect();
        assert_eq!(
            counts,
            [
                ("survey_sheet", 15),
                ("confirmation_sheet", 10),
                ("protection_plan", 26),
                ("record_keeping", 9)
            ]
        );
        for sheet in sheets() {
            let codes: BTreeSet<&str> =
                sheet.questions.iter().map(|question| question.code.as_str()).collect();
            assert_eq!(codes.len(), sheet.questions.len(), "{}", sheet.code);
            assert!(sheet.rules.iter().all(|rule| library().rule(rule).is_some()), "{:?}", sheet.rules);
        }
    }

    #[test]
    fn a_sheet_is_whole_when_every_question_says_enough() {
        let sheet = sheet("record_keeping").unwrap();
        assert_eq!(sheet.open(&Answers::default()).len(), 9);
        let mut form =
            sheet.questions.iter().fold(Form::empty(), |form, question| form.with(&question.code, "yes"));
        assert_eq!(sheet.open(&sheet.read(&mut form).unwrap()).len(), 9, "kept: where and until when");
        let mut form = sheet.questions.iter().fold(Form::empty(), |form, question| {
            form.with(&question.code, "yes").with(&words_field(&question.code), "本社の書庫に令和13年3月まで")
        });
        let answers = sheet.read(&mut form).unwrap();
        assert!(sheet.open(&answers).is_empty());
        assert_eq!(sheet.stored(&answers).value("staff"), "yes");
        let mut forged = Form::empty().with("staff", "perhaps");
        assert!(sheet.read(&mut forged).is_none());
    }

    #[test]
    fn a_no_says_why() {
        let sheet = sheet("survey_sheet").unwrap();
        let all =
            |choice: &str| sheet.questions.iter().fold(Form::empty(), |form, q| form.with(&q.code, choice));
        assert!(sheet.open(&sheet.read(&mut all("yes")).unwrap()).is_empty());
        for choice in ["no", "none"] {
            assert_eq!(sheet.open(&sheet.read(&mut all(choice)).unwrap()).len(), 15, "{choice}");
        }
    }

    #[test]
    fn a_plan_is_said_in_words() {
        let plan = sheet("protection_plan").unwrap();
        let mut form = Form::empty().with("fire-words", "防火責任者を置く");
        let answers = plan.read(&mut form).unwrap();
        assert_eq!(plan.open(&answers).len(), 25);
        assert_eq!(plan.stored(&answers).value("fire-words"), "防火責任者を置く");
    }
}
