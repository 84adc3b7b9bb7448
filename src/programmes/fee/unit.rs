//! A unit: one thing that has a price of its own. Every rule first finds its units, then caps drop some, then equal ones
//! are added up in lines.

use time::Date;

use super::facts::RowRef;
use super::money::{self, TOO_LARGE, yen};
use super::span::Span;
use super::statement::{Line, Remark};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::programmes) struct Unit {
    pub counter: Counter,
    /// The day that decides its schedule, its month and its turn under a cap.
    pub on: Date,
    pub yen: i64,
    /// How `yen` came about, result included, when it isn't simply the price.
    pub derivation: Option<String>,
    /// How a sentence names it: `令和6年10月24日の回`.
    pub name: String,
    pub rows: Vec<RowRef>,
}

/// What units are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::programmes) enum Counter {
    Sessions,
    Heads,
    Attendances,
    Months,
    Courses,
    Blocks,
}

/// What a rule found: its units, and why some have no price.
#[derive(Debug, Default)]
pub(in crate::programmes) struct Found {
    pub units: Vec<Unit>,
    pub problems: Vec<Remark>,
}

/// What stands above all lines of one rule.
pub(in crate::programmes) struct Heading<'a> {
    pub code: &'a str,
    pub label: &'a str,
    pub rule: &'a str,
    /// The days of things that aren't counted month by month.
    pub days: Span,
}

impl Counter {
    /// `4回`, `延べ12人`.
    fn count(self, number: usize) -> String {
        match self {
            Self::Sessions => format!("{number}回"),
            Self::Heads => format!("{number}人"),
            Self::Attendances => format!("延べ{number}人"),
            Self::Months => format!("{number}か月"),
            Self::Courses => format!("{number}コース"),
            Self::Blocks => format!("{number}組"),
        }
    }

    fn by_month(self) -> bool {
        match self {
            Self::Sessions | Self::Attendances | Self::Months | Self::Blocks => true,
            Self::Heads | Self::Courses => false,
        }
    }
}

impl Unit {
    pub fn new(counter: Counter, on: Date, name: String, rows: Vec<RowRef>) -> Self {
        Self { counter, on, yen: 0, derivation: None, name, rows }
    }

    #[must_use]
    pub fn at(self, yen: i64) -> Self {
        Self { yen, ..self }
    }

    #[must_use]
    pub fn derived(self, yen: i64, derivation: String) -> Self {
        Self { yen, derivation: Some(derivation), ..self }
    }

    fn when(&self, days: Span) -> Span {
        if self.counter.by_month() { Span::month_of(self.on) } else { days }
    }
}

/// Adds equal units up in lines: one for each month, price and way to it, in the order of their first units. A line
/// that would be too large becomes a problem.
pub(in crate::programmes) fn lines(heading: &Heading<'_>, units: &[Unit]) -> (Vec<Line>, Vec<Remark>) {
    let mut groups: Vec<Vec<&Unit>> = Vec::new();
    for unit in units {
        let same = |first: &Unit| {
            first.yen == unit.yen
                && first.derivation == unit.derivation
                && first.when(heading.days) == unit.when(heading.days)
        };
        match groups.iter_mut().rev().find(|group| group.first().is_some_and(|first| same(first))) {
            Some(group) => group.push(unit),
            None => groups.push(vec![unit]),
        }
    }
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for group in groups {
        match line(heading, &group) {
            Some(line) => lines.push(line),
            None => problems.push(Remark::new(TOO_LARGE, Vec::new()).about(heading.label)),
        }
    }
    (lines, problems)
}

fn line(heading: &Heading<'_>, group: &[&Unit]) -> Option<Line> {
    let first = group.first()?;
    let total = money::sum(group.iter().map(|unit| unit.yen))?;
    let product = format!("{} × {} ＝ {}", first.counter.count(group.len()), yen(first.yen), yen(total));
    let arithmetic = match &first.derivation {
        Some(derivation) if first.counter == Counter::Months && group.len() == 1 => derivation.clone(),
        Some(derivation) => format!("{derivation}、{product}"),
        None => product,
    };
    let mut rows: Vec<RowRef> = group.iter().flat_map(|unit| unit.rows.iter().cloned()).collect();
    rows.sort_unstable();
    rows.dedup();
    Some(Line {
        code: heading.code.to_owned(),
        label: heading.label.to_owned(),
        when: first.when(heading.days).shown(),
        rule: heading.rule.to_owned(),
        arithmetic,
        yen: total,
        rows,
    })
}
