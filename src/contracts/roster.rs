//! 従事者名簿: the contractor drafts and submits it, the ward accepts or returns it, a later accepted version replaces it.
//! Its accepted lines are what lets people see participants (designation is the access grant). Where the clauses want a change
//! only notified, a later version is in force when it is handed in, and the ward receives it afterwards. Sources: S0 特記事項13,
//! S3 4(5) (approval beforehand), S4 第6条 (notice). Invariants: one version at most is open, one at most accepted; an accepted one
//! names a 取扱責任者; the first one is the ward's to accept.

use thiserror::Error;
use time::Date;

use crate::{
    kit::parts::{Chip, Tone},
    vocab::{dates::wareki, ids::AccountId},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterState {
    Draft,
    Submitted,
    Returned,
    Accepted,
    Replaced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterAct {
    Submit,
    /// Hands in a change that the clauses want notified: it is in force at once.
    Notify,
    Accept,
    Return,
    /// Happens to the accepted version in the same act that accepts its successor.
    Replace,
}

/// What an account does with personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Custody {
    /// 取扱責任者
    Manager,
    /// 取扱者
    Custodian,
}

/// What the rules look at of one line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub account: AccountId,
    pub custody: Custody,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RosterRefusal {
    #[error("名簿に人が載っていません。従事する人を加えてください。")]
    Empty,
    #[error("取扱責任者がいません。1人以上を取扱責任者にしてください。")]
    NoManager,
    #[error("同じ人が2回載っています。どちらかを外してください。")]
    Twice,
    #[error("この名簿はすでに提出しています。区の確認をお待ちください。")]
    AlreadySubmitted,
    #[error("この名簿はまだ提出されていません。")]
    NotSubmitted,
    #[error("この名簿はすでに承認されています。直すときは、新しい版を作ってください。")]
    AlreadyAccepted,
    #[error("この名簿は新しい版に置き換えられています。")]
    IsReplaced,
    #[error("作成中か確認待ちの版があります。新しい版は、その版の承認が済んでから作ってください。")]
    AnotherIsOpen,
    #[error("契約が締結されてから、名簿を作れます。")]
    ContractNotInForce,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EntryProblem {
    #[error("従事を始める日は、契約の終了日（{end}）以前の日を入力してください。")]
    StartsAfterContract { end: String },
    #[error("従事を終える日は、始める日（{start}）以後の日を入力してください。")]
    EndsBeforeStart { start: String },
}

impl RosterState {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Returned, Self::Accepted, Self::Replaced];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Replaced => "replaced",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn chip(self) -> Chip {
        let (tone, label) = match self {
            Self::Draft => (Tone::Neutral, "作成中"),
            Self::Submitted => (Tone::Warning, "区の確認待ち"),
            Self::Returned => (Tone::Danger, "差戻し"),
            Self::Accepted => (Tone::Success, "承認ずみ"),
            Self::Replaced => (Tone::Neutral, "旧版"),
        };
        Chip::new(tone, label)
    }

    /// Whether the contractor may change its lines.
    pub fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether it still waits for somebody.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::Returned)
    }
}

impl Custody {
    pub const ALL: [Self; 2] = [Self::Manager, Self::Custodian];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Manager => "custodian_manager",
            Self::Custodian => "custodian",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|custody| custody.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Manager => "取扱責任者",
            Self::Custodian => "取扱者",
        }
    }
}

impl Entry {
    /// Whether the line gives access on a day, once its version is accepted.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// The state an act leads to.
///
/// # Errors
/// [`RosterRefusal`] with what to do instead, when the act doesn't fit the state.
pub fn next(state: RosterState, act: RosterAct) -> Result<RosterState, RosterRefusal> {
    use RosterAct::{Accept, Notify, Replace, Return, Submit};
    use RosterState::{Accepted, Draft, Replaced, Returned, Submitted};
    match (state, act) {
        (Draft | Returned, Submit) => Ok(Submitted),
        (Draft | Returned, Notify) => Ok(Accepted),
        (Submitted, Accept) => Ok(Accepted),
        (Submitted, Return) => Ok(Returned),
        (Accepted, Replace) => Ok(Replaced),
        (Submitted, Submit | Notify | Replace) => Err(RosterRefusal::AlreadySubmitted),
        (Draft | Returned, Accept | Return | Replace) => Err(RosterRefusal::NotSubmitted),
        (Accepted, Submit | Notify | Accept | Return) => Err(RosterRefusal::AlreadyAccepted),
        (Replaced, Submit | Notify | Accept | Return | Replace) => Err(RosterRefusal::IsReplaced),
    }
}

/// Whether a list may be submitted and accepted.
///
/// # Errors
/// The first of [`RosterRefusal::Empty`], [`RosterRefusal::Twice`], [`RosterRefusal::NoManager`].
pub fn check(entries: &[Entry]) -> Result<(), RosterRefusal> {
    if entries.is_empty() {
        return Err(RosterRefusal::Empty);
    }
    let mut accounts: Vec<AccountId> = entries.iter().map(|entry| entry.account).collect();
    accounts.sort_unstable();
    if accounts.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(RosterRefusal::Twice);
    }
    if !entries.iter().any(|entry| entry.custody == Custody::Manager) {
        return Err(RosterRefusal::NoManager);
    }
    Ok(())
}

/// Whether a new version may be begun, given the states of those there are.
///
/// # Errors
/// [`RosterRefusal::ContractNotInForce`], [`RosterRefusal::AnotherIsOpen`].
pub fn may_begin(in_force: bool, states: &[RosterState]) -> Result<(), RosterRefusal> {
    if !in_force {
        return Err(RosterRefusal::ContractNotInForce);
    }
    if states.iter().any(|state| state.is_open()) {
        return Err(RosterRefusal::AnotherIsOpen);
    }
    Ok(())
}

/// Checks the first day of a line against the contract's last.
///
/// # Errors
/// [`EntryProblem::StartsAfterContract`].
pub fn check_from(from: Date, contract_end: Date) -> Result<(), EntryProblem> {
    if from > contract_end {
        return Err(EntryProblem::StartsAfterContract { end: wareki(contract_end) });
    }
    Ok(())
}

/// Checks the last day of a line against its first.
///
/// # Errors
/// [`EntryProblem::EndsBeforeStart`].
pub fn check_to(from: Date, to: Date) -> Result<(), EntryProblem> {
    if to < from { Err(EntryProblem::EndsBeforeStart { start: wareki(from) }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    const ACTS: [RosterAct; 5] =
        [RosterAct::Submit, RosterAct::Notify, RosterAct::Accept, RosterAct::Return, RosterAct::Replace];

    fn entry(account: u128, custody: Custody) -> Entry {
        Entry {
            account: AccountId(Uuid::from_u128(account)),
            custody,
            valid_from: date!(2026 - 05 - 01),
            valid_to: Some(date!(2026 - 09 - 30)),
        }
    }

    #[test]
    fn states_and_custodies_read_back() {
        for state in RosterState::ALL {
            assert_eq!(RosterState::from_code(state.code()), Some(state));
        }
        for custody in Custody::ALL {
            assert_eq!(Custody::from_code(custody.code()), Some(custody));
        }
        assert_eq!(Custody::from_code("manager"), None);
    }

    #[test]
    fn a_returned_list_is_mended_submitted_again_and_accepted() {
        let way =
            [RosterAct::Submit, RosterAct::Return, RosterAct::Submit, RosterAct::Accept, RosterAct::Replace];
        let end = way.iter().try_fold(RosterState::Draft, |state, act| next(state, *act));
        assert_eq!(end, Ok(RosterState::Replaced));
    }

    #[test]
    fn only_what_was_submitted_is_decided_and_an_old_version_never_comes_back() {
        for state in RosterState::ALL {
            let decided = [RosterAct::Accept, RosterAct::Return].map(|act| next(state, act).is_ok());
            assert_eq!(decided, [state == RosterState::Submitted; 2], "{state:?}");
        }
        assert!(ACTS.iter().all(|act| next(RosterState::Replaced, *act) == Err(RosterRefusal::IsReplaced)));
        assert_eq!(next(RosterState::Accepted, RosterAct::Submit), Err(RosterRefusal::AlreadyAccepted));
    }

    #[test]
    fn lines_are_changed_only_while_the_contractor_has_the_list() {
        let editable = RosterState::ALL.map(RosterState::is_editable);
        assert_eq!(editable, [true, false, true, false, false]);
    }

    #[test]
    fn a_list_needs_a_manager_and_nobody_twice() {
        assert_eq!(check(&[]), Err(RosterRefusal::Empty));
        assert_eq!(check(&[entry(1, Custody::Custodian)]), Err(RosterRefusal::NoManager));
        let twice = [entry(1, Custody::Manager), entry(2, Custody::Custodian), entry(1, Custody::Custodian)];
        assert_eq!(check(&twice), Err(RosterRefusal::Twice));
        assert_eq!(check(&twice[..2]), Ok(()));
    }

    #[test]
    fn one_version_is_open_at_a_time_and_only_under_a_contract_in_force() {
        use RosterState::{Accepted, Replaced, Returned, Submitted};
        assert_eq!(may_begin(true, &[]), Ok(()));
        assert_eq!(may_begin(true, &[Replaced, Accepted]), Ok(()));
        assert_eq!(may_begin(true, &[Accepted, Submitted]), Err(RosterRefusal::AnotherIsOpen));
        assert_eq!(may_begin(true, &[Returned]), Err(RosterRefusal::AnotherIsOpen));
        assert_eq!(may_begin(false, &[]), Err(RosterRefusal::ContractNotInForce));
    }

    #[test]
    fn a_line_holds_from_its_first_day_through_its_last() {
        let line = entry(1, Custody::Manager);
        let days =
            [date!(2026 - 04 - 30), date!(2026 - 05 - 01), date!(2026 - 09 - 30), date!(2026 - 10 - 01)];
        assert_eq!(days.map(|day| line.holds_on(day)), [false, true, true, false]);
        assert!(Entry { valid_to: None, ..line }.holds_on(date!(2030 - 01 - 01)));
    }

    #[test]
    fn days_of_a_line_fit_each_other_and_the_contract() {
        let end = date!(2027 - 03 - 31);
        assert_eq!(check_from(end, end), Ok(()));
        assert!(check_from(date!(2027 - 04 - 01), end).is_err());
        assert_eq!(check_to(end, end), Ok(()));
        assert!(check_to(end, date!(2027 - 03 - 30)).is_err());
    }
}
