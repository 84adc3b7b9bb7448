//! What a rule of obligations results in: one thing to be done by a day, by whom, under which clause, and why.

use serde::Serialize;
use time::Date;

use crate::programmes::definition::Cadence;

/// The rule an obligation came from. The code is stored and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleCode {
    CustodianList,
    YearlyInspection,
    CourseReport,
    MonthlyReport,
    /// By quarter, fiscal year or contract.
    PeriodReport,
    ErasureReport,
}

impl RuleCode {
    pub const ALL: [Self; 6] = [
        Self::CustodianList,
        Self::YearlyInspection,
        Self::CourseReport,
        Self::MonthlyReport,
        Self::PeriodReport,
        Self::ErasureReport,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::CustodianList => "custodian_list",
            Self::YearlyInspection => "yearly_inspection",
            Self::CourseReport => "course_report",
            Self::MonthlyReport => "monthly_report",
            Self::PeriodReport => "period_report",
            Self::ErasureReport => "erasure_report",
        }
    }

    /// The rule for reports of this cadence.
    pub fn of_report(cadence: Cadence) -> Self {
        match cadence {
            Cadence::PerCourse => Self::CourseReport,
            Cadence::Monthly => Self::MonthlyReport,
            Cadence::Quarterly | Cadence::PerFiscalYear | Cadence::PerContract => Self::PeriodReport,
        }
    }

    /// Whether a report proves it: it is done when the ward accepts that report, and by nobody's word.
    pub fn is_report(self) -> bool {
        match self {
            Self::CourseReport | Self::MonthlyReport | Self::PeriodReport => true,
            Self::CustodianList | Self::YearlyInspection | Self::ErasureReport => false,
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// Who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OwedBy {
    Ward,
    Contractor,
}

impl OwedBy {
    pub fn code(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::Contractor => "contractor",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Ward => "区",
            Self::Contractor => "受託者",
        }
    }
}

/// One thing to be done by a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatedObligation {
    pub rule: RuleCode,
    pub title: String,
    /// The clause that asks for it, when the imported clauses name one.
    pub clause: Option<u16>,
    /// The strict date; closed days don't move it.
    pub due_on: Date,
    /// The open day to act by when `due_on` is closed: the open day before it for what must come before something,
    /// the next open day for what is due within a time. `None` when `due_on` is open.
    pub open_day: Option<Date>,
    pub explanation: String,
    pub owed_by: OwedBy,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_codes_read_back() {
        for rule in RuleCode::ALL {
            assert_eq!(RuleCode::from_code(rule.code()), Some(rule));
        }
    }
}
