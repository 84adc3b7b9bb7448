//! A field of a page that is put together from a definition.

use crate::kit::form::Choice;

pub struct Field {
    /// Its path in the definition.
    pub name: String,
    pub label: String,
    pub hint: String,
    pub unit: &'static str,
    pub required: bool,
    pub kind: Kind,
}

pub enum Kind {
    /// No field but a heading over the next ones.
    Heading,
    Line,
    Number,
    Date,
    Lines,
    Select(Vec<Choice>),
    Radios(Vec<Choice>),
    Boxes(Vec<Choice>),
    Check,
}

impl Field {
    pub fn new(kind: Kind, name: impl Into<String>, label: impl Into<String>) -> Self {
        let required = !matches!(kind, Kind::Boxes(_) | Kind::Check);
        Self { name: name.into(), label: label.into(), hint: String::new(), unit: "", required, kind }
    }

    pub fn heading(label: impl Into<String>) -> Self {
        Self::new(Kind::Heading, "", label)
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    #[must_use]
    pub fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// A few short words that fit side by side.
    pub fn is_short(&self) -> bool {
        match &self.kind {
            Kind::Radios(options) | Kind::Boxes(options) => {
                options.iter().all(|one| one.label.chars().count() <= 5 && one.hint.is_empty())
            }
            Kind::Heading
            | Kind::Line
            | Kind::Number
            | Kind::Date
            | Kind::Lines
            | Kind::Select(_)
            | Kind::Check => false,
        }
    }

    /// Boxes of which one has to be ticked.
    #[must_use]
    pub fn at_least_one(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading)
    }
}
