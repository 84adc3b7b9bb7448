//! What the pages of inspections print.

mod forms;
mod kit;
mod show;

pub use forms::{AnswerView, CancelView, ObjectionView, PlanView, ResultView, SecondLookView};
pub use kit::KitView;
pub use show::{Reader, ShowView};

use askama::Template;

use super::{
    db::{Listed, Uninspected},
    kinds::InspectionKind,
    states::InspectionState,
};
use crate::{
    kit::{
        error::{AppError, Result},
        parts::{Chip, Pager},
    },
    vocab::dates::{fiscal_year_label, wareki},
};

#[derive(Template)]
#[template(path = "inspections/list.html")]
pub struct ListView {
    lines: Vec<Line>,
    /// Contracts whose data nobody has inspected this year.
    owed: Vec<OwedLine>,
    year: String,
    pager: Pager,
    conducts: bool,
    /// Of one contract alone.
    pub of_one: bool,
    /// Where its access is reviewed; empty for a contractor, or where all contracts are shown.
    pub access_href: String,
}

struct Line {
    href: String,
    day: String,
    kind: &'static str,
    contract: String,
    chip: Chip,
}

struct OwedLine {
    title: String,
    contractor: String,
    planned: String,
    href: String,
}

impl ListView {
    /// # Errors
    /// When a stored state or kind is unknown.
    pub fn new(
        listed: &[Listed],
        owed: &[Uninspected],
        year: i32,
        pager: Pager,
        conducts: bool,
    ) -> Result<Self> {
        let planned = |one: &Uninspected| one.planned_on.map_or_else(|| "予定なし".into(), wareki);
        let owed = owed.iter().map(|one| OwedLine {
            title: one.title.clone(),
            contractor: one.contractor.clone(),
            planned: planned(one),
            href: format!("/inspections/new?contract={}", one.contract),
        });
        Ok(Self {
            lines: listed.iter().map(line).collect::<Result<_>>()?,
            owed: owed.collect(),
            year: fiscal_year_label(year),
            pager,
            conducts,
            of_one: false,
            access_href: String::new(),
        })
    }
}

fn line(one: &Listed) -> Result<Line> {
    let state = AppError::known(&one.state, InspectionState::from_code)?;
    let open = usize::try_from(one.corrections - one.accepted).unwrap_or_default();
    Ok(Line {
        href: format!("/inspections/{}", one.id),
        day: wareki(one.held_on.unwrap_or(one.planned_on)),
        kind: AppError::known(&one.kind, InspectionKind::from_code)?.label(),
        contract: one.contract_title.clone(),
        chip: state.chip(open),
    })
}
