//! 情報項目: what a new contract lets a contractor see, before the ward changes the list.

use super::{
    choices,
    field::{Field, Kind},
    in_their_order, ticked, word,
};
use crate::{
    kit::form::Form,
    programmes::{Definition, InformationItem},
};

const NAME: &str = "information_items";

pub(super) fn fields() -> Vec<Field> {
    let items = choices(&InformationItem::ALL, |item| item.label().to_owned());
    vec![
        Field::new(Kind::Boxes(items), NAME, "情報項目")
            .hint("新しい契約で、はじめから選ばれている項目です。契約ごとに変えられます。"),
    ]
}

pub(super) fn filled(definition: &Definition) -> Form {
    definition.information_items.iter().fold(Form::empty(), |form, item| form.with(NAME, word(item)))
}

pub(super) fn read(form: &mut Form, definition: &mut Definition) -> Option<()> {
    let items = ticked(form, NAME, "情報項目", &InformationItem::ALL)?;
    // The order of the programme's own paper stays while the items do.
    definition.information_items = in_their_order(items, &definition.information_items);
    Some(())
}
