//! The list of programmes and presets.

use askama::Template;

use crate::{
    kit::parts::Pager,
    programmes::{Definition, db::Line},
    vocab::dates::{jst_date, wareki},
};

#[derive(Template)]
#[template(path = "programmes/list.html")]
pub struct List {
    rows: Vec<Row>,
    pager: Pager,
    presets: Vec<Preset>,
    may_edit: bool,
}

struct Row {
    href: String,
    name: String,
    published: String,
    published_on: String,
    draft: String,
    contracts: i64,
}

struct Preset {
    code: &'static str,
    name: &'static str,
    source: &'static str,
    lines: Vec<String>,
}

impl List {
    pub fn new(
        rows: Vec<Line>,
        total: usize,
        page: i64,
        presets: Vec<&'static Definition>,
        may_edit: bool,
    ) -> Self {
        let total = u64::try_from(total).unwrap_or_default();
        Self {
            rows: rows.into_iter().map(row).collect(),
            pager: Pager::new(total, page.unsigned_abs(), 50, "/programmes"),
            presets: presets.into_iter().map(preset).collect(),
            may_edit,
        }
    }
}

fn row(line: Line) -> Row {
    let numbered = |number: Option<i32>| number.map(|n| format!("第{n}版")).unwrap_or_default();
    Row {
        href: format!("/programmes/{}", line.id),
        published: numbered(line.published),
        published_on: line.published_at.map(|at| wareki(jst_date(at))).unwrap_or_default(),
        draft: numbered(line.draft),
        name: line.name,
        contracts: line.contracts,
    }
}

fn preset(preset: &'static Definition) -> Preset {
    Preset {
        code: &preset.code,
        name: &preset.name,
        source: &preset.source,
        lines: vec![preset.style.label().to_owned(), preset.calendar.sentence(), preset.places.sentence()],
    }
}
