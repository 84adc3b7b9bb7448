//! 何で済むか: the register whose entry satisfies a duty.

use serde::{Deserialize, Serialize};

/// Where a duty is done. The register closes it through `obligations::register_settled`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// 従事者名簿, accepted by the ward; or a change of it that the clauses want notified, received by the ward.
    Roster,
    /// A report of the programme, accepted.
    Report,
    /// 提出物: a typed form or a file, decided on by the other side.
    Filing,
    Inspection,
    /// 区の求めへの回答, received by the ward.
    Request,
    Training,
    Pledge,
    Incident,
    Handover,
    Erasure,
    Permission,
    ProtectionPlan,
    /// 調査票・確認記録票.
    Survey,
    Measures,
    Complaint,
    /// 違反・損害の記録: what the ward decided, and what was paid.
    Breach,
    /// 試しの取込み of invented people, its result accepted by the ward.
    Rehearsal,
    /// Written down by whoever did it: on which day, and what.
    Record,
    /// A condition: nothing is handed in.
    Condition,
}

impl Evidence {
    pub const ALL: [Self; 19] = [
        Self::Roster,
        Self::Report,
        Self::Filing,
        Self::Inspection,
        Self::Request,
        Self::Training,
        Self::Pledge,
        Self::Incident,
        Self::Handover,
        Self::Erasure,
        Self::Permission,
        Self::ProtectionPlan,
        Self::Survey,
        Self::Measures,
        Self::Complaint,
        Self::Breach,
        Self::Rehearsal,
        Self::Record,
        Self::Condition,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Report => "report",
            Self::Filing => "filing",
            Self::Inspection => "inspection",
            Self::Request => "request",
            Self::Training => "training",
            Self::Pledge => "pledge",
            Self::Incident => "incident",
            Self::Handover => "handover",
            Self::Erasure => "erasure",
            Self::Permission => "permission",
            Self::ProtectionPlan => "protection_plan",
            Self::Survey => "survey",
            Self::Measures => "measures",
            Self::Complaint => "complaint",
            Self::Breach => "breach",
            Self::Rehearsal => "rehearsal",
            Self::Record => "record",
            Self::Condition => "condition",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Roster => "従事者名簿",
            Self::Report => "報告書の受理",
            Self::Filing => "提出物",
            Self::Inspection => "検査の記録",
            Self::Request => "区の求めへの回答",
            Self::Training => "研修の記録",
            Self::Pledge => "誓約書",
            Self::Incident => "事故の記録",
            Self::Handover => "受渡し管理簿",
            Self::Erasure => "返還・消去の記録",
            Self::Permission => "許可の申請",
            Self::ProtectionPlan => "保護に関する計画",
            Self::Survey => "調査票・確認記録票",
            Self::Measures => "対策の一覧表",
            Self::Complaint => "苦情の記録",
            Self::Breach => "違反・損害の記録",
            Self::Rehearsal => "試しの取込み",
            Self::Record => "行ったことの記録",
            Self::Condition => "守る決まり",
        }
    }

    /// Why a person can't simply say that it is done: another page does that, when its own decision falls.
    pub fn closed_elsewhere(self) -> Option<&'static str> {
        match self {
            Self::Roster => Some(
                "この義務は、区が従事者名簿を承認したとき（変更を届け出る決まりのときは、届を受理したとき）に済みになります。",
            ),
            Self::Report => Some("この義務は、区が報告書を受理したときに済みになります。"),
            Self::Filing => Some(
                "この義務は、提出物が受理・承認されたとき（決定のいらないものは提出したとき）に済みになります。",
            ),
            Self::Training => Some("この義務は、区が教育・訓練の報告を受理したときに済みになります。"),
            Self::Pledge => Some("この義務は、名簿の全員の誓約書を区が受理したときに済みになります。"),
            Self::Permission => Some("この義務は、区が申請を決定したときに済みになります。"),
            Self::ProtectionPlan | Self::Survey => {
                Some("この義務は、相手が受け取ったとき（区の確認記録票は出したとき）に済みになります。")
            }
            Self::Erasure => Some(
                "この義務は、区が返還・消去の報告を受理したとき（計画書は提出したとき）に済みになります。",
            ),
            Self::Measures => {
                Some("この義務は、区と受託者が対策に印を付け、区が一覧を確認したときに済みになります。")
            }
            Self::Inspection => {
                Some("この義務は、検査の結果を記録したとき（是正は、区が再確認したとき）に済みになります。")
            }
            Self::Request => Some("この義務は、区の求めへの回答を区が受理したときに済みになります。"),
            Self::Incident => Some(
                "この義務は、事故・急変の報告を区が確認したとき（書面の報告は、最終報告を受け取ったとき）に済みになります。",
            ),
            Self::Rehearsal => Some(
                "この義務は、区が試しの取込み（一覧ファイルから登録する画面）の結果を認めたときに済みになります。",
            ),
            Self::Breach => Some(
                "この義務は、区が違反・損害の記録で対応を決めたとき（賠償は、全額が支払われたとき）に済みになります。",
            ),
            Self::Handover | Self::Complaint | Self::Record | Self::Condition => None,
        }
    }
}
