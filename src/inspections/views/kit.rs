//! The kit on the screen, before it is printed.

use askama::Template;

use crate::{
    inspections::{
        db::kit::{Acted, Custodian},
        kit::Kit,
        record::Record,
    },
    kit::parts::Row,
    vocab::dates::wareki,
};

#[derive(Template)]
#[template(path = "inspections/kit.html")]
pub struct KitView {
    base: String,
    title: String,
    period: String,
    /// What isn't there of a visit that is over.
    left_out: &'static str,
    figures: Vec<Row>,
    questions: Vec<String>,
    custodians: Vec<CustodianLine>,
    acted: Vec<ActedLine>,
}

struct CustodianLine {
    name: String,
    custody: &'static str,
    job: String,
    trained: String,
}

struct ActedLine {
    name: String,
    events: i64,
    off_hours: i64,
    most_people: i64,
    handed_out: i64,
    denied: i64,
}

impl KitView {
    pub fn new(record: &Record, kit: &Kit) -> Self {
        Self {
            base: format!("/inspections/{}", record.id()),
            title: format!("{}の資料", record.kind.label()),
            period: kit.period(),
            left_out: kit.left_out(),
            figures: kit.figures(),
            questions: kit.questions(),
            custodians: kit.custodians.iter().map(custodian).collect(),
            acted: kit.acted.iter().map(acted).collect(),
        }
    }
}

fn custodian(one: &Custodian) -> CustodianLine {
    CustodianLine {
        name: one.name.clone(),
        custody: if one.custody == "custodian_manager" { "取扱責任者" } else { "取扱者" },
        job: one.job.clone(),
        trained: one.trained_on.map_or_else(|| "記録なし".into(), wareki),
    }
}

fn acted(one: &Acted) -> ActedLine {
    ActedLine {
        name: one.name.clone().unwrap_or_else(|| "（名前の分からない人）".into()),
        events: one.events,
        off_hours: one.off_hours,
        most_people: one.most_people,
        handed_out: one.handed_out,
        denied: one.denied,
    }
}
