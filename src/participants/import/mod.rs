//! 一括取込: a list as CSV or xlsx → preview line by line → written in one transaction when confirmed. In between the list
//! is sealed under the ward's key; afterwards only line numbers and participant numbers are kept.

mod columns;
mod db;
mod file;
mod judging;
mod pages;
mod rehearsal;
pub mod rehearsing;

#[cfg(test)]
pub use columns::map;
pub(crate) use columns::{Line, judge, unguarded};
pub(crate) use file::{FileProblem, read};
pub use pages::{XLSX, choose, confirm, discard, preview, template, upload};
