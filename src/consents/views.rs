//! What the pages of consents print.

use askama::Template;

use super::{
    db::{Consent, ConsentWords},
    given::{self, Fields, Given, Giver},
    standing::{Standing, latest},
};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link},
    },
    programmes::{Definition, definition},
    vocab::{
        dates::{jst_stamp, wareki},
        ids::EnrolmentId,
    },
};

#[derive(Template)]
#[template(path = "consents/show.html")]
pub struct ShowView {
    pub form: Form,
    pub enrolment: EnrolmentId,
    pub name: String,
    pub place: String,
    /// To the person, the enrolment, the guidance.
    pub ways: Vec<Link>,
    pub wanting: String,
    pub kinds: Vec<KindView>,
    pub answers: Vec<Choice>,
    pub givers: Vec<Choice>,
    /// The person takes part no more.
    pub is_over: bool,
}

/// One kind with what was answered so far.
pub struct KindView {
    pub code: String,
    pub label: String,
    pub explanation: String,
    pub required: bool,
    pub family_may: bool,
    pub chip: Chip,
    pub history: Vec<AnswerLine>,
    /// Where the answer that holds can be taken back; empty when there is none.
    pub withdrawal_href: String,
    pub fields: Fields,
}

pub struct AnswerLine {
    pub text: String,
    pub recorded: String,
    /// Empty unless it was taken back.
    pub taken_back: String,
}

#[derive(Template)]
#[template(path = "consents/withdrawal.html")]
pub struct WithdrawalView {
    pub form: Form,
    pub action: String,
    pub back: String,
    pub name: String,
    pub label: String,
    pub given: String,
}

/// A stored answer with its opened words.
pub fn given_of(row: &Consent, words: ConsentWords) -> Given {
    Given {
        agreed: row.agreed,
        explained_on: row.explained_on,
        explained_by: words.explained_by,
        answered_on: row.answered_on,
        by: Giver::from_code(&row.given_by).unwrap_or(Giver::Person),
        family: words.family,
    }
}

/// An answer, opened: the words, and why it was taken back.
pub struct Opened {
    pub row: Consent,
    pub given: Given,
    pub reason: String,
}

pub fn kinds(definition: &Definition, opened: &[Opened]) -> Vec<KindView> {
    definition.consents.iter().map(|kind| kind_view(kind, opened)).collect()
}

fn kind_view(kind: &definition::Consent, opened: &[Opened]) -> KindView {
    let found = latest(opened.iter().map(|one| &one.row), kind);
    let standing = Standing::of(found);
    let withdrawal_href = match (standing, found) {
        (Standing::Agreed, Some(row)) => format!("/consents/{}/withdrawal", row.id),
        _ => String::new(),
    };
    KindView {
        code: kind.code.clone(),
        label: kind.label.clone(),
        explanation: kind.explanation.clone(),
        required: kind.required,
        family_may: kind.family_may,
        chip: standing.chip(kind.required),
        history: opened.iter().filter(|one| one.row.kind == kind.code).map(line).collect(),
        withdrawal_href,
        fields: Fields::of(&kind.code),
    }
}

fn line(one: &Opened) -> AnswerLine {
    let who = one.row.recorded_by.as_deref().unwrap_or_default();
    AnswerLine {
        text: one.given.line(),
        recorded: format!("{}に{who}が記録", jst_stamp(one.row.recorded_at)),
        taken_back: one
            .row
            .withdrawn_on
            .map(|on| format!("{}に取り消し：{}", wareki(on), one.reason))
            .unwrap_or_default(),
    }
}

impl ShowView {
    pub fn answers() -> (Vec<Choice>, Vec<Choice>) {
        (given::answers(), given::givers())
    }
}
