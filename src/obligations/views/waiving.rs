//! 不要にする: what the page asks of whoever asks for it and of whoever decides.

use askama::Template;

use super::{rows, trail};
use crate::{
    kit::{
        ctx::Actor,
        form::Form,
        parts::{Link, Row},
    },
    obligations::{completion, db::Obligation},
};

/// Finding an obligation needless.
#[derive(Template)]
#[template(path = "obligations/waiver.html")]
pub struct Waiver {
    form: Form,
    trail: Vec<Link>,
    title: String,
    rows: Vec<Row>,
    action: String,
    back: String,
    /// Whether this person decides; otherwise somebody else of the ward does after them.
    decides: bool,
}

impl Waiver {
    pub fn new(obligation: &Obligation, reader: &Actor, form: Form) -> Self {
        let back = format!("/obligations/{}", obligation.id);
        let hand = (reader.role, reader.account);
        Self {
            decides: completion::may_waive_now(hand, obligation.waiver_asked_by),
            form,
            trail: trail(obligation),
            title: obligation.title.clone(),
            rows: rows(obligation),
            action: format!("{back}/waiver"),
            back,
        }
    }
}
