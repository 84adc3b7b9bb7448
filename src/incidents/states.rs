//! The life of a report at the ward: 報告ずみ → 開封ずみ → 確認ずみ.

use thiserror::Error;

use crate::kit::parts::{Chip, Tone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentState {
    Reported,
    Opened,
    Seen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IncidentRefusal {
    #[error("この報告はすでに開かれています。画面を読み込み直してください。")]
    AlreadyOpened,
    #[error("この報告はまだ開かれていません。開いて内容を読んでから、確認ずみにしてください。")]
    NotOpened,
    #[error("この報告はすでに確認ずみです。画面を読み込み直してください。")]
    AlreadySeen,
}

impl IncidentState {
    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Opened => "opened",
            Self::Seen => "seen",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Reported, Self::Opened, Self::Seen].into_iter().find(|state| state.code() == code)
    }

    /// The ward opens a report, once.
    pub fn open(self) -> Result<Self, IncidentRefusal> {
        if self == Self::Reported { Ok(Self::Opened) } else { Err(IncidentRefusal::AlreadyOpened) }
    }

    /// The ward has read it and takes it over.
    pub fn acknowledge(self) -> Result<Self, IncidentRefusal> {
        match self {
            Self::Reported => Err(IncidentRefusal::NotOpened),
            Self::Opened => Ok(Self::Seen),
            Self::Seen => Err(IncidentRefusal::AlreadySeen),
        }
    }

    pub fn chip(self) -> Chip {
        match self {
            Self::Reported => Chip::new(Tone::Danger, "区は未開封"),
            Self::Opened => Chip::new(Tone::Warning, "区が開封ずみ"),
            Self::Seen => Chip::new(Tone::Success, "区が確認ずみ"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_opened_once_and_then_acknowledged_once() {
        let state = IncidentState::Reported;
        assert_eq!(state.acknowledge(), Err(IncidentRefusal::NotOpened));
        let state = state.open().unwrap();
        assert_eq!(state.open(), Err(IncidentRefusal::AlreadyOpened));
        let state = state.acknowledge().unwrap();
        assert_eq!(state.open(), Err(IncidentRefusal::AlreadyOpened));
        assert_eq!(state.acknowledge(), Err(IncidentRefusal::AlreadySeen));
    }

    #[test]
    fn the_stored_words_are_read_back() {
        for state in [IncidentState::Reported, IncidentState::Opened, IncidentState::Seen] {
            assert_eq!(IncidentState::from_code(state.code()), Some(state));
        }
        assert_eq!(IncidentState::from_code("closed"), None);
    }
}
