//! What the pages of job windows print.

use askama::Template;
use time::OffsetDateTime;

use super::{
    ApplyForJobWindow, DecideJobWindow, ReportJob,
    db::{Done, JobWindow},
    pages::Opened,
    states::{WindowAct, WindowState},
    words::Place,
};
use crate::{
    audit,
    kit::{
        ctx::Actor,
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row},
        permission::{Permission, Role},
    },
    vocab::dates::{jst_date, jst_stamp, jst_time},
};

/// 「令和8年6月17日 10:00〜12:00」
pub fn hours(window: &JobWindow) -> String {
    let (from, to) = (window.starts_at, window.ends_at);
    let to = if jst_date(from) == jst_date(to) { jst_time(to) } else { jst_stamp(to) };
    format!("{}〜{to}", jst_stamp(from))
}

/// Whether personal data were touched.
pub fn touched(window: &JobWindow) -> &'static str {
    match window.touched_data {
        Some(true) => "触れた",
        Some(false) => "触れていない",
        None => "",
    }
}

fn state(window: &JobWindow) -> Result<WindowState> {
    WindowState::from_code(&window.state).ok_or_else(|| AppError::bug("unknown window state"))
}

#[derive(Template)]
#[template(path = "job_windows/list.html")]
pub struct ListView {
    lines: Vec<Line>,
    pager: Pager,
    /// The reader is an operator: inside a window, or outside any.
    is_operator: bool,
    in_window: bool,
}

struct Line {
    href: String,
    hours: String,
    operator: String,
    company: String,
    contract: String,
    chip: Chip,
}

impl ListView {
    /// # Errors
    /// When a stored state is unknown.
    pub fn new(windows: &[JobWindow], reader: &Actor, now: OffsetDateTime, pager: Pager) -> Result<Self> {
        let lines = windows.iter().map(|window| line(window, now)).collect::<Result<_>>()?;
        let is_operator = ApplyForJobWindow::allows(reader.role);
        Ok(Self { lines, pager, is_operator, in_window: reader.window.is_some() })
    }
}

fn line(window: &JobWindow, now: OffsetDateTime) -> Result<Line> {
    Ok(Line {
        href: format!("/job-windows/{}", window.id),
        hours: hours(window),
        operator: window.operator.clone(),
        company: window.company.clone(),
        contract: window.contract_title.clone(),
        chip: state(window)?.chip(window.hours(), now),
    })
}

fn trail() -> Vec<Link> {
    vec![Link::new("保守作業", "/job-windows")]
}

#[derive(Template)]
#[template(path = "job_windows/apply.html")]
pub struct ApplyView {
    trail: Vec<Link>,
    form: Form,
    ward: String,
    contract: String,
    places: Vec<Choice>,
}

impl ApplyView {
    pub fn new(operator: &Actor, form: Form) -> Self {
        Self {
            trail: trail(),
            form,
            ward: operator.ward_name.clone(),
            contract: operator.contract_title.clone(),
            places: Place::choices(),
        }
    }
}

/// One window, with what was done in it.
#[derive(Template)]
#[template(path = "job_windows/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    heading: String,
    chip: Chip,
    asked: Vec<Row>,
    decided: Vec<Row>,
    ended: Vec<Row>,
    reported: Vec<Row>,
    done: Vec<(String, String)>,
    href: String,
    decides: bool,
    ends: bool,
    confirms: bool,
    withdraws: bool,
    enters: bool,
    reports: bool,
}

impl ShowView {
    pub fn new(opened: &Opened, done: &[Done], reader: &Actor, now: OffsetDateTime) -> Self {
        let window = &opened.window;
        let may = |act| opened.state.next(act, window.hours(), now).is_ok();
        let (decides, works) = (DecideJobWindow::allows(reader.role), reader.role == Role::Operator);
        Self {
            trail: trail(),
            heading: hours(window),
            chip: opened.state.chip(window.hours(), now),
            asked: asked(opened),
            decided: decided(opened),
            ended: ended(opened),
            reported: reported(opened),
            done: done.iter().map(act).collect(),
            href: format!("/job-windows/{}", window.id),
            decides: decides && (may(WindowAct::Approve) || may(WindowAct::Refuse)),
            ends: decides && may(WindowAct::End),
            confirms: decides && may(WindowAct::Confirm),
            withdraws: works && may(WindowAct::Withdraw),
            enters: works && may(WindowAct::Enter) && reader.window.is_none(),
            reports: ReportJob::allows(reader.role) && may(WindowAct::Report),
        }
    }
}

/// An act of the audit stream: when, and what.
pub fn act(done: &Done) -> (String, String) {
    (jst_stamp(done.at), audit::label(&done.action).to_owned())
}

fn by(at: OffsetDateTime, who: Option<&String>) -> String {
    format!("{}　{}", jst_stamp(at), who.map_or("区の管理者", String::as_str))
}

fn asked(opened: &Opened) -> Vec<Row> {
    let (window, said) = (&opened.window, &opened.said);
    vec![
        Row::new("申請", format!("{}　{}", jst_stamp(window.applied_at), window.operator)),
        Row::new(
            "契約",
            format!("{}　{}（{}）", window.contract_number, window.contract_title, window.company),
        ),
        Row::new("作業時間", hours(window)),
        Row::new("場所", opened.place.label()),
        Row::new("目的と内容", &said.purpose),
        Row::new("触れるもの", &said.touches),
        Row::new("作業する人", &said.people),
        Row::new("立会い", &said.witness),
    ]
}

fn decided(opened: &Opened) -> Vec<Row> {
    let window = &opened.window;
    let Some(at) = window.decided_at else { return Vec::new() };
    let (what, words) =
        if opened.state == WindowState::Refused { ("不承認", "理由") } else { ("承認", "条件") };
    let said = opened.decision.clone().unwrap_or_else(|| "なし".into());
    vec![Row::new(what, by(at, window.decided_by.as_ref())), Row::new(words, said)]
}

fn ended(opened: &Opened) -> Vec<Row> {
    let Some((why, at)) = opened.ending.as_ref().zip(opened.window.ended_at) else { return Vec::new() };
    vec![Row::new("終了", by(at, opened.window.ended_by.as_ref())), Row::new("理由", why)]
}

fn reported(opened: &Opened) -> Vec<Row> {
    let window = &opened.window;
    let Some((report, at)) = opened.report.as_ref().zip(window.reported_at) else { return Vec::new() };
    let mut rows = vec![
        Row::new("報告", format!("{}　{}", jst_stamp(at), window.operator)),
        Row::new("行った作業", &report.done),
        Row::new("個人情報", touched(window)),
    ];
    rows.extend((!report.data.is_empty()).then(|| Row::new("触れた個人情報と理由", &report.data)));
    let confirmed = window.confirmed_at.map(|at| by(at, window.confirmed_by.as_ref()));
    rows.push(Row::new("区の確認", confirmed.unwrap_or_else(|| "まだ".into())));
    rows
}

/// What the ward is about to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Approve,
    Refuse,
    End,
}

impl Way {
    pub fn act(self) -> WindowAct {
        match self {
            Self::Approve => WindowAct::Approve,
            Self::Refuse => WindowAct::Refuse,
            Self::End => WindowAct::End,
        }
    }

    /// The label of the words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Approve => "条件",
            Self::Refuse => "承認しない理由",
            Self::End => "終わらせる理由",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Approve => "approval",
            Self::Refuse => "refusal",
            Self::End => "end",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Approve => "作業時間を承認する",
            Self::Refuse => "承認しない",
            Self::End => "作業時間を終わらせる",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Approve => {
                "守ってもらう条件があれば書きます。例：始める前と終わった後に担当課へ電話すること"
            }
            Self::Refuse => "例：月次の締めの日のため、別の日にしてください。",
            Self::End => {
                "終わらせると、運用保守の担当者のログインもすぐに終わります。例：申請にない操作があったため"
            }
        }
    }
}

#[derive(Template)]
#[template(path = "job_windows/decision.html")]
pub struct DecisionView {
    trail: Vec<Link>,
    form: Form,
    heading: &'static str,
    rows: Vec<Row>,
    required: bool,
    label: &'static str,
    hint: &'static str,
    action: String,
    back: String,
}

impl DecisionView {
    pub fn new(opened: &Opened, way: Way, form: Form) -> Self {
        let back = format!("/job-windows/{}", opened.window.id);
        Self {
            trail: trail(),
            form,
            heading: way.verb(),
            rows: asked(opened),
            required: way != Way::Approve,
            label: way.label(),
            hint: way.hint(),
            action: format!("{back}/{}", way.path()),
            back,
        }
    }
}

#[derive(Template)]
#[template(path = "job_windows/report.html")]
pub struct ReportView {
    trail: Vec<Link>,
    form: Form,
    rows: Vec<Row>,
    choices: Vec<Choice>,
    /// The window is still open: the report shuts it.
    shuts: bool,
    action: String,
    back: String,
}

impl ReportView {
    pub fn new(opened: &Opened, now: OffsetDateTime, form: Form) -> Self {
        let back = format!("/job-windows/{}", opened.window.id);
        Self {
            trail: trail(),
            form,
            rows: asked(opened),
            choices: vec![Choice::new("no", "触れていない"), Choice::new("yes", "触れた")],
            shuts: opened.state.next(WindowAct::Enter, opened.window.hours(), now).is_ok(),
            action: format!("{back}/report"),
            back,
        }
    }
}
