//! What the pages load: an entry with its words opened, the things of a contract by name.

use std::collections::BTreeMap;

use super::{
    db::{
        self, Handover,
        lines::{self, Item, Line},
    },
    details::{Content, Details, Remark},
    kinds::{Channel, Kind, Medium},
    states::HandoverState,
};
use crate::{
    audit,
    contracts::is_in_force,
    kit::{
        ctx::Ctx,
        error::{AppError, ERASED, Result, unless_erased},
        parts::{Chip, Tone},
        permission::Permission,
    },
    sealing::Unit,
    vocab::{
        ids::{ContractId, HandoverId, HeldItemId, TabletId},
        side::Side,
    },
};

/// An entry, its stored words understood.
pub struct Entry {
    pub row: Handover,
    pub kind: Kind,
    pub state: HandoverState,
    pub channel: Channel,
    /// Who wrote it; `None`: a centre that took a file.
    pub side: Option<Side>,
}

impl Entry {
    pub fn of(row: Handover) -> Result<Self> {
        let unknown = || AppError::bug("unknown word in the ledger");
        Ok(Self {
            kind: Kind::from_code(&row.kind).ok_or_else(unknown)?,
            state: HandoverState::from_code(&row.state).ok_or_else(unknown)?,
            channel: Channel::from_code(&row.channel).ok_or_else(unknown)?,
            side: Side::from_code(&row.side),
            row,
        })
    }

    /// The contract it was written under.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for what belongs to no contract.
    pub fn contract(&self) -> Result<ContractId> {
        self.row.contract.ok_or(AppError::NotFound)
    }

    pub fn is_in_force(&self) -> bool {
        self.row.contract_state.as_deref().is_some_and(is_in_force)
    }
}

pub async fn entry<P: Permission, M>(cx: &mut Ctx<P, M>, id: HandoverId) -> Result<Entry> {
    Entry::of(db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?)
}

/// What is sealed of an entry; Kayoi's own have nothing.
pub fn details<P: Permission, M>(cx: &Ctx<P, M>, row: &Handover) -> Result<Option<Details>> {
    let Some((contract, sealed)) = row.contract.zip(row.sealed.as_ref()) else { return Ok(None) };
    Ok(Some(cx.open_paper(Unit::Unit(contract.0), row.id.0, 1, sealed)?))
}

pub fn remark<P: Permission, M>(cx: &Ctx<P, M>, row: &Handover) -> Result<String> {
    let Some((contract, sealed)) = row.contract.zip(row.remark.as_ref()) else { return Ok(String::new()) };
    Ok(cx.open_paper::<Remark>(Unit::Unit(contract.0), row.id.0, 1, sealed)?.0)
}

/// A line in words.
pub struct NamedLine {
    pub item: HeldItemId,
    pub name: String,
    pub medium: Medium,
    pub quantity: i32,
    pub course: String,
    /// Of a preparation: the tablet, and the number of the 消去記録 that ended it.
    pub tablet: Option<TabletId>,
    pub wipe: Option<String>,
}

impl NamedLine {
    /// 「30枚」
    pub fn amount(&self) -> String {
        format!("{}{}", self.quantity, self.medium.counter())
    }
}

/// How an entry stands: that of a preparation ends with the wipe of the tablet, told with its number.
pub fn chip(entry: &Entry, lines: &[NamedLine]) -> Chip {
    match lines.iter().find_map(|line| line.wipe.as_ref()) {
        Some(number) => wiped(number),
        None => entry.state.chip(),
    }
}

/// 「消去ずみ」 with the number of the 消去記録.
pub fn wiped(number: &str) -> Chip {
    Chip::new(Tone::Success, format!("消去ずみ（消去記録 {number}）"))
}

/// The lines of these entries, by entry.
pub async fn named_lines<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    entries: &[Entry],
) -> Result<BTreeMap<HandoverId, Vec<NamedLine>>> {
    let ids: Vec<HandoverId> = entries.iter().map(|entry| entry.row.id).collect();
    let contracts: BTreeMap<HandoverId, Option<ContractId>> =
        entries.iter().map(|entry| (entry.row.id, entry.row.contract)).collect();
    let mut named: BTreeMap<HandoverId, Vec<NamedLine>> = BTreeMap::new();
    for line in lines::of(cx.db(), &ids).await? {
        let contract = contracts.get(&line.handover).copied().flatten();
        let (handover, line) = (line.handover, named_line(cx, contract, line)?);
        named.entry(handover).or_default().push(line);
    }
    Ok(named)
}

fn named_line<P: Permission, M>(
    cx: &Ctx<P, M>,
    contract: Option<ContractId>,
    line: Line,
) -> Result<NamedLine> {
    let words = (line.content.as_deref(), line.action.as_deref(), line.tablet_label.as_deref());
    Ok(NamedLine {
        item: line.item,
        name: thing_name(cx, contract, line.item, words)?,
        medium: Medium::from_code(&line.medium).ok_or_else(|| AppError::bug("unknown medium"))?,
        quantity: line.quantity,
        course: line.course_name.unwrap_or_default(),
        tablet: line.tablet,
        wipe: line.wipe,
    })
}

/// What a thing is called: in its writer's words, after the tablet it was prepared for, or after what was handed out.
fn thing_name<P: Permission, M>(
    cx: &Ctx<P, M>,
    contract: Option<ContractId>,
    item: HeldItemId,
    (content, action, tablet): (Option<&[u8]>, Option<&str>, Option<&str>),
) -> Result<String> {
    match (contract, content) {
        (Some(contract), Some(sealed)) => {
            let content = cx.open_paper::<Content>(Unit::Unit(contract.0), item.0, 1, sealed);
            Ok(unless_erased(content)?.map_or_else(|| ERASED.to_owned(), |content| content.0))
        }
        _ => Ok(match tablet {
            Some(label) => format!("{label}への準備"),
            None => action.map(audit::label).unwrap_or_default().to_owned(),
        }),
    }
}

/// The name of a thing, with the 出力番号 of what came out of Kayoi.
pub fn item_name<P: Permission, M>(cx: &Ctx<P, M>, item: &Item) -> Result<String> {
    let words = (item.content.as_deref(), item.action.as_deref(), item.tablet_label.as_deref());
    let name = thing_name(cx, item.contract, item.id, words)?;
    Ok(match &item.reference {
        Some(reference) => format!("{name}（出力番号 {reference}）"),
        None => name,
    })
}

pub fn medium_of(item: &Item) -> Result<Medium> {
    Medium::from_code(&item.medium).ok_or_else(|| AppError::bug("unknown medium"))
}
