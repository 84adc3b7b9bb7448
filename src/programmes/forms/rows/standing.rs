//! 行の今: where in the draft of today the row lies that a form was made from. Rows are known by their number, and numbers
//! change while a form is open.

use super::{Nested, Rows};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        forms::mark::{mark, values},
    },
};

/// What a mark of a row that isn't there yet begins with.
const NEW: &str = "new-";

/// The row of a form, looked for in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is as it was.
    Same(usize),
    /// It is another now, or its list has grown: the place the form would be stored in.
    Changed(usize),
    Gone,
}

impl Rows {
    /// The mark of a row; of the end of the list, that of the row which may be added there.
    pub fn mark(self, definition: &Definition, at: usize) -> String {
        let len = self.len(definition);
        if at < len {
            let row = [self.title(definition), self.name(definition, at)];
            let typed = values(&self.fields(definition, at), &self.filled(definition, at));
            return mark(row.into_iter().chain(self.lines(definition, at)).chain(typed));
        }
        let list = [self.title(definition), len.to_string()];
        // A group has no name of its own, and its number may be that of another by now.
        let is_group = matches!(self, Self::Nested(Nested::Conditions(_)));
        let rows = (0..len).filter(|_| is_group).map(|at| self.name(definition, at));
        format!("{NEW}{}", mark(list.into_iter().chain(rows)))
    }

    /// Where the row is now whose form was made at `at` and carries that mark.
    pub fn standing(self, definition: &Definition, at: usize, carried: &str) -> Standing {
        let len = self.len(definition);
        let mut places = std::iter::once(at).chain(0..=len).filter(|place| *place <= len);
        match places.find(|place| self.mark(definition, *place) == carried) {
            Some(place) => Standing::Same(place),
            None if carried.starts_with(NEW) => Standing::Changed(len),
            None if at < len => Standing::Changed(at),
            None => Standing::Gone,
        }
    }

    /// What was typed for the row at `from`, for the one at `to`.
    pub fn carried(self, form: Form, from: usize, to: usize) -> Form {
        form.moved(&self.row(from), &self.row(to))
    }
}
