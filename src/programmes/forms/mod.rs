//! 入力欄: the sections officers change most, as fields instead of text. A field is named by its path in the definition, so
//! that a fault of [`super::check`] finds its field by itself. Lists have a page for each of their rows.

mod absences;
mod basics;
mod calendar;
mod cancellation;
mod due;
pub mod field;
mod information_items;
pub mod mark;
mod measurement;
mod part;
mod places;
pub mod rows;
mod threshold;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::fault::Fault;
use crate::{
    kit::form::{Choice, Form},
    vocab::decimal::Decimal,
};
pub use due::numbered;
use field::Field;
pub use part::Part;

/// Says each fault at the field it is about, on the top of the page when there is none.
pub fn point_out(form: &mut Form, fields: &[Field], faults: &[Fault]) {
    for fault in faults {
        form.refuse(field_of(fields, &fault.path), &fault.sentence);
    }
}

/// The field that lies nearest to a path: the one that holds it, otherwise the first that lies in it.
fn field_of<'a>(fields: &'a [Field], path: &str) -> &'a str {
    let named = || fields.iter().filter(|field| !field.is_heading()).map(|field| field.name.as_str());
    named()
        .filter(|name| holds(name, path))
        .max_by_key(|name| name.len())
        .or_else(|| named().find(|name| holds(path, name)))
        .unwrap_or_default()
}

/// Whether a path lies in another, or is it.
fn holds(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What a ticked box sends.
fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "" }
}

/// The word a choice is written with.
fn word<T: Serialize>(choice: &T) -> String {
    match serde_json::to_value(choice) {
        Ok(Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

fn from_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}

fn choices<T: Serialize + Copy>(all: &[T], label: impl Fn(T) -> String) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(word(one), label(*one))).collect()
}

/// One of the choices.
fn pick<T: Serialize + DeserializeOwned>(form: &mut Form, name: &str, label: &str, all: &[T]) -> Option<T> {
    let words: Vec<String> = all.iter().map(word).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    form.choice(name, label, &words).and_then(|word| from_word(&word))
}

/// Every choice that was ticked, in the order offered.
fn ticked<T: Serialize + DeserializeOwned>(
    form: &mut Form,
    name: &str,
    label: &str,
    all: &[T],
) -> Option<Vec<T>> {
    let words: Vec<String> = all.iter().map(word).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    form.choices(name, label, &words)?.iter().map(|word| from_word(word)).collect()
}

/// What was typed line by line, without the empty ones.
fn lines(form: &mut Form, name: &str, label: &str, most: usize) -> Option<Vec<String>> {
    let typed = form.optional_lines(name, label, most)?;
    Some(typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// A whole number that fits.
fn count<N: TryFrom<i64>>(form: &mut Form, name: &str, label: &str, most: i64) -> Option<N> {
    form.whole_number(name, label, 0..=most).and_then(|number| N::try_from(number).ok())
}

/// A whole number that may be left out.
fn optional_count<N: TryFrom<i64>>(form: &mut Form, name: &str, label: &str, most: i64) -> Option<Option<N>> {
    match form.optional_whole_number(name, label, 0..=most)? {
        Some(number) => N::try_from(number).ok().map(Some),
        None => Some(None),
    }
}

/// A number with at most two decimals.
fn decimal(form: &mut Form, name: &str) -> Option<Decimal> {
    form.parse(name, |typed| typed.nfkc().collect::<String>().parse())
}

/// What was there stays in its order; what is new follows.
fn in_their_order<T: PartialEq + Clone>(typed: Vec<T>, stored: &[T]) -> Vec<T> {
    let mut kept: Vec<T> = stored.iter().filter(|one| typed.contains(one)).cloned().collect();
    kept.extend(typed.into_iter().filter(|one| !stored.contains(one)));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::presets;

    #[test]
    fn a_form_that_nobody_changed_gives_the_definition_back() {
        for preset in presets::all() {
            for part in Part::ALL.into_iter().filter(|part| !part.fields().is_empty()) {
                let mut form = part.filled(preset);
                let read = part.read(&mut form, preset);
                assert_eq!(form.problems(), [], "{} {part:?}", preset.code);
                assert_eq!(read.as_ref(), Some(preset), "{} {part:?}", preset.code);
            }
        }
    }

    #[test]
    fn every_value_of_a_form_has_its_field() {
        for preset in presets::all() {
            for part in Part::ALL {
                let (fields, form) = (part.fields(), part.filled(preset));
                let unnamed = fields.iter().filter(|f| !f.is_heading() && form.values(&f.name).is_empty());
                for field in unnamed {
                    assert!(!field.required, "{} {part:?}: {} is empty", preset.code, field.name);
                }
            }
        }
    }

    #[test]
    fn a_fault_finds_its_field() {
        let fields = Part::Calendar.fields();
        assert_eq!(field_of(&fields, "calendar.sessions"), "calendar.sessions.least");
        assert_eq!(field_of(&fields, "calendar.sessions.most"), "calendar.sessions.most");
        assert_eq!(field_of(&fields, "calendar.forbidden[2].between"), "calendar.forbidden");
        assert_eq!(field_of(&fields, "places.capacity"), "");
    }

    #[test]
    fn an_empty_form_names_its_fields_and_changes_nothing() {
        for part in [Part::Basics, Part::Calendar, Part::Places, Part::Measurement] {
            let mut form = Form::empty();
            assert_eq!(part.read(&mut form, presets::meguro()), None, "{part:?}");
            assert!(form.has_problems());
        }
    }
}
