//! What the centre's pages of hearings print.

use askama::Template;
use time::Date;

use super::{db::Hearing, request::Request};
use crate::{
    applications::{Heard, HearingFields},
    kit::{
        error::ERASED,
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tone},
    },
    vocab::dates::{jst_date, jst_stamp, wareki},
};

/// Whose fields an answer has.
pub const CENTRE: &str = "centre";

#[derive(Template)]
#[template(path = "hearings/list.html")]
pub struct ListView {
    pub tabs: Vec<Link>,
    pub lines: Vec<Line>,
    pub pager: Pager,
    pub empty: &'static str,
}

pub struct Line {
    href: String,
    name: String,
    contract: String,
    sheet: String,
    asked: String,
    due: String,
    chip: Chip,
}

pub fn tabs(all: bool) -> Vec<Link> {
    let [open, every] =
        [Link::new("答えを待つもの", "/hearings"), Link::new("すべて", "/hearings?state=all")];
    if all { vec![open, every.current()] } else { vec![open.current(), every] }
}

/// `None`: the request was erased.
pub fn line(row: &Hearing, request: Option<&Request>, today: Date) -> Line {
    Line {
        href: format!("/hearings/{}", row.id),
        name: request.map_or_else(|| ERASED.into(), name),
        contract: request.map(|of| of.contract.clone()).unwrap_or_default(),
        sheet: request.map(|of| of.sheet.clone()).unwrap_or_default(),
        asked: wareki(jst_date(row.asked_at)),
        due: wareki(row.due_on),
        chip: chip(row, today),
    }
}

fn name(request: &Request) -> String {
    if request.name.is_empty() { "申込者".to_owned() } else { request.name.clone() }
}

fn chip(row: &Hearing, today: Date) -> Chip {
    match row.state.as_str() {
        "asked" if row.due_on < today => Chip::due(row.due_on, today),
        "asked" => Chip::new(Tone::Warning, "答えていません"),
        "answered" => Chip::new(Tone::Success, "回答ずみ"),
        _ => Chip::new(Tone::Neutral, "不要になりました"),
    }
}

/// Why a request takes no answer.
pub fn why_closed(state: &str) -> &'static str {
    match state {
        "answered" => "この依頼にはすでに答えています。",
        _ => "この申込みの聞き取りは不要になりました。区か受託者が申込みを先に進めています。",
    }
}

#[derive(Template)]
#[template(path = "hearings/show.html")]
pub struct ShowView {
    form: Form,
    name: String,
    chip: Chip,
    facts: Vec<Row>,
    sheet: String,
    reasons: Vec<String>,
    /// What the person answered on the sheet.
    told: Vec<Row>,
    answer: Vec<Row>,
    /// Why it takes no answer; empty when it does.
    closed: &'static str,
    action: String,
    fields: HearingFields,
    results: Vec<Choice>,
}

impl ShowView {
    pub fn new(row: &Hearing, request: Request, heard: Option<&Heard>, (form, today): (Form, Date)) -> Self {
        let name = name(&request);
        let mut facts = vec![
            Row::new("契約", request.contract),
            Row::new("申込日", wareki(request.applied_on)),
            Row::new("依頼された日時", jst_stamp(row.asked_at)),
            Row::new("回答の期限", wareki(row.due_on)),
        ];
        facts.extend(request.person.into_iter().map(|(label, value)| Row::new(label, value)));
        Self {
            form,
            name,
            chip: chip(row, today),
            facts,
            sheet: request.sheet,
            reasons: request.reasons,
            told: request.answers.into_iter().map(|(asked, told)| Row::new(asked, told)).collect(),
            answer: heard.map(|heard| answer_rows(row, heard)).unwrap_or_default(),
            closed: if row.state == "asked" { "" } else { why_closed(&row.state) },
            action: format!("/hearings/{}/answer", row.id),
            fields: HearingFields::of(CENTRE),
            results: HearingFields::results(),
        }
    }
}

fn answer_rows(row: &Hearing, heard: &Heard) -> Vec<Row> {
    let by = row.answered_by.as_deref().unwrap_or_default();
    let sent = row.answered_at.map(|at| format!("{}　{by}", jst_stamp(at)));
    vec![
        Row::new("結果", Heard::label(heard.fit)),
        Row::new("聞き取りの日", wareki(heard.on)),
        Row::new("聞き取った人", heard.by.clone()),
        Row::new("聞き取った内容", heard.words.clone()),
        Row::new("送った日時と人", sent.unwrap_or_default()),
    ]
}
