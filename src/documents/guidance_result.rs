//! 指導結果報告書（個人）: one person's guidance, with the values from the first day to the last (S2).

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::{Chart, Fact, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct GuidanceResult {
    pub masthead: Masthead,
    /// 契約, 受託者, 期間 …
    pub facts: Vec<Fact>,
    pub participant: Option<PersonName>,
    pub person: Vec<Fact>,
    pub contacts: Vec<GuidanceContact>,
    pub instructions: Vec<DoctorsInstruction>,
    pub values: Vec<GuidanceValue>,
    /// When 改善 and 悪化 are said.
    pub rule: String,
    pub charts: Vec<Chart>,
}

#[derive(Clone, Debug, Serialize)]
pub struct GuidanceContact {
    pub label: String,
    pub done_on: Option<String>,
    /// Means and minutes, or why there is none (「遅れ」).
    pub how: String,
    pub content: Option<String>,
    pub goals: Option<String>,
    pub next: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct DoctorsInstruction {
    pub day: String,
    pub doctor: String,
    pub text: String,
}

/// A value on the first and on the last day.
#[derive(Clone, Debug, Serialize)]
pub struct GuidanceValue {
    /// 「HbA1c（％）」
    pub name: String,
    pub first: String,
    pub last: Option<String>,
    pub difference: Option<String>,
    pub verdict: Option<String>,
}

impl Paper for GuidanceResult {
    const NAME: &'static str = "guidance_result.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/guidance_result.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.contacts.len() + self.instructions.len() + self.values.len()
    }
}

impl GuidanceResult {
    /// An invented person half-way through.
    pub fn sample() -> Self {
        let contact = |label: &str, day: Option<&str>, how: &str, content: Option<&str>| GuidanceContact {
            label: label.into(),
            done_on: day.map(str::to_owned),
            how: how.into(),
            content: content.map(str::to_owned),
            goals: content.map(|_| "みそ汁を1日1杯にする".to_owned()),
            next: None,
        };
        let value =
            |name: &str, first: &str, last: Option<&str>, difference: Option<&str>, verdict: Option<&str>| {
                GuidanceValue {
                    name: name.into(),
                    first: first.into(),
                    last: last.map(str::to_owned),
                    difference: difference.map(str::to_owned),
                    verdict: verdict.map(str::to_owned),
                }
            };
        Self {
            masthead: Masthead::sample(
                "指導結果報告書（個人）",
                "指導結果報告書（個人）",
                "糖尿病性腎症等重症化予防",
            ),
            facts: vec![
                Fact::new("契約件名", "糖尿病性腎症等重症化予防業務委託"),
                Fact::new("受託者", "株式会社あおぞら保健センター"),
                Fact::new("期間", "令和6年6月3日〜令和6年12月2日"),
                Fact::new("状態", "参加中"),
            ],
            participant: Some(PersonName::new("髙橋 花子", "タカハシ ハナコ")),
            person: vec![
                Fact::new("生年月日", "昭和31年3月5日（68歳）"),
                Fact::new("傷病名", "2型糖尿病"),
                Fact::new("治療状況", "内服治療中"),
                Fact::hidden("電話番号"),
            ],
            contacts: vec![
                contact(
                    "初回の面談",
                    Some("令和6年6月10日"),
                    "面接・60分",
                    Some("検査の結果を一緒に見た。\n塩分のとり方を話した。"),
                ),
                contact(
                    "2回目の支援",
                    Some("令和6年7月12日"),
                    "電話・20分",
                    Some("夕食の時間が早くなった。"),
                ),
                contact("3回目の支援", None, "遅れ（期間は9月2日まで）", None),
            ],
            instructions: vec![DoctorsInstruction {
                day: "令和6年6月5日".into(),
                doctor: "中央内科　田村医師".into(),
                text: "塩分は1日6g未満。".into(),
            }],
            values: vec![
                value("HbA1c（％）", "7.2", Some("6.8"), Some("-0.4"), Some("改善")),
                value("eGFR（mL/分/1.73㎡）", "48.5", Some("47"), Some("-1.5"), Some("悪化")),
                value("LDLコレステロール（mg/dL）", "132", None, None, None),
            ],
            rule: "選定の基準から離れる向きに変われば改善、近づく向きに変われば悪化とします。".into(),
            charts: Vec::new(),
        }
    }
}
