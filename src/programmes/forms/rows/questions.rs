//! 質問: one question of an アンケート, and how it is answered. Its options stay on its page: a row left empty is left out.

use super::{
    free_code,
    steps::{row, typed_rows},
};
use crate::{
    kit::form::Form,
    programmes::{
        definition::{Answer, AnswerForm, Question, Questionnaire},
        forms::{
            count,
            field::{Field, Kind},
        },
    },
};

const MOST_TEXT: usize = 300;
const MOST_OPTION: usize = 100;
/// Largest number of a scale.
const MOST_STEP: i64 = 100;
/// Options a new question begins with.
const FIRST_OPTIONS: usize = 5;

/// Every way of answering: its word, its name, and what it is for.
pub(super) const KINDS: [(&str, &str, &str); 3] = [
    ("choice", "1つ選ぶ質問", "並べた選択肢から、1つだけ選んでもらいます。"),
    ("scale", "段階で答える質問", "1から5までのような段階の数で答えてもらいます。"),
    ("free_text", "文で答える質問", "自由に書いてもらいます。"),
];

/// The way's word, which is also its key in the definition.
pub(super) fn word_of(answer: &AnswerForm) -> &'static str {
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

/// A question of that kind with nothing typed yet.
pub(super) fn blank(sheet: &Questionnaire, kind: &str) -> Option<Question> {
    let code = free_code("question", |code| sheet.questions.iter().any(|asked| asked.code == code));
    Some(Question { code, text: String::new(), answer: begun(kind)? })
}

/// The question is answered in another way; its words stay.
pub(super) fn turn(question: &mut Question, kind: &str) -> Option<()> {
    if word_of(&question.answer) != kind {
        question.answer = begun(kind)?;
    }
    Some(())
}

/// The rows of so many options, with the empty ones.
fn rows(options: usize) -> usize {
    (options + 1).max(FIRST_OPTIONS)
}

fn answer_path(path: &str, question: &Question) -> String {
    format!("{path}.answer.{}", word_of(&question.answer))
}

pub(super) fn fields(path: &str, question: &Question) -> Vec<Field> {
    let answer = answer_path(path, question);
    let named = |field: &str| format!("{answer}.{field}");
    let mut fields = vec![Field::new(Kind::Line, format!("{path}.text"), "質問の文")];
    match &question.answer {
        AnswerForm::Choice(options) => fields.extend((0..rows(options.len())).map(|place| {
            let (option, hint) = row(place, options.len(), "選択肢");
            let field = Field::new(Kind::Line, format!("{answer}[{place}].text"), option).optional();
            if place == options.len() { field.hint(hint) } else { field }
        })),
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

pub(super) fn filled(path: &str, question: &Question) -> Form {
    let answer = answer_path(path, question);
    let named = |field: &str| format!("{answer}.{field}");
    let form = Form::empty().with(&format!("{path}.text"), &question.text);
    match &question.answer {
        AnswerForm::Choice(options) => options
            .iter()
            .enumerate()
            .fold(form, |form, (place, option)| form.with(&format!("{answer}[{place}].text"), &option.text)),
        AnswerForm::Scale { from, to, first, last } => form
            .with(&named("from"), from.to_string())
            .with(&named("first"), first)
            .with(&named("to"), to.to_string())
            .with(&named("last"), last),
        AnswerForm::FreeText => form,
    }
}

/// The typed question of the same kind as `stored`.
pub(super) fn read(form: &mut Form, path: &str, stored: &Question) -> Option<Question> {
    let text = form.required(&format!("{path}.text"), "質問の文", MOST_TEXT);
    let answer = answer_path(path, stored);
    let answer = match &stored.answer {
        AnswerForm::Choice(stood) => options(form, &answer, stood).map(AnswerForm::Choice),
        AnswerForm::Scale { .. } => scale(form, &answer),
        AnswerForm::FreeText => Some(AnswerForm::FreeText),
    };
    Some(Question { code: stored.code.clone(), text: text?, answer: answer? })
}

/// An option keeps its code when its words change; the code of one that went is not given again.
fn options(form: &mut Form, path: &str, stored: &[Answer]) -> Option<Vec<Answer>> {
    let mut codes: Vec<String> = stored.iter().map(|option| option.code.clone()).collect();
    typed_rows(form, path, &["text"], rows(stored.len()), |form, name, place| {
        let text = form.required(&format!("{name}.text"), "選択肢", MOST_OPTION)?;
        let new = || free_code("option", |code| codes.iter().any(|taken| taken == code));
        let code = stored.get(place).map_or_else(new, |option| option.code.clone());
        codes.push(code.clone());
        Some(Answer { code, text })
    })
}

fn scale(form: &mut Form, path: &str) -> Option<AnswerForm> {
    let named = |field: &str| format!("{path}.{field}");
    let from = count(form, &named("from"), "いちばん小さい数", MOST_STEP);
    let first = form.required(&named("first"), "いちばん小さい数の意味", MOST_OPTION);
    let to = count(form, &named("to"), "いちばん大きい数", MOST_STEP);
    let last = form.required(&named("last"), "いちばん大きい数の意味", MOST_OPTION);
    Some(AnswerForm::Scale { from: from?, to: to?, first: first?, last: last? })
}
