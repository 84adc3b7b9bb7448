//! What the pages of return and erasure print.

mod destroying;
mod forms;
mod lists;
pub mod paper;
mod show;

pub use destroying::{DestructionView, DestructionsView};
pub use forms::{AcceptView, PlanView, ReportView, ReturnView, Thing, open_line};
pub use lists::{OfContractView, plan_line, report_line};
pub use show::{Reader, ShowView};
