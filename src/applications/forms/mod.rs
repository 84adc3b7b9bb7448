//! The application form: typed text to a [`Sheet`] and back. Particulars have to be whole, because a draft without a name is
//! nobody's; every answer may be left for later, and what is missing shows in the verdict.

mod facts;
mod field;
mod fill;
mod sheets;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use time::Date;

use super::sheet::{Applicant, Document, Heard, IdentityCheck, Sheet, TakenAt};
use crate::{
    consents,
    kit::form::Form,
    participants::entry::{self, District},
    programmes::Definition,
    vocab::{dates::parse_date, ids::CourseId},
};

pub use facts::{fact_fields, sarc_f_fields};
pub use field::{Field, Input};
pub use fill::fill;
pub use sheets::screening_fields;

/// Longest name of somebody who checked or asked, in characters.
pub(super) const NAME: usize = 60;
/// Longest free text, in characters.
pub(super) const TEXT: usize = 1_000;

/// What the form is read against.
pub struct Ground<'a> {
    pub definition: &'static Definition,
    pub districts: &'a [District],
    /// Classes of the contract that can be wished for.
    pub courses: &'a [CourseId],
    pub today: Date,
}

/// What was typed: the day of the application and everything else.
pub struct Typed {
    pub applied_on: Date,
    pub sheet: Sheet,
}

/// Reads the form; `None`: the problems are on it. What was said at acts
/// since stays as it is in `before`, and what was heard too where the answers it stands on are the same.
pub fn read(form: &mut Form, ground: &Ground, before: Option<&Sheet>) -> Option<Typed> {
    let applied_on = past(form, "applied_on", "申込日", ground.today);
    let places = TakenAt::ALL.map(TakenAt::code);
    let taken_at = form.choice("taken_at", "受け付けた場所", &places);
    let entry = entry::read(form, ground.districts, ground.today);
    let identity_check = read_identity_check(form, ground.today);
    let wish = read_wish(form, ground);
    let remark = form.optional_lines("remark", "連絡事項", TEXT);
    let taken_at = TakenAt::from_code(&taken_at.unwrap_or_default());
    let mut sheet = entry.zip(taken_at).map(|(entry, at)| Sheet::blank(Applicant::of(entry), at));
    // Every part is read, so that every problem is told at once.
    let mut scratch = super::sheet::Answered::default();
    facts::read(form, ground.definition, &mut scratch);
    sheets::read(form, ground.definition, &mut scratch);
    for kind in &ground.definition.consents {
        let given = consents::given::read(form, kind, ground.today).flatten();
        scratch.consents.extend(given.map(|given| (kind.code.clone(), given)));
    }
    if form.has_problems() {
        return None;
    }
    let mut sheet = sheet.take()?;
    sheet.answered = scratch;
    sheet.identity_check = identity_check?;
    (sheet.course, sheet.wished_start) = wish?;
    sheet.remark = remark?;
    if let Some(before) = before {
        sheet.heard = still_heard(&sheet, before);
        sheet.said.clone_from(&before.said);
    }
    Some(Typed { applied_on: applied_on?, sheet })
}

/// The results of hearings that still count: a hearing asked about the answers of its sheet, so with other answers the person
/// has to be heard again.
fn still_heard(sheet: &Sheet, before: &Sheet) -> BTreeMap<String, Heard> {
    let answers = |of: &Sheet, code: &str| of.answered.screenings.get(code).cloned().unwrap_or_default();
    let same = |code: &str| answers(sheet, code) == answers(before, code);
    before
        .heard
        .iter()
        .filter(|(code, _)| same(code))
        .map(|(code, heard)| (code.clone(), heard.clone()))
        .collect()
}

/// A day that has been.
pub fn past(form: &mut Form, name: &str, label: &str, today: Date) -> Option<Date> {
    let day = form.date(name, label)?;
    if day > today {
        form.refuse(name, format!("{label}は、今日か、今日より前の日付を入力してください。"));
        return None;
    }
    Some(day)
}

/// `Some(None)`: not looked at yet. A day or a name without a document is asked about.
fn read_identity_check(form: &mut Form, today: Date) -> Option<Option<IdentityCheck>> {
    let fields = ["id_document", "id_on", "id_by"];
    if fields.iter().all(|field| form.value(field).trim().is_empty()) {
        return Some(None);
    }
    let codes = Document::ALL.map(Document::code);
    let document = form.choice("id_document", "確認した書類", &codes);
    let on = past(form, "id_on", "本人確認の日", today);
    let by = form.required("id_by", "確認した人", NAME);
    let document = Document::from_code(&document?)?;
    Some(Some(IdentityCheck { document, on: on?, by: by? }))
}

/// Which class and from when the person would like to come.
fn read_wish(form: &mut Form, ground: &Ground) -> Option<(Option<CourseId>, Option<Date>)> {
    let codes: Vec<String> = ground.courses.iter().map(ToString::to_string).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let course = form.optional_choice("course", "希望する教室", &codes);
    let start = form.parse_optional("wished_start", parse_date);
    Some((course?.parse().ok(), start?))
}
