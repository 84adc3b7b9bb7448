//! 誤り: what is wrong in a definition, where, and how to mend it.

use std::fmt;

use serde::Serialize;

/// One fault, for the person who wrote the definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The field, as `fees[0].rules[1].basis`; empty when the whole text is meant.
    pub path: String,
    /// Line of the text, from 1, where there is a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What clashes and how to mend it.
    pub sentence: String,
}

impl Fault {
    pub fn new(path: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, sentence: sentence.into() }
    }
}

impl fmt::Display for Fault {
    /// `12行目 fees[0].rules：…`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "{line}行目 ")?;
        }
        if !self.path.is_empty() {
            write!(f, "{}：", self.path)?;
        }
        f.write_str(&self.sentence)
    }
}
