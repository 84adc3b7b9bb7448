//! The clauses of a contract, their import and their correction.

use askama::Template;

use super::{Head, Tab, trail};
use crate::{
    contracts::{
        clauses::{ClauseItem, ClauseSplit, SplitClause},
        db::{Contract, clause_sets::Known},
    },
    kit::{
        ctx::Actor,
        error::{AppError, Result},
        form::{Choice, Form},
        parts::Link,
    },
};

/// 特記事項 as stored.
#[derive(Template)]
#[template(path = "contracts/clauses.html")]
pub struct ClauseList {
    head: Head,
    clauses: Vec<Clause>,
    /// Empty when the person may not change them.
    import: String,
    edit: String,
}

struct Clause {
    anchor: String,
    label: String,
    heading: String,
    inherited: bool,
    text: String,
    items: Vec<Item>,
}

/// A paragraph, item or sub-item at its depth (1 to 4).
struct Item {
    depth: usize,
    label: String,
    text: String,
}

fn flat(items: &[ClauseItem]) -> Vec<Item> {
    let mut all = Vec::new();
    add(&mut all, items, 1);
    all
}

fn add(all: &mut Vec<Item>, items: &[ClauseItem], depth: usize) {
    for item in items {
        all.push(Item { depth: depth.min(4), label: item.label.clone(), text: item.text.clone() });
        add(all, &item.items, depth + 1);
    }
}

impl ClauseList {
    /// # Errors
    /// When the stored state is unknown.
    pub fn new(
        contract: &Contract,
        reader: &Actor,
        clauses: Vec<SplitClause>,
        may_edit: bool,
    ) -> Result<Self> {
        let clause = |clause: SplitClause| Clause {
            anchor: format!("clause-{}", clause.number),
            label: clause.label,
            heading: clause.heading.unwrap_or_default(),
            inherited: clause.heading_inherited,
            items: flat(&clause.items),
            text: clause.text,
        };
        let href = |page: &str| {
            if may_edit { format!("/contracts/{}/clauses/{page}", contract.id) } else { String::new() }
        };
        Ok(Self {
            head: Head::new(contract, reader, Tab::Clauses, "特記事項")?,
            clauses: clauses.into_iter().map(clause).collect(),
            import: href("import"),
            edit: href("edit"),
        })
    }
}

/// Pasting, uploading, or taking over.
#[derive(Template)]
#[template(path = "contracts/clause_import.html")]
pub struct ClauseImport {
    trail: Vec<Link>,
    form: Form,
    known: Vec<Choice>,
    replaces: bool,
    action: String,
    reuse: String,
    back: String,
}

impl ClauseImport {
    pub fn new(contract: &Contract, form: Form, known: Vec<Known>) -> Self {
        let base = format!("/contracts/{}/clauses", contract.id);
        let choice = |set: Known| {
            Choice::new(set.id.to_string(), set.name)
                .hint(format!("{}条・{}件の契約で使用", set.clauses, set.contracts))
        };
        Self {
            trail: trail(contract, Some(Link::new("特記事項", &base))),
            form,
            known: known.into_iter().filter(|set| Some(set.id) != contract.clause_set).map(choice).collect(),
            replaces: contract.clause_set.is_some(),
            action: format!("{base}/import"),
            reuse: format!("{base}/reuse"),
            back: base,
        }
    }
}

/// Every clause as found, to be corrected before it is stored.
#[derive(Template)]
#[template(path = "contracts/correction.html")]
pub struct Correction {
    trail: Vec<Link>,
    form: Form,
    clauses: Vec<Field>,
    left_out: Vec<String>,
    /// Straight from the splitter, not yet stored.
    fresh: bool,
    version: String,
    action: String,
    back: String,
}

/// The fields of one clause.
struct Field {
    place: usize,
    label: String,
    number: String,
    inherited: bool,
    dropped: bool,
    items_json: String,
    items: Vec<Item>,
    heading_name: String,
    text_name: String,
    rows: usize,
}

impl Correction {
    /// # Errors
    /// When the items can't be written as JSON.
    pub fn found(contract: &Contract, split: ClauseSplit) -> Result<Self> {
        let left_out: Vec<String> =
            split.left_out.iter().map(|line| format!("{}行目：{}", line.line, line.text)).collect();
        let form = filled(&split.clauses)?;
        Ok(Self { left_out, fresh: true, ..Self::of(contract, form, contract.version.to_string()) })
    }

    /// # Errors
    /// When the items can't be written as JSON.
    pub fn stored(contract: &Contract, clauses: &[SplitClause]) -> Result<Self> {
        Ok(Self::of(contract, filled(clauses)?, contract.version.to_string()))
    }

    /// The screen again with what was typed and what is wrong.
    pub fn typed(contract: &Contract, form: Form) -> Self {
        let left_out = form.values("left_out").into_iter().map(str::to_owned).collect();
        let (fresh, version) = (form.checked("fresh", "yes"), form.value("version").to_owned());
        Self { left_out, fresh, ..Self::of(contract, form, version) }
    }

    fn of(contract: &Contract, form: Form, version: String) -> Self {
        let base = format!("/contracts/{}/clauses", contract.id);
        let places: Vec<usize> =
            form.values("clause").iter().filter_map(|place| place.parse().ok()).collect();
        let clauses = places.into_iter().map(|place| field(&form, place)).collect();
        Self {
            trail: trail(contract, Some(Link::new("特記事項", &base))),
            form,
            clauses,
            left_out: Vec::new(),
            fresh: false,
            version,
            action: base.clone(),
            back: base,
        }
    }
}

fn filled(clauses: &[SplitClause]) -> Result<Form> {
    let mut form = Form::empty();
    for (place, clause) in clauses.iter().enumerate() {
        let named = |field: &str| format!("{field}-{place}");
        form = form
            .with("clause", place.to_string())
            .with(&named("number"), clause.number.to_string())
            .with(&named("label"), &clause.label)
            .with(&named("heading"), clause.heading.clone().unwrap_or_default())
            .with(&named("inherited"), if clause.heading_inherited { "yes" } else { "" })
            .with(&named("text"), &clause.text)
            .with(&named("items"), serde_json::to_string(&clause.items).map_err(AppError::bug)?);
    }
    Ok(form)
}

fn field(form: &Form, place: usize) -> Field {
    let named = |field: &str| format!("{field}-{place}");
    let items_json = form.value(&named("items")).to_owned();
    let items: Vec<ClauseItem> = serde_json::from_str(&items_json).unwrap_or_default();
    let length = form.value(&named("text")).chars().count();
    Field {
        place,
        label: form.value(&named("label")).to_owned(),
        number: form.value(&named("number")).to_owned(),
        inherited: form.checked(&named("inherited"), "yes"),
        dropped: form.checked(&named("drop"), "yes"),
        items: flat(&items),
        items_json,
        heading_name: named("heading"),
        text_name: named("text"),
        rows: (length / 38 + 1).clamp(2, 8),
    }
}
