//! One condition on the answers of a sheet: of which question, and which of its answers.

use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{AnswerTest, Ask, Screening, ScreeningQuestion},
        forms::{
            field::{Field, Kind},
            in_their_order,
        },
    },
};

const ANY: &str = "is";
const NONE_ELSE: &str = "only";
const HOWS: [(&str, &str); 2] = [(ANY, "どれか1つでも選んだとき"), (NONE_ELSE, "これらだけを選んだとき")];

/// The word of a question as a kind of condition. Questions are counted, because codes may be taken twice in a draft.
fn word(at: usize) -> String {
    format!("question.{at}")
}

/// A kind for every question that doesn't leave the answer to words.
pub(super) fn kinds(questions: &[ScreeningQuestion]) -> Vec<Choice> {
    let offered = questions.iter().enumerate().filter(|(_, question)| question.ask != Ask::Words);
    offered
        .map(|(at, question)| {
            let among: Vec<&str> = question.ask.answers().into_iter().map(|(_, text)| text).collect();
            Choice::new(word(at), format!("「{}」の答え", question.text)).hint(among.join("・"))
        })
        .collect()
}

pub(super) fn word_of(questions: &[ScreeningQuestion], leaf: &AnswerTest) -> String {
    let code = parts(leaf).map(|(code, _)| code).unwrap_or_default();
    questions.iter().position(|question| question.code == code).map(word).unwrap_or_default()
}

pub(super) fn blank(questions: &[ScreeningQuestion], kind: &str) -> Option<AnswerTest> {
    let (_, question) = questions.iter().enumerate().find(|(at, _)| word(*at) == kind)?;
    Some(AnswerTest::Is { question: question.code.clone(), among: Vec::new() })
}

/// The question and the answers of a test that isn't made of others.
fn parts(leaf: &AnswerTest) -> Option<(&str, &[String])> {
    match leaf {
        AnswerTest::All(_) | AnswerTest::Any(_) | AnswerTest::Not(_) => None,
        AnswerTest::Is { question, among } | AnswerTest::Only { question, among } => Some((question, among)),
    }
}

fn is_only(leaf: &AnswerTest) -> bool {
    matches!(leaf, AnswerTest::Only { .. })
}

/// The answers to choose from: the question's own, and those of the test that it has no more.
fn offered(leaf: &AnswerTest, sheet: &Screening) -> Vec<Choice> {
    let (code, among) = parts(leaf).unwrap_or_default();
    let question = sheet.questions.iter().find(|known| known.code == code);
    let known = question.map(|known| known.ask.answers()).unwrap_or_default();
    let gone = among.iter().filter(|answer| known.iter().all(|(code, _)| code != answer));
    let gone = gone.map(|answer| Choice::new(answer, format!("{answer}（今の質問にはない答え）")));
    known.iter().map(|(code, text)| Choice::new(*code, *text)).chain(gone).collect()
}

/// Whether it can matter that nothing else was ticked.
fn asks_how(leaf: &AnswerTest, sheet: &Screening) -> bool {
    let has_options = |known: &ScreeningQuestion| matches!(known.ask, Ask::Choices(_));
    let code = parts(leaf).map(|(code, _)| code).unwrap_or_default();
    is_only(leaf) || sheet.questions.iter().any(|known| known.code == code && has_options(known))
}

pub(super) fn fields(leaf: &AnswerTest, path: &str, sheet: &Screening) -> Vec<Field> {
    let (code, _) = parts(leaf).unwrap_or_default();
    let text = sheet.questions.iter().find(|known| known.code == code).map(|known| known.text.as_str());
    let label = match text {
        Some(text) => format!("「{text}」の答え"),
        None => "答え".to_owned(),
    };
    let among = Field::new(Kind::Boxes(offered(leaf, sheet)), format!("{path}.among"), label);
    let mut fields = vec![among.at_least_one()];
    if asks_how(leaf, sheet) {
        let hows = HOWS.map(|(word, label)| Choice::new(word, label)).to_vec();
        fields.push(Field::new(Kind::Radios(hows), format!("{path}.how"), "当てはまるとき"));
    }
    fields
}

pub(super) fn fill(form: Form, leaf: &AnswerTest, path: &str) -> Form {
    let (_, among) = parts(leaf).unwrap_or_default();
    let how = if is_only(leaf) { NONE_ELSE } else { ANY };
    let form = form.with(&format!("{path}.how"), how);
    among.iter().fold(form, |form, answer| form.with(&format!("{path}.among"), answer))
}

/// The typed test of the same question as `stored`.
pub(super) fn read(
    form: &mut Form,
    stored: &AnswerTest,
    path: &str,
    sheet: &Screening,
) -> Option<AnswerTest> {
    let (question, before) = parts(stored)?;
    let name = format!("{path}.among");
    let offered = offered(stored, sheet);
    let codes: Vec<&str> = offered.iter().map(|one| one.code.as_str()).collect();
    let among = form.choices(&name, "答え", &codes);
    if among.as_ref().is_some_and(Vec::is_empty) {
        form.refuse(&name, "答えを1つ以上選んでください。");
    }
    let is_only = if asks_how(stored, sheet) {
        form.choice(&format!("{path}.how"), "当てはまるとき", &HOWS.map(|(word, _)| word))? == NONE_ELSE
    } else {
        false
    };
    let among = in_their_order(among.filter(|among| !among.is_empty())?, before);
    let question = question.to_owned();
    Some(if is_only { AnswerTest::Only { question, among } } else { AnswerTest::Is { question, among } })
}
