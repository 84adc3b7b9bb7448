//! 保健指導: whether a programme has a guidance, and for about how many people. Its lists come and go with it.

use crate::{
    kit::form::Form,
    programmes::{
        definition::Guidance,
        forms::{
            count,
            field::{Field, Kind},
        },
    },
};

const ABOUT_PEOPLE: &str = "guidance.about_people";
const MOST_PEOPLE: i64 = 60_000;

/// A guidance with nothing typed yet.
pub(super) fn blank() -> Guidance {
    Guidance { about_people: 0, result_groups: Vec::new(), selection: Vec::new(), contacts: Vec::new() }
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new(Kind::Number, ABOUT_PEOPLE, "対象者のおよその人数")
            .unit("人")
            .hint("1年に選ぶ人のめやすです。例：200"),
    ]
}

pub(super) fn filled(guidance: &Guidance) -> Form {
    let people = if guidance.about_people == 0 { String::new() } else { guidance.about_people.to_string() };
    Form::empty().with(ABOUT_PEOPLE, people)
}

pub(super) fn read(form: &mut Form, stored: &Guidance) -> Option<Guidance> {
    let about_people = count(form, ABOUT_PEOPLE, "対象者のおよその人数", MOST_PEOPLE)?;
    Some(Guidance { about_people, ..stored.clone() })
}
