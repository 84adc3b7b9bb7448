//! 変更箇所の表示: a paper against the last approved version, ready for page and paper.

use serde::Serialize;

use super::{
    content::{Content, Entry, Section},
    difference::{Change, Run, difference},
    narrative::Approval,
};
use crate::{
    data_flows::Flow,
    measures::{MeasureLine, MeasureTable},
};

#[derive(Clone, Debug, Serialize)]
pub struct Marked {
    pub title: String,
    pub subject: Vec<Run>,
    pub department: String,
    pub basis_label: String,
    pub basis: Vec<Vec<Run>>,
    pub sections: Vec<MarkedSection>,
    pub measures: Vec<MeasureTable>,
    pub flows: Vec<MarkedFlow>,
    pub earlier: Vec<Approval>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MarkedSection {
    pub heading: String,
    pub entries: Vec<MarkedEntry>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MarkedEntry {
    pub label: String,
    pub runs: Vec<Run>,
    /// Something is gone and nothing stands in its place.
    pub only_removed: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct MarkedFlow {
    #[serde(flatten)]
    pub flow: Flow,
    pub changed: bool,
}

/// The paper with its changes; without an approved version before it nothing is marked.
pub fn marked(now: &Content, before: Option<&Content>) -> Marked {
    let runs = |text: &str, was: Option<&str>| match (before, was) {
        (None, _) => difference(text, text),
        (Some(_), was) => difference(was.unwrap_or_default(), text),
    };
    let old_basis = |nth: usize| before.and_then(|one| one.basis.get(nth)).map(String::as_str);
    Marked {
        title: now.title.clone(),
        subject: runs(&now.subject, before.map(|one| one.subject.as_str())),
        department: now.department.clone(),
        basis_label: now.basis_label.clone(),
        basis: now.basis.iter().enumerate().map(|(nth, text)| runs(text, old_basis(nth))).collect(),
        sections: now.sections.iter().map(|one| section(one, before)).collect(),
        measures: now.measures.iter().map(|table| measures(table, before)).collect(),
        flows: now.flows.iter().map(|flow| row(flow, before)).collect(),
        earlier: now.earlier.clone(),
    }
}

fn section(now: &Section, before: Option<&Content>) -> MarkedSection {
    let old = before.and_then(|one| one.sections.iter().find(|section| section.code == now.code));
    let entry = |entry: &Entry| {
        let was = old.and_then(|section| section.entries.iter().find(|one| one.code == entry.code));
        let was = was.map_or("", |one| one.text.as_str());
        let runs = if before.is_some() {
            difference(was, &entry.text)
        } else {
            difference(&entry.text, &entry.text)
        };
        let has = |change| runs.iter().any(|run| run.change == change);
        let only_removed = has(Change::Removed) && !has(Change::Added);
        MarkedEntry { label: entry.label.clone(), runs, only_removed }
    };
    MarkedSection { heading: now.heading.clone(), entries: now.entries.iter().map(entry).collect() }
}

/// The marks of the list against those of the approved paper, not of the last version of the list.
fn measures(now: &MeasureTable, before: Option<&Content>) -> MeasureTable {
    let old = before.and_then(|one| one.measures.iter().find(|table| table.heading == now.heading));
    let line = |line: &MeasureLine| {
        let was = old.and_then(|table| table.lines.iter().find(|one| one.text == line.text));
        let was = was.map_or("", |one| one.mark.as_str()).to_owned();
        MeasureLine { changed: before.is_some() && was != line.mark, before: was, ..line.clone() }
    };
    MeasureTable { heading: now.heading.clone(), lines: now.lines.iter().map(line).collect() }
}

fn row(flow: &Flow, before: Option<&Content>) -> MarkedFlow {
    let changed = before.is_some_and(|one| !one.flows.contains(flow));
    MarkedFlow { flow: flow.clone(), changed }
}

impl Marked {
    /// Whether anything differs from the approved version.
    pub fn has_changes(&self) -> bool {
        let differs = |runs: &Vec<Run>| runs.iter().any(|run| run.change != Change::Same);
        let entries = self.sections.iter().flat_map(|section| &section.entries).map(|entry| &entry.runs);
        entries.chain(&self.basis).chain([&self.subject]).any(differs)
            || self.measures.iter().flat_map(|table| &table.lines).any(|line| line.changed)
            || self.flows.iter().any(|one| one.changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        council::{
            annex::Annex,
            content::{
                compose,
                tests::{facts, narrative},
            },
            facts::Facts,
        },
        measures::{Marks, Sides, Usage, tables},
    };

    fn lists(marks: &Marks) -> Vec<MeasureTable> {
        tables(Sides { has_connection: false, ward: Some(marks), contractor: Some(marks) }, None)
    }

    #[test]
    fn a_changed_term_mark_and_flow_are_marked_and_nothing_else() {
        let flow = |medium: &str| Flow { what: "名簿".into(), medium: medium.into(), ..Flow::default() };
        let (all, without) =
            (Marks::all_but(false, &[]), Marks::all_but(false, &[(Usage::Outsourcing, "rooms")]));
        let old = facts(&[Annex::Outsourcing]);
        let before = compose(&old, &narrative(), lists(&without), vec![flow("CD-R")], Vec::new());
        let new = Facts { term: "令和8年4月1日から令和10年3月31日まで".into(), ..old };
        let now = compose(&new, &narrative(), lists(&all), vec![flow("CD-R"), flow("LGWAN")], Vec::new());
        let paper = marked(&now, Some(&before));
        let changed: Vec<&str> = paper
            .sections
            .iter()
            .flat_map(|section| &section.entries)
            .filter(|entry| entry.runs.iter().any(|run| run.change != Change::Same))
            .map(|entry| entry.label.as_str())
            .collect();
        assert_eq!(changed, ["委託の開始時期及び期限"]);
        assert_eq!(paper.measures[0].lines.iter().filter(|line| line.changed).count(), 1);
        assert_eq!(paper.flows.iter().map(|one| one.changed).collect::<Vec<_>>(), [false, true]);
        assert!(paper.has_changes());
        assert!(!marked(&now, None).has_changes() && !marked(&now, Some(&now)).has_changes());
    }

    #[test]
    fn a_new_annex_is_new_as_a_whole_and_what_is_gone_is_told() {
        let before = compose(&facts(&[Annex::Outsourcing]), &narrative(), Vec::new(), Vec::new(), Vec::new());
        let short = Facts { items: vec!["氏名".into()], ..facts(&[Annex::Outsourcing, Annex::Connection]) };
        let now = compose(&short, &narrative(), Vec::new(), Vec::new(), Vec::new());
        let paper = marked(&now, Some(&before));
        let added = |entry: &MarkedEntry| entry.runs.iter().all(|run| run.change == Change::Added);
        assert!(paper.sections[2].entries.iter().all(added));
        let items = paper.sections[1].entries.iter().find(|one| one.label.starts_with("事業者に")).unwrap();
        assert!(items.only_removed, "{items:?}");
    }
}
