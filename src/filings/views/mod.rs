//! What the pages of 提出物 print.

mod lists;
mod show;
mod write;

pub use lists::{ListView, OfContractView, OverdueLine, empty_of, owed_line, paper_line, tabs};
pub use show::{Opened, Reader, ReturnView, ShowView, facts, history};
pub use write::WriteView;

use crate::vocab::side::Side;

fn side_label(code: &str) -> &'static str {
    Side::from_code(code).map_or("", Side::label)
}

/// The name of whoever handed it in, as far as the reader knows it.
fn by(side: &str, name: Option<&String>) -> String {
    name.cloned().unwrap_or_else(|| format!("{}の担当者", side_label(side)))
}
