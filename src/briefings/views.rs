//! What the pages of 体験・説明会 print.

use askama::Template;
use time::Date;

use super::{
    contents::Part,
    db::{Briefing, Place},
};
use crate::{
    courses::words,
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Row, Tone},
    },
    vocab::{
        dates::jst_stamp,
        ids::{BriefingId, CourseId},
    },
};

#[derive(Template)]
#[template(path = "briefings/list.html")]
pub struct ListView {
    course: String,
    tabs: Vec<Link>,
    new_href: String,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    when: String,
    venue: String,
    scope: &'static str,
    chip: Chip,
    came: String,
}

impl ListView {
    pub fn new(
        (id, place): (CourseId, &Place),
        briefings: &[Briefing],
        may_write: bool,
        today: Date,
        tabs: Vec<Link>,
    ) -> Self {
        Self {
            course: place.name.clone(),
            new_href: if may_write { format!("/courses/{id}/briefings/new") } else { String::new() },
            tabs,
            lines: briefings.iter().map(|briefing| line(briefing, today)).collect(),
        }
    }
}

fn line(briefing: &Briefing, today: Date) -> Line {
    Line {
        href: format!("/briefings/{}", briefing.id),
        when: words::when(briefing.held_on, briefing.starts_at, briefing.minutes),
        venue: briefing.venue.clone(),
        scope: scope(briefing),
        chip: chip(briefing, today),
        came: came(briefing),
    }
}

fn scope(briefing: &Briefing) -> &'static str {
    if briefing.course.is_some() { "この教室" } else { "契約のすべての教室" }
}

fn came(briefing: &Briefing) -> String {
    briefing.came.map_or_else(|| "—".to_owned(), |came| format!("{came}人"))
}

fn chip(briefing: &Briefing, today: Date) -> Chip {
    let left = Part::ALL.iter().filter(|part| !briefing.done.iter().any(|code| code == part.code())).count();
    match (briefing.held_on > today, left, briefing.came) {
        (true, ..) => Chip::new(Tone::Info, "予定"),
        (false, 0, Some(_)) => Chip::new(Tone::Success, "実施ずみ"),
        (false, 0, None) => Chip::new(Tone::Warning, "人数がまだです"),
        (false, left, _) => Chip::new(Tone::Warning, format!("確かめること{left}件")),
    }
}

#[derive(Template)]
#[template(path = "briefings/show.html")]
pub struct ShowView {
    title: String,
    back: String,
    tabs: Vec<Link>,
    edit_href: String,
    rows: Vec<Row>,
    parts: Vec<(&'static str, bool)>,
    written: String,
}

impl ShowView {
    pub fn new(course: CourseId, briefing: &Briefing, may_write: bool, tabs: Vec<Link>) -> Self {
        let name = briefing.course_name.as_deref().unwrap_or(&briefing.contract_title);
        let done = |part: Part| briefing.done.iter().any(|code| code == part.code());
        let by = briefing.written_by.as_deref().unwrap_or_default();
        Self {
            title: format!("{name}の体験・説明会"),
            back: format!("/courses/{course}/briefings"),
            tabs,
            edit_href: if may_write { format!("/briefings/{}/edit", briefing.id) } else { String::new() },
            rows: vec![
                Row::new("日時", words::when(briefing.held_on, briefing.starts_at, briefing.minutes)),
                Row::new("会場", &briefing.venue),
                Row::new("対象", scope(briefing)),
                Row::new("来た人数", came(briefing)),
                Row::new("メモ", if briefing.notes.is_empty() { "—" } else { &briefing.notes }),
            ],
            parts: Part::ALL.map(|part| (part.label(), done(part))).to_vec(),
            written: format!("{}　{by}", jst_stamp(briefing.written_at)).trim_end().to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "briefings/form.html")]
pub struct FormView {
    form: Form,
    title: String,
    action: String,
    back: String,
    scopes: Vec<Choice>,
    parts: Vec<Choice>,
    first: String,
}

impl FormView {
    pub fn new((id, place): (CourseId, &Place), briefing: Option<BriefingId>, form: Form) -> Self {
        let list = format!("/courses/{id}/briefings");
        let (title, action, back) = match briefing {
            None => (format!("{}の体験・説明会を登録する", place.name), list.clone(), list),
            Some(briefing) => {
                let own = format!("/briefings/{briefing}");
                (format!("{}の体験・説明会を直す", place.name), own.clone(), own)
            }
        };
        Self {
            form,
            title,
            action,
            back,
            scopes: vec![
                Choice::new("course", "この教室だけ"),
                Choice::new("contract", format!("契約のすべての教室（{}）", place.contract_title)),
            ],
            parts: Part::ALL.map(|part| Choice::new(part.code(), part.label())).to_vec(),
            first: words::day(place.first_on),
        }
    }
}
