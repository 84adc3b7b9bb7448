//! 内訳: the records a figure of a report or a statement was counted from, one line each, with the page that shows the
//! record itself. Invariants: whoever counts a figure yields its records, so that they add up to it; a record about a
//! person leads on only for a reader who may see that person, and names are opened for the lines of one page alone.

mod listing;

use std::collections::BTreeMap;

use time::Date;

use crate::vocab::ids::ParticipantId;

pub use listing::Listing;

/// Names of people as a reader may see them.
pub type Names = BTreeMap<ParticipantId, String>;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Its day; absent where it has none, such as a place in a course.
    pub on: Option<Date>,
    pub what: String,
    pub person: Option<ParticipantId>,
    /// How it stands, in words.
    pub note: String,
    /// Where the record is.
    pub page: Page,
    /// How much of the figure it is: 1, or its minutes.
    pub counts: u32,
}

/// A page, by who may open it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Shows people.
    People(String),
    /// Shows a course, which an auditor doesn't open.
    Course(String),
    Paper(String),
    /// There is none for this reader.
    Nowhere,
}

/// A figure with everything it was counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The figure as it is printed, without its unit.
    pub amount: String,
    pub records: Vec<Behind>,
}

impl Counted {
    /// A figure that is the sum of its records.
    pub fn sum(records: Vec<Behind>) -> Self {
        let amount: u64 = records.iter().map(|record| u64::from(record.counts)).sum();
        Self { amount: amount.to_string(), records }
    }

    /// A figure that is worked out of its records, such as a mean.
    pub fn of(amount: impl Into<String>, records: Vec<Behind>) -> Self {
        Self { amount: amount.into(), records }
    }
}

/// How many there are.
pub fn count<T>(all: impl IntoIterator<Item = T>) -> u32 {
    u32::try_from(all.into_iter().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_add_up_to_their_figure() {
        let record = |counts| Behind {
            on: None,
            what: "初回の面談".to_owned(),
            person: None,
            note: String::new(),
            page: Page::Nowhere,
            counts,
        };
        assert_eq!(Counted::sum(vec![record(20), record(45)]).amount, "65");
        assert_eq!(Counted::sum(Vec::new()).amount, "0");
        assert_eq!(count(["a", "b"]), 2);
    }
}
