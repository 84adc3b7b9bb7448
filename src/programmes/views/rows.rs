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
            rows::{Nested, Outline, Rows, Step},
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
    /// The rows lie in an order of their own, and none is moved by hand.
    pub is_sorted: bool,
    /// The conditions, of a list of conditions.
    pub tree: Option<Tree>,
    pub kinds: Vec<KindLink>,
}

pub struct Row {
    pub name: String,
    pub kind: String,
    pub lines: Vec<String>,
    pub faults: Vec<String>,
    pub href: String,
    /// The conditions that belong to the row.
    pub tree: Option<Tree>,
}

/// A tree of conditions from the top down.
pub struct Tree {
    pub title: &'static str,
    pub steps: Vec<TreeStep>,
    pub faults: Vec<String>,
    /// What may be added on the outermost level.
    pub kinds: Vec<KindLink>,
}

pub enum TreeStep {
    Condition(Condition),
    /// The end of a group: what is wrong with it as a whole, and what may be added to it.
    End {
        faults: Vec<String>,
        kinds: Vec<KindLink>,
    },
}

pub struct Condition {
    pub name: String,
    pub faults: Vec<String>,
    pub href: String,
    pub is_first: bool,
    pub is_last: bool,
    pub is_group: bool,
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
    let mut lists = Lists { base, definition, of_rows: BTreeMap::new(), of_lists: BTreeMap::new() };
    for fault in faults {
        let said = match Rows::of_path(definition, &fault.path) {
            Some(row) => lists.of_rows.entry(row).or_default(),
            None => lists.of_lists.entry(fault.path.clone()).or_default(),
        };
        said.push(fault.sentence.clone());
    }
    part.rows(definition).into_iter().map(|rows| lists.list(rows)).collect()
}

/// What the lists are made from, with the faults that aren't said yet.
struct Lists<'a> {
    base: &'a str,
    definition: &'a Definition,
    of_rows: BTreeMap<(Rows, usize), Vec<String>>,
    /// By the list's path.
    of_lists: BTreeMap<String, Vec<String>>,
}

impl Lists<'_> {
    fn list(&mut self, rows: Rows) -> List {
        let (definition, code) = (self.definition, rows.code());
        let mut list = List {
            id: format!("list-{}", code.replace(['.', '_'], "-")),
            title: rows.title(definition),
            what: rows.what(),
            intro: rows.intro(),
            faults: self.of_lists.remove(&rows.path()).unwrap_or_default(),
            rows: Vec::new(),
            is_sorted: rows.is_sorted(),
            tree: None,
            kinds: Vec::new(),
        };
        if let Rows::Nested(Nested::Conditions(conditions)) = rows {
            list.tree = conditions
                .tree
                .outline(definition)
                .map(|outline| self.tree(conditions.tree.title(), outline));
        } else {
            list.rows = (0..rows.len(definition)).map(|at| self.row(rows, at)).collect();
            list.kinds = self.kinds(rows);
        }
        list
    }

    fn row(&mut self, rows: Rows, at: usize) -> Row {
        let mut lines = rows.lines(self.definition, at);
        // What lies in it has a list of its own on the page.
        let tree = rows.tree(at);
        if tree.is_some() || !rows.inside(at).is_empty() {
            lines.truncate(1);
        }
        let outline = tree.and_then(|tree| Some((tree.title(), tree.outline(self.definition)?)));
        Row {
            name: rows.name(self.definition, at),
            kind: rows.kind(self.definition, at),
            lines,
            faults: self.of_rows.remove(&(rows, at)).unwrap_or_default(),
            href: address(self.base, rows, at),
            tree: outline.map(|(title, outline)| self.tree(title, outline)),
        }
    }

    fn tree(&mut self, title: &'static str, outline: Outline) -> Tree {
        let open = outline.open.map(|open| Rows::Nested(Nested::Conditions(open)));
        Tree {
            title,
            steps: outline.steps.into_iter().map(|step| self.step(step)).collect(),
            faults: self.of_lists.remove(&outline.path).unwrap_or_default(),
            kinds: open.map(|open| self.kinds(open)).unwrap_or_default(),
        }
    }

    fn step(&mut self, step: Step) -> TreeStep {
        match step {
            Step::Row { list, at, words, is_last, is_group } => {
                let rows = Rows::Nested(Nested::Conditions(list));
                TreeStep::Condition(Condition {
                    name: words,
                    faults: self.of_rows.remove(&(rows, at)).unwrap_or_default(),
                    href: address(self.base, rows, at),
                    is_first: at == 0,
                    is_last,
                    is_group,
                })
            }
            Step::End { list, path } => TreeStep::End {
                faults: self.of_lists.remove(&path).unwrap_or_default(),
                kinds: self.kinds(Rows::Nested(Nested::Conditions(list))),
            },
        }
    }

    /// The ways to a new row.
    fn kinds(&self, rows: Rows) -> Vec<KindLink> {
        kind_links(&address(self.base, rows, rows.len(self.definition)), rows.kinds(self.definition))
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
    /// The mark of the row the form is stored in.
    mark: String,
    form: Form,
    fields: Vec<Field>,
    lines: Vec<String>,
    /// What stands above the words of what is stored; empty when they are those of what was typed.
    stored: &'static str,
    kinds: Vec<KindLink>,
    list: Rows,
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
            mark: rows.mark(&draft.definition, at),
            lines: if is_new { Vec::new() } else { rows.lines(&draft.definition, at) },
            stored: "",
            kinds: kind_links(&address(&base, rows, at), rows.other_kinds(begun, at)),
            form,
            list: rows,
        }
    }

    /// Says what the typed row would mean, which lies at that place.
    #[must_use]
    pub fn meaning(mut self, typed: &Definition, place: usize) -> Self {
        self.lines = self.list.lines(typed, place);
        self
    }

    /// Says that the words, if any, are those of what is stored.
    #[must_use]
    pub fn of_stored(self) -> Self {
        Self {
            stored: "入力した内容を読み取れないため、保存してある内容を表示しています。", ..self
        }
    }

    /// Says that the words, if any, are those of what was stored since the page was opened.
    #[must_use]
    pub fn of_now(mut self, stored: &Definition, at: usize) -> Self {
        if !self.lines.is_empty() {
            self.lines.insert(0, format!("「{}」", self.list.name(stored, at)));
        }
        Self { stored: "今、保存してある内容です。", ..self }
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
    /// The rows that lie in this one and go with it, 「委託料の決まり（3件）」.
    inside: Vec<String>,
    mark: String,
    action: String,
    back: String,
}

fn inside(rows: Rows, at: usize, definition: &Definition) -> Vec<String> {
    let lists = rows.inside(at).into_iter().map(|list| (list.what(), list.len(definition)));
    lists.filter(|(_, len)| *len > 0).map(|(what, len)| format!("{what}（{len}件）")).collect()
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
            inside: inside(rows, at, &draft.definition),
            mark: rows.mark(&draft.definition, at),
            action: format!("{}/removal", address(&base, rows, at)),
            back,
        }
    }
}
