//! 契約の現況: whether a contract is in order, its gates, what is open, and where each of its clauses ends up.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
};

#[derive(Clone, Debug, Serialize)]
pub struct ContractStanding {
    pub masthead: Masthead,
    pub facts: Vec<Fact>,
    /// Whether it is in order, in a sentence.
    pub answer: String,
    pub gates: Vec<Gate>,
    pub dues: Vec<Due>,
    /// What else is open.
    pub matters: Vec<Matter>,
    /// How many obligations are over.
    pub over: usize,
    pub texts: Vec<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Gate {
    pub label: String,
    pub state: String,
    pub reasons: String,
    pub clauses: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Due {
    pub on: String,
    pub title: String,
    pub owed_by: String,
    pub state: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Matter {
    pub title: String,
    pub since: String,
    pub on: String,
    pub state: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Text {
    pub title: String,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Clause {
    pub label: String,
    pub heading: String,
    /// What it asks for, each with its state, or why it asks for nothing.
    pub meaning: Vec<String>,
    pub is_open: bool,
}

impl Paper for ContractStanding {
    const NAME: &'static str = "contract_standing.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/contract_standing.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.gates.len()
            + self.dues.len()
            + self.matters.len()
            + self.texts.iter().map(|text| text.clauses.len()).sum::<usize>()
    }
}

impl ContractStanding {
    /// An invented contract with something late and one clause unread.
    pub fn sample() -> Self {
        Self {
            masthead: Masthead {
                handling: None,
                ..Masthead::sample("契約の現況", "契約の現況", "契第12号　シニアの教室")
            },
            facts: vec![
                Fact::new("契約番号", "契第12号"),
                Fact::new("件名", "シニアの教室"),
                Fact::new("受託者", "株式会社あおぞらフィットネス"),
                Fact::new("契約期間", "令和6年5月1日〜令和7年3月31日"),
            ],
            answer: "まだ確かめていない条項が1条あります。その条項が求める義務は、登録されていません。"
                .into(),
            gates: vec![Gate {
                label: "受託者が参加者の情報を見る".into(),
                state: "閉じています".into(),
                reasons: "「従事者名簿の提出」が済むと開きます。".into(),
                clauses: "３・４".into(),
            }],
            dues: vec![Due {
                on: "令和6年4月30日".into(),
                title: "従事者名簿の提出".into(),
                owed_by: "受託者".into(),
                state: "期限を3日過ぎています".into(),
            }],
            matters: vec![Matter {
                title: "承認を待つ従事者名簿が1件".into(),
                since: "令和6年4月28日".into(),
                on: "—".into(),
                state: "決定・確認待ち".into(),
            }],
            over: 4,
            texts: vec![Text {
                title: "特記事項　シニアの教室（第1版）".into(), clauses: Clause::samples()
            }],
        }
    }
}

impl Clause {
    fn samples() -> Vec<Self> {
        let clause = |label: &str, heading: &str, meaning: &[&str]| Self {
            label: label.into(),
            heading: heading.into(),
            meaning: meaning.iter().map(|one| (*one).to_owned()).collect(),
            is_open: meaning == ["まだ確かめていません"],
        };
        let list = ["従事者名簿の提出（期限を3日過ぎています）", "従事者の変更の申し入れ（その都度）"];
        vec![
            clause("１", "言葉の意味", &["定めのみ：言葉の意味や範囲を定めています。手続きはありません。"]),
            clause("３", "従事者名簿", &list),
            clause("４", "そのほか", &["まだ確かめていません"]),
        ]
    }
}
