//! The life of an enrolment: 待機 → 参加中 → 終了, or 辞退 from either of the first two.

use thiserror::Error;

use crate::kit::parts::Tone;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolmentState {
    Waiting,
    Enrolled,
    Withdrawn,
    Completed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolmentAct {
    /// Gives a place to someone who waits.
    GivePlace,
    Withdraw,
    Complete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EnrolmentRefusal {
    #[error("すでに参加しています。")]
    AlreadyEnrolled,
    #[error("まだ待機中です。参加にしてから終了にするか、辞退にしてください。")]
    StillWaiting,
    #[error("辞退しています。もう一度参加するときは、新しく登録してください。")]
    HasWithdrawn,
    #[error("終了しています。もう一度参加するときは、新しく登録してください。")]
    HasCompleted,
}

impl EnrolmentState {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Enrolled, Self::Withdrawn, Self::Completed];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Enrolled => "enrolled",
            Self::Withdrawn => "withdrawn",
            Self::Completed => "completed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待機",
            Self::Enrolled => "参加中",
            Self::Withdrawn => "辞退",
            Self::Completed => "終了",
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Self::Waiting => Tone::Warning,
            Self::Enrolled => Tone::Info,
            Self::Withdrawn => Tone::Neutral,
            Self::Completed => Tone::Success,
        }
    }
}

impl EnrolmentAct {
    pub const ALL: [Self; 3] = [Self::GivePlace, Self::Withdraw, Self::Complete];
}

/// The state an act leads to. Whether a place is free is decided by [`crate::courses::places`].
///
/// # Errors
/// [`EnrolmentRefusal`] with what to do instead, when the act doesn't fit the state.
pub fn next(state: EnrolmentState, act: EnrolmentAct) -> Result<EnrolmentState, EnrolmentRefusal> {
    match (state, act) {
        (EnrolmentState::Withdrawn, _) => Err(EnrolmentRefusal::HasWithdrawn),
        (EnrolmentState::Completed, _) => Err(EnrolmentRefusal::HasCompleted),
        (EnrolmentState::Waiting, EnrolmentAct::GivePlace) => Ok(EnrolmentState::Enrolled),
        (EnrolmentState::Waiting | EnrolmentState::Enrolled, EnrolmentAct::Withdraw) => {
            Ok(EnrolmentState::Withdrawn)
        }
        (EnrolmentState::Enrolled, EnrolmentAct::Complete) => Ok(EnrolmentState::Completed),
        (EnrolmentState::Enrolled, EnrolmentAct::GivePlace) => Err(EnrolmentRefusal::AlreadyEnrolled),
        (EnrolmentState::Waiting, EnrolmentAct::Complete) => Err(EnrolmentRefusal::StillWaiting),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        use EnrolmentRefusal::{AlreadyEnrolled, HasCompleted, HasWithdrawn, StillWaiting};
        use EnrolmentState::{Completed, Enrolled, Withdrawn};
        let table = EnrolmentState::ALL.map(|state| EnrolmentAct::ALL.map(|act| next(state, act)));
        assert_eq!(
            table,
            [
                [Ok(Enrolled), Ok(Withdrawn), Err(StillWaiting)],
                [Err(AlreadyEnrolled), Ok(Withdrawn), Ok(Completed)],
                [Err(HasWithdrawn), Err(HasWithdrawn), Err(HasWithdrawn)],
                [Err(HasCompleted), Err(HasCompleted), Err(HasCompleted)],
            ]
        );
    }

    #[test]
    fn codes_read_back() {
        for state in EnrolmentState::ALL {
            assert_eq!(EnrolmentState::from_code(state.code()), Some(state));
        }
        assert_eq!(EnrolmentState::from_code("gone"), None);
    }
}
