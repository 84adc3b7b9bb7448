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
        Definition, Style, check,
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
            sections: sections
                .into_iter()
                .filter(|one| is_offered(&draft.definition, one.section))
                .map(section)
                .collect(),
            base,
        }
    }
}

/// 保健指導 belongs to the programmes of that style; elsewhere it is shown only to be taken out.
fn is_offered(definition: &Definition, section: &str) -> bool {
    section != "guidance" || definition.style == Style::Guidance || definition.guidance.is_some()
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
    /// The mark of what the fields were filled from, and the draft's version for its lists.
    mark: String,
    version: i32,
    form: Form,
    fields: Vec<Field>,
    /// Lists whose rows have pages of their own.
    lists: Vec<List>,
    /// Whose words the passages are: what is stored, or what was typed.
    said: &'static str,
    passages: Vec<Spoken>,
    /// The ways to write the same as text.
    texts: Vec<Link>,
}

impl Fields {
    pub fn new(programme: &Programme, draft: &Draft, part: Part, form: Form, fields: Vec<Field>) -> Self {
        let back = format!("/programmes/{}/draft", programme.id);
        let passages = passages(&draft.definition, part);
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
            mark: part.mark(&draft.definition),
            version: draft.version,
            back,
            form,
            fields,
            said: "保存してある内容",
            passages,
            texts,
        }
    }

    /// Says what was typed would mean.
    #[must_use]
    pub fn meaning(self, typed: &Definition, part: Part) -> Self {
        Self { said: "入力した内容の意味", passages: passages(typed, part), ..self }
    }
}

fn passages(definition: &Definition, part: Part) -> Vec<Spoken> {
    let all = spoken(wording::preview(definition)).into_iter();
    all.filter(|passage| part.sections().contains(&passage.section)).collect()
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
    /// The mark of the text the form was made from.
    mark: String,
    form: Form,
    rows: usize,
    lines: Vec<String>,
    /// What stands above the words of what is stored; empty when they are those of what was typed.
    stored: &'static str,
}

impl SectionText {
    /// `said` is the definition the words are made from.
    pub fn new(
        programme: &Programme,
        section: &'static str,
        (form, mark): (Form, String),
        said: &Definition,
    ) -> Self {
        let back = format!("/programmes/{}/draft", programme.id);
        let passage = wording::preview(said).into_iter().find(|passage| passage.section == section);
        Self {
            trail: trail(programme, [draft_link(programme)]),
            title: wording::title(section).unwrap_or_default(),
            section,
            action: format!("{back}/sections/{section}"),
            back,
            mark,
            rows: form.value("text").lines().count().clamp(6, 40) + 2,
            form,
            lines: passage
                .map(|found| found.lines.into_iter().map(|line| line.text).collect())
                .unwrap_or_default(),
            stored: "",
        }
    }

    /// Says that the words are those of what is stored.
    #[must_use]
    pub fn of_stored(self) -> Self {
        Self {
            stored: "入力した内容を読み取れないため、保存してある内容を表示しています。", ..self
        }
    }

    /// Says that the words are those of what was stored since the page was opened.
    #[must_use]
    pub fn of_now(self) -> Self {
        Self { stored: "今、保存してある内容です。", ..self }
    }
}
