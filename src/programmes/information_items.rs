//! 情報項目: whose data, which items a contract lets a contractor handle. A contract's list is the field mask of all it
//! is shown, exports and prints.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One information item. The order is that of the contract's paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InformationItem {
    Name,
    Kana,
    BirthDate,
    Sex,
    Address,
    Phone,
    Email,
    EmergencyContact,
    Certification,
    CentreStaff,
    ServiceUse,
    LivingSituation,
    DailyActivities,
    MedicalHistory,
    Diagnosis,
    Treatment,
    ServiceRecord,
    CarePlan,
}

impl InformationItem {
    pub const ALL: [Self; 18] = [
        Self::Name,
        Self::Kana,
        Self::BirthDate,
        Self::Sex,
        Self::Address,
        Self::Phone,
        Self::Email,
        Self::EmergencyContact,
        Self::Certification,
        Self::CentreStaff,
        Self::ServiceUse,
        Self::LivingSituation,
        Self::DailyActivities,
        Self::MedicalHistory,
        Self::Diagnosis,
        Self::Treatment,
        Self::ServiceRecord,
        Self::CarePlan,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kana => "kana",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::EmergencyContact => "emergency_contact",
            Self::Certification => "certification",
            Self::CentreStaff => "centre_staff",
            Self::ServiceUse => "service_use",
            Self::LivingSituation => "living_situation",
            Self::DailyActivities => "daily_activities",
            Self::MedicalHistory => "medical_history",
            Self::Diagnosis => "diagnosis",
            Self::Treatment => "treatment",
            Self::ServiceRecord => "service_record",
            Self::CarePlan => "care_plan",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "氏名",
            Self::Kana => "カナ",
            Self::BirthDate => "生年月日",
            Self::Sex => "性別",
            Self::Address => "住所",
            Self::Phone => "電話番号",
            Self::Email => "メールアドレス",
            Self::EmergencyContact => "緊急連絡先（氏名・住所・電話番号・続柄）",
            Self::Certification => "認定情報",
            Self::CentreStaff => "地域包括支援センター担当者",
            Self::ServiceUse => "サービス利用状況",
            Self::LivingSituation => "生活状況（住居環境・世帯状況）",
            Self::DailyActivities => "身体状況（移動・排泄・食事・入浴）",
            Self::MedicalHistory => "健康状態（既往歴）",
            Self::Diagnosis => "傷病名",
            Self::Treatment => "治療状況",
            Self::ServiceRecord => "実施内容（出欠・測定・評価・記録）",
            Self::CarePlan => "ケアプラン内容",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_read_back() {
        for item in InformationItem::ALL {
            assert_eq!(InformationItem::from_code(item.code()), Some(item));
        }
        assert_eq!(InformationItem::from_code("my_number"), None);
        assert!(InformationItem::ALL.is_sorted());
    }
}
