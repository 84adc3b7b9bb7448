//! 指導結果報告書（全体） and 事業実施報告書 of a guidance contract (S2): its figures, and in the report those of each person
//! with the contractor's words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    outline::Heading,
    paper::{Masthead, Paper},
    parts::{Fact, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct GuidanceOverall {
    pub masthead: Masthead,
    /// What is printed, in its order.
    pub outline: Vec<Heading>,
    /// What the contractor wrote, by the code of the section.
    pub words: BTreeMap<String, String>,
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
    /// 1人ごとの指導結果; empty on the paper without personal data.
    pub people: Vec<PersonRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PersonRow {
    pub name: Option<PersonName>,
    /// 参加中・終了・途中終了
    pub state: String,
    pub done: usize,
    pub late: usize,
    /// 「HbA1c 7.1→6.9（改善）」, one for each value that selects.
    pub changes: Vec<String>,
    /// The page of the person; empty on paper.
    #[serde(skip)]
    pub href: String,
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
            + self.people.len()
    }
}

/// The sections of the paper without personal data.
pub fn figures_outline() -> Vec<Heading> {
    let all = [
        ("overview", "1　事業概要"),
        ("selection", "2　対象者と参加勧奨の結果"),
        ("contacts", "3　支援の実施状況（方法別）"),
        ("values", "4　検査値の推移"),
        ("calls", "5　問い合わせ・意見・苦情"),
    ];
    all.map(|(code, text)| Heading { level: 1, text: text.to_owned(), code, written: false }).to_vec()
}

impl GuidanceOverall {
    /// What the contractor wrote in a section; empty before they did.
    pub fn said(&self, code: &str) -> &str {
        self.words.get(code).map_or("", String::as_str)
    }

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
            outline: figures_outline(),
            words: BTreeMap::new(),
            people: Vec::new(),
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
