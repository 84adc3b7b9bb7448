//! The name that a paper or a report shares with its obligation.

use uuid::Uuid;

use super::dated::{paper_rule, report_occurrence, report_rule};
use crate::{programmes::report_periods::ReportPeriod, vocab::ids::ContractId};

/// One obligation, known by its rule, its occurrence and who owes it.
pub struct Named<'a> {
    pub contract: ContractId,
    pub rule: String,
    /// Empty: the one that is due first.
    pub occurrence: String,
    /// `contractor` or `ward`.
    pub owed_by: &'a str,
}

impl<'a> Named<'a> {
    /// What a paper of `side` answers; without an occurrence it was handed in as something came up.
    pub fn of_paper(contract: ContractId, code: &str, occurrence: &str, side: &'a str) -> Self {
        Self { contract, rule: paper_rule(code), occurrence: occurrence.to_owned(), owed_by: side }
    }

    /// What a register of a contract's people and things proves: a rule of the library.
    pub fn of_rule(contract: ContractId, rule: &str, occurrence: &str, side: &'a str) -> Self {
        Self { contract, rule: rule.to_owned(), occurrence: occurrence.to_owned(), owed_by: side }
    }

    /// What a report of the contractor answers.
    pub fn of_report(contract: ContractId, code: &str, course: Option<Uuid>, period: ReportPeriod) -> Self {
        let occurrence = report_occurrence(course, period);
        Self { contract, rule: report_rule(code), occurrence, owed_by: "contractor" }
    }
}
