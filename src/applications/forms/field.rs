//! One question of the form as the template draws it.

use crate::kit::form::Choice;

/// How a question is answered.
pub enum Input {
    /// One of a few.
    One(Vec<Choice>),
    /// Any of a few.
    Any(Vec<Choice>),
    Line,
    Words,
}

/// A question; none of them has to be answered at once.
pub struct Field {
    pub name: String,
    pub label: String,
    /// How and when to answer; may be empty.
    pub hint: String,
    pub input: Input,
}

/// Takes a radio button back: nobody can untick one.
pub const OPEN: &str = "-";

impl Field {
    pub fn new(name: impl Into<String>, label: impl Into<String>, input: Input) -> Self {
        Self { name: name.into(), label: label.into(), hint: String::new(), input }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// はい・いいえ, and a third that leaves it open in these words.
pub fn yes_no(open: &str) -> Input {
    Input::One(vec![Choice::new("yes", "はい"), Choice::new("no", "いいえ"), Choice::new(OPEN, open)])
}

/// What a radio button of [`yes_no`] says.
pub fn is_yes(code: &str) -> Option<bool> {
    match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
