//! アンケートの質問: one question with its kind of answer.

use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{AnswerForm, Question, Questionnaire},
        forms::{
            Part, count,
            field::{Field, Kind},
            rows::{
                list::{About, Listed, MOST_NAME, MOST_SENTENCE, new_code},
                options,
            },
        },
    },
};

/// Largest number of a scale.
const MOST_STEP: i64 = 100;

/// Every way of answering: its word, its name, and what it is for.
const KINDS: [(&str, &str, &str); 3] = [
    ("choice", "1つ選ぶ質問", "並べた選択肢から、1つだけ選んでもらいます。"),
    ("scale", "段階で答える質問", "1から5までのような段階の数で答えてもらいます。"),
    ("free_text", "文で答える質問", "自由に書いてもらいます。"),
];

/// The way's word, which is also its key in the definition.
fn word_of(answer: &AnswerForm) -> &'static str {
    match answer {
        AnswerForm::Choice(_) => "choice",
        AnswerForm::Scale { .. } => "scale",
        AnswerForm::FreeText => "free_text",
    }
}

fn begun(kind: &str) -> Option<AnswerForm> {
    Some(match kind {
        "choice" => AnswerForm::Choice(Vec::new()),
        "scale" => AnswerForm::Scale { from: 1, to: 5, first: String::new(), last: String::new() },
        "free_text" => AnswerForm::FreeText,
        _ => return None,
    })
}

impl Listed for Question {
    const ABOUT: About = About {
        path: "questions",
        part: Part::Questionnaires,
        title: "質問",
        what: "質問",
        intro: "この順で聞きます。",
    };
    type Home = Questionnaire;

    fn rows(sheet: &Questionnaire) -> &Vec<Self> {
        &sheet.questions
    }

    fn rows_mut(sheet: &mut Questionnaire) -> &mut Vec<Self> {
        &mut sheet.questions
    }

    fn kinds(_: &Questionnaire) -> Vec<Choice> {
        KINDS.map(|(word, name, hint)| Choice::new(word, name).hint(hint)).to_vec()
    }

    fn blank(sheet: &Questionnaire, kind: &str) -> Option<Self> {
        let code = new_code::<Self>(sheet, "question");
        Some(Self { code, text: String::new(), answer: begun(kind)? })
    }

    fn turned(&self, kind: &str) -> Option<Self> {
        let answer = begun(kind).filter(|_| word_of(&self.answer) != kind)?;
        Some(Self { answer, ..self.clone() })
    }

    fn name(&self) -> String {
        self.text.clone()
    }

    fn kind(&self) -> &'static str {
        let own = KINDS.iter().find(|(word, ..)| *word == word_of(&self.answer));
        own.map_or("", |(_, name, _)| name)
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Questionnaire) -> Vec<Field> {
        let answer = answer_path(path, self);
        let named = |field: &str| format!("{answer}.{field}");
        let mut fields = vec![Field::new(Kind::Line, format!("{path}.text"), "質問の文")];
        match &self.answer {
            AnswerForm::Choice(stored) => fields.extend(options::fields(&answer, stored)),
            AnswerForm::Scale { .. } => fields.extend([
                Field::new(Kind::Number, named("from"), "いちばん小さい数"),
                Field::new(Kind::Line, named("first"), "いちばん小さい数の意味").hint("例：思わない"),
                Field::new(Kind::Number, named("to"), "いちばん大きい数"),
                Field::new(Kind::Line, named("last"), "いちばん大きい数の意味").hint("例：とても思う"),
            ]),
            AnswerForm::FreeText => {}
        }
        fields
    }

    fn filled(&self, path: &str) -> Form {
        let answer = answer_path(path, self);
        let named = |field: &str| format!("{answer}.{field}");
        let form = Form::empty().with(&format!("{path}.text"), &self.text);
        match &self.answer {
            AnswerForm::Choice(stored) => options::fill(form, &answer, stored),
            AnswerForm::Scale { from, to, first, last } => form
                .with(&named("from"), from.to_string())
                .with(&named("first"), first)
                .with(&named("to"), to.to_string())
                .with(&named("last"), last),
            AnswerForm::FreeText => form,
        }
    }

    fn read(&self, form: &mut Form, path: &str, _: &Questionnaire) -> Option<Self> {
        let text = form.required(&format!("{path}.text"), "質問の文", MOST_SENTENCE);
        let answer = answer_path(path, self);
        let answer = match &self.answer {
            AnswerForm::Choice(stored) => options::read(form, &answer, stored).map(AnswerForm::Choice),
            AnswerForm::Scale { .. } => scale(form, &answer),
            AnswerForm::FreeText => Some(AnswerForm::FreeText),
        };
        Some(Self { code: self.code.clone(), text: text?, answer: answer? })
    }
}

fn answer_path(path: &str, question: &Question) -> String {
    format!("{path}.answer.{}", word_of(&question.answer))
}

fn scale(form: &mut Form, path: &str) -> Option<AnswerForm> {
    let named = |field: &str| format!("{path}.{field}");
    let from = count(form, &named("from"), "いちばん小さい数", MOST_STEP);
    let first = form.required(&named("first"), "いちばん小さい数の意味", MOST_NAME);
    let to = count(form, &named("to"), "いちばん大きい数", MOST_STEP);
    let last = form.required(&named("last"), "いちばん大きい数の意味", MOST_NAME);
    Some(AnswerForm::Scale { from: from?, to: to?, first: first?, last: last? })
}
