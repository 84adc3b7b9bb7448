//! What the page of a questionnaire prints, and a person's answers among their results.

use askama::Template;

use super::{Mode, Replies, db::Stored, forms::field, pages::href};
use crate::{
    assessments::db::Place,
    documents::parts::QuestionAnswer,
    kit::form::{Choice, Form},
    programmes::{self, Questionnaire},
    vocab::dates::with_weekday,
};

#[derive(Template)]
#[template(path = "assessments/questionnaire.html")]
pub struct EntryView {
    form: Form,
    title: &'static str,
    person: String,
    place: String,
    action: String,
    back_href: String,
    modes: Vec<Choice>,
    questions: Vec<Question>,
    has_next: bool,
    is_recorded: bool,
}

/// One question; without choices it is answered in words.
struct Question {
    name: String,
    text: String,
    choices: Vec<Choice>,
}

impl EntryView {
    pub fn new(
        questionnaire: &'static Questionnaire,
        place: &Place,
        form: Form,
        person: String,
        back_href: String,
    ) -> Self {
        let question = |(number, item): (usize, &programmes::Question)| {
            let mut choices: Vec<Choice> =
                item.answers().into_iter().map(|(code, words)| Choice::new(code, words)).collect();
            if !item.is_free() {
                choices.push(Choice::new("", "未回答"));
            }
            Question { name: field(item), text: format!("{number}　{}", item.text), choices }
        };
        Self {
            title: &questionnaire.title,
            person,
            place: place.course_name.clone().unwrap_or_else(|| "個別支援".to_owned()),
            action: href(place.enrolment, questionnaire),
            back_href,
            modes: Mode::ALL.map(|mode| Choice::new(mode.code(), mode.word())).to_vec(),
            questions: (1..).zip(&questionnaire.questions).map(question).collect(),
            has_next: place.course.is_some(),
            is_recorded: !matches!(form.value("version"), "" | "0"),
            form,
        }
    }

    fn version(&self) -> &str {
        match self.form.value("version") {
            "" => "0",
            version => version,
        }
    }
}

/// A person's answers as their page of results shows them.
pub struct Answered {
    pub title: &'static str,
    /// Day and mode; empty while there is no answer.
    pub when: String,
    pub lines: Vec<QuestionAnswer>,
    /// Where it is filled in; empty for who may not.
    pub href: String,
}

impl Answered {
    pub fn new(
        questionnaire: &'static Questionnaire,
        stored: Option<(&Stored, &Replies)>,
        place: &Place,
        may_record: bool,
    ) -> Self {
        let mode = |row: &Stored| Mode::from_code(&row.mode).map_or("", Mode::word);
        Self {
            title: &questionnaire.title,
            when: stored
                .map(|(row, _)| format!("{}　{}", with_weekday(row.done_on), mode(row)))
                .unwrap_or_default(),
            lines: stored.map(|(_, replies)| replies.lines(questionnaire)).unwrap_or_default(),
            href: if may_record { href(place.enrolment, questionnaire) } else { String::new() },
        }
    }
}
