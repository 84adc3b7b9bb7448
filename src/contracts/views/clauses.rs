//! The clauses of a contract with what they mean, their import and their correction.

use askama::Template;
use time::Date;

use super::{Head, Tab, trail};
use crate::{
    contracts::{
        clauses::{ClauseItem, ClauseSplit, SplitClause},
        coverage::{self, Covered},
        db::{
            Contract,
            clause_sets::{Known, Text, kind_label},
        },
    },
    kit::{
        ctx::Actor,
        error::{AppError, Result},
        form::{Choice, Form},
        parts::Link,
        permission::Permission,
    },
    obligations::{
        ApplyClauses,
        db::{Obligation, bindings::Confirmed},
    },
};

/// 条項と義務: every clause of every text, what it was confirmed to mean, and how that stands.
#[derive(Template)]
#[template(path = "contracts/clauses.html")]
pub struct ClauseList {
    head: Head,
    texts: Vec<TextPart>,
    /// Clauses nobody has confirmed.
    open: usize,
    /// Empty when the person may not change them.
    import: String,
}

/// One text of the contract.
struct TextPart {
    title: String,
    note: String,
    /// Where the ward confirms; empty for a contractor.
    set: String,
    edit: String,
    removal: String,
    /// Where another version is applied to a contract in force.
    change: String,
    clauses: Vec<Clause>,
}

struct Clause {
    anchor: String,
    label: String,
    heading: String,
    inherited: bool,
    text: String,
    items: Vec<Item>,
    covered: Covered,
}

/// A paragraph, item or sub-item at its depth (1 to 4).
pub struct Item {
    pub depth: usize,
    pub label: String,
    pub text: String,
}

/// The items of a clause, each with its depth.
pub fn flat(items: &[ClauseItem]) -> Vec<Item> {
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
        read: Vec<(Text, Vec<SplitClause>, Vec<Confirmed>)>,
        (due, today): (&[Obligation], Date),
        may_edit: bool,
    ) -> Result<Self> {
        let base = format!("/contracts/{}", contract.id);
        let reads_sets = !reader.role.is_contractor();
        let in_force = contract.is_in_force();
        let may_change = in_force && ApplyClauses::allows(reader.role);
        let texts: Vec<TextPart> = read
            .into_iter()
            .map(|(text, clauses, confirmed)| TextPart {
                title: format!("{}　{}", text.kind_label(), text.name),
                note: format!("{}条・第{}版", text.clauses, text.version),
                set: if reads_sets { format!("/clause-sets/{}", text.set) } else { String::new() },
                edit: if may_edit { format!("{base}/clauses/edit?text={}", text.id) } else { String::new() },
                removal: if may_edit { format!("{base}/texts/{}/removal", text.id) } else { String::new() },
                change: if may_change { format!("{base}/texts/{}/change", text.id) } else { String::new() },
                clauses: clauses
                    .into_iter()
                    .map(|one| {
                        let covered = coverage::of_clause(text.set.0, &one, &confirmed, due, today);
                        clause(text.set.0, one, covered)
                    })
                    .collect(),
            })
            .collect();
        Ok(Self {
            head: Head::new(contract, reader, Tab::Clauses, "条項と義務")?,
            open: texts.iter().flat_map(|text| &text.clauses).filter(|one| one.covered.is_open).count(),
            texts,
            import: if may_edit { format!("{base}/clauses/import") } else { String::new() },
        })
    }
}

fn clause(set: uuid::Uuid, clause: SplitClause, covered: Covered) -> Clause {
    Clause {
        anchor: format!("clause-{set}-{}", clause.number),
        label: clause.label,
        heading: clause.heading.unwrap_or_default(),
        inherited: clause.heading_inherited,
        items: flat(&clause.items),
        text: clause.text,
        covered,
    }
}

/// Pasting, uploading, or taking over.
#[derive(Template)]
#[template(path = "contracts/clause_import.html")]
pub struct ClauseImport {
    trail: Vec<Link>,
    form: Form,
    kinds: Vec<Choice>,
    shapes: Vec<Choice>,
    known: Vec<Choice>,
    /// The texts of the paper to choose from, when it holds several.
    pub parts: Vec<Choice>,
    action: String,
    reuse: String,
    back: String,
}

impl ClauseImport {
    pub fn new(contract: &Contract, form: Form, known: Vec<Known>, carried: &[Text]) -> Self {
        let base = format!("/contracts/{}/clauses", contract.id);
        let choice = |set: Known| {
            let kind = kind_label(&set.kind);
            Choice::new(set.id.to_string(), format!("{kind}　{}", set.name))
                .hint(format!("{}条・第{}版・{}件の契約で使用", set.clauses, set.version, set.contracts))
        };
        let is_new = |set: &Known| carried.iter().all(|text| text.set != set.id);
        Self {
            trail: trail(contract, Some(Link::new("条項", &base))),
            form,
            kinds: vec![
                Choice::new("clauses", "特記事項・特記仕様書"),
                Choice::new("specification", "仕様書の本文"),
            ],
            shapes: vec![
                Choice::new("numbers", "条や番号で並ぶ")
                    .hint("「第１条 …」「１ …」のように、番号ごとに1つの決まり"),
                Choice::new("chapters", "章の下に(1)、(2)が並ぶ")
                    .hint("「６ 委託業務内容」の下に「(1) …」「ア …」。(1)ごとに1つの決まりとして読みます"),
            ],
            known: known.into_iter().filter(is_new).map(choice).collect(),
            parts: Vec::new(),
            action: format!("{base}/import"),
            reuse: format!("{base}/reuse"),
            back: base,
        }
    }
}

/// Taking a text from a draft.
#[derive(Template)]
#[template(path = "contracts/text_removal.html")]
pub struct Removal {
    text: String,
    clauses: i64,
    confirmed: i64,
    version: i32,
    action: String,
    back: String,
}

impl Removal {
    pub fn new(contract: &Contract, text: &Text) -> Self {
        let base = format!("/contracts/{}", contract.id);
        Self {
            text: format!("{}　{}", text.kind_label(), text.name),
            clauses: text.clauses,
            confirmed: text.confirmed,
            version: contract.version,
            action: format!("{base}/texts/{}/removal", text.id),
            back: format!("{base}/clauses"),
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
    kind: String,
    /// The text these clauses will stand in for; empty for a new one.
    replaces: String,
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
    pub fn found(contract: &Contract, split: ClauseSplit, (kind, name): (&str, &str)) -> Result<Self> {
        let left_out: Vec<String> =
            split.left_out.iter().map(|line| format!("{}行目：{}", line.line, line.text)).collect();
        let form = filled(&split.clauses)?.with("kind", kind).with("name", name);
        Ok(Self { left_out, fresh: true, ..Self::of(contract, form, contract.version.to_string()) })
    }

    /// # Errors
    /// When the items can't be written as JSON.
    pub fn stored(contract: &Contract, clauses: &[SplitClause], text: &Text) -> Result<Self> {
        let form = filled(clauses)?
            .with("kind", &text.kind)
            .with("name", &text.name)
            .with("replaces", text.id.to_string());
        Ok(Self::of(contract, form, contract.version.to_string()))
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
            trail: trail(contract, Some(Link::new("条項", &base))),
            kind: form.value("kind").to_owned(),
            replaces: form.value("replaces").to_owned(),
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
