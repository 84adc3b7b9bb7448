//! The life of an application: 下書き → 提出ずみ (or 要聞き取り first) → 受付・見送り, or 取下げ from wherever nothing is decided.

use thiserror::Error;

use crate::kit::parts::{Chip, Tone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationState {
    Draft,
    Submitted,
    /// A sheet says that the person has to be asked more.
    Hearing,
    Accepted,
    Declined,
    Withdrawn,
}

/// What somebody does with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationAct {
    Change,
    Submit {
        needs_hearing: bool,
    },
    /// The hearing's result is written down.
    Hear,
    /// The ward gives it back to be completed.
    GiveBack,
    Accept,
    Decline,
    Withdraw,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ApplicationRefusal {
    #[error("この申込みはすでに提出されています。直すときは、区に差し戻しを頼んでください。")]
    AlreadySubmitted,
    #[error("この申込みはまだ提出されていません。先に提出してください。")]
    StillDraft,
    #[error("聞き取りの結果がまだ記録されていません。先に聞き取りの結果を記録してください。")]
    HearingOpen,
    #[error("この申込みに聞き取りは必要ありません。")]
    NoHearing,
    #[error("この申込みはすでに受け付けられています。参加の画面を見てください。")]
    HasBeenAccepted,
    #[error("この申込みは見送りになっています。もう一度申し込むときは、新しい申込みを書いてください。")]
    HasBeenDeclined,
    #[error("この申込みは取り下げられています。もう一度申し込むときは、新しい申込みを書いてください。")]
    HasBeenWithdrawn,
}

impl ApplicationState {
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Submitted, Self::Hearing, Self::Accepted, Self::Declined, Self::Withdrawn];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Hearing => "hearing",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "下書き",
            Self::Submitted => "提出ずみ",
            Self::Hearing => "要聞き取り",
            Self::Accepted => "受付ずみ",
            Self::Declined => "見送り",
            Self::Withdrawn => "取下げ",
        }
    }

    pub fn chip(self) -> Chip {
        let tone = match self {
            Self::Draft | Self::Withdrawn => Tone::Neutral,
            Self::Submitted => Tone::Info,
            Self::Hearing => Tone::Warning,
            Self::Accepted => Tone::Success,
            Self::Declined => Tone::Danger,
        };
        Chip::new(tone, self.label())
    }

    /// What an act makes of it.
    ///
    /// # Errors
    /// [`ApplicationRefusal`] says why the act is not possible now.
    pub fn after(self, act: ApplicationAct) -> Result<Self, ApplicationRefusal> {
        use ApplicationAct::{Accept, Change, Decline, GiveBack, Hear, Submit, Withdraw};
        match (self, act) {
            (Self::Accepted, _) => Err(ApplicationRefusal::HasBeenAccepted),
            (Self::Declined, _) => Err(ApplicationRefusal::HasBeenDeclined),
            (Self::Withdrawn, _) => Err(ApplicationRefusal::HasBeenWithdrawn),
            (Self::Draft, Change) => Ok(Self::Draft),
            (Self::Draft, Submit { needs_hearing: true }) => Ok(Self::Hearing),
            (Self::Draft, Submit { needs_hearing: false }) => Ok(Self::Submitted),
            (Self::Draft, Hear | GiveBack | Accept | Decline) => Err(ApplicationRefusal::StillDraft),
            (Self::Submitted | Self::Hearing, Change | Submit { .. }) => {
                Err(ApplicationRefusal::AlreadySubmitted)
            }
            (Self::Hearing, Hear) => Ok(Self::Submitted),
            (Self::Submitted, Hear) => Err(ApplicationRefusal::NoHearing),
            (Self::Submitted | Self::Hearing, GiveBack) => Ok(Self::Draft),
            (Self::Submitted, Accept) => Ok(Self::Accepted),
            (Self::Hearing, Accept) => Err(ApplicationRefusal::HearingOpen),
            (Self::Submitted | Self::Hearing, Decline) => Ok(Self::Declined),
            (Self::Draft | Self::Submitted | Self::Hearing, Withdraw) => Ok(Self::Withdrawn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ApplicationAct::{Accept, Change, Decline, GiveBack, Hear, Submit, Withdraw};
    use super::ApplicationRefusal::{
        AlreadySubmitted, HasBeenAccepted, HasBeenDeclined, HasBeenWithdrawn, HearingOpen, NoHearing,
        StillDraft,
    };
    use super::ApplicationState::{Accepted, Declined, Draft, Hearing, Submitted, Withdrawn};
    use super::*;

    #[test]
    fn the_whole_table() {
        let acts = [
            Change,
            Submit { needs_hearing: false },
            Submit { needs_hearing: true },
            Hear,
            GiveBack,
            Accept,
            Decline,
            Withdraw,
        ];
        let row = |state: ApplicationState| acts.map(|act| state.after(act));
        let still = Err(StillDraft);
        let sent = Err(AlreadySubmitted);
        assert_eq!(
            row(Draft),
            [Ok(Draft), Ok(Submitted), Ok(Hearing), still, still, still, still, Ok(Withdrawn)]
        );
        assert_eq!(
            row(Submitted),
            [sent, sent, sent, Err(NoHearing), Ok(Draft), Ok(Accepted), Ok(Declined), Ok(Withdrawn)]
        );
        assert_eq!(
            row(Hearing),
            [sent, sent, sent, Ok(Submitted), Ok(Draft), Err(HearingOpen), Ok(Declined), Ok(Withdrawn)]
        );
        assert_eq!(row(Accepted), [Err(HasBeenAccepted); 8]);
        assert_eq!(row(Declined), [Err(HasBeenDeclined); 8]);
        assert_eq!(row(Withdrawn), [Err(HasBeenWithdrawn); 8]);
    }

    #[test]
    fn the_stored_words_are_read_back() {
        for state in ApplicationState::ALL {
            assert_eq!(ApplicationState::from_code(state.code()), Some(state));
        }
        assert_eq!(ApplicationState::from_code("open"), None);
    }
}
