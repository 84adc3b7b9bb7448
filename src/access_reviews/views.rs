//! What the pages of reviews print, and the paper.

use askama::Template;
use time::Date;

use super::{db::Review, months, pages::Month};
use crate::{
    contracts::db::Contract,
    documents::{
        parts::Fact,
        record_sheet::{Grid, Section},
    },
    inspections::Acted,
    kit::{
        form::Form,
        parts::{Chip, Row, Tone},
    },
    vocab::dates::{jst_stamp, year_and_month},
};

#[derive(Template)]
#[template(path = "access_reviews/list.html")]
pub struct ListView {
    title: String,
    back: String,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    month: String,
    chip: Chip,
    by: String,
}

impl ListView {
    pub fn new(contract: &Contract, months: &[Date], reviews: &[Review], today: Date) -> Self {
        let line = |month: &Date| {
            let review = reviews.iter().find(|review| review.month == *month);
            Line {
                href: format!("/contracts/{}/access-reviews/{}", contract.id, months::code(*month)),
                month: year_and_month(*month),
                chip: chip(review.is_some(), *month, today),
                by: review.map(stamp).unwrap_or_default(),
            }
        };
        Self {
            title: contract.title.clone(),
            back: format!("/contracts/{}", contract.id),
            lines: months.iter().map(line).collect(),
        }
    }
}

fn chip(is_confirmed: bool, month: Date, today: Date) -> Chip {
    if is_confirmed {
        Chip::new(Tone::Success, "点検ずみ")
    } else if months::is_over(month, today) {
        Chip::new(Tone::Warning, "点検がまだ")
    } else {
        Chip::new(Tone::Neutral, "今月")
    }
}

fn stamp(review: &Review) -> String {
    format!("{}　{}", jst_stamp(review.made_at), review.made_by.as_deref().unwrap_or_default())
}

#[derive(Template)]
#[template(path = "access_reviews/show.html")]
pub struct ShowView {
    form: Form,
    title: String,
    about: String,
    base: String,
    list: String,
    chip: Chip,
    lines: Vec<ActedLine>,
    confirmed: Vec<Row>,
    is_open: bool,
}

struct ActedLine {
    name: String,
    designated: &'static str,
    figures: [i64; 5],
}

impl ShowView {
    pub fn new(month: &Month, today: Date, form: Form) -> Self {
        let list = format!("/contracts/{}/access-reviews", month.contract.id);
        Self {
            form,
            title: format!("{}の操作", year_and_month(month.month)),
            about: month.contract.title.clone(),
            base: format!("{list}/{}", months::code(month.month)),
            list,
            chip: chip(month.review.is_some(), month.month, today),
            lines: month.acted.iter().map(acted_line).collect(),
            confirmed: month
                .review
                .as_ref()
                .map(|(review, remark)| confirmed(review, remark))
                .unwrap_or_default(),
            is_open: month.review.is_none() && months::is_over(month.month, today),
        }
    }
}

fn acted_line(one: &Acted) -> ActedLine {
    ActedLine {
        name: one.name.clone().unwrap_or_else(|| "（名前の分からない人）".into()),
        designated: if one.designated { "載っている" } else { "載っていない" },
        figures: [one.events, one.off_hours, one.most_people, one.handed_out, one.denied],
    }
}

fn confirmed(review: &Review, remark: &str) -> Vec<Row> {
    let figures = format!(
        "{}人　操作 {}回　時間外・休日 {}回　拒否 {}回",
        review.people, review.events, review.off_hours, review.denied
    );
    vec![
        Row::new("点検の結果", remark),
        Row::new("そのときの数", figures),
        Row::new("点検した人", stamp(review)),
    ]
}

/// The same as paper.
pub fn sections(month: &Month) -> Vec<Section> {
    let row = |one: &Acted| {
        let line = acted_line(one);
        let figures = line.figures.map(|figure| figure.to_string());
        [line.name, line.designated.to_owned()].into_iter().chain(figures).collect()
    };
    let heads = ["氏名", "名簿", "操作", "時間外・休日", "一度に開いた人数", "印刷・書出し", "拒否"];
    let grid = Grid {
        heads: heads.map(Into::into).to_vec(),
        widths: vec![4, 3, 2, 3, 3, 3, 2],
        rows: month.acted.iter().map(row).collect(),
    };
    let facts = vec![
        Fact::new("契約", &month.contract.title),
        Fact::new("受託者", &month.contract.contractor_name),
        Fact::new("期間", year_and_month(month.month)),
    ];
    let mut sections =
        vec![Section::facts("対象", facts), Section::grid("人ごとの操作", grid, "操作の記録はありません。")];
    if let Some((review, remark)) = &month.review {
        let rows = confirmed(review, remark).into_iter().map(|row| (row.label, row.value));
        sections.push(Section::words("点検", rows.collect()));
    }
    sections
}
