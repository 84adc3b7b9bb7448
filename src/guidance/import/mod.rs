//! 対象者の取込み: the ward's check-up data as CSV or xlsx → every line with the working of the criteria → taken in, in one
//! transaction, when confirmed. In between the list is sealed under the ward's key; afterwards only what became of each line.

mod columns;
mod deciding;
mod judging;
mod pages;
mod views;

pub use pages::{choose, confirm, discard, preview, template, upload};
