//! 教室の回: what was recorded, for the ward and the contractor to read, and the way to what can be done.

use askama::Template;
use axum::extract::Path;

use crate::{
    add_ons,
    courses::{self, Session, words},
    incidents::{self, IncidentLine},
    kit::{
        ctx::View,
        error::Result,
        parts::{Chip, Link, Row, Tone},
    },
    programmes::{self, Definition, Style},
    sessions::{
        ViewSession,
        db::closing,
        entry::{AttendanceStatus, Entry, Field},
        fields::{self, Cells},
        roster::{self, Head, Roster, Someone},
    },
    tablets::db::packs,
    venues,
    vocab::{
        dates::jst_stamp,
        ids::{ParticipantId, SessionId},
    },
};

#[derive(Template)]
#[template(path = "sessions/show.html")]
struct ShowView {
    title: String,
    chip: Chip,
    course_href: String,
    course_name: String,
    facts: Vec<Row>,
    /// It was cancelled: nobody is on a roster of it.
    cancelled: bool,
    /// The session held in its place, or in whose place it is held.
    sister: Option<Link>,
    lines: Vec<PersonLine>,
    record_href: String,
    close_href: String,
    /// The blank sheet and where it is typed in; empty for who may not.
    sheet_href: String,
    sheet_entry_href: String,
    incident_href: String,
    /// Where add-ons are recorded; empty when the programme has none.
    add_on_href: String,
    incidents: Vec<IncidentLine>,
    correcting: bool,
    /// The tablets that hold the class still; empty for who doesn't use them.
    tablets: String,
}

struct PersonLine {
    /// Where lists of records lead to this line.
    participant: ParticipantId,
    href: String,
    tag: String,
    name: String,
    kana: String,
    status: Chip,
    pre: String,
    post: String,
    alerts: Vec<String>,
    told: String,
    undecided: bool,
}

pub async fn show(mut cx: View<ViewSession>, Path(id): Path<SessionId>) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    let head = &roster.head;
    let staff = closing::staff(cx.db(), id, head.contract, head.held_on).await?;
    let on_duty: Vec<String> =
        staff.into_iter().filter(|s| s.on_duty).map(|s| format!("{}（{}）", s.name, s.job)).collect();
    let records = cx.actor().role.is_contractor() && head.state != "cancelled" && head.held_on <= cx.today();
    let prints = cx.actor().role.is_contractor() && head.state != "cancelled" && !roster.people.is_empty();
    let tablets = if records { holding(&mut cx, id).await? } else { String::new() };
    let incidents = incidents::of_session(cx.db(), id).await?;
    let programme = programmes::of(cx.db(), head.programme).await?;
    let calendar = courses::sessions(cx.db(), head.course).await?;
    let planned = calendar.iter().find(|session| session.id == id);
    let cancelled = head.state == "cancelled";
    let mut facts =
        if cancelled { called_off(head, planned, programme) } else { facts(&roster, &on_duty.join("、")) };
    facts.extend(first_measurement(head, programme).filter(|_| !cancelled));
    facts.extend(add_ons::rows(cx.db(), id, programme).await?);
    facts.extend(venues::end_check_rows(cx.db(), (head.course, id), &programme.venue).await?);
    let view = ShowView {
        title: head.title(),
        chip: words::session_chip(&head.state, head.held_on < cx.today()),
        course_href: format!("/courses/{}", head.course),
        course_name: head.course_name.clone(),
        facts,
        cancelled,
        sister: planned
            .and_then(|session| session.sister())
            .map(|link| Link { href: format!("/courses/{}{}", head.course, link.href), ..link }),
        lines: if cancelled {
            Vec::new()
        } else {
            roster.people.iter().map(|someone| line(head, someone)).collect()
        },
        record_href: if records { format!("{}/record", head.href()) } else { String::new() },
        close_href: if records && head.state != "closed" {
            format!("{}/close", head.href())
        } else {
            String::new()
        },
        sheet_href: if prints { format!("{}/sheet.pdf", head.href()) } else { String::new() },
        sheet_entry_href: if records { format!("{}/sheet", head.href()) } else { String::new() },
        incident_href: if records { format!("{}/incidents/new", head.href()) } else { String::new() },
        add_on_href: if records && !programme.add_ons.is_empty() {
            format!("{}/add-ons", head.href())
        } else {
            String::new()
        },
        incidents: incidents.iter().map(incidents::line).collect::<Result<_>>()?,
        correcting: head.state == "closed",
        tablets,
    };
    cx.show(view).await
}

/// 「端末A、端末B」
async fn holding(cx: &mut View<ViewSession>, id: SessionId) -> Result<String> {
    let told = packs::holding(cx.db(), id).await?;
    let labels: Vec<String> = told.into_iter().map(|one| one.label).collect();
    Ok(labels.join("、"))
}

fn facts(roster: &Roster, on_duty: &str) -> Vec<Row> {
    let head = &roster.head;
    let here = roster
        .people
        .iter()
        .filter_map(|someone| fields::status(&someone.cells))
        .map(AttendanceStatus::in_hall);
    let (present, absent) =
        here.fold((0, 0), |(p, a), in_hall| if in_hall { (p + 1, a) } else { (p, a + 1) });
    let mut rows = vec![
        Row::new("日時・会場", head.date()),
        Row::new("出欠", format!("出席{present}人・欠席{absent}人（名簿{}人）", roster.people.len())),
    ];
    if head.state == "closed" {
        rows.push(Row::new("従事者", on_duty));
        rows.push(Row::new("実施内容", head.content.clone()));
        rows.push(Row::new("確定", head.closed_at.map(jst_stamp).unwrap_or_default()));
    }
    rows
}

/// Of a cancelled session: when it would have been, who decided on what ground, and whether it is paid.
fn called_off(head: &Head, session: Option<&Session>, programme: &'static Definition) -> Vec<Row> {
    let mut rows = vec![Row::new("中止した日時・会場", head.date())];
    rows.extend(
        session.map(|session| Row::new("決めた人・理由", session.cancellation(&programme.cancellation))),
    );
    rows
}

/// What is measured for the first time at this session. In a rolling course each person's own first session counts.
fn first_measurement(head: &Head, programme: &'static Definition) -> Option<Row> {
    let plan = programme.course().filter(|_| programme.style == Style::Course)?;
    let planned = programme.measurement.instruments.iter().map(|planned| planned.instrument.label());
    let names: Vec<&str> = planned.collect();
    let is_it = head.number == i32::from(plan.measured_at_session) && !names.is_empty();
    is_it.then(|| Row::new("最初の評価", format!("この回で行います（{}）", names.join("、"))))
}

fn line(head: &Head, someone: &Someone) -> PersonLine {
    PersonLine {
        participant: someone.person.id,
        href: someone.href(head.id),
        tag: someone.tag(),
        name: someone.name(),
        kana: someone.person.identity.kana(),
        status: status_chip(fields::status(&someone.cells)),
        pre: moment(&someone.cells, Field::Pre, Field::UnmeasuredPre),
        post: moment(&someone.cells, Field::Post, Field::UnmeasuredPost),
        alerts: someone.alerts(&head.limits),
        told: told(&someone.cells),
        undecided: someone.cells.values().any(|cell| !cell.state.others.is_empty()),
    }
}

/// 未記録 is a state of its own, never 欠席.
pub(super) fn status_chip(status: Option<AttendanceStatus>) -> Chip {
    let Some(status) = status else { return Chip::new(Tone::Neutral, "未記録") };
    let tone = match status {
        AttendanceStatus::Present => Tone::Success,
        AttendanceStatus::Late | AttendanceStatus::LeftEarly | AttendanceStatus::Observed => Tone::Info,
        AttendanceStatus::AbsentNotified => Tone::Warning,
        AttendanceStatus::AbsentUnnotified => Tone::Danger,
    };
    Chip::new(tone, status.label())
}

/// The reading, or why there is none.
pub(super) fn moment(cells: &Cells, reading: Field, reason: Field) -> String {
    match (fields::reading(cells, reading), fields::value(cells, reason)) {
        (Some(r), _) => r.shown(),
        (None, Some(Entry::Reason(why))) => format!("測れない：{why}"),
        _ => "—".into(),
    }
}

/// Who is to be told.
pub(super) fn told(cells: &Cells) -> String {
    let Some(Entry::Flags(flags)) = fields::value(cells, Field::Flags) else { return String::new() };
    let named = [(flags.centre(), "包括へ連絡"), (flags.ward(), "区へ報告")];
    named.into_iter().filter(|(told, _)| *told).map(|(_, label)| label).collect::<Vec<_>>().join("・")
}
