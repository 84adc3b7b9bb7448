//! 結果票: what was measured, in large and plain words, for the participant's own hands.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::{Chart, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct ResultSheet {
    pub masthead: Masthead,
    pub course: String,
    pub participant: PersonName,
    /// 「令和6年7月4日」 before and after; `None` while there is no measurement.
    pub before_on: Option<String>,
    pub after_on: Option<String>,
    pub results: Vec<PlainResult>,
    pub charts: Vec<Chart>,
    pub comment: Option<String>,
    pub contractor: String,
}

/// One measure in plain words.
#[derive(Clone, Debug, Serialize)]
pub struct PlainResult {
    pub name: String,
    pub unit: String,
    /// What it shows and which way is good.
    pub meaning: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// 「よくなりました」, or why nothing can be said yet.
    pub verdict: String,
}

impl Paper for ResultSheet {
    const NAME: &'static str = "result_sheet.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/result_sheet.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.results.len() * 2
    }
}

impl ResultSheet {
    /// An invented participant with two measures, one of them taken once.
    pub fn sample() -> Self {
        Self {
            masthead: Masthead {
                handling: None,
                ..Masthead::sample("体力測定結果票", "体力測定の結果", "髙橋 花子 さま")
            },
            course: "元気応援教室".into(),
            participant: PersonName::new("髙橋 花子", "タカハシ ハナコ"),
            before_on: Some("令和6年7月4日".into()),
            after_on: Some("令和6年9月26日".into()),
            results: vec![
                PlainResult {
                    name: "5回立ち上がり".into(),
                    unit: "秒".into(),
                    meaning: "いすから5回続けて立ち上がるのにかかった時間です。短いほど、足の力がしっかりしています。".into(),
                    before: Some("11.8".into()),
                    after: Some("10.2".into()),
                    verdict: "よくなりました".into(),
                },
                PlainResult {
                    name: "SARC-F".into(),
                    unit: "点".into(),
                    meaning: "筋肉の衰えを調べる5つの質問の点数です。少ないほど安心です。4点以上は要注意です。".into(),
                    before: Some("5".into()),
                    after: None,
                    verdict: "終わりの測定がまだです".into(),
                },
            ],
            charts: Vec::new(),
            comment: Some("立ち上がりが速くなりました。家での体操を続けましょう。".into()),
            contractor: "株式会社あおぞらフィットネス".into(),
        }
    }
}
