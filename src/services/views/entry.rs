//! The form of a record, drawn from its kind's sections.

use askama::Template;

use crate::{
    kit::form::{Choice, Form},
    services::{
        forms::{CONFIRM_DAY, section_field},
        records::Kind,
    },
    vocab::ids::{EnrolmentId, ServiceRecordId},
};

#[derive(Template)]
#[template(path = "services/entry.html")]
pub struct EntryView {
    form: Form,
    title: String,
    person: String,
    action: String,
    back_href: String,
    step: &'static str,
    day_label: &'static str,
    is_plan: bool,
    is_day: bool,
    is_change: bool,
    /// The check box that confirms an unusual day, and the day it confirms.
    confirm: Option<(&'static str, String)>,
    attendance: Vec<Choice>,
    frequencies: Vec<Choice>,
    sections: Vec<SectionLine>,
}

struct SectionLine {
    name: String,
    label: &'static str,
    hint: &'static str,
    required: bool,
    rows: u8,
}

impl EntryView {
    pub fn new(
        service: EnrolmentId,
        record: Option<ServiceRecordId>,
        kind: Kind,
        person: String,
        form: Form,
        asks_day: bool,
    ) -> Self {
        let line = |section: &crate::services::records::Section| SectionLine {
            name: section_field(section),
            label: section.label,
            hint: section.hint,
            required: section.required,
            rows: if section.required && kind != Kind::ServiceDay { 4 } else { 3 },
        };
        Self {
            title: kind.name().to_owned(),
            person,
            action: record.map_or_else(
                || format!("/services/{service}/records"),
                |record| format!("/services/{service}/records/{record}"),
            ),
            back_href: format!("/services/{service}"),
            step: kind.code(),
            day_label: kind.day_label(),
            is_plan: kind == Kind::Plan,
            is_day: kind == Kind::ServiceDay,
            is_change: record.is_some(),
            confirm: asks_day.then(|| (CONFIRM_DAY, form.value("done_on").to_owned())),
            attendance: vec![Choice::new("yes", "出席"), Choice::new("no", "欠席")],
            frequencies: ["1", "2", "3"].map(|days| Choice::new(days, format!("週{days}日"))).to_vec(),
            sections: kind.sections().iter().map(line).collect(),
            form,
        }
    }
}
