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

impl Rows {
    fn list(self, definition: &mut Definition) -> Option<&mut dyn Sequence> {
        Some(match self {
            Self::Schedules => &mut definition.fees,
            Self::Rules(at) => &mut definition.fees.get_mut(at)?.rules,
            Self::UserFees => &mut definition.user_fees,
            Self::Causes => &mut definition.cancellation.causes,
            Self::Sections(at) => &mut definition.reports.get_mut(at)?.sections,
            Self::Plain(plain) => plain.list().sequence(definition),
        })
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
        self.list(&mut moved)?.swap_rows(at, other);
        Some(moved)
    }

    /// The definition without the row; `None` when there is none.
    pub fn removed(self, definition: &Definition, at: usize) -> Option<Definition> {
        if at >= self.len(definition) {
            return None;
        }
        let mut without = definition.clone();
        self.list(&mut without)?.remove_row(at);
        Some(without)
    }
}
