//! 許可の状態: applied → approved, refused or returned by the ward, or withdrawn; approved → ended by the contractor or revoked by
//! the ward. One that came back is applied for anew. The same steps stand in `permit_guard` of migrations/0039_permits.sql.

use thiserror::Error;
use time::Date;

use crate::kit::parts::{Chip, Tone};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitState {
    Applied,
    Approved,
    Refused,
    Returned,
    Withdrawn,
    Ended,
    Revoked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitAct {
    Approve,
    Refuse,
    Return,
    Withdraw,
    End,
    Revoke,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PermitRefusal {
    #[error("この申請は、すでに決定されています。")]
    Decided,
    #[error("この申請は、区の決定を待っています。")]
    Undecided,
    #[error("この許可は、すでに終わっています。")]
    Over,
}

impl PermitState {
    pub const ALL: [Self; 7] = [
        Self::Applied,
        Self::Approved,
        Self::Refused,
        Self::Returned,
        Self::Withdrawn,
        Self::Ended,
        Self::Revoked,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state on a day, in words: an approved one is in force from its first day through its last.
    pub fn chip(self, (from, to): (Date, Date), today: Date) -> Chip {
        let (tone, label) = match self {
            Self::Applied => (Tone::Warning, "区の決定待ち"),
            Self::Approved if today < from => (Tone::Info, "承諾ずみ（開始前）"),
            Self::Approved if today <= to => (Tone::Success, "有効"),
            Self::Approved => (Tone::Warning, "期間が過ぎ、終了の届待ち"),
            Self::Refused => (Tone::Danger, "不承諾"),
            Self::Returned => (Tone::Danger, "差戻し"),
            Self::Withdrawn => (Tone::Neutral, "取下げ"),
            Self::Ended => (Tone::Neutral, "終了"),
            Self::Revoked => (Tone::Danger, "取消し"),
        };
        Chip::new(tone, label)
    }

    /// The state an act leads to.
    ///
    /// # Errors
    /// [`PermitRefusal`], when the act doesn't fit the state.
    pub fn next(self, act: PermitAct) -> Result<Self, PermitRefusal> {
        match (self, act) {
            (Self::Applied, PermitAct::Approve) => Ok(Self::Approved),
            (Self::Applied, PermitAct::Refuse) => Ok(Self::Refused),
            (Self::Applied, PermitAct::Return) => Ok(Self::Returned),
            (Self::Applied, PermitAct::Withdraw) => Ok(Self::Withdrawn),
            (Self::Approved, PermitAct::End) => Ok(Self::Ended),
            (Self::Approved, PermitAct::Revoke) => Ok(Self::Revoked),
            (Self::Applied, PermitAct::End | PermitAct::Revoke) => Err(PermitRefusal::Undecided),
            (
                Self::Approved | Self::Refused | Self::Returned,
                PermitAct::Approve | PermitAct::Refuse | PermitAct::Return | PermitAct::Withdraw,
            ) => Err(PermitRefusal::Decided),
            (Self::Refused | Self::Returned, PermitAct::End | PermitAct::Revoke)
            | (Self::Withdrawn | Self::Ended | Self::Revoked, _) => Err(PermitRefusal::Over),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const ACTS: [PermitAct; 6] = [
        PermitAct::Approve,
        PermitAct::Refuse,
        PermitAct::Return,
        PermitAct::Withdraw,
        PermitAct::End,
        PermitAct::Revoke,
    ];

    #[test]
    fn only_what_is_applied_for_is_decided_and_only_what_is_approved_ends() {
        for state in PermitState::ALL {
            assert_eq!(PermitState::from_code(state.code()), Some(state));
            let allowed = ACTS.map(|act| state.next(act).is_ok());
            let expected = match state {
                PermitState::Applied => [true, true, true, true, false, false],
                PermitState::Approved => [false, false, false, false, true, true],
                PermitState::Refused
                | PermitState::Returned
                | PermitState::Withdrawn
                | PermitState::Ended
                | PermitState::Revoked => [false; 6],
            };
            assert_eq!(allowed, expected, "{state:?}");
        }
    }

    #[test]
    fn a_replayed_decision_is_told_so() {
        assert_eq!(PermitState::Approved.next(PermitAct::Approve), Err(PermitRefusal::Decided));
        assert_eq!(PermitState::Ended.next(PermitAct::Approve), Err(PermitRefusal::Over));
    }

    #[test]
    fn an_approved_one_is_in_force_from_its_first_day_through_its_last() {
        let term = (date!(2026 - 06 - 01), date!(2026 - 06 - 30));
        let on = |day| PermitState::Approved.chip(term, day).text;
        assert_eq!(on(date!(2026 - 05 - 31)), "承諾ずみ（開始前）");
        assert_eq!((on(term.0), on(term.1)), ("有効".to_owned(), "有効".to_owned()));
        assert_eq!(on(date!(2026 - 07 - 01)), "期間が過ぎ、終了の届待ち");
    }
}
