//! 指導結果報告書（全体）: the figures of a guidance contract (S2). Without personal data.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
};

#[derive(Clone, Debug, Serialize)]
pub struct GuidanceOverall {
    pub masthead: Masthead,
    pub facts: Vec<Fact>,
    /// 対象者, 電話, 参加 …
    pub recruitment: Vec<Fact>,
    /// 辞退・途中終了の理由 with both counts.
    pub endings: Vec<[String; 3]>,
    pub means: Vec<String>,
    pub contacts: Vec<ContactRow>,
    pub values: Vec<ValueRow>,
    pub rule: String,
    /// 種類, 件数, 区に伝えた, 回答ずみ.
    pub inquiries: Vec<[String; 4]>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ContactRow {
    pub label: String,
    pub done: usize,
    /// In the order of `means`.
    pub by_means: Vec<usize>,
    pub late: usize,
    pub minutes: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct ValueRow {
    pub name: String,
    pub people: usize,
    /// Median, first and last.
    pub median: String,
    pub mean: String,
    /// 改善・変化なし・悪化, or 上がった・変化なし・下がった.
    pub went: String,
}

impl Paper for GuidanceOverall {
    const NAME: &'static str = "guidance_overall.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/guidance_overall.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.recruitment.len()
            + self.endings.len()
            + self.contacts.len()
            + self.values.len()
            + self.inquiries.len()
    }
}

impl GuidanceOverall {
    /// An invented year.
    pub fn sample() -> Self {
        let words = |texts: [&str; 3]| texts.map(str::to_owned);
        Self {
            masthead: Masthead {
                handling: None,
                ..Masthead::sample(
                    "指導結果報告書（全体）",
                    "指導結果報告書（全体）",
                    "糖尿病性腎症等重症化予防業務委託",
                )
            },
            facts: vec![
                Fact::new("契約件名", "糖尿病性腎症等重症化予防業務委託"),
                Fact::new("受託者", "株式会社あおぞら保健センター"),
            ],
            recruitment: vec![
                Fact::new("対象者", "40人（うち区が加えた人 2人）"),
                Fact::new("電話をした人", "38人（のべ71回）"),
                Fact::new("参加した人", "22人"),
                Fact::new("辞退した人", "9人"),
            ],
            endings: vec![words(["体調・病気", "5", "1"]), words(["転居", "1", "0"])],
            means: ["面接", "電話", "手紙", "Web面接"].map(str::to_owned).to_vec(),
            contacts: vec![
                ContactRow {
                    label: "初回の面談".into(),
                    done: 22,
                    by_means: vec![18, 0, 0, 4],
                    late: 0,
                    minutes: 1_290,
                },
                ContactRow {
                    label: "2回目の支援".into(),
                    done: 17,
                    by_means: vec![0, 15, 0, 2],
                    late: 3,
                    minutes: 350,
                },
            ],
            values: vec![
                ValueRow {
                    name: "HbA1c（％）".into(),
                    people: 15,
                    median: "7.1→6.9".into(),
                    mean: "7.16→6.94".into(),
                    went: "改善9・変化なし2・悪化4".into(),
                },
                ValueRow {
                    name: "LDLコレステロール（mg/dL）".into(),
                    people: 11,
                    median: "128→121".into(),
                    mean: "126.55→122".into(),
                    went: "上がった4・変化なし1・下がった6".into(),
                },
            ],
            rule: "選定の基準から離れる向きに変われば改善、近づく向きに変われば悪化とします。".into(),
            inquiries: vec![["苦情", "1", "1", "0"].map(str::to_owned)],
        }
    }
}
