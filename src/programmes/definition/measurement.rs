//! 評価: what is measured and asked, when, and how before and after are compared.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::decimal::Decimal;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    #[serde(default)]
    pub instruments: Vec<PlannedInstrument>,
    /// The session at which the first measurement is taken; the last is taken at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_at_session: Option<u16>,
    #[serde(default)]
    pub vitals: VitalsRule,
    /// Limits that warn where the ward wrote down none of its own; hard limits are Kayoi's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soft_limits: Option<SoftLimits>,
    /// The participant receives a sheet with the results.
    #[serde(default)]
    pub result_sheet: bool,
}

/// An instrument and when it is used. Where it isn't required the contractor chooses it with the ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedInstrument {
    pub instrument: Instrument,
    #[serde(default)]
    pub timing: Timing,
    #[serde(default)]
    pub required: bool,
    /// May be made up on another day, by post or by phone.
    #[serde(default)]
    pub may_make_up: bool,
    #[serde(default)]
    pub comparison: Comparison,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    #[default]
    BeforeAndAfter,
    BeforeMonthlyAndAfter,
}

/// When a change is 改善 or 悪化. Below the threshold it is 維持.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    #[default]
    Exact,
    /// In the instrument's unit.
    Absolute(Decimal),
    /// Percent of the first value.
    Percent(u8),
    /// By the class of the published cut-offs; only for an instrument that has them for everybody.
    Category,
}

/// Whether blood pressure and pulse are owed by everyone who attends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VitalsRule {
    #[default]
    NotRequired,
    /// At the start and at the end; a session can't be closed without a value or a reason.
    BeforeAndAfter,
}

/// Blood pressure in mmHg and pulse per minute from which a reading is pointed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SoftLimits {
    pub systolic: u16,
    pub diastolic: u16,
    pub pulse_least: u16,
    pub pulse_most: u16,
}

/// What can be asked or measured. The scoring and units live with the assessments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Instrument {
    #[serde(rename = "kcl")]
    BasicChecklist,
    #[serde(rename = "sarc_f")]
    SarcF,
    #[serde(rename = "health")]
    SelfRatedHealth,
    #[serde(rename = "grip")]
    GripStrength,
    #[serde(rename = "ols_open")]
    OneLegStanding,
    #[serde(rename = "tug")]
    TimedUpAndGo,
    #[serde(rename = "walk5_u")]
    UsualWalk5m,
    #[serde(rename = "walk5_m")]
    FastestWalk5m,
    #[serde(rename = "cs30")]
    ChairStand30s,
    #[serde(rename = "scs5")]
    ChairStand5,
}

impl Instrument {
    pub const ALL: [Self; 10] = [
        Self::BasicChecklist,
        Self::SarcF,
        Self::SelfRatedHealth,
        Self::GripStrength,
        Self::OneLegStanding,
        Self::TimedUpAndGo,
        Self::UsualWalk5m,
        Self::FastestWalk5m,
        Self::ChairStand30s,
        Self::ChairStand5,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::BasicChecklist => "kcl",
            Self::SarcF => "sarc_f",
            Self::SelfRatedHealth => "health",
            Self::GripStrength => "grip",
            Self::OneLegStanding => "ols_open",
            Self::TimedUpAndGo => "tug",
            Self::UsualWalk5m => "walk5_u",
            Self::FastestWalk5m => "walk5_m",
            Self::ChairStand30s => "cs30",
            Self::ChairStand5 => "scs5",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|instrument| instrument.code() == code)
    }

    /// Whether cut-offs are published for everybody, women and men alike.
    pub fn has_classes(self) -> bool {
        matches!(self, Self::TimedUpAndGo | Self::UsualWalk5m | Self::ChairStand5)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::BasicChecklist => "基本チェックリスト",
            Self::SarcF => "SARC-F",
            Self::SelfRatedHealth => "主観的健康感",
            Self::GripStrength => "握力",
            Self::OneLegStanding => "開眼片足立ち",
            Self::TimedUpAndGo => "TUG",
            Self::UsualWalk5m => "5m通常歩行",
            Self::FastestWalk5m => "5m最大歩行",
            Self::ChairStand30s => "30秒椅子立ち上がり（CS-30）",
            Self::ChairStand5 => "5回椅子立ち上がり",
        }
    }
}
