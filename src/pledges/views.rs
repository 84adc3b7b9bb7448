//! What the pages of pledges print.

use askama::Template;

use super::{
    db::{Custodian, Pledge},
    lacking::in_words,
    states::PledgeState,
    words,
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
        parts::{Chip, Link, Row, Tone},
        permission::Role,
    },
    obligations::Terms,
    vocab::{
        dates::{jst_stamp, wareki},
        ids::ContractId,
    },
};

/// One's own pledge under the contract one works under.
#[derive(Template)]
#[template(path = "pledges/own.html")]
pub struct OwnView {
    form: Form,
    contract: String,
    /// What still keeps one from seeing people; empty when nothing does.
    lacks: &'static str,
    /// The words to promise; empty once they are given.
    points: Vec<String>,
    name: String,
    given: Vec<Given>,
    lessons_href: String,
    back: String,
}

struct Given {
    chip: Chip,
    on: String,
    words: Vec<String>,
}

impl OwnView {
    pub fn new(
        contract: &Contract,
        given: &[Pledge],
        lacks: Option<&str>,
        (name, manages): (String, bool),
        form: Form,
    ) -> Self {
        let may_give = given.iter().all(|one| one.state == PledgeState::Returned.code());
        Self {
            form,
            contract: format!("{}　{}", contract.number, contract.title),
            lacks: lacks.map_or("", in_words),
            points: if may_give { lines(&words::today()) } else { Vec::new() },
            name,
            given: given.iter().map(own).collect(),
            lessons_href: format!("/contracts/{}/lessons", contract.id),
            back: if manages { format!("/contracts/{}/pledges", contract.id) } else { "/home".into() },
        }
    }
}

fn own(pledge: &Pledge) -> Given {
    Given {
        chip: chip(pledge.state.as_str(), pledge.is_paper),
        on: wareki(pledge.given_on),
        words: lines(&pledge.words),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn chip(state: &str, is_paper: bool) -> Chip {
    PledgeState::from_code(state)
        .map_or_else(|| Chip::new(Tone::Neutral, state), |state| state.chip(is_paper))
}

/// Who of a contract has pledged and learned.
#[derive(Template)]
#[template(path = "pledges/list.html")]
pub struct ListView {
    head: Head,
    asks: Vec<String>,
    lines: Vec<Line>,
    /// Where a manager hands in a signed paper; empty for the ward.
    hand_in: String,
    own: bool,
    lessons: String,
}

struct Line {
    name: String,
    job: String,
    pledge: Chip,
    href: String,
    taught: String,
    access: Chip,
}

impl ListView {
    /// # Errors
    /// When the contract's stored state is unknown.
    pub fn new(contract: &Contract, reader: &Actor, people: &[Custodian], terms: &Terms) -> Result<Self> {
        let is_manager = reader.role == Role::ContractorManager;
        Ok(Self {
            head: Head::new(contract, reader, Tab::Pledges, "誓約と教育")?,
            asks: asks(terms),
            lines: people.iter().map(|one| line(one, terms)).collect(),
            hand_in: if is_manager {
                format!("/contracts/{}/pledges/new", contract.id)
            } else {
                String::new()
            },
            own: is_manager,
            lessons: format!("/contracts/{}/lessons", contract.id),
        })
    }
}

/// What the clauses of the contract ask for, in sentences.
fn asks(terms: &Terms) -> Vec<String> {
    let mut asks = Vec::new();
    if terms.demands("pledge") {
        asks.push("誓約書：有効になるまで、その人は参加者の情報を見られません。".to_owned());
    }
    if terms.demands("training_before_access") {
        asks.push("業務に就く前の教育：終えるまで、その人は参加者の情報を見られません。".to_owned());
    }
    if let Some(months) = terms.training_every_months {
        asks.push(format!("教育：{months}か月に1回以上行い、区に報告します。"));
    }
    if terms.demands("drill") {
        asks.push("緊急時の訓練：計画して行い、記録を残します。".to_owned());
    }
    asks
}

fn line(one: &Custodian, terms: &Terms) -> Line {
    let is_untaught = terms.training_every_months.is_some() && one.taught_on.is_none();
    let none = || Chip::new(Tone::Neutral, "まだありません");
    let access = match (one.lacks.as_deref(), one.is_designated) {
        (Some("pledge"), _) => Chip::new(Tone::Danger, "誓約書がないため閉じています"),
        (Some(_), _) => Chip::new(Tone::Danger, "教育がないため閉じています"),
        (None, true) if is_untaught => Chip::new(Tone::Warning, "見られます（教育はまだです）"),
        (None, true) => Chip::new(Tone::Success, "求められたものは済み"),
        (None, false) => Chip::new(Tone::Info, "名簿の承認待ち"),
    };
    Line {
        name: one.name.clone(),
        job: one.job.clone(),
        pledge: one.pledge_state.as_deref().map_or_else(none, |state| chip(state, one.is_paper)),
        href: one.pledge.map(|id| format!("/pledges/{id}")).unwrap_or_default(),
        taught: one.taught_on.map_or_else(|| "—".into(), wareki),
        access,
    }
}

/// One pledge.
#[derive(Template)]
#[template(path = "pledges/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    name: String,
    chip: Chip,
    words: Vec<String>,
    facts: Vec<Row>,
    /// Why it was given back; empty unless it was.
    reason: String,
    href: String,
    file: String,
    decides: bool,
}

impl ShowView {
    pub fn new(
        pledge: &Pledge,
        state: PledgeState,
        (file, reason): (Option<String>, Option<String>),
        decides: bool,
    ) -> Self {
        let by = |who: Option<&String>| who.map_or_else(|| "区の担当者".to_owned(), Clone::clone);
        let mut facts = vec![
            Row::new("誓約した日", wareki(pledge.given_on)),
            Row::new("方法", if pledge.is_paper { "署名した紙" } else { "本人のログイン" }),
            Row::new("区に届いた日時", format!("{}　{}", jst_stamp(pledge.handed_at), pledge.handed_by)),
        ];
        if let Some(at) = pledge.decided_at {
            let label = if state == PledgeState::Returned { "差戻し" } else { "受理" };
            facts.push(Row::new(label, format!("{}　{}", jst_stamp(at), by(pledge.decided_by.as_ref()))));
        }
        Self {
            trail: trail(pledge.contract, &pledge.contract_number, &pledge.contract_title),
            name: pledge.name.clone(),
            chip: state.chip(pledge.is_paper),
            words: lines(&pledge.words),
            facts,
            reason: reason.unwrap_or_default(),
            href: format!("/pledges/{}", pledge.id),
            file: file.unwrap_or_default(),
            decides: decides && state == PledgeState::Given,
        }
    }
}

fn trail(contract: ContractId, number: &str, title: &str) -> Vec<Link> {
    vec![
        Link::new("契約", "/contracts"),
        Link::new(format!("{number}　{title}"), format!("/contracts/{contract}")),
        Link::new("誓約と教育", format!("/contracts/{contract}/pledges")),
    ]
}

/// 差戻し with its reason.
#[derive(Template)]
#[template(path = "pledges/return.html")]
pub struct ReturnView {
    trail: Vec<Link>,
    form: Form,
    name: String,
    action: String,
    back: String,
}

impl ReturnView {
    pub fn new(pledge: &Pledge, form: Form) -> Self {
        let back = format!("/pledges/{}", pledge.id);
        Self {
            trail: trail(pledge.contract, &pledge.contract_number, &pledge.contract_title),
            form,
            name: pledge.name.clone(),
            action: format!("{back}/return"),
            back,
        }
    }
}

/// A manager hands in a signed paper.
#[derive(Template)]
#[template(path = "pledges/hand_in.html")]
pub struct HandInView {
    trail: Vec<Link>,
    form: Form,
    people: Vec<Choice>,
    points: Vec<String>,
    action: String,
}

impl HandInView {
    pub fn new(contract: &Contract, people: Vec<Choice>, form: Form) -> Self {
        Self {
            trail: trail(contract.id, &contract.number, &contract.title),
            form,
            people,
            points: lines(&words::today()),
            action: format!("/contracts/{}/pledges", contract.id),
        }
    }
}
