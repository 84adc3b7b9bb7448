//! What the pages of the register print.

use askama::Template;
use time::Date;

use super::{
    db::{Complaint, Listed},
    entry::{Means, Received, Response},
};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tone},
    },
    participants::{Person, shown_name},
    vocab::{
        dates::{jst_stamp, wareki},
        ids::{ContractId, ParticipantId},
    },
};

#[derive(Template)]
#[template(path = "complaints/list.html")]
pub struct ListView {
    pub tabs: Vec<Link>,
    /// The contract whose register it is; empty for all.
    pub contract: String,
    pub lines: Vec<LineView>,
    pub pager: Pager,
    pub writes: bool,
    pub empty: &'static str,
}

pub struct LineView {
    href: String,
    received: String,
    means: &'static str,
    contract: String,
    reported: String,
    chip: Chip,
}

pub fn href(contract: Option<ContractId>, all: bool) -> String {
    let state = if all { "all" } else { "open" };
    let contract = contract.map(|id| format!("&contract={id}")).unwrap_or_default();
    format!("/complaints?state={state}{contract}")
}

pub fn tabs(contract: Option<ContractId>, all: bool) -> Vec<Link> {
    let tab = |label, of_all| {
        let link = Link::new(label, href(contract, of_all));
        if of_all == all { link.current() } else { link }
    };
    vec![tab("対応中", false), tab("すべて", true)]
}

fn chip(state: &str, is_answered: bool) -> Chip {
    match (state, is_answered) {
        ("closed", _) => Chip::new(Tone::Success, "対応ずみ"),
        (_, true) => Chip::new(Tone::Info, "対応中"),
        (_, false) => Chip::new(Tone::Warning, "未対応"),
    }
}

fn means(code: &str) -> &'static str {
    Means::from_code(code).map_or("", Means::label)
}

fn reported(on: Option<Date>) -> String {
    on.map_or_else(|| "まだ伝えていません".into(), wareki)
}

pub fn line(complaint: &Listed) -> LineView {
    LineView {
        href: format!("/complaints/{}", complaint.id),
        received: wareki(complaint.received_on),
        means: means(&complaint.means),
        contract: complaint.contract_title.clone(),
        reported: reported(complaint.reported_on),
        chip: chip(&complaint.state, complaint.is_answered),
    }
}

/// A person in the list of the form.
pub struct Somebody {
    pub id: ParticipantId,
    name: String,
    kana: String,
}

impl Somebody {
    pub fn new(person: Person) -> Self {
        Self { id: person.id, name: shown_name(&person), kana: person.identity.kana().trim().to_owned() }
    }

    /// By kana.
    pub fn order(&self) -> (String, String) {
        (self.kana.clone(), self.name.clone())
    }

    fn choice(self) -> Choice {
        let kana = if self.kana.is_empty() { String::new() } else { format!("（{}）", self.kana) };
        Choice::new(self.id.to_string(), format!("{}{kana}", self.name))
    }
}

#[derive(Template)]
#[template(path = "complaints/new.html")]
pub struct NewView {
    form: Form,
    people: Vec<Choice>,
    means: Vec<Choice>,
}

impl NewView {
    pub fn new(form: Form, people: Vec<Somebody>) -> Self {
        Self { form, people: people.into_iter().map(Somebody::choice).collect(), means: Means::choices() }
    }
}

/// What is sealed of an entry, opened.
pub struct Opened {
    pub received: Received,
    pub response: Option<Response>,
    pub person: Option<Person>,
}

/// The answer as it stands, to be written on.
pub fn response_form(complaint: &Complaint, response: Option<&Response>) -> Form {
    let response = response.cloned().unwrap_or_default();
    Form::empty()
        .with("done", response.done)
        .with("responsible", response.responsible)
        .with("reported_on", complaint.reported_on.map(wareki).unwrap_or_default())
        .with("version", complaint.version.to_string())
}

#[derive(Template)]
#[template(path = "complaints/show.html")]
pub struct ShowView {
    form: Form,
    title: String,
    chip: Chip,
    facts: Vec<Row>,
    content: String,
    response: Vec<Row>,
    /// Where the answer is sent; empty for whoever only reads.
    action: String,
    /// Empty when it was no participant.
    person_href: String,
}

impl ShowView {
    pub fn new(complaint: &Complaint, opened: Opened, writes: bool, form: Form) -> Self {
        let Opened { received, response, person } = opened;
        Self {
            form,
            title: format!("{}の受付", wareki(complaint.received_on)),
            chip: chip(&complaint.state, response.is_some()),
            facts: facts(complaint, &received, person.as_ref()),
            content: received.content,
            response: rows(complaint, response),
            action: if writes { format!("/complaints/{}/response", complaint.id) } else { String::new() },
            person_href: person.map(|one| format!("/participants/{}", one.id)).unwrap_or_default(),
        }
    }
}

fn facts(complaint: &Complaint, received: &Received, person: Option<&Person>) -> Vec<Row> {
    let who = match (person, received.from.is_empty()) {
        (Some(person), true) => format!("{}さん", shown_name(person)),
        (Some(person), false) => format!("{}さん（{}）", shown_name(person), received.from),
        (None, _) => received.from.clone(),
    };
    let by = complaint.made_by.clone().unwrap_or_else(|| "受託者の担当者".into());
    vec![
        Row::new("契約", &complaint.contract_title),
        Row::new("受け付けた日", wareki(complaint.received_on)),
        Row::new("方法", means(&complaint.means)),
        Row::new("申し出た人", who),
        Row::new("記録", format!("{}　{by}", jst_stamp(complaint.made_at))),
    ]
}

fn rows(complaint: &Complaint, response: Option<Response>) -> Vec<Row> {
    let response = response.unwrap_or_default();
    let mut rows = vec![
        Row::new("対応", response.done),
        Row::new("対応の責任者", response.responsible),
        Row::new("区に伝えた日", reported(complaint.reported_on)),
    ];
    if let Some(on) = complaint.closed_on {
        rows.push(Row::new("対応ずみにした日", wareki(on)));
    }
    rows
}
