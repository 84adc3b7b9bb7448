//! What a paper takes from the contract, its programme and the ward's basis.

use super::{annex::Annex, basis::Law};
use crate::{
    contracts::db::Contract,
    programmes::{Definition, InformationItem},
    vocab::dates::wareki,
};

/// Everything that isn't written by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub law: Law,
    pub annexes: Vec<Annex>,
    pub title: String,
    pub programme: String,
    pub department: String,
    pub contractor: String,
    /// 「令和8年4月1日から令和9年3月31日まで」
    pub term: String,
    /// The labels of the information items.
    pub items: Vec<String>,
    /// What the programme wants to reach, and its steps in order.
    pub goals: Vec<String>,
    pub stages: Vec<String>,
}

impl Facts {
    pub fn new(contract: &Contract, programme: &Definition, law: Law, annexes: Vec<Annex>) -> Self {
        let stage = |(nth, label): (usize, &String)| format!("{}　{label}", nth + 1);
        let labels: Vec<String> = programme.stages.iter().map(|one| one.label.clone()).collect();
        Self {
            law,
            annexes,
            title: contract.title.clone(),
            programme: contract.programme_name.clone(),
            department: contract.department_name.clone(),
            contractor: contract.contractor_name.clone(),
            term: format!("{}から{}まで", wareki(contract.starts_on), wareki(contract.ends_on)),
            items: labels_of(&contract.items),
            goals: programme.goals.iter().map(|goal| goal.text.clone()).collect(),
            stages: labels.iter().enumerate().map(stage).collect(),
        }
    }
}

fn labels_of(items: &[String]) -> Vec<String> {
    items
        .iter()
        .filter_map(|code| InformationItem::from_code(code))
        .map(|item| item.label().to_owned())
        .collect()
}
