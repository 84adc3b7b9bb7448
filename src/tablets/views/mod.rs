//! What the pages of tablets print.

mod decision;
mod parked;
mod show;

pub use decision::{DecisionView, RegisterView, Way};
pub use parked::{ParkedList, ParkedView};
pub use show::{ListView, ShowView};

use super::db::Tablet;
use crate::{kit::parts::Link, vocab::ids::ContractId};

fn trail(contract: ContractId, number: &str, title: &str) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new(format!("{number}　{title}"), format!("/contracts/{contract}")),
        Link::new("端末", format!("/contracts/{contract}/tablets")),
    ]
}

fn trail_of(tablet: &Tablet) -> Vec<Link> {
    trail(tablet.contract, &tablet.contract_number, &tablet.contract_title)
}
