//! The way back: a stored application as the form that shows it.

use time::Date;
use uuid::Uuid;

use super::{facts::group_code, field::OPEN, sheets};
use crate::{
    applications::{
        asked::Asked,
        sheet::{Answered, Sheet},
    },
    consents,
    kit::form::Form,
    participants::entry::{self, District},
    programmes::Definition,
    vocab::{dates::wareki, ids::CentreId},
};

/// The form that shows a stored application for editing.
pub fn fill(sheet: &Sheet, applied_on: Date, definition: &Definition) -> Form {
    let mut form = entry::fill(&sheet.applicant.entry_in(District {
        id: sheet.applicant.district,
        name: sheet.applicant.district_name.clone(),
        centre: CentreId(Uuid::nil()), // not on the form: it follows from the district
        centre_name: String::new(),
    }));
    form = form
        .with("applied_on", wareki(applied_on))
        .with("taken_at", sheet.taken_at.code())
        .with("course", sheet.course.map(|course| course.to_string()).unwrap_or_default())
        .with("wished_start", sheet.wished_start.map(wareki).unwrap_or_default())
        .with("remark", &sheet.remark);
    if let Some(check) = &sheet.identity_check {
        form = form
            .with("id_document", check.document.code())
            .with("id_on", wareki(check.on))
            .with("id_by", &check.by);
    }
    form = fill_facts(form, &sheet.answered, &Asked::of(definition));
    form = fill_sheets(form, &sheet.answered, definition);
    for (kind, given) in &sheet.answered.consents {
        form = consents::given::fill(form, kind, given);
    }
    form
}

fn fill_facts(mut form: Form, answered: &Answered, asked: &Asked) -> Form {
    let word = |known: Option<bool>| match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => OPEN,
    };
    form = form
        .with("resident", word(answered.resident))
        .with("insured_here", word(answered.insured_here))
        .with("own_facility_user", word(answered.own_facility_user));
    for (group, used) in &answered.services {
        let code = group_code(*group);
        form = form.with(&format!("services.{code}"), if used.is_empty() { "none" } else { "some" });
        let is_offered =
            |name: &&String| asked.services.get(group).is_some_and(|known| known.contains(*name));
        for name in used.iter().filter(is_offered) {
            form = form.with(&format!("services.{code}.known"), name);
        }
        let others: Vec<&str> = used.iter().filter(|name| !is_offered(name)).map(String::as_str).collect();
        form = form.with(&format!("services.{code}.others"), others.join("、"));
    }
    for (no, grade) in (1..).zip(answered.sarc_f.0) {
        let code = grade.map_or_else(|| OPEN.to_owned(), |grade| u8::from(grade).to_string());
        form = form.with(&format!("sarc_{no}"), code);
    }
    for (code, value) in &answered.values {
        form = form.with(&format!("value.{code}"), value.to_string());
    }
    for (name, known) in &answered.restrictions {
        form = form.with(&format!("restriction.{name}"), word(Some(*known)));
    }
    for (code, known) in &answered.answers {
        form = form.with(&format!("question.{code}"), word(Some(*known)));
    }
    form
}

fn fill_sheets(mut form: Form, answered: &Answered, definition: &Definition) -> Form {
    for sheet in &definition.screenings {
        let Some(answers) = answered.screenings.get(&sheet.code) else { continue };
        for question in &sheet.questions {
            for code in answers.get(&question.code).into_iter().flatten() {
                form = form.with(&sheets::name(sheet, question), code);
            }
        }
    }
    form
}
