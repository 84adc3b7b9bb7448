//! 条項ごとの設定: what a ward may set otherwise than the library when it binds a rule to a clause.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    programmes::definition::{Decision, Offset},
    vocab::business_days::ClosedDayPolicy,
};

/// What of a rule a clause may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    Offset,
    ClosedDay,
    Decision,
    Mode,
    EveryMonths,
    Channels,
}

/// What a clause sets; an absent field leaves what the library says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<Offset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_day: Option<ClosedDayPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u8>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub channels: BTreeSet<Channel>,
}

/// Whether something may be done under a contract, from the freest to the strictest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// No clause speaks against it.
    #[default]
    Free,
    /// Only with the ward's consent beforehand.
    Consent,
    Never,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Free, Self::Consent, Self::Never];

    pub fn code(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Consent => "consent",
            Self::Never => "never",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Free => "自由にできる",
            Self::Consent => "区の事前の承諾があればできる",
            Self::Never => "できない（例外なし）",
        }
    }
}

/// How data may pass between ward and contractor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// In Kayoi itself.
    System,
    Lgwan,
    /// A disc or other medium.
    Medium,
    ByHand,
    /// Post with a tracking number.
    Post,
    /// Encrypted mail or file exchange.
    Mail,
}

impl Channel {
    pub const ALL: [Self; 6] =
        [Self::System, Self::Lgwan, Self::Medium, Self::ByHand, Self::Post, Self::Mail];

    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Lgwan => "lgwan",
            Self::Medium => "medium",
            Self::ByHand => "by_hand",
            Self::Post => "post",
            Self::Mail => "mail",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::System => "Kayoiの画面",
            Self::Lgwan => "LGWAN",
            Self::Medium => "CD-Rなどの記録媒体",
            Self::ByHand => "手渡し",
            Self::Post => "追跡できる郵送",
            Self::Mail => "暗号化した電子メール・ファイル交換",
        }
    }
}
