//! 順番: a row moved by one place, and a row removed.

use super::Rows;
use crate::programmes::Definition;

/// Where a row is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

impl Way {
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }
}

/// A list, whatever its rows are.
pub(super) trait Sequence {
    fn swap_rows(&mut self, one: usize, other: usize);
    fn remove_row(&mut self, at: usize);
}

impl<T> Sequence for Vec<T> {
    fn swap_rows(&mut self, one: usize, other: usize) {
        self.swap(one, other);
    }

    fn remove_row(&mut self, at: usize) {
        self.remove(at);
    }
}

/// What is there or isn't: a list of at most one row.
impl<T> Sequence for Option<T> {
    fn swap_rows(&mut self, _: usize, _: usize) {}

    fn remove_row(&mut self, _: usize) {
        *self = None;
    }
}

impl Rows {
    fn arrange(self, definition: &mut Definition, change: &dyn Fn(&mut dyn Sequence)) -> Option<()> {
        match self {
            Self::Schedules => change(&mut definition.fees),
            Self::Rules(at) => change(&mut definition.fees.get_mut(at)?.rules),
            Self::UserFees => change(&mut definition.user_fees),
            Self::Causes => change(&mut definition.cancellation.causes),
            Self::Sections(at) => change(&mut definition.reports.get_mut(at)?.sections),
            Self::Questions(at) => change(&mut definition.questionnaires.get_mut(at)?.questions),
            Self::Guidance => change(&mut definition.guidance),
            Self::Plain(plain) => plain.list().arrange(definition, change)?,
            Self::Nested(nested) => nested.list().arrange(definition, change)?,
        }
        Some(())
    }

    /// The row one place further up or down; `None` when it can't go there.
    pub fn moved(self, definition: &Definition, at: usize, way: Way) -> Option<Definition> {
        let other = match way {
            Way::Up => at.checked_sub(1)?,
            Way::Down => at.checked_add(1)?,
        };
        if at.max(other) >= self.len(definition) {
            return None;
        }
        let mut moved = definition.clone();
        self.arrange(&mut moved, &|rows| rows.swap_rows(at, other))?;
        Some(moved)
    }

    /// The definition without the row; `None` when there is none.
    pub fn removed(self, definition: &Definition, at: usize) -> Option<Definition> {
        if at >= self.len(definition) {
            return None;
        }
        let mut without = definition.clone();
        self.arrange(&mut without, &|rows| rows.remove_row(at))?;
        Some(without)
    }
}
