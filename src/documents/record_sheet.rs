//! 記録票: a record in chapters, each with labels and values, texts in frames, or a table. Incidents and inspections are
//! handed out on it.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
};

#[derive(Clone, Debug, Serialize)]
pub struct RecordSheet {
    pub masthead: Masthead,
    pub sections: Vec<Section>,
}

/// One chapter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section {
    pub heading: String,
    pub facts: Vec<Fact>,
    /// Label and text; the text keeps its line ends.
    pub words: Vec<(String, String)>,
    pub grid: Option<Grid>,
    /// A line under it.
    pub note: Option<String>,
}

/// A table; the first cell names its row.
#[derive(Clone, Debug, Serialize)]
pub struct Grid {
    pub heads: Vec<String>,
    /// Shares of the width.
    pub widths: Vec<u8>,
    pub rows: Vec<Vec<String>>,
}

impl Section {
    pub fn facts(heading: impl Into<String>, facts: Vec<Fact>) -> Self {
        Self { heading: heading.into(), facts, ..Self::default() }
    }

    pub fn words(heading: impl Into<String>, words: Vec<(String, String)>) -> Self {
        Self { heading: heading.into(), words, ..Self::default() }
    }

    /// A table, or the sentence that stands in place of an empty one.
    pub fn grid(heading: impl Into<String>, grid: Grid, empty: &str) -> Self {
        let (grid, note) = if grid.rows.is_empty() { (None, Some(empty.into())) } else { (Some(grid), None) };
        Self { heading: heading.into(), grid, note, ..Self::default() }
    }
}

impl Paper for RecordSheet {
    const NAME: &'static str = "record_sheet.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/record_sheet.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        let rows = |one: &Section| {
            one.facts.len() + one.words.len() + one.grid.as_ref().map_or(0, |grid| grid.rows.len())
        };
        self.sections.iter().map(rows).sum()
    }
}

impl RecordSheet {
    /// An invented incident.
    pub fn sample() -> Self {
        let pair = |label: &str, text: &str| (label.to_owned(), text.to_owned());
        let row = |name: &str, told: &str| vec![name.to_owned(), told.to_owned()];
        let facts = vec![
            Fact::new("種類", "個人情報の紛失・盗難"),
            Fact::new("起きた日時", "令和6年7月4日 15:05"),
            Fact::hidden("報告した人"),
        ];
        let grid = Grid {
            heads: vec!["氏名".into(), "本人への通知".into()],
            widths: vec![2, 3],
            rows: vec![row("髙橋 花子", "令和6年7月5日　電話で"), row("青木 ハル", "まだ")],
        };
        let none = Grid { heads: Vec::new(), widths: Vec::new(), rows: Vec::new() };
        Self {
            masthead: Masthead::sample("事故報告書", "事故報告書", "個人情報の紛失・盗難"),
            sections: vec![
                Section::facts("第1報", facts),
                Section::words(
                    "第1報の内容",
                    vec![
                        pair("何が起きたか", "名簿が1枚見当たらない。\n片付けのときに気付いた。"),
                        pair("した対応", "会場を探した。"),
                    ],
                ),
                Section::grid("影響を受けた人（2人）", grid, ""),
                Section::grid("是正", none, "指摘はありません。"),
            ],
        }
    }
}
