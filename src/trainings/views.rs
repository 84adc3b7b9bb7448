//! What the pages of trainings print.

use askama::Template;

use super::{
    db::{Custodian, Listed, Training},
    form::{KINDS, kind_label},
};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::{Chip, Pager, Tone},
    },
    vocab::{dates::wareki_with_weekday, ids::TrainingId},
};

#[derive(Template)]
#[template(path = "trainings/list.html")]
pub struct ListView {
    lines: Vec<Line>,
    pager: Pager,
    may_register: bool,
}

struct Line {
    href: String,
    title: String,
    kind: &'static str,
    day: String,
    attended: i64,
}

impl ListView {
    pub fn new(lines: &[Listed], pager: Pager, may_register: bool) -> Self {
        let line = |one: &Listed| Line {
            href: format!("/trainings/{}", one.id),
            title: one.title.clone(),
            kind: kind_label(&one.kind),
            day: wareki_with_weekday(one.held_on),
            attended: one.attended,
        };
        Self { lines: lines.iter().map(line).collect(), pager, may_register }
    }
}

#[derive(Template)]
#[template(path = "trainings/form.html")]
pub struct FormView {
    form: Form,
    title: &'static str,
    action: String,
    back: String,
    kinds: Vec<Choice>,
}

impl FormView {
    pub fn new(id: Option<TrainingId>, form: Form) -> Self {
        let action = id.map_or_else(|| "/trainings".to_owned(), |id| format!("/trainings/{id}"));
        Self {
            form,
            title: if id.is_some() {
                "研修会・説明会・連絡会を直す"
            } else {
                "研修会・説明会・連絡会を登録する"
            },
            back: action.clone(),
            action,
            kinds: KINDS.map(|(code, label)| Choice::new(code, label)).to_vec(),
        }
    }
}

#[derive(Template)]
#[template(path = "trainings/show.html")]
pub struct ShowView {
    form: Form,
    title: String,
    about: String,
    counted: String,
    lines: Vec<Person>,
    /// Whom the contractor's form offers; empty for the ward, and before the day.
    people: Vec<Choice>,
    action: String,
    edit_href: String,
    /// Absent on the contractor's page, which shows all of its own.
    pager: Option<Pager>,
    ahead: bool,
    records: bool,
}

struct Person {
    name: String,
    job: String,
    contract: String,
    chip: Chip,
}

impl ShowView {
    /// `records`: the reader is the contractor; `over`: the day has come.
    pub fn new(
        training: &Training,
        ((all, attended), people): ((i64, i64), &[Custodian]),
        (records, over): (bool, bool),
        pager: Pager,
        form: Form,
    ) -> Self {
        let choice =
            |one: &Custodian| Choice::new(one.account.to_string(), format!("{}（{}）", one.name, one.job));
        Self {
            form,
            title: training.title.clone(),
            about: format!("{}　{}", kind_label(&training.kind), wareki_with_weekday(training.held_on)),
            counted: format!("従事者名簿の{all}人のうち、{attended}人が参加"),
            lines: people.iter().map(|one| person(one, over)).collect(),
            people: if records && over { people.iter().map(choice).collect() } else { Vec::new() },
            action: format!("/trainings/{}/attendance", training.id),
            edit_href: if records { String::new() } else { format!("/trainings/{}/edit", training.id) },
            pager: (!records).then_some(pager),
            ahead: !over,
            records,
        }
    }
}

fn person(one: &Custodian, over: bool) -> Person {
    let chip = match (one.attended, over) {
        (true, _) => Chip::new(Tone::Success, "参加"),
        (false, true) => Chip::new(Tone::Warning, "参加の記録なし"),
        (false, false) => Chip::new(Tone::Info, "これから"),
    };
    Person { name: one.name.clone(), job: one.job.clone(), contract: one.contract.clone(), chip }
}
