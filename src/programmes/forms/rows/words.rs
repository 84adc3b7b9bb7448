//! 言い方: what the lists, their rows and the kinds of rows are called, and what a row means.

use super::{Nested, Plain, Rows};
use crate::{kit::form::Choice, programmes::Definition};

impl Rows {
    /// The heading over the list.
    pub fn title(self, definition: &Definition) -> String {
        self.list().title(definition)
    }

    /// What one row is.
    pub fn what(self) -> &'static str {
        self.list().about().what
    }

    /// What the list is for.
    pub fn intro(self) -> &'static str {
        self.list().about().intro
    }

    /// What the row is called.
    pub fn name(self, definition: &Definition, at: usize) -> String {
        self.list().name(definition, at).unwrap_or_default()
    }

    /// What the row means, a sentence a line.
    pub fn lines(self, definition: &Definition, at: usize) -> Vec<String> {
        self.list().lines(definition, at).unwrap_or_default()
    }

    /// The kinds a new row may have.
    pub fn kinds(self, definition: &Definition) -> Vec<Choice> {
        self.list().kinds(definition)
    }

    /// The kinds a row may be turned into.
    pub fn other_kinds(self, definition: &Definition, at: usize) -> Vec<Choice> {
        self.list().other_kinds(definition, at)
    }

    /// The name of a row's kind, for the heading of its page; empty when the row's own name says it.
    pub fn kind(self, definition: &Definition, at: usize) -> String {
        self.list().kind(definition, at).unwrap_or_default()
    }

    /// The lists that lie in a row of this one and go with it.
    pub fn inside(self, at: usize) -> Vec<Self> {
        match self {
            Self::Schedules => vec![Self::Rules(at)],
            Self::Guidance => Nested::IN_GUIDANCE.map(Self::Nested).to_vec(),
            Self::Plain(Plain::Reports) => vec![Self::Sections(at)],
            Self::Plain(Plain::Questionnaires) => vec![Self::Nested(Nested::Asked(at))],
            Self::Plain(Plain::Screenings) => {
                [Nested::Questions(at), Nested::Outcomes(at)].map(Self::Nested).to_vec()
            }
            Self::Rules(_)
            | Self::UserFees
            | Self::Causes
            | Self::Sections(_)
            | Self::Plain(_)
            | Self::Nested(_) => Vec::new(),
        }
    }
}
