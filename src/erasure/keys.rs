//! 鍵の破棄: who may destroy what, and when.

use thiserror::Error;
use time::{Date, Month};

use crate::{
    contracts::{db::Contract, states::ContractState},
    kit::parts::{Chip, Tone},
    vocab::{
        dates::{fiscal_year, wareki},
        ids::{AccountId, CourseId},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DestructionState {
    Proposed,
    Confirmed,
    Withdrawn,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DestructionRefusal {
    #[error("鍵の破棄は、提案した人とは別の人が決めます。区のほかの担当者に確認を頼んでください。")]
    OwnProposal,
    #[error("この提案は、すでに決定または取下げが済んでいます。画面を読み込み直してください。")]
    AlreadyDecided,
    #[error("保存期間がまだ終わっていません。保存期間の終わる日の次の日から、鍵を破棄できます。")]
    StillKept,
    #[error(
        "契約が終了していないため、鍵は破棄できません。契約の終了の手続きを済ませてから提案してください。"
    )]
    NotClosed,
    #[error(
        "保存期間は、契約の終わりと終了の手続きのどちらよりも後（{0}より後の日）まで続きます。日付を確かめてください。"
    )]
    BeforeTheEnd(String),
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

/// The last day of a closed contract's own time: its end, or its closing where that came later. `None` before the closing.
pub fn over_on(contract: &Contract) -> Option<Date> {
    let is_closed = contract.state == ContractState::Closed.code();
    is_closed.then(|| contract.closed_on.map_or(contract.ends_on, |closed| closed.max(contract.ends_on)))
}

/// Whether what a contract sealed, over on that day, may be kept until this one and no longer.
///
/// # Errors
/// [`DestructionRefusal`].
pub fn may_end(over_on: Date, kept_until: Date, today: Date) -> Result<(), DestructionRefusal> {
    if kept_until <= over_on {
        return Err(DestructionRefusal::BeforeTheEnd(wareki(over_on)));
    }
    if kept_until >= today { Err(DestructionRefusal::StillKept) } else { Ok(()) }
}

/// The last day of so many fiscal years, counted from the first of April after that day, as public records are kept.
pub fn last_day_kept(over_on: Date, years: i32) -> Option<Date> {
    Date::from_calendar_date(fiscal_year(over_on) + 1 + years, Month::March, 31).ok()
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

    #[test]
    fn it_is_kept_beyond_the_end_and_the_closing() {
        let (over, today) = (date!(2026 - 11 - 16), date!(2026 - 11 - 21));
        for early in [date!(2026 - 11 - 01), over] {
            let refused = may_end(over, early, today);
            assert!(matches!(refused, Err(DestructionRefusal::BeforeTheEnd(_))), "{early}");
        }
        assert_eq!(may_end(over, date!(2026 - 11 - 17), today), Ok(()));
        assert_eq!(may_end(over, today, today), Err(DestructionRefusal::StillKept));
        assert_eq!(last_day_kept(over, 5), Some(date!(2032 - 03 - 31)));
    }
}
