//! 関門: what a contract keeps shut until a duty is done.

use serde::{Deserialize, Serialize};

/// What stays shut. Only the gates that a contract's clauses ask for exist for it, but for the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The contractor sees the contract's people.
    PeopleVisible,
    /// Real data are imported.
    RealDataImport,
    TakeOut,
    Copying,
    ReOutsourcing,
    /// An operator's account works.
    JobWindow,
    /// The contract is closed; asked of every contract.
    Close,
}

impl Gate {
    pub const ALL: [Self; 7] = [
        Self::PeopleVisible,
        Self::RealDataImport,
        Self::TakeOut,
        Self::Copying,
        Self::ReOutsourcing,
        Self::JobWindow,
        Self::Close,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::PeopleVisible => "people_visible",
            Self::RealDataImport => "real_data_import",
            Self::TakeOut => "take_out",
            Self::Copying => "copying",
            Self::ReOutsourcing => "re_outsourcing",
            Self::JobWindow => "job_window",
            Self::Close => "close",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::PeopleVisible => "受託者が参加者の情報を見る",
            Self::RealDataImport => "本番のデータを取り込む",
            Self::TakeOut => "個人情報を持ち出す",
            Self::Copying => "個人情報を複写・複製する",
            Self::ReOutsourcing => "業務をほかの者に任せる",
            Self::JobWindow => "保守の担当者が作業する",
            Self::Close => "契約を終了する",
        }
    }
}
