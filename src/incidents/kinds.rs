//! What kind of thing happened, and who can be told of it.

use crate::kit::parts::Tone;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Accident,
    SuddenIllness,
    Complaint,
    PersonalData,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Accident, Self::SuddenIllness, Self::Complaint, Self::PersonalData];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accident => "accident",
            Self::SuddenIllness => "sudden_illness",
            Self::Complaint => "complaint",
            Self::PersonalData => "personal_data",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Accident => "事故・けが",
            Self::SuddenIllness => "急変・体調不良",
            Self::Complaint => "苦情",
            Self::PersonalData => "個人情報の事故",
        }
    }

    /// One line below the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Accident => "転倒、けが、物をこわした",
            Self::SuddenIllness => "気分が悪い、意識がない、救急車を呼んだ",
            Self::Complaint => "参加者や家族、近所の方からの申し出",
            Self::PersonalData => "書類や端末の紛失、誤送付、のぞき見",
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Self::Accident | Self::SuddenIllness | Self::PersonalData => Tone::Danger,
            Self::Complaint => Tone::Warning,
        }
    }
}

/// Somebody who is told at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Family,
    Doctor,
    Ward,
    Centre,
}

impl Told {
    /// In the order of the form.
    pub const ALL: [Self; 4] = [Self::Family, Self::Doctor, Self::Ward, Self::Centre];

    pub fn code(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Doctor => "doctor",
            Self::Ward => "ward",
            Self::Centre => "centre",
        }
    }

    /// The form's field for the time.
    pub fn time_field(self) -> String {
        format!("told_{}_at", self.code())
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Family => "家族",
            Self::Doctor => "医師・救急",
            Self::Ward => "区（電話）",
            Self::Centre => "地域包括支援センター",
        }
    }
}
