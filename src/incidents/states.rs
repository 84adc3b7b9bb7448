//! The life of a report at the ward: 報告ずみ → 開封ずみ → 確認ずみ → 終了. The same steps stand in `incident_guard` of
//! migrations/0041_incidents.sql.

use thiserror::Error;

use crate::kit::parts::{Chip, Tone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentState {
    Reported,
    Opened,
    Seen,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IncidentRefusal {
    #[error("この報告はすでに開かれています。画面を読み込み直してください。")]
    AlreadyOpened,
    #[error("この報告はまだ開かれていません。開いて内容を読んでから、確認ずみにしてください。")]
    NotOpened,
    #[error("この報告はすでに確認ずみです。画面を読み込み直してください。")]
    AlreadySeen,
    #[error("この報告はまだ確認ずみではありません。内容を読み、確認ずみにしてから終えてください。")]
    NotSeen,
    #[error("この事故の対応は終わっています。書き足すことはできません。")]
    Closed,
    #[error("この報告はまだ開かれていません。報告を開いてから、続けてください。")]
    Unopened,
    #[error("個人情報の事故ではないため、委員会への報告の判定はありません。")]
    NotData,
}

impl IncidentState {
    pub const ALL: [Self; 4] = [Self::Reported, Self::Opened, Self::Seen, Self::Closed];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Opened => "opened",
            Self::Seen => "seen",
            Self::Closed => "closed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
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
            Self::Seen | Self::Closed => Err(IncidentRefusal::AlreadySeen),
        }
    }

    /// The ward ends it, once nothing is missing: [`super::closing`].
    pub fn close(self) -> Result<Self, IncidentRefusal> {
        match self {
            Self::Reported | Self::Opened => Err(IncidentRefusal::NotSeen),
            Self::Seen => Ok(Self::Closed),
            Self::Closed => Err(IncidentRefusal::Closed),
        }
    }

    /// Whether the contractor may still add to it.
    pub fn add(self) -> Result<(), IncidentRefusal> {
        if self == Self::Closed { Err(IncidentRefusal::Closed) } else { Ok(()) }
    }

    /// Whether the ward may judge and decide: it has read what it is about.
    pub fn judge(self) -> Result<(), IncidentRefusal> {
        match self {
            Self::Reported => Err(IncidentRefusal::Unopened),
            Self::Opened | Self::Seen => Ok(()),
            Self::Closed => Err(IncidentRefusal::Closed),
        }
    }

    pub fn chip(self) -> Chip {
        match self {
            Self::Reported => Chip::new(Tone::Danger, "区は未開封"),
            Self::Opened => Chip::new(Tone::Warning, "区が開封ずみ"),
            Self::Seen => Chip::new(Tone::Success, "区が確認ずみ"),
            Self::Closed => Chip::new(Tone::Neutral, "終了"),
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
    fn what_is_acknowledged_is_ended_once_and_then_stays() {
        assert_eq!(IncidentState::Opened.close(), Err(IncidentRefusal::NotSeen));
        let state = IncidentState::Seen.close().unwrap();
        assert_eq!(state.close(), Err(IncidentRefusal::Closed));
        assert_eq!(
            (state.add(), state.judge()),
            (Err(IncidentRefusal::Closed), Err(IncidentRefusal::Closed))
        );
        assert_eq!(IncidentState::Reported.add(), Ok(()));
        assert_eq!(IncidentState::Reported.judge(), Err(IncidentRefusal::Unopened));
    }

    #[test]
    fn the_stored_words_are_read_back() {
        for state in
            [IncidentState::Reported, IncidentState::Opened, IncidentState::Seen, IncidentState::Closed]
        {
            assert_eq!(IncidentState::from_code(state.code()), Some(state));
        }
        assert_eq!(IncidentState::from_code("gone"), None);
    }
}
