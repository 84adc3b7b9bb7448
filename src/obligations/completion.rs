//! 済みにする: who may say that an obligation is done, and on which day it was.

use thiserror::Error;
use time::{Date, Duration};

use super::{CompleteObligation, Evidence};
use crate::{
    kit::permission::{Permission, Role},
    vocab::{dates::wareki, ids::AccountId},
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
    #[error(
        "この義務は、区が承認すると済みになります。行ったことを区に伝えてください。区の担当者が済みにします。"
    )]
    NeedsApproval,
    #[error("{0}")]
    ClosedElsewhere(&'static str),
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DayProblem {
    #[error("行った日は今日（{today}）以前の日を入力してください。")]
    Future { today: String },
    #[error("行った日が2年以上前です。年を確かめて入力してください。")]
    LongAgo,
    #[error("この義務が生じたのは{arose}です。行った日は、その日以後の日を入力してください。")]
    NotYet { arose: String },
}

impl DayProblem {
    /// Whether the day was put earlier than it can have been: that is known to whoever reads the audit stream.
    pub fn is_back_dating(&self) -> bool {
        matches!(self, Self::LongAgo | Self::NotYet { .. })
    }
}

/// Whether this person may mark it done: the side that owes it. What the ward approves only the ward
/// finds done: nobody approves what is their own.
///
/// # Errors
/// [`CompletionRefusal`].
pub fn may_complete(
    role: Role,
    (owed_by, decision): (&str, &str),
    evidence: &str,
    is_open: bool,
) -> Result<(), CompletionRefusal> {
    if !is_open {
        return Err(CompletionRefusal::AlreadyDone);
    }
    if !CompleteObligation::allows(role) {
        return Err(CompletionRefusal::OnlyReads);
    }
    if let Some(why) = Evidence::from_code(evidence).and_then(Evidence::closed_elsewhere) {
        return Err(CompletionRefusal::ClosedElsewhere(why));
    }
    let approves = decision == "approval" && owed_by != "ward";
    match (owed_by, role.is_contractor()) {
        (_, true) if approves => Err(CompletionRefusal::NeedsApproval),
        (_, false) if approves => Ok(()),
        ("contractor", true) | ("ward", false) => Ok(()),
        ("contractor", false) => Err(CompletionRefusal::OwedByContractor),
        _ => Err(CompletionRefusal::OwedByWard),
    }
}

/// Whether an obligation may be found needless.
///
/// # Errors
/// [`CompletionRefusal::AlreadyDone`].
pub fn may_waive(is_open: bool) -> Result<(), CompletionRefusal> {
    if is_open { Ok(()) } else { Err(CompletionRefusal::AlreadyDone) }
}

/// Whether this person finds it needless at once: the ward's admin, or somebody else than who asked. Whoever else asks first.
pub fn may_waive_now((role, by): (Role, AccountId), asked_by: Option<AccountId>) -> bool {
    role == Role::WardAdmin || asked_by.is_some_and(|asker| asker != by)
}

/// Whether something may have been done on a day. `arose`: when what opened the duty came up; `None` of what is known beforehand
/// and may be done early.
///
/// # Errors
/// [`DayProblem`].
pub fn check_day(day: Date, today: Date, arose: Option<Date>) -> Result<(), DayProblem> {
    if let Some(arose) = arose.filter(|arose| day < *arose) {
        return Err(DayProblem::NotYet { arose: wareki(arose) });
    }
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
        let may = |owed_by| both.map(|role| may_complete(role, (owed_by, "none"), "record", true).is_ok());
        assert_eq!(may("ward"), [true, false]);
        assert_eq!(may("contractor"), [false, true]);
        assert_eq!(
            may_complete(Role::WardAuditor, ("ward", "none"), "record", true),
            Err(CompletionRefusal::OnlyReads)
        );
        assert_eq!(
            may_complete(Role::WardAdmin, ("ward", "none"), "record", false),
            Err(CompletionRefusal::AlreadyDone)
        );
    }

    #[test]
    fn what_a_register_proves_is_done_there() {
        for evidence in
            ["roster", "report", "filing", "pledge", "training", "permission", "protection_plan", "survey"]
        {
            let refused = may_complete(Role::ContractorManager, ("contractor", "receipt"), evidence, true);
            assert!(matches!(refused, Err(CompletionRefusal::ClosedElsewhere(_))), "{evidence}");
        }
        assert_eq!(may_complete(Role::ContractorManager, ("contractor", "receipt"), "record", true), Ok(()));
    }

    #[test]
    fn nobody_approves_what_is_their_own() {
        let owed = ("contractor", "approval");
        assert_eq!(
            may_complete(Role::ContractorManager, owed, "record", true),
            Err(CompletionRefusal::NeedsApproval)
        );
        assert_eq!(may_complete(Role::WardOfficer, owed, "record", true), Ok(()));
    }

    #[test]
    fn a_day_is_not_to_come_and_not_long_gone() {
        let today = date!(2026 - 11 - 20);
        assert_eq!(check_day(today, today, None), Ok(()));
        assert!(matches!(check_day(date!(2026 - 11 - 21), today, None), Err(DayProblem::Future { .. })));
        assert_eq!(check_day(date!(2024 - 11 - 19), today, None), Err(DayProblem::LongAgo));
    }

    #[test]
    fn what_came_up_is_not_done_before_it_did() {
        let (arose, today) = (date!(2026 - 11 - 18), date!(2026 - 11 - 20));
        assert_eq!(check_day(arose, today, Some(arose)), Ok(()));
        let early = check_day(date!(2026 - 11 - 17), today, Some(arose)).unwrap_err();
        assert!(early.is_back_dating() && early.to_string().contains("令和8年11月18日です"), "{early}");
        let ahead = check_day(date!(2026 - 11 - 21), today, Some(arose)).unwrap_err();
        assert!(!ahead.is_back_dating());
    }

    #[test]
    fn a_duty_is_found_needless_by_two_or_by_the_admin() {
        let (one, other) = (AccountId(uuid::Uuid::from_u128(1)), AccountId(uuid::Uuid::from_u128(2)));
        let now = |role, asked_by| may_waive_now((role, one), asked_by);
        assert!(!now(Role::WardOfficer, None) && !now(Role::WardOfficer, Some(one)));
        assert!(now(Role::WardOfficer, Some(other)) && now(Role::WardAdmin, None));
    }
}
