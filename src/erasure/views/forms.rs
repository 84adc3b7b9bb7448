//! The forms: a report, a plan, the ward's decision.

use askama::Template;

use crate::{
    contracts::db::Contract,
    erasure::{
        duties::Open,
        loading::Loaded,
        methods::{Method, Shows},
    },
    handovers::HeldThing,
    kit::form::{Choice, Form},
    vocab::dates::wareki,
};

/// A thing in the form.
pub struct Thing {
    id: String,
    field: String,
    ticked: bool,
    count: String,
    name: String,
    medium: &'static str,
    held: String,
    came_on: String,
    problem: String,
}

impl Thing {
    pub fn new(one: &HeldThing, form: &Form) -> Self {
        let (id, field) = (one.item.to_string(), format!("count-{}", one.item));
        Self {
            ticked: form.checked("item", &id),
            count: form.value(&field).to_owned(),
            problem: form.problem(&field).unwrap_or_default().to_owned(),
            id,
            field,
            name: one.name.clone(),
            medium: one.medium.label(),
            held: format!("{}{}", one.count, one.medium.counter()),
            came_on: wareki(one.came_on),
        }
    }
}

#[derive(Template)]
#[template(path = "erasure/report.html")]
pub struct ReportView {
    form: Form,
    contract: String,
    back: String,
    units: Vec<Choice>,
    things: Vec<Thing>,
    methods: Vec<Choice>,
    photos: Vec<(&'static str, &'static str)>,
    /// The obligations that wait for a report.
    open: Vec<Choice>,
    /// Why the report came back in whose place this one will stand; empty unless one did.
    returned: String,
}

impl ReportView {
    pub fn new(
        contract: &Contract,
        (units, things): (Vec<Choice>, Vec<Thing>),
        open: &[Open],
        returned: String,
        form: Form,
    ) -> Self {
        let mut methods = Method::choices();
        methods.retain(|choice| choice.code != Method::Shredded.code());
        Self {
            contract: format!("{}　{}", contract.number, contract.title),
            back: format!("/contracts/{}/erasures", contract.id),
            units,
            things,
            methods,
            photos: Shows::ALL.map(|shows| (shows.code(), shows.label())).to_vec(),
            open: open.iter().map(|one| Choice::new(one.id.to_string(), open_line(one))).collect(),
            returned,
            form,
        }
    }
}

/// 「個人情報の返還と報告　令和9年4月14日まで」
pub fn open_line(one: &Open) -> String {
    format!("{}　{}まで", one.answered.title, wareki(one.due_on))
}

#[derive(Template)]
#[template(path = "erasure/plan.html")]
pub struct PlanView {
    form: Form,
    contract: String,
    action: String,
    back: String,
}

impl PlanView {
    pub fn new(contract: &Contract, form: Form) -> Self {
        Self {
            contract: format!("{}　{}", contract.number, contract.title),
            action: format!("/contracts/{}/erasure-plans", contract.id),
            back: format!("/contracts/{}/erasures", contract.id),
            form,
        }
    }
}

#[derive(Template)]
#[template(path = "erasure/accept.html")]
pub struct AcceptView {
    what: String,
    action: String,
    back: String,
    ends_reading: bool,
}

impl AcceptView {
    pub fn new(report: &Loaded) -> Self {
        let back = format!("/erasures/{}", report.row.id);
        Self {
            what: format!("{}（{}）", report.unit_name(), wareki(report.row.erased_on)),
            action: format!("{back}/acceptance"),
            back,
            ends_reading: report.row.ends_reading,
        }
    }
}

#[derive(Template)]
#[template(path = "erasure/return.html")]
pub struct ReturnView {
    form: Form,
    title: String,
    back: String,
}

impl ReturnView {
    pub fn new(report: &Loaded, form: Form) -> Self {
        let title = format!("{}（{}）", report.unit_name(), wareki(report.row.erased_on));
        Self { title, back: format!("/erasures/{}", report.row.id), form }
    }
}
