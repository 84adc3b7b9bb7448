//! The list of services: who, how far, what next.

use askama::Template;
use time::Date;

use super::{due_chip, standing_chip};
use crate::{
    kit::parts::{Chip, Link, Pager},
    participants::Person,
    services::{
        db::Head,
        steps::{self, Standing, StepState},
    },
    vocab::{dates::wareki, ids::ContractId},
};

#[derive(Template)]
#[template(path = "services/list.html")]
pub struct ListView {
    tabs: Vec<Link>,
    lines: Vec<ServiceLine>,
    ended: bool,
    is_ward: bool,
    /// The one contract that is listed; empty: all.
    contract: String,
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
        contract: Option<(ContractId, String)>,
        pager: impl FnOnce(&str) -> Pager,
    ) -> Self {
        let (of, contract) = contract.unzip();
        let address = |ended: bool| match (ended, of) {
            (false, None) => "/services".to_owned(),
            (true, None) => "/services?state=ended".to_owned(),
            (false, Some(id)) => format!("/services?contract={id}"),
            (true, Some(id)) => format!("/services?state=ended&contract={id}"),
        };
        let tab = |label: &str, href: String, here: bool| {
            if here { Link::new(label, href).current() } else { Link::new(label, href) }
        };
        Self {
            tabs: vec![tab("利用中", address(false), !ended), tab("終了", address(true), ended)],
            lines,
            ended,
            is_ward,
            pager: pager(&address(ended)),
            contract: contract.unwrap_or_default(),
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
            since: wareki(head.enrolled_on),
            marks: (1..).zip(states).map(|(number, state)| mark(number, state)).collect(),
            done: states.iter().filter(|state| state.standing == Standing::Done).count(),
            next: next.map_or_else(|| "すべて済みました".to_owned(), |state| state.label.to_owned()),
            due: next.and_then(|state| due_chip(state, today)),
        }
    }
}

fn mark(number: usize, state: &StepState) -> Mark {
    let (kind, sign) = match state.standing {
        Standing::Done => ("done", "✓".to_owned()),
        Standing::Open => ("open", number.to_string()),
        Standing::Overdue => ("overdue", "！".to_owned()),
        Standing::Waiting => ("waiting", number.to_string()),
    };
    let words = standing_chip(state).text;
    Mark { kind, sign, words: format!("{number} {}：{words}", state.label) }
}
