//! What is sent, which way, who reads it, and what may be answered.

use crate::{kit::permission::Role, liaison::states::LiaisonState};

/// What a sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 包括支援センター連絡シート, one a participant at the end of a course or service.
    Sheet,
    /// 欠席の連絡, as soon as the absence rule asks for it.
    Absence,
    /// ケアプラン内容, from the centre to the contractor.
    CarePlan,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Sheet, Self::Absence, Self::CarePlan];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::Absence => "absence",
            Self::CarePlan => "care_plan",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Sheet => "連絡シート",
            Self::Absence => "欠席の連絡",
            Self::CarePlan => "ケアプラン内容",
        }
    }

    pub fn direction(self) -> Direction {
        match self {
            Self::Sheet | Self::Absence => Direction::ToCentre,
            Self::CarePlan => Direction::ToContractor,
        }
    }

    /// What the main text is called on this kind of paper.
    pub fn message_label(self) -> &'static str {
        match self {
            Self::Sheet => "包括への連絡事項",
            Self::Absence => "欠席の連絡",
            Self::CarePlan => "ケアプラン内容",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    ToCentre,
    ToContractor,
}

impl Direction {
    pub fn code(self) -> &'static str {
        match self {
            Self::ToCentre => "to_centre",
            Self::ToContractor => "to_contractor",
        }
    }
}

/// Where somebody stands to a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Sender,
    Receiver,
    Ward,
}

impl Reader {
    pub fn of(role: Role, direction: Direction) -> Self {
        match (role.is_contractor(), role.is_centre(), direction) {
            (true, _, Direction::ToCentre) | (_, true, Direction::ToContractor) => Self::Sender,
            (true, _, Direction::ToContractor) | (_, true, Direction::ToCentre) => Self::Receiver,
            (false, false, _) => Self::Ward,
        }
    }

    /// How much of a sheet this reader is shown.
    pub fn sees(self, state: LiaisonState) -> Sight {
        use LiaisonState as State;
        match (self, state) {
            (Self::Sender, _) => Sight::Whole,
            (Self::Receiver | Self::Ward, State::Draft) => Sight::Nothing,
            (Self::Receiver, State::Sent) | (Self::Receiver | Self::Ward, State::Withdrawn) => Sight::Cover,
            (Self::Receiver, State::Opened | State::Answered | State::Closed | State::Returned)
            | (Self::Ward, State::Sent | State::Opened | State::Answered | State::Closed | State::Returned) => {
                Sight::Whole
            }
        }
    }
}

/// Nothing at all, the cover without what was written, or everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Nothing,
    Cover,
    Whole,
}

/// What the receiver is going to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerAction {
    Received,
    Visit,
    Gathering,
    Other,
}

impl AnswerAction {
    pub const ALL: [Self; 4] = [Self::Received, Self::Visit, Self::Gathering, Self::Other];

    /// What can be answered to a paper that went this way.
    pub fn offered(direction: Direction) -> &'static [Self] {
        match direction {
            Direction::ToCentre => &Self::ALL,
            Direction::ToContractor => &[Self::Received, Self::Other],
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Visit => "visit",
            Self::Gathering => "gathering",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "受領",
            Self::Visit => "訪問予定",
            Self::Gathering => "通いの場へつなぐ",
            Self::Other => "その他",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        for action in AnswerAction::ALL {
            assert_eq!(AnswerAction::from_code(action.code()), Some(action));
        }
    }

    #[test]
    fn who_sends_depends_on_the_direction() {
        for (role, to_centre, to_contractor) in [
            (Role::ContractorRecorder, Reader::Sender, Reader::Receiver),
            (Role::CentreStaff, Reader::Receiver, Reader::Sender),
            (Role::WardOfficer, Reader::Ward, Reader::Ward),
        ] {
            assert_eq!(Reader::of(role, Direction::ToCentre), to_centre);
            assert_eq!(Reader::of(role, Direction::ToContractor), to_contractor);
        }
    }

    #[test]
    fn a_sheet_is_closed_to_its_receiver_until_opened_and_a_draft_to_everybody_else() {
        assert_eq!(Reader::Receiver.sees(LiaisonState::Sent), Sight::Cover);
        assert_eq!(Reader::Receiver.sees(LiaisonState::Opened), Sight::Whole);
        assert_eq!(Reader::Ward.sees(LiaisonState::Sent), Sight::Whole);
        for reader in [Reader::Receiver, Reader::Ward] {
            assert_eq!(reader.sees(LiaisonState::Draft), Sight::Nothing);
            assert_eq!(reader.sees(LiaisonState::Withdrawn), Sight::Cover);
        }
        assert!(LiaisonState::ALL.into_iter().all(|state| Reader::Sender.sees(state) == Sight::Whole));
    }
}
