//! The life of a paper that was handed in: 提出ずみ → 受理・承認・差戻し, decided once by the other side. A returned paper stays
//! returned; the next one stands in its place.

use thiserror::Error;

use crate::{
    kit::parts::{Chip, Tone},
    programmes::definition::Decision,
    vocab::side::Side,
};

/// The word stored for what the other side decides.
pub fn decision_code(decision: Decision) -> &'static str {
    match decision {
        Decision::None => "none",
        Decision::Receipt => "receipt",
        Decision::Approval => "approval",
    }
}

pub fn decision_of(code: &str) -> Option<Decision> {
    [Decision::None, Decision::Receipt, Decision::Approval]
        .into_iter()
        .find(|decision| decision_code(*decision) == code)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilingState {
    Filed,
    Received,
    Approved,
    Returned,
}

/// What the receiving side does with a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilingAct {
    Receive,
    Approve,
    Return,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FilingRefusal {
    #[error("この提出物は自分の側が出したものです。受理や差戻しは、受け取った側が行います。")]
    OwnSide,
    #[error("この提出物は出すだけで済むものです。受理や承認はありません。")]
    NothingToDecide,
    #[error("この提出物は、受理ではなく承認するものです。")]
    WantsApproval,
    #[error("この提出物は、承認ではなく受理するものです。")]
    WantsReceipt,
    #[error("この提出物はすでに決定ずみです。画面を読み込み直してください。")]
    AlreadyDecided,
}

impl FilingState {
    pub const ALL: [Self; 4] = [Self::Filed, Self::Received, Self::Approved, Self::Returned];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Received => "received",
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What becomes of a paper that `side` handed in when `by` acts on it.
    ///
    /// # Errors
    /// [`FilingRefusal`].
    pub fn next(
        self,
        decision: Decision,
        act: FilingAct,
        (side, by): (Side, Side),
    ) -> Result<Self, FilingRefusal> {
        if side == by {
            return Err(FilingRefusal::OwnSide);
        }
        if self != Self::Filed {
            return Err(FilingRefusal::AlreadyDecided);
        }
        match (decision, act) {
            (Decision::None, _) => Err(FilingRefusal::NothingToDecide),
            (Decision::Receipt, FilingAct::Receive) => Ok(Self::Received),
            (Decision::Approval, FilingAct::Approve) => Ok(Self::Approved),
            (Decision::Receipt | Decision::Approval, FilingAct::Return) => Ok(Self::Returned),
            (Decision::Receipt, FilingAct::Approve) => Err(FilingRefusal::WantsReceipt),
            (Decision::Approval, FilingAct::Receive) => Err(FilingRefusal::WantsApproval),
        }
    }

    /// Nothing is owed any more.
    pub fn is_settled(self, decision: Decision) -> bool {
        match self {
            Self::Received | Self::Approved => true,
            Self::Filed => decision == Decision::None,
            Self::Returned => false,
        }
    }

    pub fn chip(self, decision: Decision) -> Chip {
        match (self, decision) {
            (Self::Filed, Decision::None) => Chip::new(Tone::Success, "提出ずみ"),
            (Self::Filed, Decision::Receipt) => Chip::new(Tone::Warning, "受理待ち"),
            (Self::Filed, Decision::Approval) => Chip::new(Tone::Warning, "承認待ち"),
            (Self::Received, _) => Chip::new(Tone::Success, "受理ずみ"),
            (Self::Approved, _) => Chip::new(Tone::Success, "承認ずみ"),
            (Self::Returned, _) => Chip::new(Tone::Danger, "差戻し"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::definition::Owes;

    use Decision::{Approval, None as Nothing, Receipt};
    use FilingAct::{Approve, Receive, Return};
    use FilingRefusal::{AlreadyDecided, NothingToDecide, OwnSide, WantsApproval, WantsReceipt};
    use FilingState::{Approved, Filed, Received, Returned};

    const HANDED: (Side, Side) = (Side::Contractor, Side::Ward);

    #[test]
    fn the_table_of_decisions() {
        for (decision, act, expected) in [
            (Nothing, Receive, Err(NothingToDecide)),
            (Nothing, Approve, Err(NothingToDecide)),
            (Nothing, Return, Err(NothingToDecide)),
            (Receipt, Receive, Ok(Received)),
            (Receipt, Approve, Err(WantsReceipt)),
            (Receipt, Return, Ok(Returned)),
            (Approval, Receive, Err(WantsApproval)),
            (Approval, Approve, Ok(Approved)),
            (Approval, Return, Ok(Returned)),
        ] {
            assert_eq!(Filed.next(decision, act, HANDED), expected, "{decision:?} {act:?}");
            for decided in [Received, Approved, Returned] {
                assert_eq!(decided.next(decision, act, HANDED), Err(AlreadyDecided));
            }
            for side in [Side::Contractor, Side::Ward] {
                assert_eq!(Filed.next(decision, act, (side, side)), Err(OwnSide));
            }
            assert_eq!(Filed.next(decision, act, (Side::Ward, Side::Contractor)), expected);
        }
    }

    #[test]
    fn a_paper_is_settled_by_its_decision_or_by_handing_it_in() {
        assert!(Filed.is_settled(Nothing) && !Filed.is_settled(Receipt) && !Filed.is_settled(Approval));
        assert!(Received.is_settled(Receipt) && Approved.is_settled(Approval));
        assert!(!Returned.is_settled(Receipt));
    }

    #[test]
    fn the_stored_words_are_read_back() {
        assert!(FilingState::ALL.iter().all(|state| FilingState::from_code(state.code()) == Some(*state)));
        for decision in [Nothing, Receipt, Approval] {
            assert_eq!(decision_of(decision_code(decision)), Some(decision));
        }
        for side in Owes::Both.sides() {
            assert_eq!(Side::from_code(side.code()), Some(*side));
            assert_eq!(side.other().other(), *side);
        }
    }
}
