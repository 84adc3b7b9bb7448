//! What kind of thing happened, and who can be told of it.

use crate::kit::parts::Tone;

/// The words of S4 第36条; a complaint is of the time before there was a register of complaints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Accident,
    SuddenIllness,
    Loss,
    Leak,
    Destruction,
    Alteration,
    UnauthorisedAccess,
    PolicyBreach,
    Suspected,
    Complaint,
}

impl Kind {
    /// What may be reported, in the order of the form.
    pub const OFFERED: [Self; 9] = [
        Self::Accident,
        Self::SuddenIllness,
        Self::Loss,
        Self::Leak,
        Self::Destruction,
        Self::Alteration,
        Self::UnauthorisedAccess,
        Self::PolicyBreach,
        Self::Suspected,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accident => "accident",
            Self::SuddenIllness => "sudden_illness",
            Self::Loss => "loss",
            Self::Leak => "leak",
            Self::Destruction => "destruction",
            Self::Alteration => "alteration",
            Self::UnauthorisedAccess => "unauthorised_access",
            Self::PolicyBreach => "policy_breach",
            Self::Suspected => "suspected",
            Self::Complaint => "complaint",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::OFFERED.into_iter().chain([Self::Complaint]).find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Accident => "事故・けが",
            Self::SuddenIllness => "急変・体調不良",
            Self::Loss => "個人情報の紛失・盗難",
            Self::Leak => "個人情報の漏えい",
            Self::Destruction => "個人情報の滅失・破壊",
            Self::Alteration => "個人情報の改ざん",
            Self::UnauthorisedAccess => "不正アクセス",
            Self::PolicyBreach => "取り決めへの違反",
            Self::Suspected => "個人情報の事故のおそれ",
            Self::Complaint => "苦情",
        }
    }

    /// One line below the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Accident => "転倒、けが、物をこわした",
            Self::SuddenIllness => "気分が悪い、意識がない、救急車を呼んだ",
            Self::Loss => "書類や端末が見当たらない、盗まれた",
            Self::Leak => "誤送付、誤送信、ほかの人に見られた",
            Self::Destruction => "こわれた、消えた、読めなくなった",
            Self::Alteration => "書き換えられた",
            Self::UnauthorisedAccess => "ほかの人のIDで入られた、ウイルスに感染した",
            Self::PolicyBreach => "許可のない持出し・複写、IDの貸し借り",
            Self::Suspected => "まだはっきりしない、起きるところだった",
            Self::Complaint => "参加者や家族、近所の方からの申し出",
        }
    }

    /// Whether it is about personal data: then the law's clocks may run.
    pub fn is_data(self) -> bool {
        match self {
            Self::Loss
            | Self::Leak
            | Self::Destruction
            | Self::Alteration
            | Self::UnauthorisedAccess
            | Self::PolicyBreach
            | Self::Suspected => true,
            Self::Accident | Self::SuddenIllness | Self::Complaint => false,
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Self::Complaint | Self::Suspected => Tone::Warning,
            Self::Accident
            | Self::SuddenIllness
            | Self::Loss
            | Self::Leak
            | Self::Destruction
            | Self::Alteration
            | Self::UnauthorisedAccess
            | Self::PolicyBreach => Tone::Danger,
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
