//! 順番: a row moved by one place, a row that finds its place by itself, and a row removed.

use super::Rows;
use crate::programmes::definition::{Definition, FeeSchedule};

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
    /// The row one place further up or down; `None` when it can't go there.
    pub fn moved(self, definition: &Definition, at: usize, way: Way) -> Option<Definition> {
        let other = match way {
            Way::Up => at.checked_sub(1)?,
            Way::Down => at.checked_add(1)?,
        };
        if self.is_sorted() || at.max(other) >= self.len(definition) {
            return None;
        }
        let mut moved = definition.clone();
        self.list().arrange(&mut moved, &|rows| rows.swap_rows(at, other))?;
        Some(moved)
    }

    /// The definition with every row where it belongs, and where the row then is: schedules lie by their day, everything else
    /// where it was put.
    pub fn settled(self, mut definition: Definition, at: usize) -> (Definition, usize) {
        let Some(from) = definition.fees.get(at).map(|schedule| schedule.from).filter(|_| self.is_sorted())
        else {
            return (definition, at);
        };
        let is_before = |(place, schedule): &(usize, &FeeSchedule)| (schedule.from, *place) < (from, at);
        let place = definition.fees.iter().enumerate().filter(is_before).count();
        definition.fees.sort_by_key(|schedule| schedule.from);
        (definition, place)
    }

    /// Whether the rows find their places by themselves.
    pub fn is_sorted(self) -> bool {
        self == Self::Schedules
    }

    /// The definition without the row; `None` when there is none.
    pub fn removed(self, definition: &Definition, at: usize) -> Option<Definition> {
        if at >= self.len(definition) {
            return None;
        }
        let mut without = definition.clone();
        self.list().arrange(&mut without, &|rows| rows.remove_row(at))?;
        Some(without)
    }
}
