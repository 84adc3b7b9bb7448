//! One inspection: its plan, what was found, what was put right.

use askama::Template;
use time::{Date, OffsetDateTime};

use crate::{
    inspections::{
        kinds::{Finding, InspectionKind},
        record::{Record, SeenAnswer, SeenPoint},
        states::{Correction, InspectionState},
    },
    kit::parts::{Chip, Row, Tone},
    vocab::dates::{jst_stamp, wareki, wareki_with_weekday},
};

#[derive(Template)]
#[template(path = "inspections/show.html")]
pub struct ShowView {
    title: &'static str,
    chip: Chip,
    base: String,
    plan: Vec<Row>,
    objection: Vec<Row>,
    result: Vec<Row>,
    /// Points that were found good or not looked at, in a line each.
    plain: Vec<PlainPoint>,
    points: Vec<PointView>,
    /// What the reader may do now.
    conducts: bool,
    prepares: bool,
    objects: bool,
    is_held: bool,
    /// A performance that falls short may end the contract.
    warning: &'static str,
}

/// What the reader's role allows.
#[derive(Clone, Copy)]
pub struct Reader {
    pub conducts: bool,
    pub answers: bool,
}

struct PlainPoint {
    label: &'static str,
    chip: Chip,
    seen: String,
}

struct PointView {
    label: &'static str,
    chip: Chip,
    seen: String,
    /// Of a point to be put right.
    correction: Option<Chip>,
    answers: Vec<AnswerLine>,
    /// Where the reader answers or looks again; empty when it is the other side's turn.
    answer: String,
}

struct AnswerLine {
    rows: Vec<Row>,
    decision: String,
}

impl ShowView {
    pub fn new(record: &Record, reader: Reader, today: Date) -> Self {
        let is_planned = record.state == InspectionState::Planned;
        let is_plain = |point: &&SeenPoint| matches!(point.finding, Finding::Good | Finding::NotSeen);
        let told = record.points.iter().filter(|point| !is_plain(point));
        let falls_short = record.kind == InspectionKind::Performance && record.open_corrections() > 0;
        Self {
            title: record.kind.label(),
            chip: record.state.chip(record.open_corrections()),
            base: format!("/inspections/{}", record.id()),
            plan: plan(record),
            objection: objection(record),
            result: result(record),
            plain: record.points.iter().filter(is_plain).map(|point| plain(record.kind, point)).collect(),
            points: told.map(|point| point_view(record, point, reader, today)).collect(),
            conducts: reader.conducts && is_planned,
            prepares: reader.conducts,
            objects: reader.answers && record.state.object(record.objection.is_some()).is_ok(),
            is_held: record.state.hand_out().is_ok(),
            warning: if falls_short {
                "是正が済まないときは、契約の解除につながることがあります。"
            } else {
                ""
            },
        }
    }
}

fn stamp(at: OffsetDateTime, who: Option<&String>) -> String {
    format!("{}　{}", jst_stamp(at), who.map_or("", String::as_str)).trim_end().to_owned()
}

fn plan(record: &Record) -> Vec<Row> {
    let (inspection, words) = (&record.inspection, &record.plan);
    let mut rows = vec![
        Row::new("契約", &inspection.contract_title),
        Row::new("受託者", &inspection.contractor),
        Row::new("行う日", wareki_with_weekday(inspection.planned_on)),
        Row::new("方法", record.mode.label()),
        Row::new("場所", &words.place),
        Row::new("検査する人", &words.inspectors),
    ];
    let optional = [("現地で行わない理由", &words.why_remote), ("用意してもらうもの", &words.prepare)];
    rows.extend(
        optional.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| Row::new(label, text)),
    );
    rows.push(Row::new("予定した人", stamp(inspection.planned_at, inspection.planned_by.as_ref())));
    rows
}

fn objection(record: &Record) -> Vec<Row> {
    let Some((words, at)) = record.objection.as_ref().zip(record.inspection.objected_at) else {
        return Vec::new();
    };
    vec![
        Row::new("受けられない理由", &words.reason),
        Row::new("適正に扱っていることの説明", &words.proof),
        Row::new("申し立てた人", stamp(at, record.inspection.objected_by.as_ref())),
    ]
}

fn result(record: &Record) -> Vec<Row> {
    let Some((words, at)) = record.result.as_ref().zip(record.inspection.settled_at) else {
        return Vec::new();
    };
    let by = stamp(at, record.inspection.settled_by.as_ref());
    match record.inspection.held_on {
        Some(on) => vec![
            Row::new("行った日", wareki_with_weekday(on)),
            Row::new("対応した人", &words.attendants),
            Row::new("まとめ", &words.summary),
            Row::new("記録", by),
        ],
        None => vec![Row::new("取りやめた理由", &words.summary), Row::new("記録", by)],
    }
}

fn finding_chip(finding: Finding) -> Chip {
    let tone = match finding {
        Finding::Good => Tone::Success,
        Finding::Remark => Tone::Warning,
        Finding::Correct => Tone::Danger,
        Finding::NotSeen => Tone::Neutral,
    };
    Chip::new(tone, finding.label())
}

fn plain(kind: InspectionKind, point: &SeenPoint) -> PlainPoint {
    PlainPoint {
        label: kind.point_label(&point.row.code),
        chip: finding_chip(point.finding),
        seen: point.seen.clone(),
    }
}

fn point_view(record: &Record, point: &SeenPoint, reader: Reader, today: Date) -> PointView {
    let id = record.id();
    let correction = point.correction();
    let answer = match (correction, point.answers.last()) {
        (Some(Correction::Undecided), Some(last)) if reader.conducts => {
            format!("/inspections/{id}/answers/{}/decision", last.row.id)
        }
        (Some(standing), _) if reader.answers && standing.answer().is_ok() => {
            format!("/inspections/{id}/points/{}/answers/new", point.row.id)
        }
        (Some(_) | None, _) => String::new(),
    };
    PointView {
        label: record.kind.point_label(&point.row.code),
        chip: finding_chip(point.finding),
        seen: point.seen.clone(),
        correction: correction.zip(point.row.due_on).map(|(standing, due)| standing.chip(due, today)),
        answers: point.answers.iter().map(answer_line).collect(),
        answer,
    }
}

fn answer_line(answer: &SeenAnswer) -> AnswerLine {
    let row = &answer.row;
    let mut rows = vec![
        Row::new("是正した日", wareki(row.done_on)),
        Row::new("是正した内容", answer.done()),
        Row::new("報告", stamp(row.made_at, row.made_by.as_ref())),
    ];
    if let Some((remark, at)) = answer.remark.as_ref().zip(row.decided_at) {
        rows.push(Row::new("再確認", remark));
        rows.push(Row::new("確かめた人", stamp(at, row.decided_by.as_ref())));
    }
    let decision = answer.decision.map_or("確認待ち", crate::inspections::answers::Decision::label);
    AnswerLine { rows, decision: format!("第{}回の是正：{decision}", row.number) }
}
