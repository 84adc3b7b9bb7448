//! What the engine results in: one thing to be done by a day, by whom, under which clauses, and why.

use serde::Serialize;
use time::Date;
use uuid::Uuid;

use super::{
    binding::ClauseRef,
    library::{Evidence, Gate},
};
use crate::{
    filings::occurrences::Occurrence,
    programmes::{
        definition::{Cadence, Decision},
        report_periods::ReportPeriod,
    },
    vocab::side::Side,
};

/// One thing to be done by a day. Rule, occurrence and side together name it: a date that moves leaves them as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatedObligation {
    /// A code of the library, `filing/…` for a paper of the programme, `report/…` for a report of it.
    pub rule: String,
    /// Which time: `start`, `course:…`, `briefing:…`, `day:2027-03-31`, `arisen:…`.
    pub occurrence: String,
    pub owed_by: Side,
    pub title: String,
    pub clauses: Vec<ClauseRef>,
    pub event_on: Date,
    /// The strict date, moved by its own policy alone.
    pub due_on: Date,
    /// The last day on which nobody is late.
    pub last_on: Date,
    pub explanation: String,
    pub evidence: Evidence,
    pub decision: Decision,
    pub gate: Option<Gate>,
    /// From here on the homes show it.
    pub remind_on: Date,
    /// From here on it counts as escalated.
    pub escalate_on: Date,
}

impl DatedObligation {
    /// Whether a paper with this key was handed in for it.
    pub fn is_answered_at(&self, occurrence: &str) -> bool {
        let own = Occurrence { key: self.occurrence.clone(), on: self.event_on, subject: String::new() };
        own.is_of(occurrence)
    }
}

/// The rule of a paper of the programme.
pub fn filing_rule(code: &str) -> String {
    format!("filing/{code}")
}

/// How the code of a paper begins that a clause asks for, not the programme.
const OF_CLAUSES: &str = "clause/";

/// The code of the paper that a rule of the library asks for.
pub fn paper_code(rule: &str) -> String {
    format!("{OF_CLAUSES}{rule}")
}

/// The rule behind the code of a paper.
pub fn paper_rule(code: &str) -> String {
    code.strip_prefix(OF_CLAUSES).map_or_else(|| filing_rule(code), str::to_owned)
}

/// The rule of a report of the programme.
pub fn report_rule(code: &str) -> String {
    format!("report/{code}")
}

/// Which time a report is owed: for a course, for a period, or for a period of a course.
pub fn report_occurrence(course: Option<Uuid>, period: ReportPeriod) -> String {
    match (period.cadence, course) {
        (Cadence::PerCourse, Some(course)) => format!("course:{course}"),
        (Cadence::PerCourse, None) => "end".to_owned(),
        (Cadence::Monthly | Cadence::Quarterly | Cadence::PerFiscalYear | Cadence::PerContract, course) => {
            let of = course.map(|course| format!("course:{course}/")).unwrap_or_default();
            format!("{of}from:{}", period.first_on)
        }
    }
}
