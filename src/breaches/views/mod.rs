//! What the pages of breaches print.

mod forms;
mod show;

use askama::Template;
use time::Date;

pub use forms::{DecideView, DismissalView, NoticeView, PaymentView, RecordView, StatementView};
pub use show::{Reader, ShowView};

use super::{
    db::{Brief, Listed},
    kinds::{BreachKind, ConsequenceKind, Outcome},
    states::Standing,
};
use crate::{
    kit::parts::{Chip, Pager, Tone},
    vocab::{dates::wareki, ids::ContractId},
};

#[derive(Template)]
#[template(path = "breaches/list.html")]
pub struct ListView {
    lines: Vec<Line>,
    pager: Pager,
    /// Of one contract alone.
    of_one: bool,
    /// Where the ward writes a record down; empty where all contracts are shown, and for the contractor.
    record_href: String,
}

struct Line {
    href: String,
    day: String,
    kind: &'static str,
    contract: String,
    follows: Vec<Follows>,
}

/// A consequence and how it stands.
struct Follows {
    label: &'static str,
    chip: Chip,
}

impl ListView {
    /// `contract`: of whoever may write a record for it.
    pub fn new(
        listed: &[Listed],
        briefs: &[Brief],
        pager: Pager,
        (contract, of_one): (Option<ContractId>, bool),
        today: Date,
    ) -> Self {
        let line = |one: &Listed| Line {
            href: format!("/breaches/{}", one.id),
            day: wareki(one.noticed_on),
            kind: BreachKind::from_code(&one.kind).map_or("", BreachKind::label),
            contract: one.contract_title.clone(),
            follows: follows(briefs.iter().filter(|brief| brief.breach == one.id), today),
        };
        Self {
            lines: listed.iter().map(line).collect(),
            pager,
            of_one,
            record_href: contract.map(|id| format!("/contracts/{id}/breaches/new")).unwrap_or_default(),
        }
    }
}

fn follows<'a>(briefs: impl Iterator<Item = &'a Brief>, today: Date) -> Vec<Follows> {
    let known = briefs.filter_map(|brief| {
        let kind = ConsequenceKind::from_code(&brief.kind)?;
        let outcome = brief.outcome.as_deref().and_then(Outcome::from_code);
        let standing = Standing::of(brief.state_by, brief.stated, outcome, today);
        Some(Follows { label: kind.label(), chip: standing.chip(kind) })
    });
    let all: Vec<Follows> = known.collect();
    if all.is_empty() {
        return vec![Follows { label: "", chip: Chip::new(Tone::Warning, "対応を決めていません") }];
    }
    all
}
