//! 並び: the lists of a definition that are edited row by row: a row is added, changed, moved or removed on a page of its
//! own. A field is named by its path, as on every other page of fields.

mod basis;
mod causes;
mod order;
mod plain;
mod price;
mod rules;
mod schedules;
mod sections;
mod steps;
#[cfg(test)]
mod tests;
mod user_fees;
mod words;

pub use order::Way;
pub use plain::Plain;

use super::{Part, field::Field};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::{FeeRule, Report},
        fault::Fault,
    },
};

/// A list whose rows have pages. The numbers say which schedule and which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rows {
    Schedules,
    Rules(usize),
    UserFees,
    Causes,
    Sections(usize),
    Plain(Plain),
}

/// Which lists there are, and where.
impl Rows {
    pub fn all(definition: &Definition) -> Vec<Self> {
        let mut all: Vec<Self> = Plain::ALL.map(Self::Plain).to_vec();
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

    /// The list's path in the definition.
    pub fn path(self) -> String {
        match self {
            Self::Schedules => "fees".to_owned(),
            Self::Rules(at) => format!("fees[{at}].rules"),
            Self::UserFees => "user_fees".to_owned(),
            Self::Causes => "cancellation.causes".to_owned(),
            Self::Sections(at) => format!("reports[{at}].sections"),
            Self::Plain(plain) => plain.list().about().path.to_owned(),
        }
    }

    /// The page on which the list stands.
    pub fn part(self) -> Part {
        match self {
            Self::Schedules | Self::Rules(_) => Part::Fees,
            Self::UserFees => Part::UserFees,
            Self::Causes => Part::Cancellation,
            Self::Sections(_) => Part::Reports,
            Self::Plain(plain) => plain.list().about().part,
        }
    }

    pub fn len(self, definition: &Definition) -> usize {
        match self {
            Self::Schedules => definition.fees.len(),
            Self::Rules(at) => definition.fees.get(at).map_or(0, |schedule| schedule.rules.len()),
            Self::UserFees => definition.user_fees.len(),
            Self::Causes => definition.cancellation.causes.len(),
            Self::Sections(at) => definition.reports.get(at).map_or(0, |report| report.sections.len()),
            Self::Plain(plain) => plain.list().len(definition),
        }
    }

    /// The row that a path lies in: the innermost one. None for the path of a list.
    pub fn of_path(definition: &Definition, path: &str) -> Option<(Self, usize)> {
        let number = |step: &str| step.parse::<usize>().ok();
        let found = match steps_of(path).as_slice() {
            ["fees", _, "rules"] | ["reports", _, "sections"] => None,
            ["fees", nth, "rules", at, ..] => Some((Self::Rules(number(nth)?), number(at)?)),
            ["reports", nth, "sections", at, ..] => Some((Self::Sections(number(nth)?), number(at)?)),
            ["fees", at, ..] => Some((Self::Schedules, number(at)?)),
            ["user_fees", at, ..] => Some((Self::UserFees, number(at)?)),
            ["cancellation", "causes", at, ..] => Some((Self::Causes, number(at)?)),
            steps => Plain::ALL.into_iter().find_map(|plain| {
                let inside = steps.strip_prefix(steps_of(plain.list().about().path).as_slice())?;
                Some((Self::Plain(plain), number(inside.first()?)?))
            }),
        };
        found.filter(|(rows, at)| *at < rows.len(definition))
    }

    /// Whether a path is that of a list, or lies in one of its rows: its fault is said there.
    pub fn are_about(definition: &Definition, path: &str) -> bool {
        let is_list = matches!(
            steps_of(path).as_slice(),
            ["fees" | "user_fees"]
                | ["cancellation", "causes"]
                | ["fees", _, "rules"]
                | ["reports", _, "sections"]
        );
        let is_plain_list = || Plain::ALL.iter().any(|plain| plain.list().about().path == path);
        is_list || is_plain_list() || Self::of_path(definition, path).is_some()
    }

    /// The path of a row.
    fn row(self, at: usize) -> String {
        format!("{}[{at}]", self.path())
    }

    /// The faults that are mended on the row's own page.
    pub fn faults_of(self, definition: &Definition, at: usize, faults: &[Fault]) -> Vec<Fault> {
        let is_here = |fault: &&Fault| Self::of_path(definition, &fault.path) == Some((self, at));
        faults.iter().filter(is_here).cloned().collect()
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
            self.add(&mut begun, kind)?;
        } else if at > self.len(definition) {
            return None;
        } else if !kind.is_empty() {
            self.turn(&mut begun, at, kind)?;
        }
        Some(begun)
    }

    fn add(self, begun: &mut Definition, kind: &str) -> Option<()> {
        match self {
            Self::Schedules => {
                let next = (kind == words::NEXT).then(|| schedules::next(begun))?;
                begun.fees.push(next);
            }
            Self::Rules(nth) => {
                let schedule = begun.fees.get_mut(nth)?;
                schedule.rules.push(rules::blank(schedule, kind)?);
            }
            Self::UserFees => {
                let fee = user_fees::blank(begun, kind)?;
                begun.user_fees.push(fee);
            }
            Self::Causes => {
                let cause = causes::blank(kind).filter(|new| causes::kinds(begun).contains(&new.cause))?;
                begun.cancellation.causes.push(cause);
            }
            Self::Sections(nth) => {
                let section = new_section(begun, nth, kind)?;
                begun.reports.get_mut(nth)?.sections.push(section);
            }
            Self::Plain(plain) => plain.list().add(begun, kind)?,
        }
        Some(())
    }

    fn turn(self, begun: &mut Definition, at: usize, kind: &str) -> Option<()> {
        match self {
            Self::Schedules | Self::Plain(_) => None,
            Self::Rules(nth) => rules::turn(begun.fees.get_mut(nth)?.rules.get_mut(at)?, kind),
            Self::UserFees => user_fees::turn(begun.user_fees.get_mut(at)?, kind),
            Self::Causes => {
                let cause = causes::blank(kind).filter(|new| causes::kinds(begun).contains(&new.cause))?;
                *begun.cancellation.causes.get_mut(at)? = cause;
                Some(())
            }
            Self::Sections(nth) => {
                let section = new_section(begun, nth, kind)?;
                *begun.reports.get_mut(nth)?.sections.get_mut(at)? = section;
                Some(())
            }
        }
    }

    /// The fields of a row that is there.
    pub fn fields(self, definition: &Definition, at: usize) -> Vec<Field> {
        let path = self.row(at);
        match self {
            Self::Schedules => schedules::fields(&path),
            Self::Rules(nth) => rule(definition, nth, at)
                .map(|rule| rules::fields(&path, rule, definition))
                .unwrap_or_default(),
            Self::UserFees => {
                definition.user_fees.get(at).map(|fee| user_fees::fields(&path, fee)).unwrap_or_default()
            }
            Self::Causes => causes::fields(&path),
            Self::Sections(_) => sections::fields(&path),
            Self::Plain(plain) => plain.list().fields(definition, at, &path).unwrap_or_default(),
        }
    }

    /// The form as the row says it; empty when there is no such row.
    pub fn filled(self, definition: &Definition, at: usize) -> Form {
        let path = self.row(at);
        let filled = match self {
            Self::Schedules => definition.fees.get(at).map(|one| schedules::filled(&path, one)),
            Self::Rules(nth) => rule(definition, nth, at).map(|one| rules::filled(&path, one)),
            Self::UserFees => definition.user_fees.get(at).map(|one| user_fees::filled(&path, one)),
            Self::Causes => definition.cancellation.causes.get(at).map(|one| causes::filled(&path, one)),
            Self::Sections(nth) => section(definition, nth, at).map(|one| sections::filled(&path, one)),
            Self::Plain(plain) => plain.list().filled(definition, at, &path),
        };
        filled.unwrap_or_default()
    }

    /// The definition with the row as the form says it; `None` when the form has problems.
    pub fn read(self, form: &mut Form, begun: &Definition, at: usize) -> Option<Definition> {
        let path = self.row(at);
        let mut read = begun.clone();
        match self {
            Self::Schedules => {
                *read.fees.get_mut(at)? = schedules::read(form, &path, begun.fees.get(at)?)?;
            }
            Self::Rules(nth) => {
                let new = rules::read(form, &path, rule(begun, nth, at)?, begun)?;
                *read.fees.get_mut(nth)?.rules.get_mut(at)? = new;
            }
            Self::UserFees => {
                *read.user_fees.get_mut(at)? = user_fees::read(form, &path, begun.user_fees.get(at)?, begun)?;
            }
            Self::Causes => {
                let stored = begun.cancellation.causes.get(at)?;
                *read.cancellation.causes.get_mut(at)? = causes::read(form, &path, stored)?;
            }
            Self::Sections(nth) => {
                let new = sections::read(form, &path, section(begun, nth, at)?)?;
                *read.reports.get_mut(nth)?.sections.get_mut(at)? = new;
            }
            Self::Plain(plain) => plain.list().read(form, &mut read, at, &path)?,
        }
        (!form.has_problems()).then_some(read)
    }
}

fn rule(definition: &Definition, schedule: usize, at: usize) -> Option<&FeeRule> {
    definition.fees.get(schedule)?.rules.get(at)
}

fn section(definition: &Definition, report: usize, at: usize) -> Option<&crate::programmes::Section> {
    definition.reports.get(report)?.sections.get(at)
}

fn new_section(definition: &Definition, report: usize, kind: &str) -> Option<crate::programmes::Section> {
    let report: &Report = definition.reports.get(report)?;
    let is_offered = sections::kinds(definition, report).iter().any(|(word, ..)| word == kind);
    sections::blank(definition, report, kind).filter(|_| is_offered)
}

/// A code that isn't taken yet: the stem itself, otherwise with a number behind it.
fn free_code(stem: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..u32::MAX).map(|number| format!("{stem}_{number}"));
    std::iter::once(stem.to_owned()).chain(numbered).find(|code| !is_taken(code)).unwrap_or_default()
}
