//! The life of a contract: 準備中 → 締結 → 実施中 → 終了手続き中 → 終了. A contractor's logins act under a contract from its
//! signature until it is closed; that is decided in the database (`enter()`), here only which step may follow which.

use thiserror::Error;

use crate::kit::parts::{Chip, Tone};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContractState {
    Draft,
    Signed,
    Active,
    Closing,
    Closed,
}

/// What the ward does to a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractAct {
    Sign,
    Activate,
    /// Begins the closing: reports, return and erasure of data; the contractor still signs in.
    BeginClosing,
    /// Ends the contractor's access at once.
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ContractRefusal {
    #[error("この契約はまだ準備中です。先に締結してください。")]
    NotSigned,
    #[error("この契約はすでに締結しています。")]
    AlreadySigned,
    #[error("この契約はすでに実施中です。")]
    AlreadyActive,
    #[error("先に終了の手続きを始めてください。報告と個人情報の返還・消去が済んでから、契約を終了します。")]
    NotClosing,
    #[error("この契約はすでに終了の手続きに入っています。")]
    AlreadyClosing,
    #[error("この契約は終了しています。変更はできません。")]
    IsClosed,
}

impl ContractState {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Signed, Self::Active, Self::Closing, Self::Closed];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Active => "active",
            Self::Closing => "closing",
            Self::Closed => "closed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "準備中",
            Self::Signed => "締結ずみ",
            Self::Active => "実施中",
            Self::Closing => "終了手続き中",
            Self::Closed => "終了",
        }
    }

    pub fn chip(self) -> Chip {
        let tone = match self {
            Self::Draft => Tone::Warning,
            Self::Signed => Tone::Info,
            Self::Active => Tone::Success,
            Self::Closing => Tone::Warning,
            Self::Closed => Tone::Neutral,
        };
        Chip::new(tone, self.label())
    }

    /// Whether its words, its items and its clauses may still be changed.
    pub fn is_draft(self) -> bool {
        self == Self::Draft
    }

    /// Whether the contractor works under it: sees it, files its 従事者名簿 and does its duties.
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::Signed | Self::Active | Self::Closing)
    }
}

/// The state an act leads to.
///
/// # Errors
/// [`ContractRefusal`] with what to do instead, when the act doesn't fit the state.
pub fn next(state: ContractState, act: ContractAct) -> Result<ContractState, ContractRefusal> {
    use ContractAct::{Activate, BeginClosing, Close, Sign};
    use ContractState::{Active, Closed, Closing, Draft, Signed};
    match (state, act) {
        (Closed, _) => Err(ContractRefusal::IsClosed),
        (Draft, Sign) => Ok(Signed),
        (Signed | Active | Closing, Sign) => Err(ContractRefusal::AlreadySigned),
        (Draft, Activate | BeginClosing | Close) => Err(ContractRefusal::NotSigned),
        (Signed, Activate) => Ok(Active),
        (Active, Activate) => Err(ContractRefusal::AlreadyActive),
        (Signed | Active, BeginClosing) => Ok(Closing),
        (Closing, Activate | BeginClosing) => Err(ContractRefusal::AlreadyClosing),
        (Signed | Active, Close) => Err(ContractRefusal::NotClosing),
        (Closing, Close) => Ok(Closed),
    }
}

/// The state a contract in force goes to when it is terminated: its closing, unless it is there already.
///
/// # Errors
/// As [`next`].
pub fn terminated(state: ContractState) -> Result<ContractState, ContractRefusal> {
    if state == ContractState::Closing { Ok(state) } else { next(state, ContractAct::BeginClosing) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [ContractAct; 4] =
        [ContractAct::Sign, ContractAct::Activate, ContractAct::BeginClosing, ContractAct::Close];

    #[test]
    fn states_read_back() {
        for state in ContractState::ALL {
            assert_eq!(ContractState::from_code(state.code()), Some(state));
        }
        assert_eq!(ContractState::from_code("void"), None);
    }

    #[test]
    fn the_way_from_draft_to_closed_goes_through_every_state() {
        let way = ACTS.iter().try_fold(ContractState::Draft, |state, act| next(state, *act));
        assert_eq!(way, Ok(ContractState::Closed));
    }

    #[test]
    fn no_act_leads_back() {
        for state in ContractState::ALL {
            for act in ACTS {
                if let Ok(after) = next(state, act) {
                    assert!(after > state, "{state:?} {act:?} {after:?}");
                }
            }
        }
    }

    #[test]
    fn steps_are_not_skipped_except_ending_before_the_start() {
        assert_eq!(next(ContractState::Draft, ContractAct::Activate), Err(ContractRefusal::NotSigned));
        assert_eq!(next(ContractState::Signed, ContractAct::Close), Err(ContractRefusal::NotClosing));
        assert_eq!(next(ContractState::Active, ContractAct::Close), Err(ContractRefusal::NotClosing));
        assert_eq!(next(ContractState::Signed, ContractAct::BeginClosing), Ok(ContractState::Closing));
        assert_eq!(next(ContractState::Closed, ContractAct::Sign), Err(ContractRefusal::IsClosed));
    }

    #[test]
    fn a_contract_in_force_is_terminated_into_its_closing() {
        let after = ContractState::ALL.map(|state| terminated(state).ok());
        let closing = Some(ContractState::Closing);
        assert_eq!(after, [None, closing, closing, closing, None]);
    }

    #[test]
    fn a_contractor_works_under_a_contract_from_signature_to_the_end_of_closing() {
        let in_force = ContractState::ALL.map(ContractState::is_in_force);
        assert_eq!(in_force, [false, true, true, true, false]);
    }
}
