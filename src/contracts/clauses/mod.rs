//! Splitter of 特記事項: finds the clauses inside a ward's whole paper and takes them apart. Two forms are read,
//! numbered paragraphs (`１ … 21`) and articles (`第１条 … 第40条`), hard-wrapped or not, with their headings,
//! paragraphs and lists. Invariants: clause numbers run 1..n without a gap, every visible line of the input is
//! either part of a clause or in `left_out`, the words and their order are the input's, and the time is linear.

mod body;
mod lines;
mod markers;
mod parts;
mod run;
#[cfg(test)]
mod section_tests;
mod sections;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use self::body::Body;
use self::lines::Line;
use self::run::Run;

pub use self::{
    parts::{PaperPart, parts, title},
    sections::split_sections,
};

/// Largest paper that is read, in bytes of UTF-8.
pub const MAX_BYTES: usize = 1_000_000;

/// More clauses than any paper has.
pub const MOST_CLAUSES: usize = 300;

/// More lines than any paper has; a page with all of them stays below 3 MB.
pub const MOST_LINES: usize = 6_000;

/// Whether a paper is small enough to be read and shown.
///
/// # Errors
/// [`SplitProblem::TooLarge`] or [`SplitProblem::TooLong`].
pub fn fits(paper: &str) -> Result<(), SplitProblem> {
    if paper.len() > MAX_BYTES {
        return Err(SplitProblem::TooLarge);
    }
    let lines = paper.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    if lines.count() > MOST_LINES { Err(SplitProblem::TooLong) } else { Ok(()) }
}

/// The clauses of a paper, and the lines that belong to none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseSplit {
    pub clauses: Vec<SplitClause>,
    pub left_out: Vec<LeftOutLine>,
}

/// One clause. `label` is the number as printed (`１`, `第1条`); `text` is what stands before the first item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SplitClause {
    pub number: u16,
    pub label: String,
    pub heading: Option<String>,
    /// The clause has no heading of its own and took the one of the clause before it.
    pub heading_inherited: bool,
    pub text: String,
    pub items: Vec<ClauseItem>,
}

/// A paragraph (`2`), an item (`(1)`), a sub-item (`ア`) or a note (`参考`) inside a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseItem {
    pub label: String,
    pub text: String,
    pub items: Vec<ClauseItem>,
}

/// A visible line that belongs to no clause, with its number in the input (from 1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOutLine {
    pub line: usize,
    pub text: String,
}

/// Why no clauses came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SplitProblem {
    #[error("文書が大きすぎます（上限1MB）。特記事項の部分だけを貼り付けてください。")]
    TooLarge,
    #[error("文書の行が多すぎます（上限6,000行）。特記事項の部分だけを貼り付けてください。")]
    TooLong,
    #[error("文書に文字がありません。特記事項の本文を貼り付けてください。")]
    Empty,
    #[error(
        "特記事項の条項が見つかりません。「１ …」または「第１条 …」で始まる行を含む文書を貼り付けてください。"
    )]
    NoClauses,
    #[error("条項が多すぎます（上限300）。特記事項の部分だけを取り込んでください。")]
    TooMany,
}

impl SplitClause {
    /// The whole clause as one text: its own words, then every item in order. Used to look for keywords.
    pub fn full_text(&self) -> String {
        let mut all = self.text.clone();
        append_items(&mut all, &self.items);
        all
    }
}

fn append_items(all: &mut String, items: &[ClauseItem]) {
    for item in items {
        all.push('\n');
        all.push_str(&item.label);
        all.push(' ');
        all.push_str(&item.text);
        append_items(all, &item.items);
    }
}

/// Takes the clauses out of a whole paper.
///
/// # Errors
/// [`SplitProblem`] when the paper is over [`MAX_BYTES`], is blank, or holds no run of clauses from number 1.
pub fn split(text: &str) -> Result<ClauseSplit, SplitProblem> {
    if text.len() > MAX_BYTES {
        return Err(SplitProblem::TooLarge);
    }
    let cleaned = lines::clean(text);
    let lines = lines::visible(&cleaned);
    if lines.is_empty() {
        return Err(SplitProblem::Empty);
    }
    let run = run::find(&lines).ok_or(SplitProblem::NoClauses)?;
    Ok(assemble(&lines, &run))
}

fn assemble(lines: &[Line<'_>], run: &Run<'_>) -> ClauseSplit {
    let first = run.starts.first().map_or(0, |start| start.from);
    let mut clauses: Vec<SplitClause> = Vec::with_capacity(run.starts.len());
    let mut left_out: Vec<LeftOutLine> = lines[..first].iter().map(LeftOutLine::from).collect();
    for (position, start) in run.starts.iter().enumerate() {
        let until = run.starts.get(position + 1).map_or(run.end, |next| next.from);
        let between = lines[start.from..start.line].iter().filter(|line| markers::is_noise(line.text));
        left_out.extend(between.map(LeftOutLine::from));
        let mut body = Body::new(run.form, start.text);
        for line in &lines[start.line + 1..until] {
            if markers::is_noise(line.text) {
                left_out.push(line.into());
            } else {
                body.push(line.text);
            }
        }
        let inherited = clauses.last().and_then(|before| before.heading.clone());
        let (text, items) = body.finish();
        clauses.push(SplitClause {
            number: start.number,
            label: start.label.clone(),
            heading_inherited: start.heading.is_none() && inherited.is_some(),
            heading: start.heading.clone().or(inherited),
            text,
            items,
        });
    }
    left_out.extend(lines[run.end..].iter().map(LeftOutLine::from));
    ClauseSplit { clauses, left_out }
}

impl From<&Line<'_>> for LeftOutLine {
    fn from(line: &Line<'_>) -> Self {
        Self { line: line.number, text: line.text.to_owned() }
    }
}
