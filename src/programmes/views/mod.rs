//! What the pages of programmes print.

pub mod differences;
pub mod draft;
pub mod import;
pub mod list;
pub mod publication;
pub mod rows;
pub mod show;
pub mod trial;

use super::{
    db::{Programme, versions::Version},
    diff::{Change, SectionDiff},
    wording::Passage,
};
use crate::kit::parts::{Chip, Link, Tone};

/// A section in words.
pub struct Spoken {
    pub section: &'static str,
    pub title: &'static str,
    pub lines: Vec<String>,
}

fn spoken(passages: Vec<Passage>) -> Vec<Spoken> {
    let one = |passage: Passage| Spoken {
        section: passage.section,
        title: passage.title,
        lines: passage.lines.into_iter().map(|line| line.text).collect(),
    };
    passages.into_iter().map(one).collect()
}

/// The differences of one section in sentences.
pub struct Differing {
    pub title: &'static str,
    pub lines: Vec<String>,
    /// Field by field, for what no sentence says.
    pub fields: Vec<String>,
}

fn differing(differences: &[SectionDiff]) -> Vec<Differing> {
    let one = |section: &SectionDiff| Differing {
        title: section.title,
        lines: section.lines.iter().flat_map(before_and_after).collect(),
        fields: section.fields.iter().map(|field| format!("{}　{}", field.about, field.sentence())).collect(),
    };
    differences.iter().map(one).collect()
}

/// A changed sentence as two lines, so that long ones can be held against each other.
fn before_and_after(change: &Change) -> Vec<String> {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            vec![format!("変更前：{}", before.trim_start()), format!("変更後：{}", after.trim_start())]
        }
        (Some(_), None) | (None, _) => vec![change.sentence()],
    }
}

/// 事業 › 名称 (› a page below it).
fn trail(programme: &Programme, below: impl IntoIterator<Item = Link>) -> Vec<Link> {
    let mut trail = vec![
        Link::new("事業", "/programmes"),
        Link::new(&programme.name, format!("/programmes/{}", programme.id)),
    ];
    trail.extend(below);
    trail
}

fn draft_link(programme: &Programme) -> Link {
    Link::new("下書き", format!("/programmes/{}/draft", programme.id))
}

fn chip(version: &Version) -> Chip {
    match version.state.as_str() {
        "draft" => Chip::new(Tone::Warning, "下書き"),
        "published" => Chip::new(Tone::Success, "公開中"),
        _ => Chip::new(Tone::Neutral, "過去の版"),
    }
}
