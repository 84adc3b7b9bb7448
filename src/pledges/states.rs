//! 誓約書の状態: given → received, or given back with a reason; one that came back is given anew.

use thiserror::Error;

use crate::kit::parts::{Chip, Tone};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PledgeState {
    Given,
    Received,
    Returned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PledgeRefusal {
    #[error("この誓約書は、すでに受理されています。")]
    Received,
    #[error("この誓約書は、すでに差し戻されています。新しく出されたものを確かめてください。")]
    Returned,
}

impl PledgeState {
    pub const ALL: [Self; 3] = [Self::Given, Self::Received, Self::Returned];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Received => "received",
            Self::Returned => "returned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// A paper waits for the ward; what a person gave under their own login counts at once (`custodian_lacks` in
    /// migrations/0038_custodians.sql).
    pub fn chip(self, is_paper: bool) -> Chip {
        match (self, is_paper) {
            (Self::Received, _) => Chip::new(Tone::Success, "受理ずみ"),
            (Self::Given, false) => Chip::new(Tone::Info, "誓約ずみ（区の受理待ち）"),
            (Self::Given, true) => Chip::new(Tone::Warning, "区の受理待ち"),
            (Self::Returned, _) => Chip::new(Tone::Danger, "差戻し"),
        }
    }

    /// Whether the ward may still decide.
    ///
    /// # Errors
    /// [`PledgeRefusal`]: it has decided.
    pub fn decide(self) -> Result<(), PledgeRefusal> {
        match self {
            Self::Given => Ok(()),
            Self::Received => Err(PledgeRefusal::Received),
            Self::Returned => Err(PledgeRefusal::Returned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_read_back_and_are_decided_once() {
        for state in PledgeState::ALL {
            assert_eq!(PledgeState::from_code(state.code()), Some(state));
            assert_eq!(state.decide().is_ok(), state == PledgeState::Given);
        }
    }
}
