//! The life of a report: 作成中 → 提出ずみ → 受理, or 差戻し → 提出ずみ. An accepted report doesn't change any more.

use thiserror::Error;

use crate::kit::parts::Tone;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportState {
    Draft,
    Submitted,
    Returned,
    Accepted,
}

/// What a person does with a report: the contractor submits, the ward returns or accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportAct {
    Submit,
    Return,
    Accept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReportRefusal {
    #[error("まだ提出されていません。事業者の提出を待ってください。")]
    NotSubmitted,
    #[error("すでに提出されています。直すときは、区に差戻しを頼んでください。")]
    AlreadySubmitted,
    #[error("差し戻した報告書です。事業者の再提出を待ってください。")]
    WaitsForResubmission,
    #[error("受理した報告書は変更できません。訂正が必要なときは、区の担当者に相談してください。")]
    Frozen,
}

impl ReportState {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Returned, Self::Accepted];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "作成中",
            Self::Submitted => "提出ずみ",
            Self::Returned => "差戻し",
            Self::Accepted => "受理",
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Self::Draft => Tone::Neutral,
            Self::Submitted => Tone::Info,
            Self::Returned => Tone::Warning,
            Self::Accepted => Tone::Success,
        }
    }

    /// The contractor may change the words of the report.
    pub fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// The figures and words are kept as they were accepted.
    pub fn is_frozen(self) -> bool {
        self == Self::Accepted
    }
}

impl ReportAct {
    pub const ALL: [Self; 3] = [Self::Submit, Self::Return, Self::Accept];
}

/// The state an act leads to.
///
/// # Errors
/// [`ReportRefusal`] with what to do instead, when the act doesn't fit the state.
pub fn next(state: ReportState, act: ReportAct) -> Result<ReportState, ReportRefusal> {
    match (state, act) {
        (ReportState::Accepted, _) => Err(ReportRefusal::Frozen),
        (ReportState::Draft | ReportState::Returned, ReportAct::Submit) => Ok(ReportState::Submitted),
        (ReportState::Submitted, ReportAct::Return) => Ok(ReportState::Returned),
        (ReportState::Submitted, ReportAct::Accept) => Ok(ReportState::Accepted),
        (ReportState::Submitted, ReportAct::Submit) => Err(ReportRefusal::AlreadySubmitted),
        (ReportState::Draft, ReportAct::Return | ReportAct::Accept) => Err(ReportRefusal::NotSubmitted),
        (ReportState::Returned, ReportAct::Return | ReportAct::Accept) => {
            Err(ReportRefusal::WaitsForResubmission)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        use ReportRefusal::{AlreadySubmitted, Frozen, NotSubmitted, WaitsForResubmission};
        use ReportState::{Accepted, Returned, Submitted};
        let table = ReportState::ALL.map(|state| ReportAct::ALL.map(|act| next(state, act)));
        assert_eq!(
            table,
            [
                [Ok(Submitted), Err(NotSubmitted), Err(NotSubmitted)],
                [Err(AlreadySubmitted), Ok(Returned), Ok(Accepted)],
                [Ok(Submitted), Err(WaitsForResubmission), Err(WaitsForResubmission)],
                [Err(Frozen), Err(Frozen), Err(Frozen)],
            ]
        );
    }

    #[test]
    fn a_report_is_editable_exactly_while_it_can_be_submitted() {
        for state in ReportState::ALL {
            assert_eq!(ReportState::from_code(state.code()), Some(state));
            assert_eq!(state.is_editable(), next(state, ReportAct::Submit).is_ok(), "{state:?}");
            assert!(!(state.is_editable() && state.is_frozen()));
        }
    }
}
