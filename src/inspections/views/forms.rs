//! The forms of inspections.

use askama::Template;

use crate::{
    inspections::{
        answers::Decision,
        kinds::Point,
        plan,
        record::{Record, SeenAnswer, SeenPoint},
        result::{self, field},
    },
    kit::{
        form::{Choice, Form},
        parts::Row,
    },
    vocab::{dates::wareki, ids::InspectionId},
};

#[derive(Template)]
#[template(path = "inspections/new.html")]
pub struct PlanView {
    form: Form,
    contracts: Vec<Choice>,
    kinds: Vec<Choice>,
    modes: Vec<Choice>,
}

impl PlanView {
    pub fn new(form: Form, contracts: Vec<Choice>) -> Self {
        Self { form, contracts, kinds: plan::kinds(), modes: plan::modes() }
    }
}

#[derive(Template)]
#[template(path = "inspections/cancellation.html")]
pub struct CancelView {
    form: Form,
    base: String,
}

impl CancelView {
    pub fn new(id: InspectionId, form: Form) -> Self {
        Self { form, base: base(id) }
    }
}

#[derive(Template)]
#[template(path = "inspections/objection.html")]
pub struct ObjectionView {
    form: Form,
    base: String,
}

impl ObjectionView {
    pub fn new(id: InspectionId, form: Form) -> Self {
        Self { form, base: base(id) }
    }
}

/// What was seen, point by point.
#[derive(Template)]
#[template(path = "inspections/result.html")]
pub struct ResultView {
    form: Form,
    base: String,
    title: String,
    points: Vec<PointFields>,
    findings: Vec<Choice>,
}

/// The fields of one point.
struct PointFields {
    label: &'static str,
    hint: &'static str,
    finding: String,
    note: String,
    due: String,
}

impl ResultView {
    pub fn new(record: &Record, form: Form) -> Self {
        let fields = |point: &Point| PointFields {
            finding: field("finding", point),
            note: field("note", point),
            due: field("due", point),
            label: point.label,
            hint: point.hint,
        };
        Self {
            form,
            base: base(record.id()),
            title: format!("{}の結果", record.kind.label()),
            points: record.kind.points().iter().map(fields).collect(),
            findings: result::findings(),
        }
    }
}

/// What the contractor put right.
#[derive(Template)]
#[template(path = "inspections/answer.html")]
pub struct AnswerView {
    form: Form,
    base: String,
    action: String,
    point: Vec<Row>,
}

impl AnswerView {
    pub fn new(record: &Record, point: &SeenPoint, form: Form) -> Self {
        let action = format!("/inspections/{}/points/{}/answers", record.id(), point.row.id);
        Self { form, base: base(record.id()), action, point: about(record, point) }
    }
}

/// The ward looks again.
#[derive(Template)]
#[template(path = "inspections/decision.html")]
pub struct SecondLookView {
    form: Form,
    base: String,
    action: String,
    point: Vec<Row>,
    decisions: Vec<Choice>,
}

impl SecondLookView {
    pub fn new(record: &Record, point: &SeenPoint, answer: &SeenAnswer, form: Form) -> Self {
        let mut rows = about(record, point);
        rows.push(Row::new("是正した日", wareki(answer.row.done_on)));
        rows.push(Row::new("是正した内容", answer.done()));
        let action = format!("/inspections/{}/answers/{}/decision", record.id(), answer.row.id);
        Self { form, base: base(record.id()), action, point: rows, decisions: Decision::choices() }
    }
}

fn base(id: InspectionId) -> String {
    format!("/inspections/{id}")
}

fn about(record: &Record, point: &SeenPoint) -> Vec<Row> {
    vec![
        Row::new("項目", record.kind.point_label(&point.row.code)),
        Row::new("検査で見たこと", &point.seen),
        Row::new("是正の期限", point.row.due_on.map(wareki).unwrap_or_default()),
    ]
}
