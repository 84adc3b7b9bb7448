//! The pages of registration as data.

use askama::Template;
use time::Date;

use super::{
    Person, certification,
    entry::{self, CONTACT_FIELDS, ContactFields, District, Entry, TEXTS},
    register::age_words,
    sex_label,
};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::Row,
    },
    vocab::{dates::both_eras, ids::ParticipantId},
};

#[derive(Template)]
#[template(path = "participants/entry.html")]
pub struct EntryView {
    form: Form,
    title: &'static str,
    action: String,
    back_href: String,
    sexes: Vec<Choice>,
    districts: Vec<Choice>,
    levels: Vec<Choice>,
    relations: Vec<Choice>,
    contacts: [ContactFields; entry::CONTACTS],
    texts: [(&'static str, &'static str, &'static str); 8],
}

impl EntryView {
    /// `id`: whose entry is changed; `None` for a new participant.
    pub fn new(id: Option<ParticipantId>, districts: &[District], form: Form) -> Self {
        Self {
            form,
            title: if id.is_some() { "登録の内容を変更する" } else { "参加者を登録する" },
            action: check_address(id),
            back_href: id.map_or("/participants".into(), |id| format!("/participants/{id}")),
            sexes: entry::sex_choices(),
            districts: districts.iter().map(|d| Choice::new(d.id.to_string(), format!("{}（{}）", d.name, d.centre_name))).collect(),
            levels: certification::choices(),
            relations: entry::relation_choices(),
            contacts: CONTACT_FIELDS,
            texts: TEXTS,
        }
    }
}

#[derive(Template)]
#[template(path = "participants/check.html")]
pub struct CheckView {
    title: &'static str,
    action: String,
    back_action: String,
    label: &'static str,
    sections: Vec<(&'static str, Vec<Row>)>,
    carried: Vec<(String, String)>,
}

impl CheckView {
    pub fn new(id: Option<ParticipantId>, form: &Form, entry: &Entry, today: Date) -> Self {
        Self {
            title: if id.is_some() { "変更する内容の確認" } else { "登録する内容の確認" },
            action: id.map_or("/participants".into(), |id| format!("/participants/{id}")),
            back_action: check_address(id),
            label: if id.is_some() { "この内容で変更する" } else { "この内容で登録する" },
            sections: sections(entry, today),
            carried: carried(form),
        }
    }
}

#[derive(Template)]
#[template(path = "participants/duplicate.html")]
pub struct DuplicateView {
    action: String,
    label: &'static str,
    people: Vec<Namesake>,
    carried: Vec<(String, String)>,
}

/// Somebody who may be the person being registered.
struct Namesake {
    href: String,
    number: i32,
    name: String,
    kana: String,
    born: String,
    sex: &'static str,
    address: String,
}

impl DuplicateView {
    pub fn new(id: Option<ParticipantId>, form: &Form, people: Vec<Person>, districts: &[District]) -> Self {
        let place = |p: &Person| districts.iter().find(|d| d.id == p.district).map_or_else(String::new, |d| d.name.clone());
        Self {
            action: check_address(id),
            label: if id.is_some() { "別の人として変更する" } else { "別の人として登録する" },
            people: people
                .iter()
                .map(|p| Namesake {
                    href: format!("/participants/{}", p.id),
                    number: p.number,
                    name: p.identity.name(),
                    kana: p.identity.kana(),
                    born: both_eras(p.identity.born_on),
                    sex: sex_label(&p.sex),
                    address: place(p),
                })
                .collect(),
            carried: carried(form),
        }
    }
}

fn check_address(id: Option<ParticipantId>) -> String {
    id.map_or("/participants/check".into(), |id| format!("/participants/{id}/check"))
}

/// What was typed, for the hidden fields that carry it to the next step.
fn carried(form: &Form) -> Vec<(String, String)> {
    let names = entry::field_names().into_iter().chain(["version", "other_person"]);
    names.map(|name| (name.to_owned(), form.value(name).to_owned())).filter(|(_, value)| !value.is_empty()).collect()
}

/// A checked entry as the summary lists of the check page.
fn sections(entry: &Entry, today: Date) -> Vec<(&'static str, Vec<Row>)> {
    let person = &entry.identity;
    let mut contacts = Vec::new();
    for (fields, contact) in CONTACT_FIELDS.iter().zip(&person.emergency) {
        contacts.push(Row::new(fields.title, format!("{}（{}）", contact.name, contact.relation)));
        contacts.push(Row::new(format!("{}の電話番号", fields.title), contact.telephone.clone()));
        contacts.push(Row::new(format!("{}の住所", fields.title), contact.address.clone()));
    }
    if contacts.is_empty() {
        contacts.push(Row::new("緊急連絡先", ""));
    }
    let texts = TEXTS.iter().zip(entry::texts(person)).map(|((_, label, _), text)| Row::new(*label, text)).collect();
    vec![
        (
            "本人",
            vec![
                Row::new("氏名", person.name()),
                Row::new("カナ", person.kana()),
                Row::new("生年月日", entry::birth_line(person.born_on, today)),
                Row::new("性別", sex_label(&entry.sex)),
                Row::new("郵便番号", person.postal_code.clone()),
                Row::new("住所", person.address.clone()),
                Row::new("電話番号", person.telephone.clone()),
            ],
        ),
        (
            "担当の地域包括支援センターと認定",
            vec![
                Row::new("地区（町丁目）", entry.district.name.clone()),
                Row::new("地域包括支援センター", entry.district.centre_name.clone()),
                Row::new("包括の担当者", person.centre_person.clone()),
                Row::new("認定", certification::label(&entry.certification)),
                Row::new("認定期間", entry::period_line(entry.certified_from, entry.certified_to)),
            ],
        ),
        ("緊急連絡先", contacts),
        ("生活と健康", texts),
    ]
}

/// The list's and the other pages' line for a person: name or, where the contract leaves it out, the number.
pub fn shown_name(person: &Person) -> String {
    let name = person.identity.name();
    if name.trim().is_empty() { format!("参加者 {}", person.number) } else { name }
}

/// 「85歳・女」, as far as it may be shown.
pub fn age_and_sex(person: &Person, today: Date, shows_sex: bool) -> String {
    let sex = if shows_sex { sex_label(&person.sex) } else { "" };
    [age_words(person, today).as_str(), sex].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("・")
}
