//! 鍵の破棄: who may destroy what, and when.

use thiserror::Error;
use time::Date;

use crate::{
    kit::parts::{Chip, Tone},
    vocab::ids::{AccountId, CourseId},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DestructionState {
    Proposed,
    Confirmed,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DestructionRefusal {
    #[error("鍵の破棄は、提案した人とは別の人が決めます。区のほかの担当者に確認を頼んでください。")]
    OwnProposal,
    #[error("この提案は、すでに決定または取下げが済んでいます。画面を読み込み直してください。")]
    AlreadyDecided,
    #[error("保存期間がまだ終わっていません。保存期間の終わる日の次の日から、鍵を破棄できます。")]
    StillKept,
    #[error("契約が終了していないため、契約全体の鍵は破棄できません。")]
    NotClosed,
    #[error("この教室の返還・消去の報告が受理されていないため、鍵を破棄できません。")]
    NotGivenBack,
}

/// Whether what was proposed may be destroyed now. `ready`: the units that may, a course or the whole contract (`None`).
///
/// # Errors
/// Not given back, or not closed.
pub fn still_ready(ready: &[Option<CourseId>], unit: Option<CourseId>) -> Result<(), DestructionRefusal> {
    match unit {
        _ if ready.contains(&unit) => Ok(()),
        Some(_) => Err(DestructionRefusal::NotGivenBack),
        None => Err(DestructionRefusal::NotClosed),
    }
}

impl DestructionState {
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Confirmed, Self::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn chip(self) -> Chip {
        match self {
            Self::Proposed => Chip::new(Tone::Warning, "別の人の確認待ち"),
            Self::Confirmed => Chip::new(Tone::Neutral, "破棄ずみ"),
            Self::Withdrawn => Chip::new(Tone::Neutral, "取下げ"),
        }
    }

    /// Whether `by` may destroy what `proposer` proposed, kept until that day.
    ///
    /// # Errors
    /// [`DestructionRefusal`].
    pub fn confirm(
        self,
        (proposer, by): (AccountId, AccountId),
        (kept_until, today): (Date, Date),
    ) -> Result<(), DestructionRefusal> {
        if self != Self::Proposed {
            return Err(DestructionRefusal::AlreadyDecided);
        }
        if proposer == by {
            return Err(DestructionRefusal::OwnProposal);
        }
        if kept_until >= today { Err(DestructionRefusal::StillKept) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn it_takes_two_people_and_the_end_of_the_retention() {
        let (one, other) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        let over = (date!(2026 - 03 - 31), date!(2026 - 04 - 01));
        let confirm = |state: DestructionState, by, days| state.confirm((one, by), days);
        assert_eq!(confirm(DestructionState::Proposed, other, over), Ok(()));
        assert_eq!(confirm(DestructionState::Proposed, one, over), Err(DestructionRefusal::OwnProposal));
        let today = (date!(2026 - 04 - 01), date!(2026 - 04 - 01));
        assert_eq!(confirm(DestructionState::Proposed, other, today), Err(DestructionRefusal::StillKept));
        for decided in [DestructionState::Confirmed, DestructionState::Withdrawn] {
            assert_eq!(confirm(decided, other, over), Err(DestructionRefusal::AlreadyDecided), "replayed");
        }
        let course = Some(CourseId(Uuid::from_u128(3)));
        assert_eq!(still_ready(&[course], course), Ok(()));
        assert_eq!(still_ready(&[None], course), Err(DestructionRefusal::NotGivenBack), "given back no more");
        assert_eq!(still_ready(&[course], None), Err(DestructionRefusal::NotClosed));
        assert!(DestructionState::ALL.iter().all(|s| DestructionState::from_code(s.code()) == Some(*s)));
    }
}
