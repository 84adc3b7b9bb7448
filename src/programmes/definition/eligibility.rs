//! 対象者: who may take part, as a tree of conditions over what is known of a person.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

use super::screening::Outcome;
use crate::vocab::{certification::Certification, decimal::Decimal};

/// Who may take part, who comes first, and what the ward asks beyond the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    pub rule: Condition,
    /// The ward's own questions, answered at the application.
    #[serde(default)]
    pub questions: Vec<YesNoQuestion>,
    /// Earlier classes are offered a place first; within a class by application. Empty: by application only.
    #[serde(default)]
    pub priorities: Vec<Priority>,
}

/// A condition on one person. Three-valued: a fact that isn't known makes the answer 判定不能.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// Age in law (reached on the day before the birthday), both ends included.
    LegalAge {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<u8>,
        on: AgeDay,
    },
    /// Stands in the ward's resident register (住民基本台帳).
    Resident,
    /// 第1号被保険者 of the ward, wherever the person lives (住所地特例).
    InsuredHere,
    /// The certification in force is one of these.
    Certification(Vec<Certification>),
    /// Uses a service other than the named ones.
    UsesServices {
        group: ServiceGroup,
        except: Vec<String>,
    },
    /// Comes regularly to a facility of this contractor.
    OwnFacilityUser,
    /// The newest value of an instrument stands so to a number.
    Instrument {
        code: String,
        is: Threshold,
    },
    /// A disease or doctor's restriction of this name is known.
    Restriction(String),
    /// The ward's own question was answered 「はい」.
    Question(String),
    /// The screening came out so.
    Screening {
        code: String,
        outcome: Outcome,
    },
}

/// A number to compare with, in the instrument's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    AtLeast(Decimal),
    AtMost(Decimal),
    Below(Decimal),
    Above(Decimal),
}

/// Kinds of services a person may already use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceGroup {
    /// 介護保険のサービス.
    LongTermCare,
    /// 介護予防・日常生活支援総合事業のサービス.
    Prevention,
}

/// The day on which the age is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgeDay {
    Application,
    /// First day of the service or of the course.
    Start,
    FiscalYearEnd,
}

/// A question of the ward's own, answered はい or いいえ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YesNoQuestion {
    pub code: String,
    pub text: String,
}

/// A class of people who are offered a place before later classes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    pub label: String,
    pub when: Condition,
}

/// What is known of a person. Absent means "not known", never "no".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    #[schemars(with = "Option<String>")]
    pub born_on: Option<Date>,
    #[schemars(with = "Option<String>")]
    pub applied_on: Option<Date>,
    #[schemars(with = "Option<String>")]
    pub starts_on: Option<Date>,
    pub resident: Option<bool>,
    pub insured_here: Option<bool>,
    pub certification: Option<Certification>,
    /// Services in use by group; a group that is absent is not known, an empty one is "none".
    pub services: BTreeMap<ServiceGroup, BTreeSet<String>>,
    pub own_facility_user: Option<bool>,
    /// Newest value by instrument.
    pub instruments: BTreeMap<String, Reading>,
    /// Diseases and restrictions by name: known to be so or not.
    pub restrictions: BTreeMap<String, bool>,
    pub answers: BTreeMap<String, bool>,
    /// Outcome by screening.
    pub screenings: BTreeMap<String, Outcome>,
}

/// A value, or the least and most it can be when some items weren't answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Reading {
    Value(Decimal),
    Between([Decimal; 2]),
}
