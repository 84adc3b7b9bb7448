//! What the pages of the flow of data print.

use askama::Template;

use super::{db::Row, drawing::drawing, flow::Flow, gathering::Flows};
use crate::{
    contracts::{db::Contract, views::Head},
    kit::{error::Result, form::Form, fragment::Fragment},
    vocab::ids::ContractId,
};

/// The drawing, and the same as a table.
#[derive(Template)]
#[template(path = "data_flows/of_contract.html")]
pub struct ContractView {
    head: Head,
    drawing: Option<Fragment>,
    lines: Vec<FlowLine>,
    left_out: usize,
    add: Option<String>,
    pdf: String,
}

struct FlowLine {
    flow: Flow,
    /// Where it comes from.
    source: &'static str,
    /// Where it can be removed; empty for what the ledger plans and for whoever doesn't write.
    removal: String,
}

impl ContractView {
    /// # Errors
    /// When the drawing can't be made.
    pub fn new(head: Head, contract: ContractId, flows: &Flows, writes: bool) -> Result<Self> {
        let (all, here) = (flows.all(), format!("/contracts/{contract}/data-flows"));
        let typed = flows.typed.iter().map(|(id, _, flow)| FlowLine {
            flow: flow.clone(),
            source: "入力した行",
            removal: if writes { format!("/data-flows/{id}/removal") } else { String::new() },
        });
        let planned = flows.planned.iter().map(|flow| FlowLine {
            flow: flow.clone(),
            source: "受渡し管理簿",
            removal: String::new(),
        });
        Ok(Self {
            head,
            drawing: if all.is_empty() { None } else { Some(drawing(&all)?) },
            lines: typed.chain(planned).collect(),
            left_out: flows.left_out,
            add: writes.then(|| format!("{here}/new")),
            pdf: format!("{here}/pdf"),
        })
    }
}

/// A new row.
#[derive(Template)]
#[template(path = "data_flows/new.html")]
pub struct NewView {
    form: Form,
    contract: String,
    back: String,
}

impl NewView {
    pub fn new(contract: &Contract, form: Form) -> Self {
        let back = format!("/contracts/{}/data-flows", contract.id);
        Self { form, contract: format!("{}　{}", contract.number, contract.title), back }
    }
}

/// The question before a row is removed.
#[derive(Template)]
#[template(path = "data_flows/removal.html")]
pub struct RemovalView {
    what: String,
    action: String,
    back: String,
}

impl RemovalView {
    pub fn new(row: &Row, flow: &Flow) -> Self {
        Self {
            what: format!("{}から{}へ：{}", flow.from, flow.to, flow.what),
            action: format!("/data-flows/{}/removal", row.id),
            back: format!("/contracts/{}/data-flows", row.contract),
        }
    }
}
