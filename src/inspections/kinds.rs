//! What an inspection is about, how it is done, and what is looked at.

/// Why the ward looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectionKind {
    /// 個人情報の取扱い: once a fiscal year and contract at least (S0 特記16).
    PersonalData,
    /// 視察: whether the service is what was promised (S4 9).
    ServiceQuality,
    /// Whether the contractor can go on with the work; its result may end the contract (S3 (15)).
    Performance,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    OnSite,
    /// By video or photographs, with the reason.
    Remote,
}

/// One thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub code: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
}

/// What was found at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    Good,
    Remark,
    /// To be put right by a day.
    Correct,
    NotSeen,
}

const fn point(code: &'static str, label: &'static str, hint: &'static str) -> Point {
    Point { code, label, hint }
}

const PERSONAL_DATA: &[Point] = &[
    point("storage", "保管と施錠", "鍵のかかる保管庫、鍵の管理、机の上"),
    point("custodians", "従事者と名簿の一致", "名簿にない人が扱っていないか、退職した人のIDが残っていないか"),
    point("training", "従事者の教育", "受けた日と、受けていない人"),
    point("take_out", "持出し", "承諾の範囲、経路、保護の方法"),
    point("copying", "複写・複製", "許された範囲か、写しの所在"),
    point("re_outsourcing", "再委託", "任せている相手がいないか、承諾の範囲か"),
    point("devices", "端末とID・パスワード", "1人1つのID、画面のロック、暗号化、更新"),
    point("logs", "操作の記録", "夜間や休日の利用、まとめての閲覧、拒否された操作の理由"),
    point("handover", "受渡しの記録", "管理簿と現物、預かり証"),
    point("erasure", "返却と消去", "不要になったものの返却、消去の記録"),
    point("readiness", "事故への備え", "連絡先、手順、訓練"),
];

const SERVICE_QUALITY: &[Point] = &[
    point("staffing", "人員の配置", "届け出た人が従事しているか、基準を満たすか"),
    point("content", "内容", "計画どおりの内容か、一人ひとりに合っているか"),
    point("safety", "安全", "始める前の確認、体調の確認、緊急時の備え"),
    point("manner", "接遇", "説明、声かけ、プライバシーへの配慮"),
    point("records", "記録", "出欠、体調、個別の記録"),
    point("venue", "会場と備品", "広さ、動線、備品の手入れ"),
];

const PERFORMANCE: &[Point] = &[
    point("schedule", "計画どおりの実施", "回数、日程、人数"),
    point("staffing", "実施の体制", "責任者、従事者、代わりの人"),
    point("reports", "報告と提出物", "期限、内容、差し戻しへの対応"),
    point("outcomes", "成果", "目標に対する結果"),
    point("ability", "業務を続ける力", "経営、人員の見込み、改善への取り組み"),
];

impl InspectionKind {
    pub const ALL: [Self; 3] = [Self::PersonalData, Self::ServiceQuality, Self::Performance];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonalData => "personal_data",
            Self::ServiceQuality => "service_quality",
            Self::Performance => "performance",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::PersonalData => "個人情報の検査",
            Self::ServiceQuality => "視察（サービスの質）",
            Self::Performance => "実施状況の調査",
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            Self::PersonalData => "年度に1回以上、原則として現地で行います",
            Self::ServiceQuality => "教室や支援の様子を見ます",
            Self::Performance => "業務を果たせないと認めるときは、契約の解除につながります",
        }
    }

    pub fn points(self) -> &'static [Point] {
        match self {
            Self::PersonalData => PERSONAL_DATA,
            Self::ServiceQuality => SERVICE_QUALITY,
            Self::Performance => PERFORMANCE,
        }
    }

    /// The name of a stored point.
    pub fn point_label(self, code: &str) -> &'static str {
        self.points().iter().find(|point| point.code == code).map_or("", |point| point.label)
    }
}

impl Mode {
    pub const ALL: [Self; 2] = [Self::OnSite, Self::Remote];

    pub fn code(self) -> &'static str {
        match self {
            Self::OnSite => "on_site",
            Self::Remote => "remote",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::OnSite => "現地",
            Self::Remote => "遠隔（映像・写真）",
        }
    }
}

impl Finding {
    pub const ALL: [Self; 4] = [Self::Good, Self::Remark, Self::Correct, Self::NotSeen];

    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Remark => "remark",
            Self::Correct => "correct",
            Self::NotSeen => "not_seen",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Good => "良",
            Self::Remark => "指摘",
            Self::Correct => "是正",
            Self::NotSeen => "見ていない",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_looks_at_points_with_names_of_their_own() {
        for kind in InspectionKind::ALL {
            assert_eq!(InspectionKind::from_code(kind.code()), Some(kind));
            let mut codes: Vec<&str> = kind.points().iter().map(|point| point.code).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), kind.points().len(), "{kind:?}");
            assert!(kind.points().iter().all(|point| kind.point_label(point.code) == point.label));
        }
        assert_eq!(Mode::from_code("remote"), Some(Mode::Remote));
        assert_eq!(Finding::ALL.map(Finding::code).map(Finding::from_code), Finding::ALL.map(Some));
    }
}
