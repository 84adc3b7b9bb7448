//! 条文の読み方: a clause as the recogniser reads it, sentence by sentence, each item with the words above it.

use super::library::Unit;
use crate::contracts::clauses::{ClauseItem, SplitClause};

/// Marks that end a sentence.
const ENDS: [char; 2] = ['。', '\n'];
/// Labels such as ①, which are numbers too.
const CIRCLED: [char; 20] =
    ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '⑪', '⑫', '⑬', '⑭', '⑮', '⑯', '⑰', '⑱', '⑲', '⑳'];

/// The units of a clause: each sentence of its own words; each item behind the words that lead to it.
pub fn units(clause: &SplitClause) -> Vec<Unit> {
    let heading = clause.heading.clone().unwrap_or_default();
    let mut texts = sentences(&clause.text);
    let lead = last_words(&clause.text);
    add_items(&mut texts, &clause.items, &lead);
    if texts.is_empty() {
        texts.push(String::new());
    }
    texts.into_iter().map(|text| Unit { heading: heading.clone(), text }).collect()
}

fn add_items(texts: &mut Vec<String>, items: &[ClauseItem], lead: &str) {
    for item in items {
        let lead = if is_paragraph(item) { "" } else { lead };
        for sentence in sentences(&item.text) {
            texts.push(format!("{lead}{sentence}"));
        }
        let words = last_words(&item.text);
        add_items(texts, &item.items, &format!("{lead}{words}"));
    }
}

/// 第2項: it stands on its own, unlike an item of a list.
fn is_paragraph(item: &ClauseItem) -> bool {
    item.label.chars().all(char::is_numeric) && !item.label.starts_with(CIRCLED)
}

/// The sentences of a text. A full stop within brackets, as in 「（以下「従事者」という。）」, ends none.
fn sentences(text: &str) -> Vec<String> {
    let (mut all, mut depth) = (vec![String::new()], 0_u32);
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        match all.last_mut() {
            Some(last) if depth > 0 || !ENDS.contains(&c) => last.push(c),
            Some(_) | None => all.push(String::new()),
        }
    }
    all.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// What a list hangs on: the last sentence before it.
fn last_words(text: &str) -> String {
    sentences(text).pop().unwrap_or_default()
}
