//! 様式: a paper of headed parts, each with words, facts or a table, for what one side hands the other under a contract
//! (誓約書, 名簿, 許可, 調査票, 計画).

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
};

#[derive(Clone, Debug, Serialize)]
pub struct FormPaper {
    pub masthead: Masthead,
    /// What stands above the first part: the contract, the sides.
    pub facts: Vec<Fact>,
    pub parts: Vec<Part>,
}

/// What stands under one heading, in this order: words, facts, table. What is empty is left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Part {
    pub heading: String,
    pub words: Option<String>,
    pub facts: Vec<Fact>,
    pub heads: Vec<String>,
    /// Shares of the line's width, as many as `heads`.
    pub widths: Vec<u8>,
    pub rows: Vec<Vec<String>>,
}

impl Part {
    pub fn words(heading: &str, words: &str) -> Self {
        Self { heading: heading.into(), words: Some(words.into()), ..Self::default() }
    }

    pub fn facts(heading: &str, facts: Vec<Fact>) -> Self {
        Self { heading: heading.into(), facts, ..Self::default() }
    }

    /// `columns`: each heading with its share of the width.
    pub fn table(heading: &str, columns: &[(&str, u8)], rows: Vec<Vec<String>>) -> Self {
        Self {
            heading: heading.into(),
            heads: columns.iter().map(|(head, _)| (*head).to_owned()).collect(),
            widths: columns.iter().map(|(_, width)| *width).collect(),
            rows,
            ..Self::default()
        }
    }
}

impl Paper for FormPaper {
    const NAME: &'static str = "form_paper.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/form_paper.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.facts.len() + self.parts.iter().map(|part| part.facts.len() + part.rows.len() + 1).sum::<usize>()
    }
}

impl FormPaper {
    /// An invented permission with all three kinds of parts.
    pub fn sample() -> Self {
        Self {
            masthead: Masthead::sample("持出しの承諾書", "個人情報の持出しの承諾書", "シニアの元気クラブ"),
            facts: vec![
                Fact::new("契約", "契第12号　シニアの元気クラブ"),
                Fact::new("受託者", "株式会社あおぞらフィットネス"),
            ],
            parts: vec![
                Part::words("理由", "会場に電源がないため、出欠の控えを紙で持って行く。"),
                Part::facts("期間", vec![Fact::new("から", "令和6年7月1日"), Fact::hidden("終了の届")]),
                Part::table(
                    "従事者",
                    &[("氏名", 2), ("役割", 1)],
                    vec![
                        vec!["青木 ハル".into(), "取扱責任者".into()],
                        vec!["森 夏子".into(), String::new()],
                    ],
                ),
            ],
        }
    }
}
