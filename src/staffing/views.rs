//! What the pages of a plan print.

use askama::Template;

use super::{
    checks::SessionCheck,
    db::{Duty, Listed, Session},
    loading::Loaded,
    plan_form::{EVERY, field, is_open},
};
use crate::{
    courses::words,
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link},
    },
    programmes::Definition,
};

#[derive(Template)]
#[template(path = "staffing/show.html")]
pub struct ShowView {
    course: String,
    tabs: Vec<Link>,
    base: String,
    standard: Vec<String>,
    lines: Vec<Line>,
    warnings: Vec<String>,
    empty: bool,
    may_write: bool,
}

struct Line {
    number: i32,
    day: String,
    content: String,
    aim: String,
    add_ons: String,
    planned: String,
    actual: String,
    check: Option<Chip>,
    reasons: Vec<String>,
}

impl ShowView {
    pub fn new(loaded: &Loaded, may_write: bool, tabs: Vec<Link>) -> Self {
        let checks = loaded.checks();
        let line = |session: &Session| line(loaded, session, checks.get(&session.id));
        let may_write = may_write && loaded.sessions.iter().any(is_open);
        Self {
            course: loaded.course.name.clone(),
            tabs,
            base: format!("/courses/{}/plan", loaded.id),
            standard: standard(loaded.programme),
            lines: loaded.sessions.iter().map(line).collect(),
            warnings: loaded
                .sessions
                .iter()
                .filter_map(|session| checks.get(&session.id))
                .flat_map(|check| check.warnings.clone())
                .collect(),
            empty: loaded.sessions.iter().all(|session| session.plan_version.is_none()),
            may_write,
        }
    }
}

fn line(loaded: &Loaded, session: &Session, check: Option<&SessionCheck>) -> Line {
    Line {
        number: session.number,
        day: words::day(session.held_on),
        content: session.content.clone(),
        aim: session.aim.clone(),
        add_ons: names_of(loaded.programme, &session.add_ons),
        planned: people(loaded.duties_of(session.id, true)),
        actual: people(loaded.duties_of(session.id, false)),
        check: check.map(SessionCheck::chip),
        reasons: check.map(|check| check.reasons.clone()).unwrap_or_default(),
    }
}

/// The standard in words.
fn standard(programme: &Definition) -> Vec<String> {
    programme.staffing.iter().map(|role| role.sentence(&programme.add_ons)).collect()
}

pub fn names_of(programme: &Definition, codes: &[String]) -> String {
    let of = programme.add_ons.iter().filter(|add_on| codes.contains(&add_on.code));
    of.map(|add_on| add_on.name.as_str()).collect::<Vec<_>>().join("、")
}

pub fn people<'a>(duties: impl Iterator<Item = &'a Duty>) -> String {
    duties.map(|duty| format!("{}（{}）", duty.name, duty.job)).collect::<Vec<_>>().join("、")
}

#[derive(Template)]
#[template(path = "staffing/edit.html")]
pub struct EditView {
    form: Form,
    course: String,
    action: String,
    every: &'static str,
    staff: Vec<Choice>,
    add_ons: Vec<Choice>,
    sessions: Vec<Fields>,
    /// Sessions that were held or cancelled and keep what they have.
    kept: usize,
}

/// The names of a session's fields.
struct Fields {
    number: i32,
    day: String,
    content: String,
    aim: String,
    add_on: String,
    staff: String,
}

impl EditView {
    /// The sessions of the form.
    fn contents(&self) -> Vec<Link> {
        let link = |one: &Fields| Link::new(format!("第{}回", one.number), format!("#part-{}", one.number));
        self.sessions.iter().map(link).collect()
    }

    pub fn new(loaded: &Loaded, lines: &[Listed], form: Form) -> Self {
        let fields = |session: &Session| Fields {
            number: session.number,
            day: words::day(session.held_on),
            content: field("content", session.number),
            aim: field("aim", session.number),
            add_on: field("add_on", session.number),
            staff: field("staff", session.number),
        };
        let staff =
            |line: &Listed| Choice::new(line.id.to_string(), format!("{}（{}）", line.name, line.job));
        let add_ons = loaded.programme.add_ons.iter();
        Self {
            form,
            course: loaded.course.name.clone(),
            action: format!("/courses/{}/plan", loaded.id),
            every: EVERY,
            staff: lines.iter().map(staff).collect(),
            add_ons: add_ons.map(|add_on| Choice::new(&add_on.code, &add_on.name)).collect(),
            sessions: loaded.sessions.iter().filter(|session| is_open(session)).map(fields).collect(),
            kept: loaded.sessions.iter().filter(|session| !is_open(session)).count(),
        }
    }
}
