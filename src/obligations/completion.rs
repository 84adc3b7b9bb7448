//! 済みにする: who may say that an obligation is done, and on which day it was.

use thiserror::Error;
use time::{Date, Duration};

use super::{CompleteObligation, RuleCode};
use crate::{
    kit::permission::{Permission, Role},
    vocab::dates::wareki,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CompletionRefusal {
    #[error("この役割では、義務を見ることだけができます。")]
    OnlyReads,
    #[error("この義務はすでに済みになっています。")]
    AlreadyDone,
    #[error("この義務は区が行うものです。区の担当者が済みにします。")]
    OwedByWard,
    #[error("この義務は受託者が行うものです。受託者の管理者が済みにします。")]
    OwedByContractor,
    #[error("報告書が受理されると済みになります。")]
    DoneByReport,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DayProblem {
    #[error("行った日は今日（{today}）以前の日を入力してください。")]
    Future { today: String },
    #[error("行った日が2年以上前です。年を確かめて入力してください。")]
    LongAgo,
}

/// Whether this person may mark it done: the side that owes it, either side when both do.
///
/// # Errors
/// [`CompletionRefusal`].
pub fn may_complete(role: Role, owed_by: &str, rule: &str, is_open: bool) -> Result<(), CompletionRefusal> {
    if !is_open {
        return Err(CompletionRefusal::AlreadyDone);
    }
    if !CompleteObligation::allows(role) {
        return Err(CompletionRefusal::OnlyReads);
    }
    if RuleCode::from_code(rule).is_some_and(RuleCode::is_report) {
        return Err(CompletionRefusal::DoneByReport);
    }
    match (owed_by, role.is_contractor()) {
        ("contractor", true) | ("ward", false) | ("both", _) => Ok(()),
        ("contractor", false) => Err(CompletionRefusal::OwedByContractor),
        _ => Err(CompletionRefusal::OwedByWard),
    }
}

/// Whether something may have been done on a day.
///
/// # Errors
/// [`DayProblem`].
pub fn check_day(day: Date, today: Date) -> Result<(), DayProblem> {
    if day > today {
        return Err(DayProblem::Future { today: wareki(today) });
    }
    if today - day > Duration::days(730) { Err(DayProblem::LongAgo) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_side_that_owes_it_says_that_it_is_done() {
        let both = [Role::WardOfficer, Role::ContractorManager];
        let may = |owed_by| both.map(|role| may_complete(role, owed_by, "yearly_inspection", true).is_ok());
        assert_eq!(may("ward"), [true, false]);
        assert_eq!(may("contractor"), [false, true]);
        assert_eq!(may("both"), [true, true]);
        let inspected = |role, is_open| may_complete(role, "ward", "yearly_inspection", is_open);
        assert_eq!(inspected(Role::WardAuditor, true), Err(CompletionRefusal::OnlyReads));
        assert_eq!(inspected(Role::WardAdmin, false), Err(CompletionRefusal::AlreadyDone));
    }

    #[test]
    fn what_a_report_proves_is_ticked_off_by_nobody() {
        for rule in ["course_report", "monthly_report", "period_report"] {
            for (role, owed_by) in [(Role::ContractorManager, "contractor"), (Role::WardOfficer, "both")] {
                let refused = may_complete(role, owed_by, rule, true);
                assert_eq!(refused, Err(CompletionRefusal::DoneByReport), "{rule}");
            }
        }
    }

    #[test]
    fn a_day_is_not_to_come_and_not_long_gone() {
        let today = date!(2026 - 11 - 20);
        assert_eq!(check_day(today, today), Ok(()));
        assert!(matches!(check_day(date!(2026 - 11 - 21), today), Err(DayProblem::Future { .. })));
        assert_eq!(check_day(date!(2024 - 11 - 19), today), Err(DayProblem::LongAgo));
    }
}
