//! 申込みの内容: everything an application says about a person, sealed as one with the contract's key.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    assessments::sarc_f::SarcFAnswers,
    consents::Given,
    kit::form::Choice,
    participants::{
        Identity,
        entry::{District, Entry},
    },
    programmes::{definition::ServiceGroup, screening::Answers},
    sealing::Sealable,
    vocab::{
        decimal::Decimal,
        ids::{CourseId, DistrictId},
    },
};

/// What is sealed of an application.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Sheet {
    pub applicant: Applicant,
    pub taken_at: TakenAt,
    /// Absent until the document was looked at.
    pub identity_check: Option<IdentityCheck>,
    pub answered: Answered,
    /// Results of hearings, by screening.
    pub heard: BTreeMap<String, Heard>,
    pub course: Option<CourseId>,
    pub wished_start: Option<Date>,
    pub remark: String,
    /// What the ward said: why it gave back, declined, or decided otherwise than the rules; why it was withdrawn.
    pub said: Vec<Said>,
}

/// Everything that was asked and answered.
#[derive(Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Answered {
    pub resident: Option<bool>,
    pub insured_here: Option<bool>,
    pub own_facility_user: Option<bool>,
    /// By group; absent is not known, empty is none.
    pub services: BTreeMap<ServiceGroup, BTreeSet<String>>,
    pub sarc_f: SarcFAnswers,
    /// Values of the other instruments that decide.
    pub values: BTreeMap<String, Decimal>,
    pub restrictions: BTreeMap<String, bool>,
    /// The programme's own questions.
    pub answers: BTreeMap<String, bool>,
    /// By screening.
    pub screenings: BTreeMap<String, Answers>,
    /// By kind.
    pub consents: BTreeMap<String, Given>,
}

impl Sealable for Sheet {
    const TABLE: &'static str = "application";
}

/// Personal data never reaches a log.
impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sheet(…)")
    }
}

/// The particulars, as the register will take them over.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Applicant {
    pub identity: Identity,
    pub sex: String,
    pub district: DistrictId,
    pub district_name: String,
    pub certification: String,
    pub certified_from: Option<Date>,
    pub certified_to: Option<Date>,
}

impl Applicant {
    pub fn of(entry: Entry) -> Self {
        Self {
            identity: entry.identity,
            sex: entry.sex,
            district: entry.district.id,
            district_name: entry.district.name,
            certification: entry.certification,
            certified_from: entry.certified_from,
            certified_to: entry.certified_to,
        }
    }

    /// The register's entry; `None` when the district is gone.
    pub fn entry(&self, districts: &[District]) -> Option<Entry> {
        let district = districts.iter().find(|district| district.id == self.district).cloned()?;
        Some(self.entry_in(district))
    }

    pub fn entry_in(&self, district: District) -> Entry {
        Entry {
            identity: self.identity.clone(),
            sex: self.sex.clone(),
            district,
            certification: self.certification.clone(),
            certified_from: self.certified_from,
            certified_to: self.certified_to,
        }
    }
}

/// Where the application was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenAt {
    /// 体験・説明会.
    Briefing,
    Venue,
    WardOffice,
    Telephone,
    Post,
    Other,
}

impl TakenAt {
    pub const ALL: [Self; 6] =
        [Self::Briefing, Self::Venue, Self::WardOffice, Self::Telephone, Self::Post, Self::Other];

    pub fn code(self) -> &'static str {
        match self {
            Self::Briefing => "briefing",
            Self::Venue => "venue",
            Self::WardOffice => "ward_office",
            Self::Telephone => "telephone",
            Self::Post => "post",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Briefing => "体験・説明会",
            Self::Venue => "教室の会場",
            Self::WardOffice => "区の窓口",
            Self::Telephone => "電話",
            Self::Post => "郵送・ファクス",
            Self::Other => "その他",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|one| Choice::new(one.code(), one.label())).to_vec()
    }
}

/// 本人確認.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityCheck {
    pub document: Document,
    pub on: Date,
    /// Who looked at it.
    pub by: String,
}

/// The document by which a person was recognised. Its number is never kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    MyNumberCard,
    DrivingLicence,
    HealthInsurance,
    CareInsurance,
    Passport,
    Other,
}

impl Document {
    pub const ALL: [Self; 6] = [
        Self::MyNumberCard,
        Self::DrivingLicence,
        Self::HealthInsurance,
        Self::CareInsurance,
        Self::Passport,
        Self::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::MyNumberCard => "my_number_card",
            Self::DrivingLicence => "driving_licence",
            Self::HealthInsurance => "health_insurance",
            Self::CareInsurance => "care_insurance",
            Self::Passport => "passport",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::MyNumberCard => "マイナンバーカード（表面）",
            Self::DrivingLicence => "運転免許証・運転経歴証明書",
            Self::HealthInsurance => "資格確認書・健康保険証",
            Self::CareInsurance => "介護保険被保険者証",
            Self::Passport => "パスポート",
            Self::Other => "その他の身分証明書",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|one| Choice::new(one.code(), one.label())).to_vec()
    }
}

/// The result of a hearing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub on: Date,
    /// Who asked.
    pub by: String,
    /// 可, or 医師の判断が必要.
    pub fit: bool,
    pub words: String,
}

impl Heard {
    pub fn label(fit: bool) -> &'static str {
        if fit { "可（参加できる）" } else { "医師の判断が必要" }
    }
}

/// Something said at an act, for whoever reads the application later.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub on: Date,
    pub at: SaidAt,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidAt {
    GivenBack,
    Declined,
    /// Accepted although the rules did not say 該当.
    AcceptedAnyway,
    /// The start was decided by hand.
    StartByHand,
    Withdrawn,
}

impl SaidAt {
    pub fn label(self) -> &'static str {
        match self {
            Self::GivenBack => "差し戻した理由",
            Self::Declined => "見送りの理由",
            Self::AcceptedAnyway => "判定によらず受け付けた理由",
            Self::StartByHand => "開始日を手で決めた理由",
            Self::Withdrawn => "取り下げた理由",
        }
    }

    /// Kept inside the ward.
    pub fn is_wards_own(self) -> bool {
        matches!(self, Self::AcceptedAnyway | Self::StartByHand)
    }
}

/// A sheet for the tests of the neighbours: a resident of 75 who has answered nothing.
#[cfg(test)]
pub fn sample() -> Sheet {
    let entry = crate::participants::entry::sample();
    Sheet::blank(Applicant::of(entry), TakenAt::Briefing)
}

impl Sheet {
    /// Nothing answered yet.
    pub fn blank(applicant: Applicant, taken_at: TakenAt) -> Self {
        Self {
            applicant,
            taken_at,
            identity_check: None,
            answered: Answered::default(),
            heard: BTreeMap::new(),
            course: None,
            wished_start: None,
            remark: String::new(),
            said: Vec::new(),
        }
    }
}
