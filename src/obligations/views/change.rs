//! What the pages about another version of a text, and about what came up, print.

use askama::Template;

use super::owed_by;
use crate::{
    contracts::{
        db::{
            Contract,
            clause_sets::{ClauseSet, Text},
        },
        views::trail_to,
    },
    kit::{
        form::{Choice, Form},
        parts::Link,
    },
    obligations::{Arisen, DatedObligation, Occasion, difference::Difference},
    vocab::dates::wareki,
};

fn trail(contract: &Contract, page: &str, label: &str) -> Vec<Link> {
    let name = format!("{}　{}", contract.number, contract.title);
    trail_to((contract.id, &name), Some(Link::new(label, format!("/contracts/{}/{page}", contract.id))))
}

/// The versions that may be applied.
#[derive(Template)]
#[template(path = "obligations/versions.html")]
pub struct Versions {
    trail: Vec<Link>,
    title: String,
    versions: Vec<Link>,
    set: String,
}

impl Versions {
    pub fn new(contract: &Contract, text: &Text, versions: &[ClauseSet]) -> Self {
        let base = format!("/contracts/{}/texts/{}/change", contract.id, text.id);
        let link = |one: &ClauseSet| {
            Link::new(format!("{}　第{}版", one.name, one.version), format!("{base}?set={}", one.id))
        };
        Self {
            trail: trail(contract, "clauses", "条項"),
            title: format!("{}　{}（今は第{}版）", text.kind_label(), text.name, text.version),
            versions: versions.iter().map(link).collect(),
            set: format!("/clause-sets/{}", text.set),
        }
    }
}

/// What a version would change.
#[derive(Template)]
#[template(path = "obligations/change.html")]
pub struct Change {
    trail: Vec<Link>,
    title: String,
    set: String,
    set_href: String,
    /// Clauses of the version that nobody has confirmed.
    open: usize,
    added: Vec<Due>,
    removed: Vec<Due>,
    moved: Vec<Due>,
    gates_added: Vec<&'static str>,
    gates_removed: Vec<&'static str>,
    is_empty: bool,
    action: String,
    back: String,
}

struct Due {
    on: String,
    title: String,
    owed_by: &'static str,
    note: String,
}

fn due(one: &DatedObligation) -> Due {
    Due {
        on: wareki(one.due_on),
        title: one.title.clone(),
        owed_by: owed_by(one.owed_by.code()),
        note: one.explanation.clone(),
    }
}

impl Change {
    pub fn new(
        contract: &Contract,
        text: &Text,
        version: &ClauseSet,
        difference: &Difference,
        open: usize,
    ) -> Self {
        let moved = |(before, after): &(DatedObligation, DatedObligation)| Due {
            note: format!("今の期限は{}です。", wareki(before.due_on)),
            ..due(after)
        };
        Self {
            trail: trail(contract, "clauses", "条項"),
            title: format!(
                "{}　{}：第{}版から第{}版へ",
                text.kind_label(),
                text.name,
                text.version,
                version.version
            ),
            set: version.id.to_string(),
            set_href: format!("/clause-sets/{}", version.id),
            open,
            added: difference.added.iter().map(due).collect(),
            removed: difference.removed.iter().map(due).collect(),
            moved: difference.moved.iter().map(moved).collect(),
            gates_added: difference.gates_added.iter().map(|gate| gate.label()).collect(),
            gates_removed: difference.gates_removed.iter().map(|gate| gate.label()).collect(),
            is_empty: difference.is_empty(),
            action: format!("/contracts/{}/texts/{}/change", contract.id, text.id),
            back: format!("/contracts/{}/clauses", contract.id),
        }
    }
}

/// Telling of something that came up.
#[derive(Template)]
#[template(path = "obligations/occasion.html")]
pub struct OccasionForm {
    form: Form,
    trail: Vec<Link>,
    occasions: Vec<Choice>,
    told: Vec<String>,
    action: String,
    back: String,
}

impl OccasionForm {
    pub fn new(contract: &Contract, occasions: &[Occasion], told: &[Arisen], form: Form) -> Self {
        let base = format!("/contracts/{}", contract.id);
        let said = |one: &Arisen| {
            let subject =
                if one.subject.is_empty() { String::new() } else { format!("（{}）", one.subject) };
            format!("{}　{}{subject}", wareki(one.on), one.occasion.label())
        };
        Self {
            form,
            trail: trail(contract, "obligations", "義務"),
            occasions: occasions.iter().map(|one| Choice::new(one.code(), one.label())).collect(),
            told: told.iter().rev().take(50).map(said).collect(),
            action: format!("{base}/occasions"),
            back: format!("{base}/obligations"),
        }
    }
}
