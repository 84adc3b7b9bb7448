//! What the pages of incidents print.

mod forms;
mod law;
mod show;

pub use forms::{AffectedView, ChooseView, ClosingView, CommissionView, DecideView, FollowUpView, JudgeView};
pub use law::LawView;
pub use show::ShowView;
pub(super) use show::{report_rows, report_title, said, told_rows};

use askama::Template;

use super::{
    db::Listed,
    kinds::{Kind, Told},
    states::IncidentState,
};
use crate::{
    courses::words,
    kit::{
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager},
    },
    participants::people::Person,
    vocab::{dates::jst_stamp, ids::ParticipantId},
};

#[derive(Template)]
#[template(path = "incidents/list.html")]
pub struct ListView {
    pub tabs: Vec<Link>,
    pub lines: Vec<IncidentLine>,
    pub pager: Pager,
    pub writes: bool,
    /// Of one contract, for a reader of several.
    pub of_one: bool,
    pub empty: &'static str,
}

/// One report in a list.
pub struct IncidentLine {
    pub href: String,
    pub kind: Chip,
    pub happened: String,
    pub place: String,
    pub reported: String,
    pub state: Chip,
}

#[derive(Template)]
#[template(path = "incidents/new.html")]
pub struct NewView {
    form: Form,
    action: String,
    back: String,
    /// The 回; empty for a report outside one.
    about: String,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    told: [ToldRow; 4],
}

/// One party that can be told: a tick and a time.
pub struct ToldRow {
    code: &'static str,
    label: &'static str,
    /// The field of the time.
    time: String,
}

impl ToldRow {
    fn all() -> [Self; 4] {
        Told::ALL.map(|one| Self { code: one.code(), label: one.label(), time: one.time_field() })
    }
}

/// A person in the list of the form.
pub struct Somebody {
    pub id: ParticipantId,
    tag: Option<i32>,
    name: String,
    kana: String,
}

/// # Errors
/// When a stored word is unknown.
pub fn line(incident: &Listed) -> Result<IncidentLine> {
    let state = AppError::known(&incident.state, IncidentState::from_code)?;
    let kind = AppError::known(&incident.kind, Kind::from_code)?;
    Ok(IncidentLine {
        href: format!("/incidents/{}", incident.id),
        kind: Chip::new(kind.tone(), kind.label()),
        happened: jst_stamp(incident.happened_at),
        place: place(incident.course_name.as_deref(), incident.number, &incident.contract_title),
        reported: jst_stamp(incident.reported_at),
        state: state.chip(),
    })
}

pub(super) fn place(course: Option<&str>, number: Option<i32>, contract: &str) -> String {
    course
        .zip(number)
        .map_or_else(|| contract.to_owned(), |(course, number)| words::session_title(course, number))
}

/// The name, or the number where the contract does not hand over names.
pub fn name_of(person: &Person) -> String {
    let name = person.identity.name().replace('　', " ");
    if name.trim().is_empty() { format!("参加者番号{}", person.number) } else { name }
}

impl Somebody {
    pub fn new(person: Person, tag: Option<i32>) -> Self {
        let kana = person.identity.kana().replace('　', " ").trim().to_owned();
        Self { id: person.id, tag, name: name_of(&person), kana }
    }

    pub fn label(&self) -> String {
        if self.kana.is_empty() { self.name.clone() } else { format!("{}（{}）", self.name, self.kana) }
    }

    /// By name tag; people without one after them by kana.
    pub fn order(&self) -> (bool, Option<i32>, String, String) {
        (self.tag.is_none(), self.tag, self.kana.clone(), self.name.clone())
    }

    fn choice(self) -> Choice {
        let tag = self.tag.map(|tag| format!("{tag}　")).unwrap_or_default();
        Choice::new(self.id.to_string(), format!("{tag}{}", self.label()))
    }
}

impl NewView {
    pub fn new(form: Form, (action, back, about): (String, String, String), people: Vec<Somebody>) -> Self {
        Self {
            form,
            action,
            back,
            about,
            kinds: Kind::OFFERED
                .map(|kind| Choice::new(kind.code(), kind.label()).hint(kind.hint()))
                .to_vec(),
            people: people.into_iter().map(Somebody::choice).collect(),
            told: ToldRow::all(),
        }
    }
}
