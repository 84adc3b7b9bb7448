//! 並び: the lists of a definition that are edited row by row: a row is added, changed, moved or removed on a page of its
//! own. A field is named by its path, as on every other page of fields.

mod basis;
mod causes;
mod conditions;
mod guidance;
mod list;
mod nested;
mod options;
mod order;
mod plain;
mod price;
mod repeated;
mod rules;
mod schedules;
mod sections;
mod standing;
mod steps;
#[cfg(test)]
mod tests;
mod user_fees;
mod words;

pub use conditions::{Outline, Step, Tree};
pub use nested::Nested;
pub use order::Way;
pub use plain::Plain;
pub use standing::Standing;

use std::marker::PhantomData;

use self::list::{List, Of};
use super::{Part, field::Field};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::{CancellationRule, FeeSchedule, UserFee},
        fault::Fault,
    },
};

/// A list whose rows have pages. The numbers say which schedule and which report. A guidance is a list of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rows {
    Schedules,
    Rules(usize),
    UserFees,
    Causes,
    Sections(usize),
    Guidance,
    Plain(Plain),
    Nested(Nested),
}

/// Which lists there are, and where.
impl Rows {
    pub fn all(definition: &Definition) -> Vec<Self> {
        let mut all: Vec<Self> = Nested::trees(definition).map(Self::Nested).collect();
        all.push(Self::Guidance);
        all.extend(Plain::ALL.map(Self::Plain));
        all.extend(Nested::of_sheets(definition).map(Self::Nested));
        all.extend(Nested::of_questionnaires(definition).map(Self::Nested));
        all.extend(Nested::of_guidance(definition).map(Self::Nested));
        all.extend([Self::Causes, Self::Schedules]);
        all.extend((0..definition.fees.len()).map(Self::Rules));
        all.push(Self::UserFees);
        all.extend((0..definition.reports.len()).map(Self::Sections));
        all
    }

    /// The word in the address: the list's path with dots alone.
    pub fn code(self) -> String {
        self.path().replace('[', ".").replace(']', "")
    }

    pub fn from_code(code: &str, definition: &Definition) -> Option<Self> {
        Self::all(definition).into_iter().find(|rows| rows.code() == code)
    }

    /// The list itself, of which everything is asked that all lists have.
    fn list(self) -> Box<dyn List> {
        match self {
            Self::Schedules => Box::new(Of::<FeeSchedule>(0, PhantomData)),
            Self::Rules(schedule) => Box::new(rules::Rules(schedule)),
            Self::UserFees => Box::new(Of::<UserFee>(0, PhantomData)),
            Self::Causes => Box::new(Of::<CancellationRule>(0, PhantomData)),
            Self::Sections(report) => Box::new(sections::Sections(report)),
            Self::Guidance => Box::new(guidance::Only),
            Self::Plain(plain) => plain.list(),
            Self::Nested(nested) => nested.list(),
        }
    }

    /// The list's path in the definition.
    pub fn path(self) -> String {
        self.list().path()
    }

    /// The page on which the list stands.
    pub fn part(self) -> Part {
        self.list().about().part
    }

    pub fn len(self, definition: &Definition) -> usize {
        self.list().len(definition)
    }

    /// The row that a path lies in: the innermost one. None for the path of a list.
    pub fn of_path(definition: &Definition, path: &str) -> Option<(Self, usize)> {
        let number = |step: &str| step.parse::<usize>().ok();
        let steps = steps_of(path);
        if Self::is_list(&steps) {
            return None;
        }
        let found = match steps.as_slice() {
            ["fees", nth, "rules", at, ..] => Some((Self::Rules(number(nth)?), number(at)?)),
            ["reports", nth, "sections", at, ..] => Some((Self::Sections(number(nth)?), number(at)?)),
            ["guidance", "about_people"] => Some((Self::Guidance, 0)),
            ["fees", at, ..] => Some((Self::Schedules, number(at)?)),
            ["user_fees", at, ..] => Some((Self::UserFees, number(at)?)),
            ["cancellation", "causes", at, ..] => Some((Self::Causes, number(at)?)),
            steps => match Nested::of_steps(definition, steps) {
                Some((nested, at)) => Some((Self::Nested(nested), at)),
                None => Plain::ALL.into_iter().find_map(|plain| {
                    let inside = steps.strip_prefix(steps_of(plain.list().about().path).as_slice())?;
                    Some((Self::Plain(plain), number(inside.first()?)?))
                }),
            },
        };
        found.filter(|(rows, at)| *at < rows.len(definition))
    }

    fn is_list(steps: &[&str]) -> bool {
        let is_plain = |plain: &Plain| steps_of(plain.list().about().path) == steps;
        match steps {
            ["fees" | "user_fees"]
            | ["cancellation", "causes"]
            | ["fees", _, "rules"]
            | ["reports", _, "sections"]
            | ["guidance"] => true,
            steps => Nested::is_list(steps) || Plain::ALL.iter().any(is_plain),
        }
    }

    /// Whether a path is that of a list, or lies in one of its rows: its fault is said there.
    pub fn are_about(definition: &Definition, path: &str) -> bool {
        Self::is_list(&steps_of(path)) || Self::of_path(definition, path).is_some()
    }

    /// Whether the list is shown on the page of its part, and not in the row it belongs to.
    pub fn stands_alone(self) -> bool {
        if let Self::Nested(nested) = self { nested.stands_alone() } else { true }
    }

    /// The tree of conditions that belongs to a row.
    pub fn tree(self, at: usize) -> Option<Tree> {
        if self == Self::Plain(Plain::Priorities) {
            return Some(Tree::Priority(at));
        }
        if let Self::Nested(nested) = self { nested.tree(at) } else { None }
    }

    /// The path of a row.
    fn row(self, at: usize) -> String {
        if self == Self::Guidance { self.path() } else { format!("{}[{at}]", self.path()) }
    }

    /// The faults that are mended on the row's own page.
    pub fn faults_of(self, definition: &Definition, at: usize, faults: &[Fault]) -> Vec<Fault> {
        let is_here = |fault: &&Fault| Self::of_path(definition, &fault.path) == Some((self, at));
        let here = faults.iter().filter(is_here);
        here.map(|fault| Fault { path: self.field_path(definition, at, &fault.path), ..fault.clone() })
            .collect()
    }

    /// The path as the fields of the row's page name it.
    fn field_path(self, definition: &Definition, at: usize, path: &str) -> String {
        let is_condition = matches!(self, Self::Nested(Nested::Conditions(_)));
        let inside = is_condition.then(|| conditions::inside(definition, &steps_of(path))).flatten();
        inside.map_or_else(|| path.to_owned(), |inside| format!("{}{inside}", self.row(at)))
    }
}

/// `fees[0].rules` as `fees`, `0`, `rules`.
fn steps_of(path: &str) -> Vec<&str> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty()).collect()
}

/// A row's page.
impl Rows {
    /// The definition a row's page begins with: as it is, with a new row of that kind at the end, or with the row turned
    /// into that kind. `None` when there is no such row or kind.
    pub fn begun(self, definition: &Definition, at: usize, kind: &str) -> Option<Definition> {
        let mut begun = definition.clone();
        if at == self.len(definition) {
            self.list().add(&mut begun, kind)?;
        } else if at > self.len(definition) {
            return None;
        } else if !kind.is_empty() {
            self.list().turn(&mut begun, at, kind)?;
        }
        Some(begun)
    }

    /// The fields of a row; none when there is no such row.
    pub fn fields(self, definition: &Definition, at: usize) -> Vec<Field> {
        self.list().fields(definition, at, &self.row(at)).unwrap_or_default()
    }

    /// The form as the row says it; empty when there is no such row.
    pub fn filled(self, definition: &Definition, at: usize) -> Form {
        self.list().filled(definition, at, &self.row(at)).unwrap_or_default()
    }

    /// The definition with the row as the form says it; `None` when the form has problems.
    pub fn read(self, form: &mut Form, begun: &Definition, at: usize) -> Option<Definition> {
        let mut read = begun.clone();
        self.list().read(form, &mut read, at, &self.row(at))?;
        (!form.has_problems()).then_some(read)
    }
}

/// A code that isn't taken yet: the stem itself, otherwise with a number behind it.
fn free_code(stem: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..u32::MAX).map(|number| format!("{stem}_{number}"));
    std::iter::once(stem.to_owned()).chain(numbered).find(|code| !is_taken(code)).unwrap_or_default()
}
