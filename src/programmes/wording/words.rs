//! The words for choices that have no rule of their own.

use crate::programmes::definition::{
    Cadence, Comparison, ContactMeans, Counted, Decider, Decision, FilingForm, Owes, PaperKind,
    SectionContent, StageRecord, StageTiming, Timing, Who,
};

/// A method that gives each choice its word.
macro_rules! labels {
    ($($choice:ident { $($variant:ident => $word:literal,)+ })+) => {$(
        impl $choice {
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    )+};
}

labels! {
    Who {
        Ward => "区",
        Contractor => "事業者",
        Centre => "地域包括支援センター",
    }
    StageRecord {
        ConsentAndIdentity => "説明・同意と本人確認",
        Screening => "体調確認",
        HomeAssessment => "事前の居宅訪問",
        PlanAndExplanation => "実施計画と説明",
        FirstDay => "初回の記録",
        ServiceDays => "利用日の記録",
        Sessions => "教室の記録",
        Assessment => "測定・評価",
        Monitoring => "モニタリング",
        FinalHomeVisit => "最終の居宅訪問",
        CentreLiaison => "センターへの連絡シート",
        RecruitmentCall => "参加を勧める電話",
        GuidanceContact => "保健指導の記録",
        Report => "実施報告",
    }
    Decider {
        Ward => "区",
        Contractor => "事業者",
        Centre => "地域包括支援センター",
    }
    Counted {
        PerCourse => "教室ごと",
        PerMonth => "月ごと",
        PerContract => "契約全体",
    }
    Timing {
        BeforeAndAfter => "はじめと終わり",
        BeforeMonthlyAndAfter => "はじめ・毎月・終わり",
    }
    ContactMeans {
        FaceToFace => "面接",
        Phone => "電話",
        Letter => "手紙",
        Web => "Web面接",
    }
    Cadence {
        PerCourse => "教室ごと",
        Monthly => "月ごと",
        Quarterly => "四半期ごと",
        PerFiscalYear => "年度ごと",
        PerContract => "契約ごと",
    }
    SectionContent {
        Derived => "記録から自動で数えます",
        Narrative => "事業者が書きます",
        NarrativePerGoal => "事業者が目標ごとに書きます",
    }
    Owes {
        Contractor => "事業者",
        Ward => "区",
        Both => "事業者と区",
    }
    Decision {
        None => "提出するだけです",
        Receipt => "受け取った側が受領を記録します",
        Approval => "受け取った側の承認が必要です",
    }
    FilingForm {
        Text => "画面に書いて出します",
        Attachment => "ファイルを添えて出します",
    }
    PaperKind {
        ParticipantRoster => "参加者の名簿",
        LiaisonSheet => "センターとの連絡用紙",
        IndividualResult => "参加者ごとの結果",
        ServicePlan => "実施計画",
        ServiceRecord => "提供の記録",
        ConsentForm => "同意書",
        ConditionSheet => "体調の確認用紙",
        NameTags => "名札",
        ApplicantList => "申込者の一覧",
        FeeStatement => "委託料の内訳",
        Report => "実施報告",
        OverallResult => "全体の結果",
    }
}

impl StageTiming {
    pub fn words(self) -> String {
        match self {
            Self::Before => "始まる前".to_owned(),
            Self::FirstDay => "初日".to_owned(),
            Self::EachDay => "毎回".to_owned(),
            Self::EveryMonths(months) => format!("{months}か月に1回以上"),
            Self::LastDay => "最終日".to_owned(),
            Self::After => "終わった後".to_owned(),
        }
    }
}

impl Comparison {
    pub fn words(self) -> String {
        match self {
            Self::Exact => "少しでも変われば改善・悪化とします".to_owned(),
            Self::Absolute(least) => format!("{least}以上変われば改善・悪化とします"),
            Self::Percent(percent) => format!("はじめの値の{percent}%以上変われば改善・悪化とします"),
            Self::Category => "公表されている基準の区分が変われば改善・悪化とします".to_owned(),
        }
    }
}
