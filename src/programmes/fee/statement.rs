//! 明細: the answer, line by line, each figure with its rule, its arithmetic and its rows.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::facts::{RowRef, SoFar};
use super::span::Span;

/// What the ward owes for a period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Statement {
    pub lines: Vec<Line>,
    /// One for each fee schedule that held in the period, oldest first.
    pub sums: Vec<Sum>,
    /// The sum of the lines.
    pub subtotal: i64,
    pub user_fees_off: i64,
    pub tax: i64,
    /// `subtotal - user_fees_off + tax`.
    pub total: i64,
    /// What the contract has paid by rule, this period included: the next period's [`super::FeeFacts::so_far`].
    pub so_far: BTreeMap<String, SoFar>,
    /// What was decided on the way, such as a fourth time that isn't paid.
    pub notes: Vec<Remark>,
    /// What keeps the statement from being whole: until they are solved, it must not be claimed.
    pub problems: Vec<Remark>,
}

/// One line: so many of one thing at one price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// Code of the rule it comes from.
    pub code: String,
    pub label: String,
    /// The month or the days it is for.
    pub when: String,
    /// The rule in plain Japanese.
    pub rule: String,
    /// `4回 × 22,000円 ＝ 88,000円`.
    pub arithmetic: String,
    pub yen: i64,
    /// The records behind it, each once.
    pub rows: Vec<RowRef>,
}

/// The end of the statement for the days of one schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sum {
    pub days: Span,
    pub subtotal: i64,
    pub user_fees_off: i64,
    pub user_fee_rows: Vec<RowRef>,
    pub tax: i64,
    pub total: i64,
    /// Each step in words and figures.
    pub arithmetic: Vec<String>,
}

/// A sentence about the statement, and the records it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Remark {
    pub text: String,
    pub rows: Vec<RowRef>,
}

impl Statement {
    /// Nothing is missing: the total may be claimed.
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn add(&mut self, sum: Sum) {
        self.user_fees_off += sum.user_fees_off;
        self.tax += sum.tax;
        self.total += sum.total;
        self.sums.push(sum);
    }

    pub(super) fn note(&mut self, remark: Remark) {
        if !self.notes.contains(&remark) {
            self.notes.push(remark);
        }
    }

    pub(super) fn problem(&mut self, remark: Remark) {
        if !self.problems.contains(&remark) {
            self.problems.push(remark);
        }
    }
}

impl Remark {
    pub fn new(text: impl Into<String>, rows: Vec<RowRef>) -> Self {
        Self { text: text.into(), rows }
    }

    /// The same, headed with what it is about.
    #[must_use]
    pub(in crate::programmes) fn about(self, label: &str) -> Self {
        Self { text: format!("{label}：{}", self.text), rows: self.rows }
    }
}
