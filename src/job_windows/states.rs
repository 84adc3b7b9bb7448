//! 作業時間の状態: applied → approved or refused by the ward, or withdrawn; approved → ended by the ward before its time; either →
//! reported by the operator → confirmed by the ward. The same steps stand in `job_window_guard` of migrations/0046_job_windows.sql.

use thiserror::Error;
use time::OffsetDateTime;

use crate::kit::parts::{Chip, Tone};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowState {
    Applied,
    Withdrawn,
    Refused,
    Approved,
    Ended,
    Reported,
    Confirmed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowAct {
    Approve,
    Refuse,
    Withdraw,
    End,
    Enter,
    Report,
    Confirm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WindowRefusal {
    #[error("この申請は、すでに決定されています。")]
    Decided,
    #[error("この申請は、まだ区が承認していません。承認されるのを待ってください。")]
    Undecided,
    #[error("この申請は、取り下げられたか、承認されませんでした。新しく申請してください。")]
    Dropped,
    #[error("作業時間がまだ始まっていません。始まってから操作してください。")]
    TooEarly,
    #[error("作業時間は終わっています。続きの作業は、新しく申請して区の承認を受けてください。")]
    Over,
    #[error("申請した作業時間が過ぎているため、承認できません。")]
    TooLate,
    #[error("作業報告は、すでに出ています。")]
    Reported,
    #[error("作業報告がまだ出ていません。")]
    Unreported,
}

/// From when to when; the last instant is outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    pub from: OffsetDateTime,
    pub to: OffsetDateTime,
}

impl Hours {
    fn have_begun(self, now: OffsetDateTime) -> bool {
        self.from <= now
    }

    fn are_over(self, now: OffsetDateTime) -> bool {
        self.to <= now
    }
}

impl WindowState {
    pub const ALL: [Self; 7] = [
        Self::Applied,
        Self::Withdrawn,
        Self::Refused,
        Self::Approved,
        Self::Ended,
        Self::Reported,
        Self::Confirmed,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Withdrawn => "withdrawn",
            Self::Refused => "refused",
            Self::Approved => "approved",
            Self::Ended => "ended",
            Self::Reported => "reported",
            Self::Confirmed => "confirmed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// How it stands at this time, in words.
    pub fn chip(self, hours: Hours, now: OffsetDateTime) -> Chip {
        let (tone, label) = match self {
            Self::Applied if hours.are_over(now) => (Tone::Neutral, "決定されないまま時間が過ぎました"),
            Self::Applied => (Tone::Warning, "区の決定待ち"),
            Self::Withdrawn => (Tone::Neutral, "取下げ"),
            Self::Refused => (Tone::Danger, "不承認"),
            Self::Approved if !hours.have_begun(now) => (Tone::Info, "承認ずみ（開始前）"),
            Self::Approved if !hours.are_over(now) => (Tone::Success, "作業時間中"),
            Self::Approved => (Tone::Warning, "作業報告待ち"),
            Self::Ended => (Tone::Danger, "区が終わらせた（作業報告待ち）"),
            Self::Reported => (Tone::Warning, "区の確認待ち"),
            Self::Confirmed => (Tone::Neutral, "確認ずみ"),
        };
        Chip::new(tone, label)
    }

    /// The state an act leads to at this time.
    ///
    /// # Errors
    /// [`WindowRefusal`], when the act doesn't fit the state or the time.
    pub fn next(self, act: WindowAct, hours: Hours, now: OffsetDateTime) -> Result<Self, WindowRefusal> {
        match (self, act) {
            (Self::Applied, WindowAct::Approve) if hours.are_over(now) => Err(WindowRefusal::TooLate),
            (Self::Applied, WindowAct::Approve) => Ok(Self::Approved),
            (Self::Applied, WindowAct::Refuse) => Ok(Self::Refused),
            (Self::Applied, WindowAct::Withdraw) => Ok(Self::Withdrawn),
            (Self::Applied, WindowAct::End | WindowAct::Enter | WindowAct::Report) => {
                Err(WindowRefusal::Undecided)
            }
            (Self::Approved, WindowAct::Enter | WindowAct::Report) if !hours.have_begun(now) => {
                Err(WindowRefusal::TooEarly)
            }
            (Self::Approved, WindowAct::Enter | WindowAct::End) if hours.are_over(now) => {
                Err(WindowRefusal::Over)
            }
            (Self::Approved, WindowAct::Enter) => Ok(Self::Approved),
            (Self::Approved, WindowAct::End) => Ok(Self::Ended),
            (Self::Approved | Self::Ended, WindowAct::Report) => Ok(Self::Reported),
            (Self::Reported, WindowAct::Confirm) => Ok(Self::Confirmed),
            (Self::Ended, WindowAct::End | WindowAct::Enter) => Err(WindowRefusal::Over),
            (Self::Reported | Self::Confirmed, WindowAct::End | WindowAct::Enter | WindowAct::Report)
            | (Self::Confirmed, WindowAct::Confirm) => Err(WindowRefusal::Reported),
            (Self::Withdrawn | Self::Refused, WindowAct::End | WindowAct::Enter | WindowAct::Report) => {
                Err(WindowRefusal::Dropped)
            }
            (
                Self::Applied | Self::Approved | Self::Ended | Self::Withdrawn | Self::Refused,
                WindowAct::Confirm,
            ) => Err(WindowRefusal::Unreported),
            (
                Self::Withdrawn
                | Self::Refused
                | Self::Approved
                | Self::Ended
                | Self::Reported
                | Self::Confirmed,
                WindowAct::Approve | WindowAct::Refuse | WindowAct::Withdraw,
            ) => Err(WindowRefusal::Decided),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    const HOURS: Hours = Hours { from: datetime!(2026-06-17 10:00 +9), to: datetime!(2026-06-17 12:00 +9) };
    const BEFORE: OffsetDateTime = datetime!(2026-06-17 09:59:59 +9);
    const ACTS: [WindowAct; 7] = [
        WindowAct::Approve,
        WindowAct::Refuse,
        WindowAct::Withdraw,
        WindowAct::End,
        WindowAct::Enter,
        WindowAct::Report,
        WindowAct::Confirm,
    ];

    fn allowed(state: WindowState, now: OffsetDateTime) -> [bool; 7] {
        ACTS.map(|act| state.next(act, HOURS, now).is_ok())
    }

    #[test]
    fn each_act_has_its_state_and_its_time() {
        let (yes, no) = (true, false);
        for state in WindowState::ALL {
            assert_eq!(WindowState::from_code(state.code()), Some(state));
            let (before, inside, after) = match state {
                WindowState::Applied => (
                    [yes, yes, yes, no, no, no, no],
                    [yes, yes, yes, no, no, no, no],
                    [no, yes, yes, no, no, no, no],
                ),
                WindowState::Approved => (
                    [no, no, no, yes, no, no, no],
                    [no, no, no, yes, yes, yes, no],
                    [no, no, no, no, no, yes, no],
                ),
                WindowState::Ended => {
                    let same = [no, no, no, no, no, yes, no];
                    (same, same, same)
                }
                WindowState::Reported => {
                    let same = [no, no, no, no, no, no, yes];
                    (same, same, same)
                }
                WindowState::Withdrawn | WindowState::Refused | WindowState::Confirmed => {
                    ([no; 7], [no; 7], [no; 7])
                }
            };
            assert_eq!(allowed(state, BEFORE), before, "{state:?} before");
            assert_eq!(allowed(state, HOURS.from), inside, "{state:?} inside");
            assert_eq!(allowed(state, HOURS.to), after, "{state:?} after");
        }
    }

    #[test]
    fn it_is_open_from_its_first_instant_to_before_its_last() {
        let enter = |now| WindowState::Approved.next(WindowAct::Enter, HOURS, now);
        assert_eq!(enter(BEFORE), Err(WindowRefusal::TooEarly));
        assert_eq!(enter(HOURS.from), Ok(WindowState::Approved));
        assert_eq!(enter(HOURS.to - Duration::SECOND), Ok(WindowState::Approved));
        assert_eq!(enter(HOURS.to), Err(WindowRefusal::Over));
    }
}
