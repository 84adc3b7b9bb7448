//! 定員.

use super::{
    choices, count,
    field::{Field, Kind},
    pick, word,
};
use crate::{
    kit::form::Form,
    programmes::definition::{Counted, Places},
};

const COUNTED: [Counted; 3] = [Counted::PerCourse, Counted::PerMonth, Counted::PerContract];

pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new(
            Kind::Radios(choices(&COUNTED, |one| one.label().to_owned())),
            "places.counted",
            "定員の数え方",
        ),
        Field::new(Kind::Number, "places.capacity", "定員").unit("人"),
        Field::new(Kind::Number, "places.minimum", "最少催行人数")
            .unit("人")
            .hint("定めないときは0にします。"),
    ]
}

pub(super) fn filled(places: Places) -> Form {
    Form::empty()
        .with("places.counted", word(&places.counted))
        .with("places.capacity", places.capacity.to_string())
        .with("places.minimum", places.minimum.to_string())
}

pub(super) fn read(form: &mut Form, places: &mut Places) -> Option<()> {
    let counted = pick(form, "places.counted", "定員の数え方", &COUNTED);
    let capacity = count(form, "places.capacity", "定員", 10_000);
    let minimum = count(form, "places.minimum", "最少催行人数", 10_000);
    *places = Places { counted: counted?, capacity: capacity?, minimum: minimum? };
    Some(())
}
