//! The life of a version: 作成中 → 提出ずみ → 承認・継続. A deferred one stays; the next version stands beside it. The same steps
//! stand in `council_guard` of migrations/0044_council.sql.

use thiserror::Error;
use time::Date;

use crate::{
    kit::parts::{Chip, Tone},
    vocab::ids::AccountId,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperState {
    Draft,
    Submitted,
    Approved,
    Deferred,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CouncilRefusal {
    #[error("この版は提出ずみのため、変えられません。変えるときは、結果が出た後に、次の版を始めてください。")]
    NotDraft,
    #[error("この版はまだ提出していません。先に提出してください。")]
    NotSubmitted,
    #[error("この版の結果は、すでに記録しています。")]
    AlreadyDecided,
    #[error("自分で提出した版の結果は、自分では記録できません。ほかの職員が記録してください。")]
    OwnPaper,
    #[error("結果の日が、提出した日より前になっています。会議の日を確かめてください。")]
    BeforeSubmission,
    #[error("作成中か、結果を待っている版があります。その版が済んでから、次の版を始めてください。")]
    OpenPaper,
    #[error("先に、付議の根拠（法令と会議）を設定してください。")]
    NoBasis,
    #[error(
        "付議書を作り始めた契約では、「承認を待つ」の設定を外せません。承認が要らないと分かったときも、会議に報告し、その結果を記録してください。"
    )]
    PaperBegun,
    #[error("この契約は終了しています。付議書は作れません。")]
    Closed,
}

/// A submitted version, as its decision looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    pub by: AccountId,
    pub on: Date,
}

impl PaperState {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Approved, Self::Deferred];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Deferred => "deferred",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn chip(self) -> Chip {
        let (tone, text) = match self {
            Self::Draft => (Tone::Warning, "作成中"),
            Self::Submitted => (Tone::Info, "提出ずみ（結果待ち）"),
            Self::Approved => (Tone::Success, "承認"),
            Self::Deferred => (Tone::Danger, "継続"),
        };
        Chip::new(tone, text)
    }

    /// Whether it may be written on, or submitted.
    ///
    /// # Errors
    /// [`CouncilRefusal::NotDraft`].
    pub fn write(self) -> Result<(), CouncilRefusal> {
        if self == Self::Draft { Ok(()) } else { Err(CouncilRefusal::NotDraft) }
    }

    /// Whether `by` may record its decision.
    ///
    /// # Errors
    /// [`CouncilRefusal`].
    pub fn decide(self, submission: Option<Submission>, by: AccountId) -> Result<Submission, CouncilRefusal> {
        match (self, submission) {
            (Self::Submitted, Some(submission)) if submission.by == by => Err(CouncilRefusal::OwnPaper),
            (Self::Submitted, Some(submission)) => Ok(submission),
            (Self::Approved | Self::Deferred, _) => Err(CouncilRefusal::AlreadyDecided),
            (Self::Draft, _) | (Self::Submitted, None) => Err(CouncilRefusal::NotSubmitted),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_version_is_decided_once_after_its_submission_and_by_another_person() {
        let [one, other] = [1, 2].map(|n| AccountId(Uuid::from_u128(n)));
        let submission = Some(Submission { by: one, on: date!(2026 - 06 - 17) });
        let why = |state: PaperState, by| state.decide(submission, by).map(|_| ()).err();
        assert_eq!(why(PaperState::Submitted, other), None);
        assert_eq!(why(PaperState::Submitted, one), Some(CouncilRefusal::OwnPaper));
        assert_eq!(why(PaperState::Approved, other), Some(CouncilRefusal::AlreadyDecided));
        assert_eq!(why(PaperState::Deferred, other), Some(CouncilRefusal::AlreadyDecided));
        assert_eq!(why(PaperState::Draft, other), Some(CouncilRefusal::NotSubmitted));
        let writable = PaperState::ALL.map(|state| state.write().is_ok());
        assert_eq!(writable, [true, false, false, false]);
        assert!(PaperState::ALL.iter().all(|state| PaperState::from_code(state.code()) == Some(*state)));
    }
}
