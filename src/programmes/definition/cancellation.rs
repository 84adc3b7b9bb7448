//! 中止: why a session or a course may be cancelled, who decides, and whether it is paid.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Time;

time::serde::format_description!(clock, Time, "[hour]:[minute]");

/// The rules for cancelled sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    /// Causes a form offers, each with who decides it. Empty: every cause, decided by the ward.
    #[serde(default)]
    pub causes: Vec<CancellationRule>,
    #[serde(default)]
    pub pay: CancellationPay,
}

impl Cancellation {
    /// Every cause a session may be cancelled for, with who decides it.
    pub fn offered(&self) -> Vec<(CancellationCause, Decider)> {
        match self.causes.as_slice() {
            [] => CancellationCause::ALL.map(|cause| (cause, Decider::Ward)).to_vec(),
            listed => listed.iter().map(|rule| (rule.cause, rule.decided_by)).collect(),
        }
    }
}

/// A cause and who decides on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancellationRule {
    pub cause: CancellationCause,
    pub decided_by: Decider,
    /// The contractor bears it: never paid.
    #[serde(default)]
    pub contractor_bears: bool,
}

/// Why a session was cancelled. Only the contractor's own convenience changes who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CancellationCause {
    Weather,
    NoParticipants,
    BelowMinimum,
    WardConvenience,
    ContractorConvenience,
}

impl CancellationCause {
    pub const ALL: [Self; 5] = [
        Self::Weather,
        Self::NoParticipants,
        Self::BelowMinimum,
        Self::WardConvenience,
        Self::ContractorConvenience,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Weather => "weather",
            Self::NoParticipants => "no_participants",
            Self::BelowMinimum => "below_minimum",
            Self::WardConvenience => "ward_convenience",
            Self::ContractorConvenience => "contractor_convenience",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Weather => "天候・災害",
            Self::NoParticipants => "参加者が0人",
            Self::BelowMinimum => "最少催行人数に満たない",
            Self::WardConvenience => "区の都合",
            Self::ContractorConvenience => "事業者の都合",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decider {
    Ward,
    Contractor,
    Centre,
}

/// Whether a cancelled session counts as held for the fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CancellationPay {
    #[default]
    Never,
    /// Free of charge when decided up to this time on the calendar day so many days before, that minute included;
    /// later decisions are paid as held.
    FreeUntil {
        days_before: u8,
        #[serde(with = "clock")]
        #[schemars(with = "String")]
        at: Time,
    },
}
