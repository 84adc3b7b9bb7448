//! The records of an individual service and what each asks for, as data: one form and one page serve all of them.
//! Source: the eight steps of 新宿型 (通所型短期集中サービス 業務内容).

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

/// What is written about a person in one record; sealed with the enrolment's own key.
#[derive(Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Writing {
    /// (code of the section, text), in the order of the form; empty sections are left out.
    pub sections: Vec<(String, String)>,
    /// Plan: days a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_per_week: Option<u8>,
}

impl Sealable for Writing {
    const TABLE: &'static str = "service_record";
}

impl std::fmt::Debug for Writing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writing(…)")
    }
}

impl Writing {
    /// The text of a section; empty when nothing was written.
    pub fn text(&self, code: &str) -> &str {
        self.sections.iter().find(|(section, _)| section == code).map_or("", |(_, text)| text)
    }
}

/// The kinds of record, in the order of the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    HomeVisit,
    Plan,
    ServiceDay,
    Monitoring,
    FinalVisit,
}

/// One part of a record to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    pub code: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub required: bool,
}

const fn asked(code: &'static str, label: &'static str, hint: &'static str) -> Section {
    Section { code, label, hint, required: true }
}

const fn free(code: &'static str, label: &'static str, hint: &'static str) -> Section {
    Section { code, label, hint, required: false }
}

static HOME_VISIT: [Section; 7] = [
    asked("living", "生活環境", "住まい、段差や手すり、買い物や通院の手段など"),
    asked("body", "身体状況", "痛み、動作、服薬、医師からの指示など"),
    asked("daily", "日常生活の様子", "移動、家事、入浴、食事、外出の頻度など"),
    asked("wish", "本人の望み", "できるようになりたいこと。例：一人でバスに乗って友人に会いに行きたい"),
    asked("problems", "課題", "望みの実現を妨げていること"),
    free("support", "家族・支援者", "同居の人、手伝ってくれる人、使っているサービス"),
    free("remarks", "特記事項", "送迎の場所、訪問時の注意など"),
];

static PLAN: [Section; 5] = [
    asked("goal", "3か月後の目標", "本人の言葉で。例：一人でバスに乗って友人に会いに行く"),
    asked("steps", "目標までの段階", "1か月ごとに目指すこと"),
    asked("programme", "プログラム", "運動、口腔、栄養など、行う内容"),
    free("home", "自宅での取組", "毎日の運動、食事、外出など"),
    free("remarks", "留意点", "中止の目安、医師からの指示など"),
];

static SERVICE_DAY: [Section; 2] = [
    free("content", "内容", "行ったプログラム"),
    free("remarks", "様子", "体調や取組の様子。休んだときは理由"),
];

static MONITORING: [Section; 4] = [
    asked("progress", "目標の達成状況", ""),
    asked("condition", "心身の状況", "痛み、体力、気持ちの変化など"),
    asked("adjustment", "計画の見直し", "見直しが要らないときは「なし」"),
    free("remarks", "特記事項", ""),
];

static FINAL_VISIT: [Section; 5] = [
    asked("achieved", "目標の達成状況", "3か月後の目標に対して、できるようになったこと"),
    asked("living", "生活の変化", "自宅での動作や外出の変化"),
    asked("wish", "これからの望み", "終了後にしたいこと"),
    asked("continuing", "終了後の取組", "通いの場、自主グループ、自宅での運動など"),
    free("remarks", "地域包括支援センターへ伝えること", ""),
];

impl Kind {
    pub const ALL: [Self; 5] =
        [Self::HomeVisit, Self::Plan, Self::ServiceDay, Self::Monitoring, Self::FinalVisit];

    /// As stored in `service_record.step`.
    pub fn code(self) -> &'static str {
        match self {
            Self::HomeVisit => "home_visit",
            Self::Plan => "plan",
            Self::ServiceDay => "service_day",
            Self::Monitoring => "monitoring",
            Self::FinalVisit => "final_visit",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::HomeVisit => "事前アセスメント（居宅訪問）",
            Self::Plan => "実施計画",
            Self::ServiceDay => "通所の記録",
            Self::Monitoring => "モニタリング",
            Self::FinalVisit => "最終評価（居宅訪問）",
        }
    }

    /// What its date is called.
    pub fn day_label(self) -> &'static str {
        match self {
            Self::HomeVisit | Self::FinalVisit => "訪問した日",
            Self::Plan => "計画を作成した日",
            Self::ServiceDay => "通所の日",
            Self::Monitoring => "モニタリングをした日",
        }
    }

    pub fn sections(self) -> &'static [Section] {
        match self {
            Self::HomeVisit => &HOME_VISIT,
            Self::Plan => &PLAN,
            Self::ServiceDay => &SERVICE_DAY,
            Self::Monitoring => &MONITORING,
            Self::FinalVisit => &FINAL_VISIT,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_read_back_and_sections_are_distinct() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
            let codes: BTreeSet<&str> = kind.sections().iter().map(|section| section.code).collect();
            assert_eq!(codes.len(), kind.sections().len(), "{}", kind.code());
        }
        assert_eq!(Kind::from_code("contact"), None);
    }

    #[test]
    fn a_writing_tells_nothing_to_a_log() {
        let writing = Writing { sections: vec![("wish".into(), "散歩".into())], days_per_week: Some(2) };
        assert_eq!(format!("{writing:?}"), "Writing(…)");
        assert_eq!((writing.text("wish"), writing.text("living")), ("散歩", ""));
    }
}
