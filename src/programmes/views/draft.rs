//! The draft: everything at a glance, the fields of one part, one section as text.

use std::collections::BTreeSet;

use askama::Template;

use super::{
    Spoken, draft_link,
    rows::{List, TreeStep, address, lists},
    spoken, trail,
};
use crate::{
    kit::{form::Form, parts::Link},
    programmes::{
        Definition, check,
        db::{Programme, drafts::Draft},
        diff,
        fault::Fault,
        forms::{
            Part,
            field::{Field, Kind},
            rows::Rows,
        },
        text::section_of,
        wording,
    },
};

/// The draft with the way to every section.
#[derive(Template)]
#[template(path = "programmes/draft.html")]
pub struct Overview {
    trail: Vec<Link>,
    base: String,
    name: String,
    code: String,
    number: i32,
    faults: Vec<FaultLink>,
    is_changed: bool,
    has_published: bool,
    sections: Vec<Section>,
}

struct FaultLink {
    href: String,
    section: &'static str,
    sentence: String,
}

struct Section {
    spoken: Spoken,
    /// Empty when the section has no fields.
    form: String,
    text: String,
    faults: Vec<String>,
    is_changed: bool,
}

impl Overview {
    pub fn new(programme: &Programme, draft: &Draft, published: Option<&Definition>) -> Self {
        let base = format!("/programmes/{}/draft", programme.id);
        let faults = check::check(&draft.definition);
        let changed: BTreeSet<String> = published
            .map(|published| diff::diff(published, &draft.definition))
            .unwrap_or_default()
            .into_iter()
            .map(|section| section.section)
            .collect();
        let sections = spoken(wording::preview(&draft.definition));
        let section = |spoken: Spoken| Section {
            form: Part::of_section(spoken.section)
                .map(|part| format!("{base}/forms/{}", part.code()))
                .unwrap_or_default(),
            text: format!("{base}/sections/{}", spoken.section),
            faults: in_section(&faults, spoken.section),
            is_changed: changed.contains(spoken.section),
            spoken,
        };
        Self {
            trail: trail(programme, []),
            name: draft.definition.name.clone(),
            code: programme.code.clone(),
            number: draft.number,
            faults: faults.iter().map(|fault| fault_link(&base, &draft.definition, fault)).collect(),
            is_changed: !changed.is_empty(),
            has_published: published.is_some(),
            sections: sections.into_iter().map(section).collect(),
            base,
        }
    }
}

fn in_section(faults: &[Fault], section: &str) -> Vec<String> {
    let here = faults.iter().filter(|fault| section_of(&fault.path) == section);
    here.map(|fault| fault.sentence.clone()).collect()
}

/// A fault, and the page on which it is mended.
fn fault_link(base: &str, definition: &Definition, fault: &Fault) -> FaultLink {
    let section = section_of(&fault.path);
    let row = Rows::of_path(definition, &fault.path);
    let href = match (row, Part::of_section(section), wording::title(section)) {
        (Some((rows, at)), ..) => address(base, rows, at),
        (None, Some(part), _) => format!("{base}/forms/{}", part.code()),
        (None, None, Some(_)) => format!("{base}/sections/{section}"),
        (None, None, None) => base.to_owned(),
    };
    FaultLink { href, section: wording::title(section).unwrap_or("全体"), sentence: fault.sentence.clone() }
}

/// The fields of one part.
#[derive(Template)]
#[template(path = "programmes/fields.html")]
pub struct Fields {
    trail: Vec<Link>,
    title: &'static str,
    back: String,
    action: String,
    form: Form,
    fields: Vec<Field>,
    /// Lists whose rows have pages of their own.
    lists: Vec<List>,
    /// What the stored draft says, and the same as text.
    passages: Vec<Spoken>,
    texts: Vec<Link>,
}

impl Fields {
    pub fn new(programme: &Programme, draft: &Draft, part: Part, form: Form, fields: Vec<Field>) -> Self {
        let back = format!("/programmes/{}/draft", programme.id);
        let passages: Vec<Spoken> = spoken(wording::preview(&draft.definition))
            .into_iter()
            .filter(|passage| part.sections().contains(&passage.section))
            .collect();
        let texts = passages
            .iter()
            .map(|passage| {
                Link::new(
                    format!("{}をTOMLで書く", passage.title),
                    format!("{back}/sections/{}", passage.section),
                )
            })
            .collect();
        Self {
            trail: trail(programme, [draft_link(programme)]),
            title: part.title(),
            action: format!("{back}/forms/{}", part.code()),
            lists: lists(&back, &draft.definition, part, &check::check(&draft.definition)),
            back,
            form,
            fields,
            passages,
            texts,
        }
    }
}

/// One section as text beside its words.
#[derive(Template)]
#[template(path = "programmes/section.html")]
pub struct SectionText {
    trail: Vec<Link>,
    title: &'static str,
    section: &'static str,
    back: String,
    action: String,
    form: Form,
    rows: usize,
    lines: Vec<String>,
    /// The words are those of what is stored, because what was typed can't be read.
    is_stored: bool,
}

impl SectionText {
    /// `said` is the definition the words are made from.
    pub fn new(programme: &Programme, section: &'static str, form: Form, said: &Definition) -> Self {
        let back = format!("/programmes/{}/draft", programme.id);
        let passage = wording::preview(said).into_iter().find(|passage| passage.section == section);
        Self {
            trail: trail(programme, [draft_link(programme)]),
            title: wording::title(section).unwrap_or_default(),
            section,
            action: format!("{back}/sections/{section}"),
            back,
            rows: form.value("text").lines().count().clamp(6, 40) + 2,
            form,
            lines: passage
                .map(|found| found.lines.into_iter().map(|line| line.text).collect())
                .unwrap_or_default(),
            is_stored: false,
        }
    }

    /// Says that the words are those of what is stored.
    #[must_use]
    pub fn of_stored(mut self) -> Self {
        self.is_stored = true;
        self
    }
}
