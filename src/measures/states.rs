//! The life of a version: begun by the ward → marked by both sides → accepted by the ward, once.

use thiserror::Error;

use crate::{
    contracts::states::ContractState,
    kit::parts::{Chip, Tone},
    vocab::{ids::AccountId, side::Side},
};

/// How far a version has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub contract: ContractState,
    pub ward_marked: bool,
    /// Who marked the contractor's side.
    pub contractor_by: Option<AccountId>,
    pub accepted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MeasureRefusal {
    #[error("この版は、すでに区が確認しています。直すときは、次の版を始めてください。")]
    Accepted,
    #[error("この契約は終了しています。対策の一覧は変えられません。")]
    Closed,
    #[error("受託者の対策は、契約を締結した後は、受託者が自分で入力します。")]
    TheirSide,
    #[error("区と受託者の両方の印がそろってから、確認してください。")]
    Incomplete,
    #[error("受託者の対策を自分で入力した版は、自分では確認できません。ほかの職員が確認してください。")]
    OwnMarks,
    #[error("確認していない版があります。その版を確認してから、次の版を始めてください。")]
    OpenVersion,
}

impl Progress {
    /// Whether `by`, of the ward or not, may mark this side.
    ///
    /// # Errors
    /// [`MeasureRefusal`].
    pub fn mark(self, side: Side, by: Side) -> Result<(), MeasureRefusal> {
        self.changeable()?;
        match (side, by) {
            (Side::Contractor, Side::Ward) if !self.contract.is_draft() => Err(MeasureRefusal::TheirSide),
            (Side::Ward, Side::Contractor) => Err(MeasureRefusal::TheirSide),
            (Side::Contractor | Side::Ward, Side::Ward) | (Side::Contractor, Side::Contractor) => Ok(()),
        }
    }

    /// # Errors
    /// [`MeasureRefusal`].
    pub fn accept(self, by: AccountId) -> Result<(), MeasureRefusal> {
        self.changeable()?;
        match self.contractor_by {
            Some(marked_by) if self.ward_marked => {
                if marked_by == by {
                    Err(MeasureRefusal::OwnMarks)
                } else {
                    Ok(())
                }
            }
            _ => Err(MeasureRefusal::Incomplete),
        }
    }

    fn changeable(self) -> Result<(), MeasureRefusal> {
        if self.accepted {
            Err(MeasureRefusal::Accepted)
        } else if self.contract == ContractState::Closed {
            Err(MeasureRefusal::Closed)
        } else {
            Ok(())
        }
    }

    pub fn chip(self) -> Chip {
        let (tone, text) = match (self.accepted, self.ward_marked, self.contractor_by.is_some()) {
            (true, ..) => (Tone::Success, "確認ずみ"),
            (false, true, true) => (Tone::Warning, "区の確認待ち"),
            (false, true, false) => (Tone::Warning, "受託者の入力待ち"),
            (false, false, true) => (Tone::Warning, "区の入力待ち"),
            (false, false, false) => (Tone::Warning, "入力待ち"),
        };
        Chip::new(tone, text)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn progress(contract: ContractState) -> Progress {
        Progress { contract, ward_marked: true, contractor_by: Some(account(1)), accepted: false }
    }

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    #[test]
    fn each_side_marks_its_own_but_before_the_signature() {
        for (contract, theirs) in [
            (ContractState::Draft, Ok(())),
            (ContractState::Active, Err(MeasureRefusal::TheirSide)),
            (ContractState::Closed, Err(MeasureRefusal::Closed)),
        ] {
            assert_eq!(progress(contract).mark(Side::Contractor, Side::Ward), theirs);
        }
        let running = progress(ContractState::Active);
        assert_eq!(running.mark(Side::Ward, Side::Contractor), Err(MeasureRefusal::TheirSide));
        assert_eq!(running.mark(Side::Contractor, Side::Contractor), Ok(()));
    }

    #[test]
    fn it_is_accepted_once_whole_and_by_another_person() {
        let whole = progress(ContractState::Active);
        assert_eq!(whole.accept(account(2)), Ok(()));
        assert_eq!(whole.accept(account(1)), Err(MeasureRefusal::OwnMarks));
        assert_eq!(
            Progress { ward_marked: false, ..whole }.accept(account(2)),
            Err(MeasureRefusal::Incomplete)
        );
        assert_eq!(
            Progress { contractor_by: None, ..whole }.accept(account(2)),
            Err(MeasureRefusal::Incomplete)
        );
        let accepted = Progress { accepted: true, ..whole };
        assert_eq!(accepted.accept(account(2)), Err(MeasureRefusal::Accepted));
        assert_eq!(accepted.mark(Side::Ward, Side::Ward), Err(MeasureRefusal::Accepted));
    }
}
