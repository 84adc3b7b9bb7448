//! The page before a 従事者名簿 is submitted.

use askama::Template;

use super::roster::{Person, below, person};
use crate::{
    contracts::{pages::roster::Loaded, roster_changes::Change},
    kit::{form::Form, parts::Link},
};

/// Before a submission: what changes, and why.
#[derive(Template)]
#[template(path = "contracts/roster_submission.html")]
pub struct RosterSubmission {
    trail: Vec<Link>,
    form: Form,
    heading: String,
    changes: Vec<String>,
    people: Vec<Person>,
    version: i32,
    action: String,
    back: String,
}

impl RosterSubmission {
    pub fn new(loaded: &Loaded, changes: Vec<Change>, form: Form) -> Self {
        let back = loaded.href();
        Self {
            trail: below(&loaded.contract),
            form,
            heading: format!("第{}版：この名簿を区に提出しますか", loaded.roster.number),
            changes: changes.iter().map(Change::sentence).collect(),
            people: loaded.lines.iter().map(|line| person(line, None, &back)).collect(),
            version: loaded.roster.version,
            action: format!("{back}/submission"),
            back,
        }
    }
}
