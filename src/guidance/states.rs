//! Where a target stands, from its enrolment, its calls and its first day; and what may be done with it.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::Date;

use super::calls::Outcome;
use crate::{
    enrolments::states::EnrolmentState,
    kit::parts::{Chip, Tone},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    Uncalled,
    Calling,
    Considering,
    TakingPart,
    Completed,
    DroppedOut,
    Declined,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TargetRefusal {
    #[error("すでに参加しています。参加を勧める電話は記録できません。連絡は支援の記録に書いてください。")]
    TakesPart,
    #[error("辞退した人です。電話や支援は記録できません。")]
    HasDeclined,
    #[error("保健指導が終わった人です。終わった日までの支援だけを記録できます。")]
    IsOver,
    #[error("まだ参加していません。参加を勧める電話で「参加」を記録すると、支援を記録できます。")]
    NotYet,
}

impl TargetState {
    /// In the order of the filter.
    pub const ALL: [Self; 7] = [
        Self::Uncalled,
        Self::Calling,
        Self::Considering,
        Self::TakingPart,
        Self::Completed,
        Self::DroppedOut,
        Self::Declined,
    ];

    /// `last`: the outcome of the latest call.
    pub fn of(enrolment: EnrolmentState, started_on: Option<Date>, last: Option<Outcome>) -> Self {
        match (enrolment, started_on, last) {
            (EnrolmentState::Withdrawn, Some(_), _) => Self::DroppedOut,
            (EnrolmentState::Withdrawn, None, _) => Self::Declined,
            (EnrolmentState::Completed, ..) => Self::Completed,
            (EnrolmentState::Waiting | EnrolmentState::Enrolled, Some(_), _) => Self::TakingPart,
            (EnrolmentState::Waiting | EnrolmentState::Enrolled, None, None) => Self::Uncalled,
            (EnrolmentState::Waiting | EnrolmentState::Enrolled, None, Some(Outcome::Considering)) => {
                Self::Considering
            }
            (EnrolmentState::Waiting | EnrolmentState::Enrolled, None, Some(_)) => Self::Calling,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Uncalled => "uncalled",
            Self::Calling => "calling",
            Self::Considering => "considering",
            Self::TakingPart => "taking_part",
            Self::Completed => "completed",
            Self::DroppedOut => "dropped_out",
            Self::Declined => "declined",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Uncalled => "連絡前",
            Self::Calling => "連絡中",
            Self::Considering => "検討中",
            Self::TakingPart => "参加中",
            Self::Completed => "終了",
            Self::DroppedOut => "途中終了",
            Self::Declined => "辞退",
        }
    }

    pub fn chip(self) -> Chip {
        let tone = match self {
            Self::Uncalled | Self::Calling | Self::Considering => Tone::Warning,
            Self::TakingPart => Tone::Info,
            Self::Completed => Tone::Success,
            Self::DroppedOut | Self::Declined => Tone::Neutral,
        };
        Chip::new(tone, self.label())
    }

    /// Whether somebody has a guidance, or had one.
    pub fn took_part(self) -> bool {
        self.guide().is_ok()
    }

    /// Still to be won: may be called.
    pub fn call(self) -> Result<(), TargetRefusal> {
        match self {
            Self::Uncalled | Self::Calling | Self::Considering => Ok(()),
            Self::TakingPart => Err(TargetRefusal::TakesPart),
            Self::Declined => Err(TargetRefusal::HasDeclined),
            Self::Completed | Self::DroppedOut => Err(TargetRefusal::IsOver),
        }
    }

    /// Was won at some time: contacts, instructions and values are recorded, also late.
    pub fn guide(self) -> Result<(), TargetRefusal> {
        match self {
            Self::TakingPart | Self::Completed | Self::DroppedOut => Ok(()),
            Self::Declined => Err(TargetRefusal::HasDeclined),
            Self::Uncalled | Self::Calling | Self::Considering => Err(TargetRefusal::NotYet),
        }
    }

    /// Takes part and comes to an end.
    pub fn end(self) -> Result<(), TargetRefusal> {
        match self {
            Self::TakingPart => Ok(()),
            Self::Declined => Err(TargetRefusal::HasDeclined),
            Self::Completed | Self::DroppedOut => Err(TargetRefusal::IsOver),
            Self::Uncalled | Self::Calling | Self::Considering => Err(TargetRefusal::NotYet),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn where_a_target_stands_follows_from_its_records() {
        use EnrolmentState::{Completed, Enrolled, Withdrawn};
        let day = Some(date!(2026 - 06 - 01));
        for (enrolment, started, last, expected) in [
            (Enrolled, None, None, TargetState::Uncalled),
            (Enrolled, None, Some(Outcome::Absent), TargetState::Calling),
            (Enrolled, None, Some(Outcome::Unreachable), TargetState::Calling),
            (Enrolled, None, Some(Outcome::Considering), TargetState::Considering),
            (Enrolled, day, Some(Outcome::Joined), TargetState::TakingPart),
            (Withdrawn, None, Some(Outcome::Declined), TargetState::Declined),
            (Withdrawn, day, Some(Outcome::Joined), TargetState::DroppedOut),
            (Completed, day, Some(Outcome::Joined), TargetState::Completed),
        ] {
            assert_eq!(TargetState::of(enrolment, started, last), expected);
        }
    }

    #[test]
    fn who_is_called_is_not_guided_and_the_other_way_round() {
        for state in TargetState::ALL {
            assert!(state.call().is_err() || state.guide().is_err(), "{state:?}");
            assert!(state.end().is_err() || state.guide().is_ok(), "{state:?}");
            assert_eq!(TargetState::from_code(state.code()), Some(state));
        }
    }
}
