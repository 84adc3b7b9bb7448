//! The words of a record, sealed with the contract's key.

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

/// What happened.
#[derive(Serialize, Deserialize)]
pub struct BreachWords(pub String);

impl Sealable for BreachWords {
    const TABLE: &'static str = "breach";
}

/// What a notice tells: the facts it rests on, and what is meant to follow.
#[derive(Serialize, Deserialize)]
pub struct NoticeWords(pub String);

impl Sealable for NoticeWords {
    const TABLE: &'static str = "consequence";
}

/// What the contractor states, with the name of its file.
#[derive(Serialize, Deserialize)]
pub struct StatementWords {
    pub words: String,
    pub file_name: Option<String>,
}

impl Sealable for StatementWords {
    const TABLE: &'static str = "consequence_statement";
}

/// The file of a statement, sealed apart from its words.
pub const FILE: &str = "consequence_statement.file";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionWords {
    pub reason: String,
    /// Why it was decided before the contractor was heard.
    #[serde(default)]
    pub unheard: Option<String>,
    /// What is to be put right, or made public; who is paid.
    #[serde(default)]
    pub content: Option<String>,
    /// Where it is made public.
    #[serde(default)]
    pub place: Option<String>,
}

impl Sealable for DecisionWords {
    const TABLE: &'static str = "consequence_decision";
}

/// The version under which each of them is sealed: none is ever sealed anew.
pub const VERSION: i32 = 1;
