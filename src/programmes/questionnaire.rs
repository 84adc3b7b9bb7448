//! アンケート that a ward has its participants answer, as data: questions with the answers that may be given.

use serde::Serialize;

/// A questionnaire as a programme defines it; asked at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Questionnaire {
    /// Never changes; answers are stored under it.
    pub code: &'static str,
    pub title: &'static str,
    pub items: &'static [QuestionnaireItem],
}

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct QuestionnaireItem {
    /// Never changes; distinct within its questionnaire.
    pub code: &'static str,
    pub text: &'static str,
    pub answer: AnswerForm,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerForm {
    /// One of the options.
    Choice { options: &'static [AnswerOption] },
    /// A whole number, both ends included; the labels say what the first and the last step mean.
    Scale { from: u8, to: u8, labels: [&'static str; 2] },
    /// The person's own words.
    FreeText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnswerOption {
    /// Never changes; distinct within its question.
    pub code: &'static str,
    pub text: &'static str,
}

impl Questionnaire {
    /// The questions answered by choosing, in order.
    pub fn closed(&self) -> impl Iterator<Item = &'static QuestionnaireItem> {
        self.items.iter().filter(|item| !item.is_free())
    }
}

impl QuestionnaireItem {
    pub fn is_free(&self) -> bool {
        matches!(self.answer, AnswerForm::FreeText)
    }

    /// Every answer that may be chosen: its code and its words. None for a question answered in words.
    pub fn answers(&self) -> Vec<(String, String)> {
        match self.answer {
            AnswerForm::Choice { options } => {
                options.iter().map(|one| (one.code.to_owned(), one.text.to_owned())).collect()
            }
            AnswerForm::Scale { from, to, labels: [first, last] } => (from..=to)
                .map(|step| {
                    let words = match step {
                        low if low == from => format!("{step}（{first}）"),
                        high if high == to => format!("{step}（{last}）"),
                        between => between.to_string(),
                    };
                    (step.to_string(), words)
                })
                .collect(),
            AnswerForm::FreeText => Vec::new(),
        }
    }
}

/// 目黒型: asked at the end of a course.
pub static AT_THE_END: Questionnaire = Questionnaire {
    code: "meguro-end",
    title: "教室についてのアンケート",
    items: &[
        QuestionnaireItem {
            code: "satisfaction",
            text: "教室に参加して、どのくらい満足していますか。",
            answer: AnswerForm::Choice {
                options: &[
                    option("very", "とても満足"),
                    option("rather", "まあ満足"),
                    option("neutral", "どちらともいえない"),
                    option("little", "あまり満足していない"),
                    option("none", "満足していない"),
                ],
            },
        },
        QuestionnaireItem {
            code: "exercise",
            text: "教室の日のほかに、家で体を動かすことは増えましたか。",
            answer: AnswerForm::Choice { options: &MORE_OR_LESS },
        },
        QuestionnaireItem {
            code: "outings",
            text: "外に出たり、人と話したりすることは増えましたか。",
            answer: AnswerForm::Choice { options: &MORE_OR_LESS },
        },
        QuestionnaireItem {
            code: "continue",
            text: "教室で覚えたことを、これからも続けたいと思いますか。",
            answer: AnswerForm::Scale { from: 1, to: 5, labels: ["思わない", "とても思う"] },
        },
        QuestionnaireItem {
            code: "group",
            text: "教室が終わったあと、仲間との自主グループに加わりますか。",
            answer: AnswerForm::Choice {
                options: &[
                    option("yes", "加わる"),
                    option("maybe", "考えている"),
                    option("no", "加わらない"),
                ],
            },
        },
        QuestionnaireItem {
            code: "good",
            text: "教室でよかったことを書いてください。",
            answer: AnswerForm::FreeText,
        },
        QuestionnaireItem {
            code: "wishes",
            text: "困ったことや、教室への希望があれば書いてください。",
            answer: AnswerForm::FreeText,
        },
    ],
};

static MORE_OR_LESS: [AnswerOption; 4] = [
    option("more", "増えた"),
    option("little_more", "少し増えた"),
    option("same", "変わらない"),
    option("less", "減った"),
];

const fn option(code: &'static str, text: &'static str) -> AnswerOption {
    AnswerOption { code, text }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_distinct_and_fit_a_field_name() {
        let codes: BTreeSet<&str> = AT_THE_END.items.iter().map(|item| item.code).collect();
        assert_eq!(codes.len(), AT_THE_END.items.len());
        assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
        for item in AT_THE_END.closed() {
            let answers = item.answers();
            let distinct: BTreeSet<&String> = answers.iter().map(|(code, _)| code).collect();
            assert!(answers.len() > 1 && distinct.len() == answers.len(), "{}", item.code);
        }
    }

    #[test]
    fn a_scale_says_what_its_ends_mean() {
        let scale = AT_THE_END.items[3].answers();
        let words: Vec<&str> = scale.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["1（思わない）", "2", "3", "4", "5（とても思う）"]);
    }

    #[test]
    fn a_definition_is_written_the_way_it_is_read() {
        let json = serde_json::to_value(AT_THE_END).unwrap();
        assert_eq!(json["items"][3]["answer"]["scale"]["labels"][1], "とても思う");
        assert_eq!(json["items"][5]["answer"], "free_text");
        assert_eq!(json["items"][4]["answer"]["choice"]["options"][1]["code"], "maybe");
    }
}
