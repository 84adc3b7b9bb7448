//! What the pages of obligations print.

use askama::Template;
use time::Date;

use super::{
    RuleCode, completion,
    db::{Obligation, Wanted},
};
use crate::{
    contracts::{
        db::Contract,
        views::{Head, Tab},
    },
    kit::{
        ctx::Actor,
        error::Result,
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tag, Tone},
        permission::{Permission, Role},
    },
    reports::{ReadReports, WriteReports},
    vocab::dates::wareki,
};

/// How an open obligation stands: past its day, near it (14 days), or not yet.
fn chip(obligation: &Obligation, today: Date) -> Chip {
    if obligation.state == "done" {
        return Chip::new(Tone::Success, "済み");
    }
    let days = (obligation.due_on - today).whole_days();
    match days {
        ..0 => Chip::new(Tone::Danger, format!("期限を{}日過ぎています", -days)),
        0 => Chip::new(Tone::Warning, "今日まで"),
        1..=14 => Chip::new(Tone::Warning, format!("あと{days}日")),
        _ => Chip::new(Tone::Neutral, "期限前"),
    }
}

fn owed_by(code: &str) -> &'static str {
    match code {
        "ward" => "区",
        "contractor" => "受託者",
        _ => "区と受託者",
    }
}

struct Line {
    href: String,
    due: String,
    title: String,
    explanation: String,
    owed_by: &'static str,
    clause: String,
    clause_href: String,
    contract: String,
    contract_href: String,
    chip: Chip,
}

fn line(obligation: Obligation, today: Date) -> Line {
    let contract_href = format!("/contracts/{}", obligation.contract);
    Line {
        href: format!("/obligations/{}", obligation.id),
        due: wareki(obligation.due_on),
        chip: chip(&obligation, today),
        owed_by: owed_by(&obligation.owed_by),
        clause: obligation.clause_number.map_or_else(String::new, |number| number.to_string()),
        clause_href: obligation
            .clause_number
            .map_or_else(String::new, |number| format!("{contract_href}/clauses#clause-{number}")),
        contract: format!("{}　{}", obligation.contract_number, obligation.contract_title),
        contract_href,
        title: obligation.title,
        explanation: obligation.explanation,
    }
}

/// Over all contracts.
#[derive(Template)]
#[template(path = "obligations/list.html")]
pub struct List {
    form: Form,
    states: Vec<Choice>,
    sides: Vec<Choice>,
    tags: Vec<Tag>,
    lines: Vec<Line>,
    pager: Pager,
}

impl List {
    pub fn new(rows: Vec<Obligation>, total: i64, wanted: &Wanted<'_>, today: Date) -> Self {
        let (state, side) = (wanted.state, wanted.owed_by);
        let states = vec![Choice::new("open", "残っている"), Choice::new("done", "済み")];
        let sides = vec![Choice::new("ward", "区"), Choice::new("contractor", "受託者")];
        let label =
            |choices: &[Choice], code: &str| choices.iter().find(|c| c.code == code).map(|c| c.label.clone());
        let mut tags = Vec::new();
        if let Some(label) = label(&states, state) {
            tags.push(Tag {
                label: format!("状態：{label}"),
                remove_href: format!("/obligations?state=&owed_by={side}"),
            });
        }
        if let Some(label) = label(&sides, side) {
            tags.push(Tag {
                label: format!("行う側：{label}"),
                remove_href: format!("/obligations?state={state}"),
            });
        }
        Self {
            form: Form::empty().with("state", state).with("owed_by", side),
            states,
            sides,
            tags,
            lines: rows.into_iter().map(|row| line(row, today)).collect(),
            pager: Pager::new(
                total.unsigned_abs(),
                wanted.page.unsigned_abs(),
                50,
                &format!("/obligations?state={state}&owed_by={side}"),
            ),
        }
    }
}

/// Of one contract.
#[derive(Template)]
#[template(path = "obligations/of_contract.html")]
pub struct OfContract {
    head: Head,
    lines: Vec<Line>,
    pager: Pager,
    /// Empty when the person may not, or the contract isn't in force.
    renewal: String,
    unsigned: bool,
}

impl OfContract {
    /// # Errors
    /// When the contract's stored state is unknown.
    pub fn new(
        contract: &Contract,
        reader: &Actor,
        rows: Vec<Obligation>,
        page: (i64, i64),
        today: Date,
        may_renew: bool,
    ) -> Result<Self> {
        let (total, number) = page;
        let href = format!("/contracts/{}/obligations", contract.id);
        Ok(Self {
            head: Head::new(contract, reader, Tab::Obligations, "義務")?,
            lines: rows.into_iter().map(|row| line(row, today)).collect(),
            pager: Pager::new(total.unsigned_abs(), number.unsigned_abs(), 50, &href),
            renewal: if may_renew { format!("{href}/renewal") } else { String::new() },
            unsigned: contract.signed_on.is_none(),
        })
    }
}

/// One obligation, and saying that it is done.
#[derive(Template)]
#[template(path = "obligations/show.html")]
pub struct Show {
    form: Form,
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    rows: Vec<Row>,
    /// Why this person can't mark it done; empty when they can.
    refusal: String,
    is_open: bool,
    /// The reports of the contract, where a report is what does it; for whoever reads reports.
    reports: Vec<Link>,
    action: String,
    back: String,
}

impl Show {
    pub fn new(obligation: &Obligation, role: Role, today: Date, form: Form) -> Self {
        let back = format!("/contracts/{}/obligations", obligation.contract);
        let contract = format!("{}　{}", obligation.contract_number, obligation.contract_title);
        let is_open = obligation.state == "open";
        let refusal = completion::may_complete(role, &obligation.owed_by, &obligation.rule, is_open).err();
        Self {
            form,
            trail: vec![
                Link::new("契約", "/contracts"),
                Link::new(contract, format!("/contracts/{}", obligation.contract)),
                Link::new("義務", &back),
            ],
            title: obligation.title.clone(),
            chip: chip(obligation, today),
            rows: rows(obligation),
            refusal: refusal.map(|refusal| refusal.to_string()).unwrap_or_default(),
            is_open,
            reports: reports(obligation, role).into_iter().collect(),
            action: format!("/obligations/{}/completion", obligation.id),
            back,
        }
    }
}

fn reports(obligation: &Obligation, role: Role) -> Option<Link> {
    let is_report = RuleCode::from_code(&obligation.rule).is_some_and(RuleCode::is_report);
    let writes = obligation.state == "open" && WriteReports::allows(role);
    let label = if writes { "報告書を作る・開く" } else { "報告書を開く" };
    (is_report && ReadReports::allows(role))
        .then(|| Link::new(label, format!("/reports?contract={}", obligation.contract)))
}

fn rows(obligation: &Obligation) -> Vec<Row> {
    let clause = obligation
        .clause_number
        .map_or_else(|| "結び付く条項なし".into(), |number| format!("特記事項 {number}"));
    let mut rows = vec![
        Row::new("期限", wareki(obligation.due_on)),
        Row::new("期限の決まり方", &obligation.explanation),
        Row::new("行う側", owed_by(&obligation.owed_by)),
        Row::new("条項", clause),
    ];
    if let Some(on) = obligation.done_on {
        rows.push(Row::new("行った日", wareki(on)));
        rows.push(Row::new(
            "記録した人",
            obligation.done_by.clone().unwrap_or_else(|| "相手方の担当者".into()),
        ));
        rows.push(Row::new("行ったこと", &obligation.note));
    }
    rows
}
