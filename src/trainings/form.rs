//! 研修会・説明会・連絡会 as typed.

use time::Date;

use super::db::Training;
use crate::{kit::form::Form, vocab::dates::wareki};

/// What the ward holds for those who work for it, with the word of the database.
pub const KINDS: [(&str, &str); 3] =
    [("training", "研修会"), ("explanation", "説明会"), ("meeting", "連絡会")];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub kind: String,
    pub title: String,
    pub held_on: Date,
}

/// The Japanese word of a kind.
pub fn kind_label(code: &str) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == code).map_or("", |(_, label)| label)
}

pub fn stored(training: &Training) -> Form {
    Form::empty()
        .with("kind", &training.kind)
        .with("title", &training.title)
        .with("held_on", wareki(training.held_on))
        .with("version", training.version.to_string())
}

/// Reads the form; `None` when it has problems.
pub fn read(form: &mut Form) -> Option<Written> {
    let kind = form.choice("kind", "種類", &KINDS.map(|(code, _)| code));
    let title = form.required("title", "名前", 80);
    let held_on = form.date("held_on", "日にち");
    Some(Written { kind: kind?, title: title?, held_on: held_on? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_ward_holds_has_a_kind_a_name_and_a_day() {
        let mut form = Form::empty();
        assert_eq!(read(&mut form), None);
        for field in ["kind", "title", "held_on"] {
            assert!(form.problem(field).is_some(), "{field}");
        }
        let mut form =
            Form::empty().with("kind", "meeting").with("title", "事業者連絡会").with("held_on", "R8.6.10");
        let written = read(&mut form).unwrap();
        assert_eq!(
            (kind_label(&written.kind), written.held_on),
            ("連絡会", time::macros::date!(2026 - 06 - 10))
        );
        assert_eq!(kind_label("party"), "");
    }
}
