//! 端末の状態: requested → permitted or refused by the ward; either side takes a permission back, and the contractor a registration
//! that nobody decided on. The same steps stand in `tablet_guard` of migrations/0055_tablets.sql. Past its day a permitted tablet
//! takes nothing more along.

use thiserror::Error;
use time::{Date, OffsetDateTime};

use crate::{
    kit::parts::{Chip, Tone},
    vocab::{dates::jst_date, side::Side},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabletState {
    Requested,
    Permitted,
    Refused,
    Revoked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabletAct {
    Permit,
    Refuse,
    Revoke,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TabletRefusal {
    #[error("この端末は、すでに区が決定しています。")]
    Decided,
    #[error("この端末は、区の決定を待っています。")]
    Undecided,
    #[error("この端末の許可は、すでに終わっています。")]
    Over,
    #[error("端末の許可は、区の担当者が決めます。")]
    NotYours,
}

impl TabletState {
    pub const ALL: [Self; 4] = [Self::Requested, Self::Permitted, Self::Refused, Self::Revoked];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Permitted => "permitted",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state an act of a side leads to.
    ///
    /// # Errors
    /// [`TabletRefusal`], when the act fits neither the state nor the side.
    pub fn next(self, act: TabletAct, side: Side) -> Result<Self, TabletRefusal> {
        match (act, self, side) {
            (TabletAct::Permit | TabletAct::Refuse, _, Side::Contractor) => Err(TabletRefusal::NotYours),
            (TabletAct::Permit, Self::Requested, Side::Ward) => Ok(Self::Permitted),
            (TabletAct::Refuse, Self::Requested, Side::Ward) => Ok(Self::Refused),
            (TabletAct::Permit | TabletAct::Refuse, Self::Permitted | Self::Refused, Side::Ward) => {
                Err(TabletRefusal::Decided)
            }
            (TabletAct::Revoke, Self::Permitted, _)
            | (TabletAct::Revoke, Self::Requested, Side::Contractor) => Ok(Self::Revoked),
            (TabletAct::Revoke, Self::Requested, Side::Ward) => Err(TabletRefusal::Undecided),
            (_, Self::Refused | Self::Revoked, _) => Err(TabletRefusal::Over),
        }
    }
}

/// What a tablet may do on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Requested,
    Permitted,
    Refused,
    Revoked,
    /// Its last day is over.
    Expired,
    /// Over, and everything it held is wiped.
    Wiped,
}

impl Standing {
    /// `holds`: a pack is on it that isn't wiped; `wiped`: it has a wipe record.
    pub fn of(state: TabletState, until: Option<Date>, today: Date, (holds, wiped): (bool, bool)) -> Self {
        let over = |standing| if wiped && !holds { Self::Wiped } else { standing };
        match state {
            TabletState::Requested => Self::Requested,
            TabletState::Refused => Self::Refused,
            TabletState::Revoked => over(Self::Revoked),
            TabletState::Permitted if until.is_some_and(|until| until < today) => over(Self::Expired),
            TabletState::Permitted => Self::Permitted,
        }
    }

    /// The word on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Permitted => "permitted",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Wiped => "wiped",
        }
    }

    pub fn chip(self) -> Chip {
        let (tone, label) = match self {
            Self::Requested => (Tone::Warning, "区の許可待ち"),
            Self::Permitted => (Tone::Success, "許可中"),
            Self::Refused => (Tone::Danger, "不許可"),
            Self::Revoked => (Tone::Danger, "取消し"),
            Self::Expired => (Tone::Warning, "期限が過ぎた"),
            Self::Wiped => (Tone::Neutral, "消去ずみ"),
        };
        Chip::new(tone, label)
    }
}

/// Whether something recorded then was recorded while the tablet was permitted. From the day of the permission on: a tablet's clock may
/// be some minutes slow.
pub fn was_permitted(
    at: OffsetDateTime,
    (decided_at, until): (Option<OffsetDateTime>, Option<Date>),
    revoked_at: Option<OffsetDateTime>,
) -> bool {
    let day = jst_date(at);
    decided_at.is_some_and(|decided| jst_date(decided) <= day)
        && until.is_some_and(|until| day <= until)
        && revoked_at.is_none_or(|revoked| at <= revoked)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn the_ward_decides_and_either_side_ends() {
        use TabletAct::{Permit, Refuse, Revoke};
        use TabletState::{Permitted, Refused, Requested, Revoked};
        for (state, act, side, to) in [
            (Requested, Permit, Side::Ward, Ok(Permitted)),
            (Requested, Refuse, Side::Ward, Ok(Refused)),
            (Requested, Revoke, Side::Contractor, Ok(Revoked)),
            (Requested, Revoke, Side::Ward, Err(TabletRefusal::Undecided)),
            (Permitted, Revoke, Side::Ward, Ok(Revoked)),
            (Permitted, Revoke, Side::Contractor, Ok(Revoked)),
            (Permitted, Permit, Side::Ward, Err(TabletRefusal::Decided)),
            (Requested, Permit, Side::Contractor, Err(TabletRefusal::NotYours)),
            (Permitted, Refuse, Side::Contractor, Err(TabletRefusal::NotYours)),
            (Refused, Revoke, Side::Ward, Err(TabletRefusal::Over)),
            (Revoked, Permit, Side::Ward, Err(TabletRefusal::Over)),
            (Revoked, Revoke, Side::Contractor, Err(TabletRefusal::Over)),
        ] {
            assert_eq!(state.next(act, side), to, "{state:?} {act:?} {side:?}");
        }
    }

    #[test]
    fn a_permission_lasts_through_its_last_day() {
        let (until, day) = (Some(date!(2026 - 11 - 21)), date!(2026 - 11 - 21));
        let on = |day| Standing::of(TabletState::Permitted, until, day, (true, false));
        assert_eq!(on(day), Standing::Permitted);
        assert_eq!(on(date!(2026 - 11 - 22)), Standing::Expired);
        let over = date!(2026 - 11 - 22);
        assert_eq!(Standing::of(TabletState::Permitted, until, over, (false, true)), Standing::Wiped);
        assert_eq!(Standing::of(TabletState::Revoked, until, day, (true, true)), Standing::Revoked);
        assert_eq!(Standing::of(TabletState::Revoked, until, day, (false, true)), Standing::Wiped);
    }

    #[test]
    fn what_was_recorded_while_it_was_permitted_counts() {
        let until = (Some(datetime!(2026-11-18 9:00 +9)), Some(date!(2026 - 11 - 21)));
        assert!(was_permitted(datetime!(2026-11-18 8:59 +9), until, None), "the same day");
        assert!(!was_permitted(datetime!(2026-11-17 23:59 +9), until, None), "a clock that was put back");
        assert!(was_permitted(datetime!(2026-11-21 23:59 +9), until, None));
        assert!(!was_permitted(datetime!(2026-11-22 0:00 +9), until, None));
        let revoked = Some(datetime!(2026-11-20 12:00 +9));
        assert!(was_permitted(datetime!(2026-11-20 12:00 +9), until, revoked));
        assert!(!was_permitted(datetime!(2026-11-20 12:00:01 +9), until, revoked));
        assert!(!was_permitted(datetime!(2026-11-20 12:00 +9), (None, None), None), "it was never permitted");
    }
}
