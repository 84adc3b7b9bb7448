//! The life of an inspection (予定 → 実施・取りやめ), and of a point that is to be put right.

use thiserror::Error;
use time::Date;

use super::answers::Decision;
use crate::{
    kit::parts::{Chip, Tone},
    vocab::dates::wareki,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectionState {
    Planned,
    Held,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InspectionRefusal {
    #[error("この検査は、結果が記録されているか、取りやめになっています。")]
    Over,
    #[error("この検査には、すでに申立てが出ています。区の連絡を待ってください。")]
    Objected,
    #[error("この検査の結果は、まだ記録されていません。")]
    NotHeld,
    #[error("この項目に是正の求めはありません。")]
    NothingToCorrect,
    #[error("この項目の是正は、確かめられています。")]
    Corrected,
    #[error("前の回答を区が確かめています。区の連絡を待ってください。")]
    Waiting,
    #[error("この回答には、すでに決定があります。")]
    Decided,
}

impl InspectionState {
    const ALL: [Self; 3] = [Self::Planned, Self::Held, Self::Cancelled];

    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The ward may write the result or cancel it.
    pub fn settle(self) -> Result<(), InspectionRefusal> {
        if self == Self::Planned { Ok(()) } else { Err(InspectionRefusal::Over) }
    }

    /// The contractor may say, once, why it can't be then.
    pub fn object(self, has_objected: bool) -> Result<(), InspectionRefusal> {
        self.settle()?;
        if has_objected { Err(InspectionRefusal::Objected) } else { Ok(()) }
    }

    /// There is a result to hand out.
    pub fn hand_out(self) -> Result<(), InspectionRefusal> {
        if self == Self::Held { Ok(()) } else { Err(InspectionRefusal::NotHeld) }
    }

    /// `open`: how many points are still to be put right.
    pub fn chip(self, open: usize) -> Chip {
        match (self, open) {
            (Self::Planned, _) => Chip::new(Tone::Info, "予定"),
            (Self::Held, 0) => Chip::new(Tone::Success, "終了"),
            (Self::Held, _) => Chip::new(Tone::Warning, format!("是正待ち {open}件")),
            (Self::Cancelled, _) => Chip::new(Tone::Neutral, "取りやめ"),
        }
    }
}

/// Where a point to be put right stands, by its last answer: nothing, undecided, or decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    Unanswered,
    Undecided,
    Returned,
    Accepted,
}

impl Correction {
    /// `last`: the last answer's decision; `None` without an answer.
    pub fn of(last: Option<Option<Decision>>) -> Self {
        match last {
            None => Self::Unanswered,
            Some(None) => Self::Undecided,
            Some(Some(Decision::Returned)) => Self::Returned,
            Some(Some(Decision::Accepted)) => Self::Accepted,
        }
    }

    pub fn answer(self) -> Result<(), InspectionRefusal> {
        match self {
            Self::Unanswered | Self::Returned => Ok(()),
            Self::Undecided => Err(InspectionRefusal::Waiting),
            Self::Accepted => Err(InspectionRefusal::Corrected),
        }
    }

    pub fn chip(self, due_on: Date, today: Date) -> Chip {
        let late = due_on < today;
        match self {
            Self::Accepted => Chip::new(Tone::Success, "是正ずみ"),
            Self::Undecided => Chip::new(Tone::Info, "区が確認中"),
            Self::Unanswered | Self::Returned if late => Chip::due(due_on, today),
            Self::Unanswered => Chip::new(Tone::Warning, format!("{}まで", wareki(due_on))),
            Self::Returned => Chip::new(Tone::Danger, "再是正"),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn an_inspection_is_settled_once_and_objected_to_once() {
        assert_eq!(InspectionState::Planned.object(false), Ok(()));
        assert_eq!(InspectionState::Planned.object(true), Err(InspectionRefusal::Objected));
        for over in [InspectionState::Held, InspectionState::Cancelled] {
            assert_eq!(over.settle(), Err(InspectionRefusal::Over));
            assert_eq!(over.object(false), Err(InspectionRefusal::Over));
        }
        assert_eq!(InspectionState::Cancelled.hand_out(), Err(InspectionRefusal::NotHeld));
        assert!(
            InspectionState::ALL.iter().all(|state| InspectionState::from_code(state.code()) == Some(*state))
        );
    }

    #[test]
    fn a_correction_goes_to_and_fro_until_it_is_accepted() {
        assert_eq!(Correction::of(None).answer(), Ok(()));
        assert_eq!(Correction::of(Some(None)).answer(), Err(InspectionRefusal::Waiting));
        assert_eq!(Correction::of(Some(Some(Decision::Returned))).answer(), Ok(()));
        assert_eq!(
            Correction::of(Some(Some(Decision::Accepted))).answer(),
            Err(InspectionRefusal::Corrected)
        );
        let late = Correction::Unanswered.chip(date!(2026 - 11 - 18), date!(2026 - 11 - 20));
        assert_eq!((late.tone, late.text.as_str()), (Tone::Danger, "期限を2日過ぎています"));
    }
}
