//! 見分ける言葉: by which words a clause shows what it is about.

use serde::Deserialize;

/// Words that must stand together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// One of these stands in the heading; one that begins with `=` is the whole heading. Empty: any heading.
    #[serde(default)]
    pub heading: Vec<String>,
    /// Of each group, one stands in the same unit of the text.
    #[serde(default)]
    pub all: Vec<Vec<String>>,
    /// None of these stands in that unit.
    #[serde(default)]
    pub none: Vec<String>,
}

/// What is read together: one sentence, or an item with the words above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub heading: String,
    pub text: String,
}

impl Sign {
    /// It looks at the heading alone, which says less than the words of the clause.
    pub fn is_by_heading(&self) -> bool {
        self.all.is_empty()
    }

    /// The words that were found, or `None` when one is missing.
    pub fn found_in(&self, unit: &Unit) -> Option<Vec<&str>> {
        if self.none.iter().any(|word| unit.text.contains(word.as_str())) {
            return None;
        }
        let mut found = Vec::new();
        if !self.heading.is_empty() {
            found.push(first(&self.heading, &unit.heading)?);
        }
        for group in &self.all {
            found.push(first(group, &unit.text)?);
        }
        Some(found)
    }
}

fn first<'a>(words: &'a [String], text: &str) -> Option<&'a str> {
    let stands = |word: &&str| match word.strip_prefix('=') {
        Some(whole) => text == whole,
        None => text.contains(*word),
    };
    words.iter().map(String::as_str).find(stands).map(|word| word.trim_start_matches('='))
}
