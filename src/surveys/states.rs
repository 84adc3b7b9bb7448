//! The state of a sheet: draft → submitted → accepted, or returned and submitted again; an accepted one is replaced by the next that
//! is accepted. The same steps stand in `survey_guard` of migrations/0049_steps.sql.

use thiserror::Error;

use crate::{
    kit::parts::{Chip, Tone},
    vocab::side::Side,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyState {
    Draft,
    Submitted,
    Returned,
    Accepted,
    Replaced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyAct {
    /// Writes and submits.
    Write,
    Accept,
    Return,
    /// Asks to correct what was accepted.
    Correct,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SurveyRefusal {
    #[error("これは相手が答えるものです。")]
    NotYours,
    #[error("自分の側が出したものは、自分の側では決定できません。")]
    Own,
    #[error("提出したものは直せません。差し戻されたとき、または新しい版を作ったときに直せます。")]
    Submitted,
    #[error("まだ提出されていないか、すでに決定されています。")]
    NothingToDecide,
    #[error("是正を求められるのは、受理・承認したものだけです。")]
    NotAccepted,
    #[error("作成中か確認待ちの版があります。その版が済んでから、新しい版を作ってください。")]
    OpenVersion,
}

/// The number of the next version of a sheet, whose versions so far are these.
///
/// # Errors
/// [`SurveyRefusal::OpenVersion`].
pub fn next_number(versions: &[(SurveyState, i32)]) -> Result<i32, SurveyRefusal> {
    if versions.iter().any(|(state, _)| state.is_open()) {
        return Err(SurveyRefusal::OpenVersion);
    }
    Ok(versions.iter().map(|(_, number)| *number).max().unwrap_or_default() + 1)
}

impl SurveyState {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Returned, Self::Accepted, Self::Replaced];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Replaced => "replaced",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn chip(self) -> Chip {
        let (tone, label) = match self {
            Self::Draft => (Tone::Neutral, "作成中"),
            Self::Submitted => (Tone::Warning, "相手の確認待ち"),
            Self::Returned => (Tone::Danger, "差戻し"),
            Self::Accepted => (Tone::Success, "有効"),
            Self::Replaced => (Tone::Neutral, "旧版"),
        };
        Chip::new(tone, label)
    }

    /// Whether somebody still has to act on it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::Returned)
    }

    /// Whether somebody of `reader`'s side may do this to a sheet that `owed_by` answers.
    ///
    /// # Errors
    /// [`SurveyRefusal`].
    pub fn allows(self, act: SurveyAct, owed_by: Side, reader: Side) -> Result<(), SurveyRefusal> {
        let owes = owed_by == reader;
        match act {
            SurveyAct::Write if !owes => Err(SurveyRefusal::NotYours),
            SurveyAct::Write if !matches!(self, Self::Draft | Self::Returned) => {
                Err(SurveyRefusal::Submitted)
            }
            SurveyAct::Accept | SurveyAct::Return if owes => Err(SurveyRefusal::Own),
            SurveyAct::Accept | SurveyAct::Return if self != Self::Submitted => {
                Err(SurveyRefusal::NothingToDecide)
            }
            SurveyAct::Correct if self != Self::Accepted || reader != Side::Ward || owes => {
                Err(SurveyRefusal::NotAccepted)
            }
            SurveyAct::Write | SurveyAct::Accept | SurveyAct::Return | SurveyAct::Correct => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_side_writes_and_only_the_other_decides() {
        use SurveyAct::{Accept, Correct, Return, Write};
        for state in SurveyState::ALL {
            assert_eq!(SurveyState::from_code(state.code()), Some(state));
            for (owed_by, other) in [(Side::Contractor, Side::Ward), (Side::Ward, Side::Contractor)] {
                let own =
                    [Write, Accept, Return, Correct].map(|act| state.allows(act, owed_by, owed_by).is_ok());
                let writable = matches!(state, SurveyState::Draft | SurveyState::Returned);
                assert_eq!(own, [writable, false, false, false], "{state:?} {owed_by:?}");
                let theirs = [Write, Accept, Return].map(|act| state.allows(act, owed_by, other).is_ok());
                let submitted = state == SurveyState::Submitted;
                assert_eq!(theirs, [false, submitted, submitted], "{state:?} {other:?}");
            }
        }
        assert!(SurveyState::Accepted.allows(Correct, Side::Contractor, Side::Ward).is_ok());
        assert!(SurveyState::Accepted.allows(Correct, Side::Ward, Side::Contractor).is_err());
    }

    #[test]
    fn the_next_version_waits_for_the_one_before() {
        use SurveyState::{Accepted, Replaced, Submitted};
        assert_eq!(next_number(&[]), Ok(1));
        assert_eq!(next_number(&[(Replaced, 1), (Accepted, 2)]), Ok(3));
        assert_eq!(next_number(&[(Accepted, 1), (Submitted, 2)]), Err(SurveyRefusal::OpenVersion));
    }
}
