//! 個人の記録: one person in one session — today's values, the sessions before, memo and flags, two kept values, and
//! every value that was ever entered with who entered it.

use askama::Template;
use axum::extract::Path;
use time::OffsetDateTime;
use uuid::Uuid;

use super::session::{moment, status_chip, told};
use crate::{
    courses::words,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        parts::{Chip, Moment, Row},
        typed::Typed,
    },
    sessions::{
        RecordSession, ViewSession,
        db::roster::{self as statements, HistoryLine},
        entry::{AttendanceStatus, Entry, Field},
        fields::{self, Texts},
        operations::{FieldOut, OperationIn},
        record_view::words as in_words,
        recorder,
        roster::{self, Roster, Someone},
    },
    vocab::{
        dates::jst_stamp,
        ids::{ParticipantId, SessionId},
    },
};

#[derive(Template)]
#[template(path = "sessions/person.html")]
struct PersonView {
    name: String,
    kana: String,
    session_title: String,
    session_href: String,
    record_href: String,
    status: Chip,
    facts: Vec<Row>,
    clashes: Vec<Clash>,
    before: Vec<Before>,
    history: Vec<Moment>,
    form: Option<MemoForm>,
    decision_url: String,
}

/// Two values or more of one field.
struct Clash {
    field: &'static str,
    label: &'static str,
    version: i32,
    values: Vec<ClashValue>,
}

struct ClashValue {
    value: String,
    text: String,
    by: String,
}

struct Before {
    title: String,
    status: &'static str,
    pre: String,
    post: String,
}

struct MemoForm {
    id: String,
    action: String,
    seen: String,
    memo: String,
    flag_centre: bool,
    flag_ward: bool,
}

pub async fn show(
    mut cx: View<ViewSession>,
    Path((id, participant)): Path<(SessionId, ParticipantId)>,
) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    let lines = statements::history(cx.db(), id, participant).await?;
    let before = statements::before(cx.db(), id, participant).await?;
    let someone = roster.find(participant).ok_or(AppError::NotFound)?;
    let head = &roster.head;
    let texts = Texts { keys: &cx.app().keys, ward: cx.ward().0, course: head.course.0, session: id.0 };
    let history =
        lines.into_iter().map(|line| entry_of(&texts, head.closed_at, line)).collect::<Result<_>>()?;
    let records = cx.actor().role.is_contractor()
        && recorder::refusal(&head.state, head.held_on, cx.today(), false).is_none();
    let view = PersonView {
        name: someone.name(),
        kana: someone.person.identity.kana(),
        session_title: head.title(),
        session_href: head.href(),
        record_href: if records {
            format!("{}/record#row-{participant}", head.href())
        } else {
            String::new()
        },
        status: status_chip(fields::status(&someone.cells)),
        facts: facts(&roster, someone),
        clashes: if records { clashes(someone) } else { Vec::new() },
        before: before.into_iter().map(before_line).collect(),
        history,
        form: records.then(|| memo_form(&roster, someone)),
        decision_url: format!("{}/decision", someone.href(id)),
    };
    cx.show(view).await
}

fn facts(roster: &Roster, someone: &Someone) -> Vec<Row> {
    let memo = match fields::value(&someone.cells, Field::Memo) {
        Some(Entry::Memo(text)) => text.clone(),
        _ => "なし".into(),
    };
    let told = told(&someone.cells);
    let mut rows = vec![
        Row::new("名札番号", someone.tag()),
        Row::new("開始前（上/下・脈拍）", moment(&someone.cells, Field::Pre, Field::UnmeasuredPre)),
        Row::new("終了後（上/下・脈拍）", moment(&someone.cells, Field::Post, Field::UnmeasuredPost)),
        Row::new("メモ", memo),
        Row::new("連絡", if told.is_empty() { "なし".into() } else { told }),
    ];
    let alerts = someone.alerts(&roster.head.limits);
    if !alerts.is_empty() {
        rows.push(Row::new("区の基準に当てはまる値", alerts.join("、")));
    }
    rows
}

fn clashes(someone: &Someone) -> Vec<Clash> {
    let open = someone.cells.iter().filter(|(_, cell)| !cell.state.others.is_empty());
    open.map(|(field, cell)| {
        let FieldOut { version, value, by, at, others } = cell.out();
        let current =
            if by.is_empty() { "いまの値".to_owned() } else { format!("いまの値：{by} {at}") };
        let shown = |value: Option<String>, by: String| ClashValue {
            text: in_words(*field, value.as_deref()),
            value: value.unwrap_or_default(),
            by,
        };
        let kept = others.into_iter().map(|kept| shown(kept.value, format!("{} {}", kept.by, kept.at)));
        let values = std::iter::once(shown(value, current)).chain(kept).collect();
        Clash { field: field.code(), label: field.label(), version, values }
    })
    .collect()
}

fn before_line(line: statements::BeforeLine) -> Before {
    let reading = |text: Option<String>| text.unwrap_or_else(|| "—".into());
    Before {
        title: format!("第{}回　{}", line.number, words::day(line.held_on)),
        status: line
            .status
            .as_deref()
            .and_then(AttendanceStatus::from_code)
            .map_or("未記録", AttendanceStatus::label),
        pre: reading(line.pre),
        post: reading(line.post),
    }
}

fn memo_form(roster: &Roster, someone: &Someone) -> MemoForm {
    let flags = match fields::value(&someone.cells, Field::Flags) {
        Some(Entry::Flags(flags)) => Some(*flags),
        _ => None,
    };
    let memo = match fields::value(&someone.cells, Field::Memo) {
        Some(Entry::Memo(text)) => text.clone(),
        _ => String::new(),
    };
    MemoForm {
        id: someone.person.id.to_string(),
        action: format!("{}/attendance", roster.head.href()),
        seen: serde_json::to_string(&fields::shown(&someone.cells)).unwrap_or_default(),
        memo,
        flag_centre: flags.is_some_and(|flags| flags.centre()),
        flag_ward: flags.is_some_and(|flags| flags.ward()),
    }
}

/// A line of the history. What was entered after the session was closed is a correction.
fn entry_of(texts: &Texts<'_>, closed_at: Option<OffsetDateTime>, line: HistoryLine) -> Result<Moment> {
    let field = Field::from_code(&line.field).ok_or_else(|| AppError::bug("unknown field"))?;
    let text = match &line.sealed {
        Some(blob) => Some(texts.open_operation(line.key, line.version, blob)?),
        None => line.value,
    };
    let correction = if closed_at.is_some_and(|closed| line.recorded_at > closed) { "訂正：" } else { "" };
    let note = match (line.outcome.as_str(), line.decided) {
        ("conflict", false) => "ほかの値があり、まだ決まっていません（要確認）",
        ("conflict", true) => "ほかの値と比べて決めるまで、並べて残した値",
        ("same", _) => "すでに同じ値でした",
        _ => "",
    };
    Ok(Moment {
        when: jst_stamp(line.at),
        iso: line.at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default(),
        who: line.by,
        what: format!("{correction}{}：{}", field.label(), in_words(field, text.as_deref())),
        note: note.into(),
    })
}

/// A person has seen both values and says which holds. Any custodian may; the history says who did.
pub async fn decide(
    mut cx: Act<RecordSession>,
    Path((id, participant)): Path<(SessionId, ParticipantId)>,
    Typed(mut form): Typed,
) -> Result {
    let field = Field::from_code(form.value("field")).ok_or(AppError::NotFound)?;
    let base = form
        .whole_number("version", "版", 1..=i64::from(i32::MAX))
        .and_then(|v| i32::try_from(v).ok())
        .ok_or(AppError::NotFound)?;
    let value = Some(form.value("value").replace("\r\n", "\n")).filter(|text| !text.is_empty());
    let key: Uuid = cx.new_id();
    let operation = OperationIn { key, participant: participant.0, field, value, base, at: cx.now() };
    cx.saw([participant]);
    super::record::finish(cx, id, &[operation], &format!("/sessions/{id}/people/{participant}")).await
}
