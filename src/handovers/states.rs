//! The life of a handover: 計画 → 渡した → 受け取った, each confirmed by its own side; a plan that comes to nothing is cancelled
//! and stays. The trigger `handover_guard` holds the same table.

use thiserror::Error;
use time::Date;

use super::kinds::Kind;
use crate::{
    kit::parts::{Chip, Tone},
    vocab::side::Side,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HandoverState {
    Planned,
    Given,
    Received,
    Cancelled,
    /// Nobody confirms it: what a contractor makes itself, and Kayoi's own entries.
    Done,
}

/// What a side does with a handover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverAct {
    Give,
    Receive,
    Cancel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HandoverRefusal {
    #[error("渡したことの確認は、渡す側が行います。相手の側に代わって確認することはできません。")]
    NotTheGiver,
    #[error("受け取ったことの確認は、受け取る側が行います。渡した側が代わって確認することはできません。")]
    NotTheTaker,
    #[error("計画を取り消せるのは、計画を立てた側だけです。")]
    NotThePlanner,
    #[error("まだ渡したことが確認されていません。渡した側の確認の後に、受け取ったことを確認します。")]
    NotGivenYet,
    #[error("渡したことは、すでに確認されています。画面を読み込み直してください。")]
    AlreadyGiven,
    #[error("この受渡しは、すでに双方の確認が済んでいます。")]
    AlreadyReceived,
    #[error("この受渡しの計画は取り消されています。新しい計画を立ててください。")]
    IsCancelled,
    #[error("この記録には、確認や取消しはありません。")]
    NothingToConfirm,
    #[error("まだ来ていない日は記録できません。今日までの日を入力してください。")]
    InTheFuture,
    #[error("計画を書いた日より前の日にさかのぼって、渡したことを記録することはできません。")]
    BeforeThePlan,
    #[error("渡した日より前の日に、受け取ったことを記録することはできません。")]
    BeforeTheGiving,
    #[error("8日以上前の日にさかのぼって記録することはできません。事情を、区の担当者に知らせてください。")]
    TooLongAgo,
}

impl HandoverRefusal {
    /// An attempt to write down a day that it was not.
    pub fn is_back_dating(self) -> bool {
        matches!(self, Self::BeforeThePlan | Self::BeforeTheGiving | Self::TooLongAgo)
    }
}

impl HandoverState {
    pub const ALL: [Self; 5] = [Self::Planned, Self::Given, Self::Received, Self::Cancelled, Self::Done];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Given => "given",
            Self::Received => "received",
            Self::Cancelled => "cancelled",
            Self::Done => "done",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What becomes of a handover of this kind that `planner` planned, when `by` acts on it.
    ///
    /// # Errors
    /// [`HandoverRefusal`].
    pub fn next(
        self,
        act: HandoverAct,
        kind: Kind,
        (planner, by): (Side, Side),
    ) -> Result<Self, HandoverRefusal> {
        use HandoverAct::{Cancel, Give, Receive};
        let Some(giver) = kind.giver() else { return Err(HandoverRefusal::NothingToConfirm) };
        match (self, act) {
            (Self::Done, _) => Err(HandoverRefusal::NothingToConfirm),
            (Self::Cancelled, _) => Err(HandoverRefusal::IsCancelled),
            (Self::Received, _) => Err(HandoverRefusal::AlreadyReceived),
            (Self::Planned | Self::Given, Give) if by != giver => Err(HandoverRefusal::NotTheGiver),
            (Self::Planned | Self::Given, Receive) if by == giver => Err(HandoverRefusal::NotTheTaker),
            (Self::Planned, Give) => Ok(Self::Given),
            (Self::Given, Give | Cancel) => Err(HandoverRefusal::AlreadyGiven),
            (Self::Planned, Receive) => Err(HandoverRefusal::NotGivenYet),
            (Self::Given, Receive) => Ok(Self::Received),
            (Self::Planned, Cancel) if by != planner => Err(HandoverRefusal::NotThePlanner),
            (Self::Planned, Cancel) => Ok(Self::Cancelled),
        }
    }

    pub fn chip(self) -> Chip {
        match self {
            Self::Planned => Chip::new(Tone::Info, "計画"),
            Self::Given => Chip::new(Tone::Warning, "受取りの確認待ち"),
            Self::Received => Chip::new(Tone::Success, "双方確認ずみ"),
            Self::Cancelled => Chip::new(Tone::Neutral, "取消し"),
            Self::Done => Chip::new(Tone::Success, "記録ずみ"),
        }
    }
}

/// The day on which something was given: not before it was planned, not later than today.
///
/// # Errors
/// [`HandoverRefusal`].
pub fn giving_day(on: Date, planned: Date, today: Date) -> Result<Date, HandoverRefusal> {
    if on > today {
        Err(HandoverRefusal::InTheFuture)
    } else if on < planned {
        Err(HandoverRefusal::BeforeThePlan)
    } else {
        Ok(on)
    }
}

/// The day on which it was taken.
///
/// # Errors
/// [`HandoverRefusal`].
pub fn receiving_day(on: Date, given: Date, today: Date) -> Result<Date, HandoverRefusal> {
    if on > today {
        Err(HandoverRefusal::InTheFuture)
    } else if on < given {
        Err(HandoverRefusal::BeforeTheGiving)
    } else {
        Ok(on)
    }
}

/// The day on which a contractor gathered or copied something: of the last week.
///
/// # Errors
/// [`HandoverRefusal`].
pub fn making_day(on: Date, today: Date) -> Result<Date, HandoverRefusal> {
    if on > today {
        Err(HandoverRefusal::InTheFuture)
    } else if (today - on).whole_days() > 7 {
        Err(HandoverRefusal::TooLongAgo)
    } else {
        Ok(on)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    use HandoverAct::{Cancel, Give, Receive};
    use HandoverState::{Cancelled, Done, Given, Planned, Received};
    use Side::{Contractor, Ward};

    #[test]
    fn each_side_confirms_for_itself_alone() {
        for (kind, giver) in [(Kind::Out, Ward), (Kind::Back, Contractor)] {
            let taker = giver.other();
            for planner in [Ward, Contractor] {
                let next = |state: HandoverState, act, by| state.next(act, kind, (planner, by));
                assert_eq!(next(Planned, Give, giver), Ok(Given));
                assert_eq!(next(Planned, Give, taker), Err(HandoverRefusal::NotTheGiver));
                assert_eq!(next(Planned, Receive, taker), Err(HandoverRefusal::NotGivenYet));
                assert_eq!(next(Given, Receive, taker), Ok(Received));
                assert_eq!(next(Given, Receive, giver), Err(HandoverRefusal::NotTheTaker));
                assert_eq!(next(Given, Give, giver), Err(HandoverRefusal::AlreadyGiven), "replayed");
                assert_eq!(next(Received, Receive, taker), Err(HandoverRefusal::AlreadyReceived), "replayed");
                assert_eq!(next(Planned, Cancel, planner), Ok(Cancelled));
                assert_eq!(next(Planned, Cancel, planner.other()), Err(HandoverRefusal::NotThePlanner));
                assert!(next(Given, Cancel, planner).is_err() && next(Cancelled, Give, giver).is_err());
            }
        }
    }

    #[test]
    fn what_nobody_gave_nobody_confirms() {
        for kind in [Kind::Gathered, Kind::Copied, Kind::Printed, Kind::Exported, Kind::Imported] {
            for act in [Give, Receive, Cancel] {
                assert_eq!(
                    Done.next(act, kind, (Contractor, Contractor)),
                    Err(HandoverRefusal::NothingToConfirm)
                );
            }
        }
    }

    #[test]
    fn no_day_is_written_down_that_it_was_not() {
        let (planned, today) = (date!(2026 - 06 - 10), date!(2026 - 06 - 17));
        assert_eq!(giving_day(planned, planned, today), Ok(planned));
        assert_eq!(giving_day(date!(2026 - 06 - 09), planned, today), Err(HandoverRefusal::BeforeThePlan));
        assert_eq!(giving_day(date!(2026 - 06 - 18), planned, today), Err(HandoverRefusal::InTheFuture));
        let given = date!(2026 - 06 - 15);
        assert_eq!(receiving_day(given, given, today), Ok(given));
        assert_eq!(receiving_day(planned, given, today), Err(HandoverRefusal::BeforeTheGiving));
        assert_eq!(making_day(date!(2026 - 06 - 10), today), Ok(date!(2026 - 06 - 10)));
        assert_eq!(making_day(date!(2026 - 06 - 09), today), Err(HandoverRefusal::TooLongAgo));
        assert!(
            HandoverRefusal::TooLongAgo.is_back_dating() && !HandoverRefusal::InTheFuture.is_back_dating()
        );
    }

    #[test]
    fn the_stored_words_are_read_back() {
        assert!(
            HandoverState::ALL.iter().all(|state| HandoverState::from_code(state.code()) == Some(*state))
        );
    }
}
