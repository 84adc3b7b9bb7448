//! What a ward may ask of a contractor, and what the two sides may say.

use time::Date;

use crate::kit::{
    form::Choice,
    parts::{Chip, Tone},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    /// 取扱い・業務の状況の報告 (S0 特記14, S4 第32・33条).
    Report,
    /// 資料の提出 (S3 11(15)).
    Papers,
    /// 作業への立会い (S3 別記 7(1)).
    Witnessing,
    /// 従事者についての措置 (S3 11(14)).
    UnfitStaff,
}

impl RequestKind {
    pub const ALL: [Self; 4] = [Self::Report, Self::Papers, Self::Witnessing, Self::UnfitStaff];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Papers => "papers",
            Self::Witnessing => "witnessing",
            Self::UnfitStaff => "unfit_staff",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Report => "状況の報告",
            Self::Papers => "資料の提出",
            Self::Witnessing => "作業への立会い",
            Self::UnfitStaff => "従事者についての措置",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Report => "個人情報の取扱いや業務の状況を、書面で報告してもらいます",
            Self::Papers => "実施状況の調査のための資料を出してもらいます",
            Self::Witnessing => "区の職員が作業に立ち会います。正当な理由があれば断れます",
            Self::UnfitStaff => "従事者が不相当と認められるときに、措置を求めます",
        }
    }

    /// Only a witnessing may be refused, with its reason; the ward can then ask for a report.
    pub fn may_be_refused(self) -> bool {
        self == Self::Witnessing
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|kind| Choice::new(kind.code(), kind.label()).hint(kind.hint())).to_vec()
    }
}

/// What the contractor answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    Done,
    Refused,
}

impl Stance {
    pub const ALL: [Self; 2] = [Self::Done, Self::Refused];

    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "応じる",
            Self::Refused => "理由を示して断る",
        }
    }
}

/// What the ward makes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Received,
    Returned,
}

impl Decision {
    pub const ALL: [Self; 2] = [Self::Received, Self::Returned];

    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Returned => "returned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "受理",
            Self::Returned => "差戻し",
        }
    }
}

/// Where a request stands, by its last answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Unanswered,
    Undecided,
    Returned,
    Received,
}

impl Standing {
    /// `last`: the last answer's decision; `None` without an answer.
    pub fn of(last: Option<Option<Decision>>) -> Self {
        match last {
            None => Self::Unanswered,
            Some(None) => Self::Undecided,
            Some(Some(Decision::Returned)) => Self::Returned,
            Some(Some(Decision::Received)) => Self::Received,
        }
    }

    /// Whether it is the contractor's turn.
    pub fn may_answer(self) -> bool {
        matches!(self, Self::Unanswered | Self::Returned)
    }

    /// `due_on`: the day by which an answer is due.
    pub fn chip(self, due_on: Date, today: Date) -> Chip {
        match self {
            Self::Received => Chip::new(Tone::Success, "受理ずみ"),
            Self::Undecided => Chip::new(Tone::Info, "区が確認中"),
            Self::Unanswered | Self::Returned if due_on < today => Chip::due(due_on, today),
            Self::Unanswered => Chip::new(Tone::Warning, "回答待ち"),
            Self::Returned => Chip::new(Tone::Danger, "差戻し"),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_request_goes_to_and_fro_until_it_is_received() {
        assert!(Standing::of(None).may_answer());
        assert!(!Standing::of(Some(None)).may_answer());
        assert!(Standing::of(Some(Some(Decision::Returned))).may_answer());
        assert!(!Standing::of(Some(Some(Decision::Received))).may_answer());
        let (due, late) = (date!(2026 - 06 - 15), date!(2026 - 06 - 17));
        assert_eq!(Standing::Unanswered.chip(due, late).text, "期限を2日過ぎています");
        assert_eq!(Standing::Received.chip(due, late).text, "受理ずみ");
    }

    #[test]
    fn only_a_witnessing_is_refused() {
        let refusable: Vec<_> = RequestKind::ALL.into_iter().filter(|kind| kind.may_be_refused()).collect();
        assert_eq!(refusable, [RequestKind::Witnessing]);
        assert!(RequestKind::ALL.iter().all(|kind| RequestKind::from_code(kind.code()) == Some(*kind)));
    }
}
