//! The list of services: who, how far, what next.

use askama::Template;
use time::Date;

use super::due_chip;
use crate::{
    kit::parts::{Chip, Link, Pager},
    participants::Person,
    services::{
        db::Head,
        steps::{self, Standing, StepState},
    },
    vocab::dates::short,
};

#[derive(Template)]
#[template(path = "services/list.html")]
pub struct ListView {
    tabs: Vec<Link>,
    lines: Vec<ServiceLine>,
    ended: bool,
    is_ward: bool,
    pager: Pager,
}

/// One service.
pub struct ServiceLine {
    name: String,
    href: String,
    contract: String,
    since: String,
    marks: Vec<Mark>,
    done: usize,
    next: String,
    due: Option<Chip>,
}

/// One of the eight steps, as a mark with its words for who can't see it.
struct Mark {
    kind: &'static str,
    sign: String,
    words: String,
}

impl ListView {
    pub fn new(
        lines: Vec<ServiceLine>,
        ended: bool,
        is_ward: bool,
        total: u64,
        page: u64,
        size: u64,
    ) -> Self {
        let tab = |label: &str, href: &str, here: bool| {
            if here { Link::new(label, href).current() } else { Link::new(label, href) }
        };
        let here = if ended { "/services?state=ended" } else { "/services" };
        Self {
            tabs: vec![tab("利用中", "/services", !ended), tab("終了", "/services?state=ended", ended)],
            lines,
            ended,
            is_ward,
            pager: Pager::new(total, page, size, here),
        }
    }
}

impl ServiceLine {
    pub fn new(head: &Head, person: &Person, states: &[StepState], today: Date) -> Self {
        let next = steps::next(states);
        Self {
            name: person.identity.name(),
            href: format!("/services/{}", head.enrolment),
            contract: head.contract_title.clone(),
            since: short(head.enrolled_on),
            marks: (1..).zip(states).map(|(number, state)| mark(number, state)).collect(),
            done: states.iter().filter(|state| state.standing == Standing::Done).count(),
            next: next.map_or_else(|| "すべて済みました".to_owned(), |state| state.step.label().to_owned()),
            due: next.and_then(|state| due_chip(state, today)),
        }
    }
}

fn mark(number: usize, state: &StepState) -> Mark {
    let (kind, sign, words) = match state.standing {
        Standing::Done => ("done", "✓".to_owned(), "済み"),
        Standing::Open => ("open", number.to_string(), "これから"),
        Standing::Overdue => ("overdue", "！".to_owned(), "期限切れ"),
        Standing::Waiting => ("waiting", number.to_string(), "まだ"),
    };
    Mark { kind, sign, words: format!("{number} {}：{words}", state.step.label()) }
}
