//! 違い: what differs between two definitions, section by section: the lines of the preview that came, went or changed,
//! and below them every field with its value before and after. A difference that no line shows still has its field.

mod fields;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{
    definition::Definition,
    wording::{self, Line, Passage},
};

/// The differences of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionDiff {
    /// The section's field in the definition.
    pub section: String,
    pub title: &'static str,
    /// In words; empty when only codes or the order changed.
    pub lines: Vec<Change>,
    /// Field by field; never empty.
    pub fields: Vec<Change>,
}

/// Something before and after: added without a before, removed without an after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about, by codes, as `staffing[instructor]`.
    pub about: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Change {
    /// `追加：…`, `削除：…`, `変更：… → …`.
    pub fn sentence(&self) -> String {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => format!("変更：{} → {}", before.trim_start(), after.trim_start()),
            (None, Some(after)) => format!("追加：{}", after.trim_start()),
            (Some(before), None) => format!("削除：{}", before.trim_start()),
            (None, None) => String::new(),
        }
    }
}

/// What differs, in the editor's order. Empty exactly when the two are equal.
pub fn diff(before: &Definition, after: &Definition) -> Vec<SectionDiff> {
    let (old, new) = (wording::preview(before), wording::preview(after));
    let (old_fields, new_fields) = (as_json(before), as_json(after));
    wording::sections()
        .filter_map(|(section, title)| {
            let fields = fields::changes(section, old_fields.get(section), new_fields.get(section));
            let lines = changes(lines_of(&old, section), lines_of(&new, section));
            (!fields.is_empty()).then(|| SectionDiff { section: section.to_owned(), title, lines, fields })
        })
        .collect()
}

/// A definition holds nothing that JSON can't.
fn as_json(definition: &Definition) -> Value {
    serde_json::to_value(definition).unwrap_or_default()
}

fn lines_of<'a>(passages: &'a [Passage], section: &str) -> &'a [Line] {
    passages.iter().find(|passage| passage.section == section).map_or(&[], |passage| &passage.lines)
}

/// Lines about the same thing belong together; where several are, in their order.
fn changes(old: &[Line], new: &[Line]) -> Vec<Change> {
    let (before, after) = (numbered(old), numbered(new));
    let known: BTreeSet<_> = before.iter().map(|(key, _)| key).collect();
    let now: BTreeMap<_, _> = after.iter().map(|(key, line)| (key, *line)).collect();
    let kept = before.iter().filter_map(|(key, line)| {
        let now = now.get(key).map(|line| line.text.clone());
        (now.as_ref() != Some(&line.text)).then(|| Change {
            about: line.about.clone(),
            before: Some(line.text.clone()),
            after: now,
        })
    });
    let added = after.iter().filter(|(key, _)| !known.contains(key)).map(|(_, line)| Change {
        about: line.about.clone(),
        before: None,
        after: Some(line.text.clone()),
    });
    kept.chain(added).collect()
}

/// Each line with what it is about and which of those it is.
fn numbered(lines: &[Line]) -> Vec<((&str, usize), &Line)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    lines
        .iter()
        .map(|line| {
            let count = counts.entry(&line.about).or_default();
            *count += 1;
            ((line.about.as_str(), *count), line)
        })
        .collect()
}
