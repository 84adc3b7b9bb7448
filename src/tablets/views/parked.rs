//! What waits for a person: the list, and one of them beside what is recorded now.

use askama::Template;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    contracts::db::Contract,
    courses::words as course_words,
    kit::{
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tone},
    },
    sessions::{record_view::words, roster::Roster},
    tablets::{db::parked::Parked, pages::parked::Opened, parking::Reason},
    vocab::{dates::jst_stamp, ids::ParticipantId},
};

fn state_chip(state: &str) -> Chip {
    match state {
        "waiting" => Chip::new(Tone::Warning, "決定待ち"),
        "taken" => Chip::new(Tone::Success, "取り込んだ"),
        _ => Chip::new(Tone::Neutral, "取り込まない"),
    }
}

fn trail(contract: crate::vocab::ids::ContractId) -> Vec<Link> {
    vec![Link::new("端末", format!("/contracts/{contract}/tablets"))]
}

#[derive(Template)]
#[template(path = "tablets/parked_list.html")]
pub struct ParkedList {
    trail: Vec<Link>,
    lines: Vec<Line>,
    pager: Pager,
}

struct Line {
    href: String,
    title: String,
    reason: &'static str,
    received: String,
    label: String,
    chip: Chip,
}

impl ParkedList {
    pub fn new(contract: &Contract, all: &[Parked], pager: Pager) -> Self {
        Self { trail: trail(contract.id), lines: all.iter().map(line).collect(), pager }
    }
}

fn title(parked: &Parked) -> String {
    match (&parked.course_name, parked.number) {
        (Some(course), Some(number)) => course_words::session_title(course, number),
        _ => "回のわからない記録".into(),
    }
}

fn line(parked: &Parked) -> Line {
    Line {
        href: format!("/parked/{}", parked.id),
        title: title(parked),
        reason: Reason::from_code(&parked.reason).map_or("", Reason::sentence),
        received: jst_stamp(parked.received_at),
        label: parked.label.clone(),
        chip: state_chip(&parked.state),
    }
}

#[derive(Template)]
#[template(path = "tablets/parked.html")]
pub struct ParkedView {
    trail: Vec<Link>,
    form: Form,
    title: String,
    chip: Chip,
    reason: &'static str,
    rows: Vec<Row>,
    decided: Vec<Row>,
    /// Who it may be; empty when it can't become a value.
    people: Vec<Choice>,
    href: String,
    incident: String,
    decides: bool,
}

impl ParkedView {
    /// # Errors
    /// When the stored reason is unknown.
    pub fn new(opened: &Opened, form: Form, decides: bool) -> Result<Self> {
        let parked = &opened.parked;
        let reason = AppError::known(&parked.reason, Reason::from_code)?;
        let waits = parked.state == "waiting";
        let people = match (&opened.roster, &opened.entry) {
            (Some(roster), Some(_)) => roster.people.iter().map(choice).collect(),
            _ => Vec::new(),
        };
        let mut trail = trail(parked.contract);
        trail.push(Link::new("保留の記録", format!("/contracts/{}/parked", parked.contract)));
        let is_incident = opened.held.kind == "incident";
        Ok(Self {
            trail,
            form,
            title: title(parked),
            chip: state_chip(&parked.state),
            reason: reason.sentence(),
            rows: rows(opened),
            decided: decided(opened),
            people,
            href: format!("/parked/{}", parked.id),
            incident: match parked.session.filter(|_| is_incident) {
                Some(session) => format!("/sessions/{session}/incidents/new"),
                None => String::new(),
            },
            decides: decides && waits,
        })
    }
}

fn choice(someone: &crate::sessions::roster::Someone) -> Choice {
    Choice::new(someone.id().to_string(), format!("{}（名札{}）", someone.name(), someone.tag()))
}

fn name_of(roster: Option<&Roster>, participant: uuid::Uuid) -> String {
    let someone = roster.and_then(|roster| roster.find(ParticipantId(participant)));
    someone.map_or_else(|| "この日の名簿にいない人".into(), crate::sessions::roster::Someone::name)
}

fn rows(opened: &Opened) -> Vec<Row> {
    let parked = &opened.parked;
    let mut rows = vec![
        Row::new("届いた時刻", jst_stamp(parked.received_at)),
        Row::new("端末", parked.label.clone()),
        Row::new("送った人", parked.sent_by.clone().unwrap_or_else(|| "従事者".into())),
    ];
    if let Some(entry) = &opened.entry {
        rows.push(Row::new("だれの", name_of(opened.roster.as_ref(), entry.participant)));
        rows.push(Row::new("項目", entry.field.label()));
        rows.push(Row::new("端末の値", words(entry.field, entry.value.as_deref())));
        let someone = opened.roster.as_ref().and_then(|roster| roster.find(ParticipantId(entry.participant)));
        let now = someone.and_then(|one| one.cells.get(&entry.field)).map(|cell| cell.out());
        if let Some(out) = now {
            let who = if out.by.is_empty() { String::new() } else { format!("（{} {}）", out.by, out.at) };
            rows.push(Row::new("いまの値", format!("{}{who}", words(entry.field, out.value.as_deref()))));
        }
        rows.push(Row::new("端末の時刻", stamp(&entry.at)));
    } else {
        let text =
            |name: &str| opened.held.sent.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        for (name, label) in [("happened_at", "起きた時刻"), ("words", "内容"), ("at", "端末の時刻")]
        {
            rows.extend(text(name).map(|value| Row::new(label, stamp(&value))));
        }
        // An envelope that opened and doesn't read as an entry.
        rows.extend(opened.held.sent.as_str().map(|words| Row::new("届いた文字", words)));
    }
    rows
}

/// A time as people read it; anything else as it is.
fn stamp(text: &str) -> String {
    OffsetDateTime::parse(text, &Rfc3339).map_or_else(|_| text.to_owned(), jst_stamp)
}

fn decided(opened: &Opened) -> Vec<Row> {
    let parked = &opened.parked;
    let Some(at) = parked.decided_at else { return Vec::new() };
    let who = parked.decided_by.clone().unwrap_or_else(|| "管理者".into());
    let mut rows = vec![Row::new("決定", format!("{}　{who}", jst_stamp(at)))];
    rows.extend(opened.words.clone().map(|words| Row::new("取り込まない理由", words)));
    rows
}
