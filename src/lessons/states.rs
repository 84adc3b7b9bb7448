//! 教育・訓練の状態: open → reported → received, or returned with a reason and reported again.

use thiserror::Error;

use crate::kit::parts::{Chip, Tone};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonState {
    Open,
    Reported,
    Received,
    Returned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LessonRefusal {
    #[error("この記録はすでに区に報告されています。直すときは、区に差し戻しを頼んでください。")]
    Reported,
    #[error("この報告はすでに受理されています。")]
    Received,
    #[error("この記録は、まだ区に報告されていません。")]
    NotReported,
}

impl LessonState {
    pub const ALL: [Self; 4] = [Self::Open, Self::Reported, Self::Received, Self::Returned];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Received => "received",
            Self::Returned => "returned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn chip(self) -> Chip {
        let (tone, label) = match self {
            Self::Open => (Tone::Neutral, "報告前"),
            Self::Reported => (Tone::Warning, "区の受理待ち"),
            Self::Received => (Tone::Success, "受理ずみ"),
            Self::Returned => (Tone::Danger, "差戻し"),
        };
        Chip::new(tone, label)
    }

    /// Whether the contractor may change it and report it.
    ///
    /// # Errors
    /// [`LessonRefusal`]: the ward has it.
    pub fn change(self) -> Result<(), LessonRefusal> {
        match self {
            Self::Open | Self::Returned => Ok(()),
            Self::Reported => Err(LessonRefusal::Reported),
            Self::Received => Err(LessonRefusal::Received),
        }
    }

    /// Whether the ward may receive it or give it back.
    ///
    /// # Errors
    /// [`LessonRefusal`]: there is nothing to decide.
    pub fn decide(self) -> Result<(), LessonRefusal> {
        match self {
            Self::Reported => Ok(()),
            Self::Received => Err(LessonRefusal::Received),
            Self::Open | Self::Returned => Err(LessonRefusal::NotReported),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_side_may_act_until_it_is_received() {
        for state in LessonState::ALL {
            assert_eq!(LessonState::from_code(state.code()), Some(state));
            let acts = [state.change().is_ok(), state.decide().is_ok()];
            let expected = match state {
                LessonState::Open | LessonState::Returned => [true, false],
                LessonState::Reported => [false, true],
                LessonState::Received => [false, false],
            };
            assert_eq!(acts, expected, "{state:?}");
        }
    }
}
