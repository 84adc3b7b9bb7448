//! What is sealed of a participant: direct identifiers, contacts, medical and living facts — and its projection through a
//! contract's information items, which is all that a contractor or centre is ever shown (DESIGN: information items are
//! the field mask).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{programmes::InformationItem, sealing::Sealable};

/// The sealed blob of a `participant` row (ward key). Names are kept byte for byte as they were entered.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Identity {
    pub family_name: String,
    pub given_name: String,
    /// Full-width katakana.
    pub family_kana: String,
    pub given_kana: String,
    pub born_on: Date,
    pub postal_code: String,
    pub address: String,
    /// As typed, hyphens kept.
    pub telephone: String,
    pub emergency: Vec<EmergencyContact>,
    /// 包括担当者
    pub centre_person: String,
    /// サービス利用状況
    pub service_use: String,
    /// 住居環境
    pub housing: String,
    /// 世帯状況
    pub household: String,
    /// 移動・排泄・食事・入浴
    pub mobility: String,
    pub toileting: String,
    pub meals: String,
    pub bathing: String,
    /// 既往歴
    pub history: String,
}

/// 緊急連絡先
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct EmergencyContact {
    pub name: String,
    pub relation: String,
    pub telephone: String,
    pub address: String,
}

impl Sealable for Identity {
    const TABLE: &'static str = "participant";
}

/// Personal data never reaches a log.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl std::fmt::Debug for EmergencyContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmergencyContact(…)")
    }
}

impl Identity {
    /// 「佐藤　幸子」
    pub fn name(&self) -> String {
        format!("{}　{}", self.family_name, self.given_name)
    }

    /// 「サトウ　サチコ」, also the order of lists.
    pub fn kana(&self) -> String {
        format!("{}　{}", self.family_kana, self.given_kana)
    }

    /// What is shown under a contract that lists `items`: everything else is emptied.
    pub fn projected(mut self, items: &[InformationItem]) -> Self {
        let keep = |item: InformationItem| items.contains(&item);
        let blank = |kept: bool, fields: &mut [&mut String]| {
            if !kept {
                fields.iter_mut().for_each(|f| f.clear());
            }
        };
        blank(keep(InformationItem::Name), &mut [&mut self.family_name, &mut self.given_name]);
        blank(keep(InformationItem::Kana), &mut [&mut self.family_kana, &mut self.given_kana]);
        blank(keep(InformationItem::Address), &mut [&mut self.address, &mut self.postal_code]);
        blank(keep(InformationItem::Phone), &mut [&mut self.telephone]);
        blank(keep(InformationItem::CentreStaff), &mut [&mut self.centre_person]);
        blank(keep(InformationItem::ServiceUse), &mut [&mut self.service_use]);
        blank(keep(InformationItem::LivingSituation), &mut [&mut self.housing, &mut self.household]);
        blank(
            keep(InformationItem::DailyActivities),
            &mut [&mut self.mobility, &mut self.toileting, &mut self.meals, &mut self.bathing],
        );
        blank(keep(InformationItem::MedicalHistory), &mut [&mut self.history]);
        if !keep(InformationItem::BirthDate) {
            self.born_on = Date::MIN;
        }
        if !keep(InformationItem::EmergencyContact) {
            self.emergency.clear();
        }
        self
    }
}
