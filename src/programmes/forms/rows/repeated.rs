//! 行の欄: fields that repeat, row by row. A row left empty is left out; one empty row is always there to add another.

use crate::kit::form::Form;

/// Rows a new rule begins with.
const FIRST_ROWS: usize = 3;

/// The rows of so many steps, with the empty ones.
pub(super) fn rows(steps: usize) -> usize {
    (steps + 1).max(FIRST_ROWS)
}

/// The name of a row and what emptying it does.
pub(super) fn row(place: usize, steps: usize, what: &str) -> (String, String) {
    let hint = if place < steps {
        format!("この{what}をやめるときは、この{what}のすべてを空欄にします。")
    } else {
        format!("この{what}が要らないときは、すべてを空欄のままにします。")
    };
    (format!("{}つ目の{what}", place + 1), hint)
}

/// What is read from every row that isn't empty, of so many.
pub(super) fn typed_rows<T>(
    form: &mut Form,
    path: &str,
    fields: &[&str],
    rows: usize,
    mut read: impl FnMut(&mut Form, &str, usize) -> Option<T>,
) -> Option<Vec<T>> {
    let (mut found, mut all) = (Vec::new(), Some(()));
    for place in 0..rows {
        let name = format!("{path}[{place}]");
        let is_empty = fields.iter().all(|field| form.value(&format!("{name}.{field}")).trim().is_empty());
        if is_empty {
            continue;
        }
        match read(form, &name, place) {
            Some(one) => found.push(one),
            None => all = None,
        }
    }
    if found.is_empty() && all.is_some() {
        let first = fields.first().copied().unwrap_or_default();
        form.refuse(&format!("{path}[0].{first}"), "1つ以上入力してください。");
        return None;
    }
    all.map(|()| found)
}
