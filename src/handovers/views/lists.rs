//! The ledger as a list, and what the contractor holds.

use askama::Template;

use super::{load, side_label};
use crate::{
    contracts::views::Head,
    documents::Format,
    handovers::{
        balance::Tally,
        db::lines::Item,
        kinds::{Kind, Medium},
        loading::{self, Entry, NamedLine},
    },
    kit::{
        error::Result,
        parts::{Chip, Link, Pager},
        permission::Role,
    },
    vocab::dates::wareki,
};

/// Which entries a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Open,
    ByPeople,
    All,
}

impl Scope {
    const ALL: [Self; 3] = [Self::ByPeople, Self::Open, Self::All];

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|scope| scope.code() == code).unwrap_or(Self::ByPeople)
    }

    fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ByPeople => "people",
            Self::All => "all",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Open => "確認待ち・計画",
            Self::ByPeople => "受渡し",
            Self::All => "Kayoiの自動の記録も含む",
        }
    }

    pub fn href(self, base: &str) -> String {
        format!("{base}?show={}", self.code())
    }

    pub fn tabs(self, base: &str) -> Vec<Link> {
        Self::ALL
            .map(|scope| {
                let link = Link::new(scope.label(), scope.href(base));
                if scope == self { link.current() } else { link }
            })
            .to_vec()
    }
}

/// An entry in a list.
pub struct LedgerLine {
    pub href: String,
    pub on: String,
    pub kind: &'static str,
    pub things: Vec<String>,
    pub channel: &'static str,
    pub contract: String,
    pub by: String,
    pub chip: Chip,
}

pub fn ledger_line(entry: &Entry, lines: Option<&Vec<NamedLine>>) -> LedgerLine {
    let row = &entry.row;
    let lines = lines.map(Vec::as_slice).unwrap_or_default();
    let mut things: Vec<String> = lines.iter().map(load).collect();
    if let Some(people) = row.people.filter(|people| *people > 0) {
        things.push(format!("{people}人の情報"));
    }
    LedgerLine {
        href: format!("/handovers/{}", row.id),
        on: wareki(row.given_on.unwrap_or(row.planned_on)),
        kind: if row.notice_of.is_some() { "パスワードの通知" } else { entry.kind.label() },
        things,
        channel: if entry.kind.is_own_making() { "—" } else { entry.channel.label() },
        contract: row.contract_title.clone().unwrap_or_else(|| "（契約によらないもの）".into()),
        by: format!("{}　{}", side_label(entry.side), row.made_by.clone().unwrap_or_default())
            .trim_end()
            .to_owned(),
        chip: loading::chip(entry, lines),
    }
}

/// A thing with the contractor.
pub struct HeldLine {
    pub href: String,
    pub name: String,
    pub medium: &'static str,
    pub came: String,
    pub held: String,
    pub leaving: String,
}

pub fn held_line(item: &Item, name: String, tally: Tally) -> Result<HeldLine> {
    let medium: Medium = loading::medium_of(item)?;
    let amount = |count: u32| format!("{count}{}", medium.counter());
    Ok(HeldLine {
        href: format!("/held-items/{}", item.id),
        name,
        medium: medium.label(),
        came: wareki(item.came_on),
        held: amount(tally.held()),
        leaving: if tally.leaving == 0 { "—".into() } else { amount(tally.leaving) },
    })
}

#[derive(Template)]
#[template(path = "handovers/all.html")]
pub struct AllView {
    pub tabs: Vec<Link>,
    pub lines: Vec<LedgerLine>,
    pub pager: Pager,
}

#[derive(Template)]
#[template(path = "handovers/of_contract.html")]
pub struct OfContractView {
    pub head: Head,
    pub tabs: Vec<Link>,
    pub lines: Vec<LedgerLine>,
    pub pager: Pager,
    pub held: Vec<HeldLine>,
    /// How many more things there are than the page shows.
    pub more: usize,
    /// What may be written down now.
    pub actions: Vec<Link>,
    /// Why no copies may be made.
    pub copying: Option<String>,
    pub papers: Vec<Link>,
}

/// What this reader may write down.
pub fn actions(base: &str, role: Role, may_copy: bool) -> Vec<Link> {
    let mut kinds =
        vec![(Kind::Out, "区から受託者への受渡しを計画する"), (Kind::Back, "受託者から区への返還を計画する")];
    if role.is_contractor() {
        kinds.push((Kind::Gathered, "収集・作成した物を記録する"));
        if may_copy {
            kinds.push((Kind::Copied, "複写・複製した物を記録する"));
        }
    }
    kinds
        .into_iter()
        .map(|(kind, label)| Link::new(label, format!("{base}/new?kind={}", kind.code())))
        .collect()
}

/// The ledger as paper and table.
pub fn papers(base: &str) -> Vec<Link> {
    let mut papers = vec![Link::new("PDF", format!("{base}/pdf"))];
    papers.extend(
        Format::ALL.map(|format| Link::new(format.label(), format!("{base}/table/{}", format.code()))),
    );
    papers
}
