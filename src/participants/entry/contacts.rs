//! 緊急連絡先: up to three people to call, each with fields of its own.

use super::{EmergencyContact, LINE, NAME};
use crate::{
    kit::form::{Choice, Form},
    vocab::{kana::half_digits, numbers::Phone},
};

/// 続柄; その他 comes with a word of its own.
pub const RELATIONS: [&str; 10] =
    ["夫", "妻", "長男", "長女", "二男", "二女", "子の配偶者", "兄弟姉妹", "孫", "その他"];
const OTHER: &str = "その他";
/// 緊急連絡先 a person may have.
pub const CONTACTS: usize = 3;

/// The names of one contact's fields.
#[derive(Clone, Copy, Debug)]
pub struct ContactFields {
    pub title: &'static str,
    pub name: &'static str,
    pub relation: &'static str,
    pub relation_other: &'static str,
    pub telephone: &'static str,
    pub same: &'static str,
    pub address: &'static str,
}

macro_rules! contact_fields {
    ($number:literal) => {
        ContactFields {
            title: concat!("緊急連絡先", $number),
            name: concat!("emergency_", $number, "_name"),
            relation: concat!("emergency_", $number, "_relation"),
            relation_other: concat!("emergency_", $number, "_relation_other"),
            telephone: concat!("emergency_", $number, "_telephone"),
            same: concat!("emergency_", $number, "_same"),
            address: concat!("emergency_", $number, "_address"),
        }
    };
}

pub const CONTACT_FIELDS: [ContactFields; CONTACTS] =
    [contact_fields!("1"), contact_fields!("2"), contact_fields!("3")];

pub fn relation_choices() -> Vec<Choice> {
    RELATIONS.iter().map(|relation| Choice::new(*relation, *relation)).collect()
}

pub(super) fn read_contacts(form: &mut Form, own_address: &str) -> Option<Vec<EmergencyContact>> {
    let read: Vec<Option<Option<EmergencyContact>>> =
        CONTACT_FIELDS.iter().map(|fields| read_contact(form, fields, own_address)).collect();
    read.into_iter().collect::<Option<Vec<_>>>().map(|contacts| contacts.into_iter().flatten().collect())
}

/// `Some(None)` when the contact was left empty.
fn read_contact(
    form: &mut Form,
    fields: &ContactFields,
    own_address: &str,
) -> Option<Option<EmergencyContact>> {
    let used =
        [fields.name, fields.relation, fields.relation_other, fields.telephone, fields.address, fields.same];
    if used.iter().all(|field| form.value(field).trim().is_empty()) {
        return Some(None);
    }
    let label = |what: &str| format!("{}の{what}", fields.title);
    let name = form.required(fields.name, &label("氏名"), NAME);
    let relation = form.choice(fields.relation, &label("続柄"), &RELATIONS);
    let relation = match relation.as_deref() {
        Some(OTHER) => form.required(fields.relation_other, &label("続柄（その他の内容）"), NAME),
        _ => relation,
    };
    let telephone = form.parse(fields.telephone, |text| {
        Phone::parse(text)
            .map(|p| p.shown().to_owned())
            .map_err(|problem| format!("{}：{problem}", label("電話番号")))
    });
    let address = if form.checked(fields.same, "yes") {
        Some(own_address.to_owned())
    } else {
        form.optional(fields.address, &label("住所"), LINE).map(|text| half_digits(&text))
    };
    Some(Some(EmergencyContact {
        name: name?,
        relation: relation?,
        telephone: telephone?,
        address: address?,
    }))
}

pub(super) fn fill_contact(form: Form, fields: &ContactFields, contact: &EmergencyContact) -> Form {
    let listed = RELATIONS.contains(&contact.relation.as_str()) && contact.relation != OTHER;
    let (relation, other) =
        if listed { (contact.relation.as_str(), "") } else { (OTHER, contact.relation.as_str()) };
    form.with(fields.name, &contact.name)
        .with(fields.relation, relation)
        .with(fields.relation_other, other)
        .with(fields.telephone, &contact.telephone)
        .with(fields.address, &contact.address)
}
