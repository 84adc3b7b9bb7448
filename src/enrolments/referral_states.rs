//! The life of a referral: 紹介中, then once and for all 受入れ, 見送り or 取下げ.

use thiserror::Error;

use crate::kit::parts::Tone;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferralState {
    Proposed,
    Accepted,
    Declined,
    Withdrawn,
}

/// What a person does with a referral: the receiver accepts or declines, the sender withdraws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferralAct {
    Accept,
    Decline,
    Withdraw,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReferralRefusal {
    #[error("すでに受け入れています。やめるときは、参加の辞退を記録してください。")]
    AlreadyAccepted,
    #[error("すでに見送っています。もう一度紹介するときは、新しい紹介を作ってください。")]
    AlreadyDeclined,
    #[error("取り下げられた紹介です。必要なときは、新しい紹介を作ってください。")]
    WasWithdrawn,
}

impl ReferralState {
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Accepted, Self::Declined, Self::Withdrawn];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
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
            Self::Proposed => "紹介中",
            Self::Accepted => "受入れ",
            Self::Declined => "見送り",
            Self::Withdrawn => "取下げ",
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Self::Proposed => Tone::Info,
            Self::Accepted => Tone::Success,
            Self::Declined => Tone::Danger,
            Self::Withdrawn => Tone::Neutral,
        }
    }
}

impl ReferralAct {
    pub const ALL: [Self; 3] = [Self::Accept, Self::Decline, Self::Withdraw];
}

/// The state an act leads to.
///
/// # Errors
/// [`ReferralRefusal`] with what to do instead: a referral is decided once.
pub fn next(state: ReferralState, act: ReferralAct) -> Result<ReferralState, ReferralRefusal> {
    match (state, act) {
        (ReferralState::Proposed, ReferralAct::Accept) => Ok(ReferralState::Accepted),
        (ReferralState::Proposed, ReferralAct::Decline) => Ok(ReferralState::Declined),
        (ReferralState::Proposed, ReferralAct::Withdraw) => Ok(ReferralState::Withdrawn),
        (ReferralState::Accepted, _) => Err(ReferralRefusal::AlreadyAccepted),
        (ReferralState::Declined, _) => Err(ReferralRefusal::AlreadyDeclined),
        (ReferralState::Withdrawn, _) => Err(ReferralRefusal::WasWithdrawn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        use ReferralRefusal::{AlreadyAccepted, AlreadyDeclined, WasWithdrawn};
        use ReferralState::{Accepted, Declined, Withdrawn};
        let table = ReferralState::ALL.map(|state| ReferralAct::ALL.map(|act| next(state, act)));
        assert_eq!(
            table,
            [
                [Ok(Accepted), Ok(Declined), Ok(Withdrawn)],
                [Err(AlreadyAccepted); 3],
                [Err(AlreadyDeclined); 3],
                [Err(WasWithdrawn); 3],
            ]
        );
    }

    #[test]
    fn codes_read_back() {
        for state in ReferralState::ALL {
            assert_eq!(ReferralState::from_code(state.code()), Some(state));
        }
    }
}
