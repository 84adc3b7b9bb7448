//! One record with its text.

use askama::Template;

use crate::{
    kit::parts::{Link, Row},
    services::{
        db::{Head, RecordRow},
        records::{Kind, Writing},
    },
    vocab::dates::{both_eras, jst_stamp, wareki},
};

#[derive(Template)]
#[template(path = "services/record.html")]
pub struct RecordView {
    trail: Vec<Link>,
    title: String,
    person: String,
    rows: Vec<Row>,
    /// Every version of a plan, the newest first; empty for other records.
    versions: Vec<Link>,
    is_old: bool,
    /// Where it is changed; empty when the reader may not.
    edit_href: String,
    back_href: String,
}

impl RecordView {
    /// `records` are those of the service, `row` one of them.
    pub fn new(
        head: &Head,
        person: &str,
        records: &[RecordRow],
        row: &RecordRow,
        (kind, writing): (Kind, &Writing),
        may_record: bool,
    ) -> Self {
        let versions = if kind == Kind::Plan { versions(records, row) } else { Vec::new() };
        let is_old = versions.first().is_some_and(|newest| !newest.current);
        let back_href = format!("/services/{}", head.enrolment);
        Self {
            trail: vec![
                Link::new("個別支援", "/services"),
                Link::new(person, &back_href),
                Link::new(kind.name(), "").current(),
            ],
            title: kind.name().to_owned(),
            person: person.to_owned(),
            rows: rows(kind, row, writing),
            versions,
            edit_href: if may_record && !is_old {
                format!("{back_href}/records/{}/edit", row.id)
            } else {
                String::new()
            },
            is_old,
            back_href,
        }
    }
}

fn versions(records: &[RecordRow], shown: &RecordRow) -> Vec<Link> {
    let plans = (1..).zip(records.iter().filter(|row| row.step == Kind::Plan.code()));
    let link = |(number, row): (usize, &RecordRow)| {
        let href = format!("/services/{}/records/{}", row.enrolment, row.id);
        let link = Link::new(format!("第{number}版（{}作成）", wareki(row.done_on)), href);
        if row.id == shown.id { link.current() } else { link }
    };
    let mut links: Vec<Link> = plans.map(link).collect();
    links.reverse();
    links
}

fn rows(kind: Kind, row: &RecordRow, writing: &Writing) -> Vec<Row> {
    let mut rows = vec![Row::new(kind.day_label(), both_eras(row.done_on))];
    match kind {
        Kind::ServiceDay => {
            rows.push(Row::new("出欠", if row.attended == Some(true) { "出席" } else { "欠席" }));
            rows.push(Row::new("送迎", if row.transport == Some(true) { "あり" } else { "なし" }));
        }
        Kind::Plan => {
            rows.push(Row::new("説明をした日", row.explained_on.map(both_eras).unwrap_or_default()));
            rows.push(Row::new("同意を得た日", row.consented_on.map(both_eras).unwrap_or_default()));
            rows.push(Row::new(
                "通所の頻度",
                writing.days_per_week.map_or_else(String::new, |days| format!("週{days}日")),
            ));
        }
        Kind::HomeVisit | Kind::Monitoring | Kind::FinalVisit => {}
    }
    rows.extend(kind.sections().iter().map(|section| Row::new(section.label, writing.text(section.code))));
    rows.push(Row::new(
        "記録した人",
        format!("{}（{}）", row.recorded_by.clone().unwrap_or_default(), jst_stamp(row.recorded_at)),
    ));
    rows
}
