//! 実施内容: what a 体験・説明会 consists of (S4 6(1)②アからオ).

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Explanation,
    Trial,
    Checklist,
    Centre,
    Applications,
}

impl Part {
    pub const ALL: [Self; 5] =
        [Self::Explanation, Self::Trial, Self::Checklist, Self::Centre, Self::Applications];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Explanation => "explanation",
            Self::Trial => "trial",
            Self::Checklist => "checklist",
            Self::Centre => "centre",
            Self::Applications => "applications",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Explanation => "事業の説明（目的・進め方・自主グループづくり）",
            Self::Trial => "プログラムの体験",
            Self::Checklist => "基本チェックリスト",
            Self::Centre => "地域包括支援センターの紹介",
            Self::Applications => "参加の申込受付",
        }
    }
}
