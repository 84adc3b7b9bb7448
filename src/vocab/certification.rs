//! 要介護状態区分: the certification of long-term care.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The long-term care certification in force (要介護状態区分), with the codes used in claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certification {
    /// Looked up, and there is none (非該当 included).
    None,
    /// 事業対象者 by the 基本チェックリスト.
    ProgrammeTarget,
    Support1,
    Support2,
    Care1,
    Care2,
    Care3,
    Care4,
    Care5,
}

impl Certification {
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::ProgrammeTarget,
        Self::Support1,
        Self::Support2,
        Self::Care1,
        Self::Care2,
        Self::Care3,
        Self::Care4,
        Self::Care5,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::None => "01",
            Self::ProgrammeTarget => "06",
            Self::Support1 => "12",
            Self::Support2 => "13",
            Self::Care1 => "21",
            Self::Care2 => "22",
            Self::Care3 => "23",
            Self::Care4 => "24",
            Self::Care5 => "25",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|certification| certification.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::None => "認定なし",
            Self::ProgrammeTarget => "事業対象者",
            Self::Support1 => "要支援1",
            Self::Support2 => "要支援2",
            Self::Care1 => "要介護1",
            Self::Care2 => "要介護2",
            Self::Care3 => "要介護3",
            Self::Care4 => "要介護4",
            Self::Care5 => "要介護5",
        }
    }

    /// 要介護1–5.
    pub fn is_care(self) -> bool {
        self >= Self::Care1
    }

    /// 要支援1・2, counted apart (再掲) in reports.
    pub fn is_support(self) -> bool {
        matches!(self, Self::Support1 | Self::Support2)
    }
}
