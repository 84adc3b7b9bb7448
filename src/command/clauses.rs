//! `kayoi clauses split FILE [--json]`: the clauses of a 特記事項, as the import on the contract's page finds them.
//! `kayoi clauses coverage FILE [--chapters] [--json|--words]`: what each clause seems to mean, as the page of a clause set proposes it.

use std::{io::Read as _, path::PathBuf, process::ExitCode};

use clap::Subcommand;
use serde::Serialize;

use super::{Outcome, Problem, say};
use crate::{
    contracts::{
        clauses::{self, ClauseItem, ClauseSplit, MAX_BYTES, SplitClause},
        paper,
    },
    obligations::{Proposal, Recognised, library::library, propose},
};

#[derive(Subcommand)]
pub enum Clauses {
    /// Splits a text file (UTF-8, UTF-16 or CP932; `-` reads standard input) into its clauses.
    Split {
        file: PathBuf,
        /// Number, label, heading, text and items of each clause, and the lines left out, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Proposes for each clause of a text file what it asks for: its rules, or why it asks for nothing.
    Coverage {
        file: PathBuf,
        /// The paper stands in chapters with (1), (2) below them, as a 仕様書 does.
        #[arg(long)]
        chapters: bool,
        /// As JSON, with the words that led to each proposal.
        #[arg(long)]
        json: bool,
        /// Only the words of the library that stand in each clause, by which a text is held that isn't kept.
        #[arg(long, conflicts_with = "json")]
        words: bool,
    },
}

pub fn run(what: Clauses) -> Outcome {
    match what {
        Clauses::Split { file, json } => {
            let split = clauses::split(&paper::read(&bytes(&file)?)?)?;
            if json {
                say(serde_json::to_string_pretty(&split)?);
            } else {
                table(&split);
            }
        }
        Clauses::Coverage { file, chapters, json, words } => {
            let text = paper::read(&bytes(&file)?)?;
            let split = if chapters { clauses::split_sections(&text)? } else { clauses::split(&text)? };
            if words {
                split.clauses.iter().for_each(|clause| say(Recognised::of(clause).to_string()));
                return Ok(ExitCode::SUCCESS);
            }
            let covered: Vec<Covered<'_>> = split.clauses.iter().map(covered).collect();
            if json {
                say(serde_json::to_string_pretty(&covered)?);
            } else {
                covered.iter().for_each(lines);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A clause with what is proposed for it.
#[derive(Serialize)]
struct Covered<'a> {
    number: u16,
    label: &'a str,
    heading: Option<&'a str>,
    text: String,
    proposal: Proposal,
}

fn covered(clause: &SplitClause) -> Covered<'_> {
    Covered {
        number: clause.number,
        label: &clause.label,
        heading: clause.heading.as_deref(),
        text: clause.full_text(),
        proposal: propose(clause),
    }
}

fn lines(clause: &Covered<'_>) {
    say(format!("{}\t{}\t{}", clause.label, clause.heading.unwrap_or("—"), beginning(&clause.text)));
    for proposed in &clause.proposal.rules {
        let topic = library().rule(&proposed.code).map_or("", |rule| library().topic_label(&rule.topic));
        say(format!("\t{topic}：{}（{}）", proposed.title(), proposed.words.join("・")));
    }
    if !clause.proposal.reason.is_empty() {
        say(format!("\t定めのみ：{}", clause.proposal.reason));
    }
    if clause.proposal.is_open() {
        say("\t提案なし");
    }
}

/// The file, read no further than a byte beyond what the reader takes.
fn bytes(file: &PathBuf) -> Result<Vec<u8>, Problem> {
    let limit = u64::try_from(MAX_BYTES)? + 1;
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().take(limit).read_to_end(&mut bytes)?;
    } else {
        let open = std::fs::File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
        open.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn table(split: &ClauseSplit) {
    say("番号\t表記\t見出し\t項目\t本文");
    for clause in &split.clauses {
        let mark = if clause.heading_inherited { "〃" } else { "" };
        let heading = clause.heading.as_deref().unwrap_or("—");
        say(format!(
            "{}\t{}\t{mark}{heading}\t{}\t{}",
            clause.number,
            clause.label,
            count(&clause.items),
            beginning(&clause.text)
        ));
    }
    say(format!(
        "{}条、条項に入れなかった行 {}行（〃は前の条の見出し）",
        split.clauses.len(),
        split.left_out.len()
    ));
}

fn count(items: &[ClauseItem]) -> usize {
    items.iter().map(|item| 1 + count(&item.items)).sum()
}

/// The first 30 characters on one line.
fn beginning(text: &str) -> String {
    let line: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).take(30).collect();
    if text.chars().count() > 30 { format!("{line}…") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_items_count_and_long_texts_are_cut() {
        let leaf = |label: &str| ClauseItem { label: label.into(), text: "文".into(), items: Vec::new() };
        let tree = vec![ClauseItem { items: vec![leaf("ア"), leaf("イ")], ..leaf("(1)") }, leaf("(2)")];
        assert_eq!(count(&tree), 4);
        assert_eq!(beginning("一\n二"), "一 二");
        assert_eq!(beginning(&"あ".repeat(31)), format!("{}…", "あ".repeat(30)));
    }
}
