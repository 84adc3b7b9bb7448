//! The lists of a draft, and the pages of their rows.

use std::collections::BTreeMap;

use askama::Template;

use super::{draft_link, trail};
use crate::{
    kit::{
        form::{Choice, Form},
        parts::Link,
    },
    programmes::{
        Definition,
        db::{Programme, drafts::Draft},
        fault::Fault,
        forms::{
            Part,
            field::{Field, Kind},
            rows::Rows,
        },
    },
};

/// A list on the page of its part.
pub struct List {
    pub id: String,
    pub title: String,
    pub what: &'static str,
    pub intro: &'static str,
    /// Faults of the list itself, not of one of its rows.
    pub faults: Vec<String>,
    pub rows: Vec<Row>,
    pub kinds: Vec<KindLink>,
}

pub struct Row {
    pub name: String,
    pub kind: String,
    pub lines: Vec<String>,
    pub faults: Vec<String>,
    pub href: String,
}

/// The way to a row of a kind.
pub struct KindLink {
    pub href: String,
    pub label: String,
    pub hint: String,
}

/// Where a row is changed.
pub(super) fn address(base: &str, rows: Rows, at: usize) -> String {
    format!("{base}/rows/{}/{at}", rows.code())
}

fn kind_links(href: &str, kinds: Vec<Choice>) -> Vec<KindLink> {
    let link = |kind: Choice| KindLink {
        href: format!("{href}?kind={}", kind.code),
        label: kind.label,
        hint: kind.hint,
    };
    kinds.into_iter().map(link).collect()
}

/// The lists of a part, each with what the check has to say about it.
pub fn lists(base: &str, definition: &Definition, part: Part, faults: &[Fault]) -> Vec<List> {
    let mut of_rows: BTreeMap<(Rows, usize), Vec<String>> = BTreeMap::new();
    let mut of_lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for fault in faults {
        let said = match Rows::of_path(definition, &fault.path) {
            Some(row) => of_rows.entry(row).or_default(),
            None => of_lists.entry(&fault.path).or_default(),
        };
        said.push(fault.sentence.clone());
    }
    let list = |rows: Rows| {
        let faults = of_lists.remove(rows.path().as_str()).unwrap_or_default();
        list(base, definition, rows, faults, &mut of_rows)
    };
    part.rows(definition).into_iter().map(list).collect()
}

/// `faults` are those of the list itself; its rows take theirs.
fn list(
    base: &str,
    definition: &Definition,
    rows: Rows,
    faults: Vec<String>,
    of_rows: &mut BTreeMap<(Rows, usize), Vec<String>>,
) -> List {
    let row = |at: usize| Row {
        name: rows.name(definition, at),
        kind: rows.kind(definition, at),
        lines: rows.lines(definition, at),
        faults: of_rows.remove(&(rows, at)).unwrap_or_default(),
        href: address(base, rows, at),
    };
    let (code, len) = (rows.code(), rows.len(definition));
    List {
        id: format!("list-{}", code.replace(['.', '_'], "-")),
        title: rows.title(definition),
        what: rows.what(),
        intro: rows.intro(),
        faults,
        rows: (0..len).map(row).collect(),
        kinds: kind_links(&address(base, rows, len), rows.kinds(definition)),
    }
}

/// The fields of a row beside its meaning.
#[derive(Template)]
#[template(path = "programmes/row.html")]
pub struct RowPage {
    trail: Vec<Link>,
    title: String,
    action: String,
    back: String,
    form: Form,
    fields: Vec<Field>,
    lines: Vec<String>,
    /// The words are those of what is stored, because what was typed can't be read.
    is_stored: bool,
    kinds: Vec<KindLink>,
    at: (Rows, usize),
}

impl RowPage {
    /// `begun` is the draft with the row the form is about.
    pub fn new(
        programme: &Programme,
        draft: &Draft,
        (rows, at): (Rows, usize),
        begun: &Definition,
        form: Form,
    ) -> Self {
        let base = format!("/programmes/{}/draft", programme.id);
        let (kind, is_new) = (rows.kind(begun, at), at >= rows.len(&draft.definition));
        let title = match (is_new, kind.is_empty()) {
            (true, true) => format!("{}を加える", rows.what()),
            (true, false) => format!("{}を加える：{kind}", rows.what()),
            (false, _) => format!("{}「{}」を変える", rows.what(), rows.name(&draft.definition, at)),
        };
        let (trail, back) = around(programme, &base, rows);
        Self {
            trail,
            title,
            action: address(&base, rows, at),
            back,
            fields: rows.fields(begun, at),
            lines: if is_new { Vec::new() } else { rows.lines(&draft.definition, at) },
            is_stored: false,
            kinds: kind_links(&address(&base, rows, at), rows.other_kinds(begun, at)),
            form,
            at: (rows, at),
        }
    }

    /// Says what the typed row would mean.
    #[must_use]
    pub fn meaning(mut self, typed: &Definition) -> Self {
        let (rows, at) = self.at;
        self.lines = rows.lines(typed, at);
        self
    }

    /// Says that the words, if any, are those of what is stored.
    #[must_use]
    pub fn of_stored(mut self) -> Self {
        self.is_stored = !self.lines.is_empty();
        self
    }
}

/// 事業 › 名称 › 下書き › the list's page, and that page.
fn around(programme: &Programme, base: &str, rows: Rows) -> (Vec<Link>, String) {
    let back = format!("{base}/forms/{}", rows.part().code());
    (trail(programme, [draft_link(programme), Link::new(rows.part().title(), &back)]), back)
}

/// The question before a row goes.
#[derive(Template)]
#[template(path = "programmes/remove_row.html")]
pub struct Removal {
    trail: Vec<Link>,
    what: &'static str,
    name: String,
    lines: Vec<String>,
    /// How many rules go with a schedule; 0 for every other row.
    rules: usize,
    version: i32,
    action: String,
    back: String,
}

impl Removal {
    pub fn new(programme: &Programme, draft: &Draft, rows: Rows, at: usize) -> Self {
        let base = format!("/programmes/{}/draft", programme.id);
        let (trail, back) = around(programme, &base, rows);
        Self {
            trail,
            what: rows.what(),
            name: rows.name(&draft.definition, at),
            lines: rows.lines(&draft.definition, at),
            rules: if rows == Rows::Schedules { Rows::Rules(at).len(&draft.definition) } else { 0 },
            version: draft.version,
            action: format!("{}/removal", address(&base, rows, at)),
            back,
        }
    }
}
