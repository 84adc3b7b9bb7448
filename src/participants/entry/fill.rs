//! The way back: a stored entry as the form that shows it.

use time::Date;

use super::{
    Entry, Identity,
    contacts::{CONTACT_FIELDS, fill_contact},
    fields::TEXTS,
};
use crate::{kit::form::Form, vocab::dates::wareki};

/// The form that shows a stored entry for editing.
pub fn fill(entry: &Entry) -> Form {
    let person = &entry.identity;
    let day = |date: Option<Date>| date.map(wareki).unwrap_or_default();
    let mut form = Form::empty()
        .with("family_name", &person.family_name)
        .with("given_name", &person.given_name)
        .with("family_kana", &person.family_kana)
        .with("given_kana", &person.given_kana)
        .with("born_on", wareki(person.born_on))
        .with("sex", &entry.sex)
        .with("postal_code", &person.postal_code)
        .with("address", &person.address)
        .with("telephone", &person.telephone)
        .with("district", entry.district.id.to_string())
        .with("certification", &entry.certification)
        .with("certified_from", day(entry.certified_from))
        .with("certified_to", day(entry.certified_to))
        .with("centre_person", &person.centre_person);
    for (fields, contact) in CONTACT_FIELDS.iter().zip(&person.emergency) {
        form = fill_contact(form, fields, contact);
    }
    for ((name, _, _), text) in TEXTS.iter().zip(texts(person)) {
        form = form.with(name, text);
    }
    form
}

/// The free texts in the order of [`TEXTS`].
pub fn texts(person: &Identity) -> [&str; 8] {
    [
        &person.service_use,
        &person.housing,
        &person.household,
        &person.mobility,
        &person.toileting,
        &person.meals,
        &person.bathing,
        &person.history,
    ]
}
