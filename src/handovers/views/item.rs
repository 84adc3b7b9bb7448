//! 追跡: one thing from its coming to its return or erasure.

use askama::Template;

use super::side_label;
use crate::{
    erasure::{ErasureState, db::ErasureOf},
    handovers::{
        balance::Tally,
        db::lines::Item,
        loading::{self, Entry},
    },
    kit::{
        error::Result,
        parts::{Chip, Link, Row, Tone},
    },
    vocab::{dates::wareki, ids::HeldItemId},
};

/// A handover a thing went through.
pub struct Step {
    pub entry: Entry,
    pub quantity: i32,
}

#[derive(Template)]
#[template(path = "handovers/item.html")]
pub struct ItemView {
    trail: Vec<Link>,
    name: String,
    chip: Chip,
    facts: Vec<Row>,
    sums: Vec<Row>,
    steps: Vec<StepLine>,
    original: Option<String>,
    copies: Vec<Link>,
    /// The tablet it was prepared for.
    tablet: Option<Link>,
}

struct StepLine {
    on: String,
    what: &'static str,
    amount: String,
    chip: Chip,
    href: String,
}

impl ItemView {
    pub fn new(
        item: &Item,
        name: String,
        (steps, erasures): (&[Step], &[ErasureOf]),
        copies: Vec<(HeldItemId, String)>,
        tally: Option<Tally>,
    ) -> Result<Self> {
        let medium = loading::medium_of(item)?;
        let amount = |count: u32| format!("{count}{}", medium.counter());
        let mut facts = vec![
            Row::new("媒体", medium.label()),
            Row::new("数量", format!("{}{}", item.quantity, medium.counter())),
        ];
        facts.extend(item.course_name.as_ref().map(|course| Row::new("教室", course)));
        facts.extend(item.tablet_label.as_ref().map(|label| Row::new("端末", label)));
        facts.extend(item.wipe.as_ref().map(|number| Row::new("消去記録", number)));
        facts.extend(item.reference.as_ref().map(|reference| Row::new("出力番号", reference)));
        let sums = tally.map_or_else(Vec::new, |tally| {
            vec![
                Row::new("受けた数", amount(tally.came)),
                Row::new("返した数", amount(tally.back)),
                Row::new("返す途中の数", amount(tally.leaving)),
                Row::new("消去した数", amount(tally.erased)),
                Row::new("手元に残る数", amount(tally.held())),
            ]
        });
        Ok(Self {
            trail: trail(item),
            name,
            chip: chip(tally),
            facts,
            sums,
            steps: steps
                .iter()
                .map(|step| step_line(step, medium.counter()))
                .chain(erasures.iter().map(|one| erasure_line(one, medium.counter())))
                .collect(),
            original: item.copied_from.map(|id| format!("/held-items/{id}")),
            copies: copies
                .into_iter()
                .map(|(id, name)| Link::new(name, format!("/held-items/{id}")))
                .collect(),
            tablet: item.tablet.map(|id| {
                let label = item.tablet_label.as_deref().unwrap_or("端末");
                Link::new(format!("{label}と消去記録を見る"), format!("/tablets/{id}"))
            }),
        })
    }
}

fn trail(item: &Item) -> Vec<Link> {
    match item.contract {
        Some(id) => vec![Link::new("契約の受渡し管理簿", format!("/contracts/{id}/handovers"))],
        None => vec![Link::new("受渡し管理簿", "/handovers")],
    }
}

fn chip(tally: Option<Tally>) -> Chip {
    match tally {
        None => Chip::new(Tone::Neutral, "受託者の手元にはありません"),
        Some(tally) if tally.outstanding() == 0 => Chip::new(Tone::Success, "返還・消去ずみ"),
        Some(tally) if tally.held() == 0 => Chip::new(Tone::Warning, "返す途中"),
        Some(_) => Chip::new(Tone::Warning, "受託者の手元にあります"),
    }
}

fn erasure_line(of: &ErasureOf, counter: &str) -> StepLine {
    let (state, chip) = (ErasureState::from_code(&of.state), |state: ErasureState| state.chip());
    let (chip, href) = if of.is_wipe {
        (loading::wiped(of.number.as_deref().unwrap_or_default()), format!("/tablets/{}", of.id))
    } else {
        (state.map_or_else(|| Chip::new(Tone::Neutral, ""), chip), format!("/erasures/{}", of.id))
    };
    StepLine {
        on: wareki(of.erased_on),
        what: if of.is_wipe { "端末の消去" } else { "消去" },
        amount: format!("{}{counter}", of.quantity),
        chip,
        href,
    }
}

fn step_line(step: &Step, counter: &str) -> StepLine {
    let row = &step.entry.row;
    let on = row.received_on.or(row.given_on).unwrap_or(row.planned_on);
    let who = if step.entry.kind.is_automatic() { side_label(step.entry.side) } else { "" };
    StepLine {
        on: wareki(on),
        what: step.entry.kind.label(),
        amount: format!("{}{counter}　{who}", step.quantity).trim_end().to_owned(),
        chip: step.entry.state.chip(),
        href: format!("/handovers/{}", row.id),
    }
}
