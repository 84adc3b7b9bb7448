//! The life of a report: 報告 → 受理・差戻し, decided once by the ward. A returned one stays; the next stands in its place.

use thiserror::Error;

use crate::kit::parts::{Chip, Tone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasureState {
    Reported,
    Accepted,
    Returned,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ErasureRefusal {
    #[error("この報告は、すでに受理または差戻しが済んでいます。画面を読み込み直してください。")]
    AlreadyDecided,
    #[error(
        "消去した物の数が、いま受託者の手元にある数より多くなっています。差し戻して、報告を直してもらってください。"
    )]
    NotHeld,
}

impl ErasureState {
    pub const ALL: [Self; 3] = [Self::Reported, Self::Accepted, Self::Returned];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the ward may still decide.
    ///
    /// # Errors
    /// [`ErasureRefusal::AlreadyDecided`].
    pub fn decide(self) -> Result<(), ErasureRefusal> {
        if self == Self::Reported { Ok(()) } else { Err(ErasureRefusal::AlreadyDecided) }
    }

    pub fn chip(self) -> Chip {
        match self {
            Self::Reported => Chip::new(Tone::Warning, "受理待ち"),
            Self::Accepted => Chip::new(Tone::Success, "受理ずみ"),
            Self::Returned => Chip::new(Tone::Danger, "差戻し"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_decided_once() {
        assert_eq!(ErasureState::Reported.decide(), Ok(()));
        for decided in [ErasureState::Accepted, ErasureState::Returned] {
            assert_eq!(decided.decide(), Err(ErasureRefusal::AlreadyDecided));
        }
        assert!(ErasureState::ALL.iter().all(|state| ErasureState::from_code(state.code()) == Some(*state)));
    }
}
