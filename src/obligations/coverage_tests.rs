//! The coverage page of the source texts, held row by row against what the program proposes, and two papers in other words than
//! theirs. The texts themselves aren't kept here: of each clause `tests/fixtures/coverage-words.txt` has the words of the library that
//! stand in it, as `kayoi clauses coverage FILE --words` prints them.

use std::collections::BTreeSet;

use super::{
    Recognised,
    library::{Rule, library},
    propose,
    recognised::vocabulary,
};
use crate::contracts::clauses;

const COVERAGE: &str = include_str!("../../docs/coverage.md");
const WORDS: &str = include_str!("../../tests/fixtures/coverage-words.txt");
const NUMBERED: &str = include_str!("../../tests/fixtures/clauses-numbered.txt");
const ARTICLES: &str = include_str!("../../tests/fixtures/clauses-articles.txt");

/// A text of the page: its heading, the sentence that counts, its clauses with what they ask for.
struct Covered<'a> {
    heading: &'a str,
    counted: &'a str,
    clauses: Vec<(&'a str, &'a str)>,
}

fn texts() -> Vec<Covered<'static>> {
    let parts = COVERAGE.split("\n## ").skip(1);
    parts
        .map(|part| {
            let mut lines = part.lines().filter(|line| !line.is_empty());
            let (heading, counted) = (lines.next().unwrap(), lines.next().unwrap());
            let cells = lines.skip(2).map(|line| {
                let (label, asked) = line.trim_matches(['|', ' ']).split_once(" | ").unwrap();
                (label, asked)
            });
            Covered { heading, counted, clauses: cells.collect() }
        })
        .collect()
}

#[test]
fn every_clause_of_the_source_texts_is_bound_or_declared() {
    let all = library();
    let titles: BTreeSet<&str> = all.rules.iter().map(|rule| rule.title.as_str()).collect();
    let reasons: BTreeSet<&str> = all.declarations.iter().map(|one| one.reason.as_str()).collect();
    for text in texts() {
        let (mut bound, mut declared) = (0, 0);
        for (label, asked) in &text.clauses {
            if let Some(reason) = asked.strip_prefix("定めのみ：") {
                declared += 1;
                assert!(reasons.contains(reason), "{} {label}: {reason}", text.heading);
            } else {
                bound += 1;
                for title in asked.split('；') {
                    let permitted = title.strip_suffix("（禁止）");
                    assert!(titles.contains(permitted.unwrap_or(title)), "{} {label}: {title}", text.heading);
                    let may_be = |rule: &Rule| Some(rule.title.as_str()) == permitted && rule.mode.is_some();
                    assert!(permitted.is_none() || all.rules.iter().any(may_be), "{title} is no permission");
                }
            }
        }
        let counts =
            format!("{}条：義務や決まり {bound}・定めのみ {declared}・提案なし 0。", text.clauses.len());
        assert!(text.counted.ends_with(&counts), "{}: {counts}", text.heading);
    }
}

#[test]
fn the_source_texts_are_whole() {
    let counts: Vec<usize> = texts().iter().map(|text| text.clauses.len()).collect();
    assert_eq!(
        counts,
        [21, 27, 12, 37, 40, 26],
        "S0; S3 twice and its specification; S4 and its specification"
    );
    let labels =
        |text: usize| texts()[text].clauses.iter().map(|(label, _)| (*label).to_owned()).collect::<Vec<_>>();
    assert_eq!(labels(4), (1..=40).map(|article| format!("第{article}条")).collect::<Vec<_>>());
    let chapters: BTreeSet<String> =
        labels(3).iter().map(|label| label.split('(').next().unwrap().to_owned()).collect();
    assert_eq!(
        chapters,
        (1..=11).map(|chapter| chapter.to_string()).collect(),
        "chapters 6 to 11 and those before them"
    );
}

#[test]
fn each_row_says_what_the_program_proposes_for_its_clause() {
    let parts: Vec<&str> = WORDS.split("\n## ").skip(1).collect();
    assert_eq!(parts.len(), texts().len());
    for (text, part) in texts().iter().zip(parts) {
        let mut lines = part.lines().filter(|line| !line.is_empty());
        assert_eq!(lines.next(), Some(text.heading));
        let proposed: Vec<(String, String)> = lines
            .map(|line| Recognised::read(line).unwrap())
            .map(|clause| (clause.label.clone(), clause.propose().asked()))
            .collect();
        let rows: Vec<(String, String)> =
            text.clauses.iter().map(|(label, asked)| ((*label).to_owned(), (*asked).to_owned())).collect();
        assert_eq!(rows, proposed, "{}", text.heading);
    }
}

/// A word that the library learned since isn't looked for in those lines: they are printed anew from the texts.
#[test]
fn the_words_of_the_clauses_were_taken_with_the_whole_library() {
    let taken: BTreeSet<&str> = WORDS.lines().next().unwrap().trim_start_matches("# ").split('／').collect();
    let learned: Vec<&str> = vocabulary().into_iter().filter(|word| !taken.contains(word)).collect();
    assert!(learned.is_empty(), "not looked for in the source texts: {learned:?}");
}

/// Labels of the clauses without a proposal: a person reads those, and nothing is guessed.
fn left_open(paper: &str) -> Vec<String> {
    let split = clauses::split(paper).unwrap();
    split
        .clauses
        .iter()
        .filter(|clause| propose(clause).is_open())
        .map(|clause| clause.label.clone())
        .collect()
}

#[test]
fn a_paper_in_other_words_is_recognised_as_far_as_its_words_go() {
    assert_eq!(left_open(NUMBERED), ["17"]);
    let articles =
        [9, 12, 13, 15, 16, 18, 20, 21, 23, 24, 27, 28, 30].map(|article| format!("第{article}条"));
    assert_eq!(left_open(ARTICLES), articles);
}
