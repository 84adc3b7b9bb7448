//! 一覧: the ledger of one contract with what the contractor holds, and that of all.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    contracts::{
        self,
        views::{Head, Tab},
    },
    handovers::{
        PrintHandovers, ViewHandovers, WriteHandover,
        db::{self, Wanted},
        holdings::Holdings,
        loading::{self, Entry},
        permitted::permitted,
        views::{self, AllView, HeldLine, OfContractView, Scope},
    },
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        parts::Pager,
        permission::Permission,
    },
    vocab::ids::ContractId,
};

const PAGE: u64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    show: String,
    page: Option<u64>,
}

impl Asked {
    fn page(&self) -> u64 {
        self.page.unwrap_or(1).clamp(1, 100_000)
    }

    fn wanted(&self, contract: Option<ContractId>) -> (Scope, Wanted) {
        let scope = Scope::from_code(&self.show);
        let wanted = Wanted { contract, open: scope == Scope::Open, by_people: scope == Scope::ByPeople };
        (scope, wanted)
    }
}

pub async fn all(mut cx: View<ViewHandovers>, Query(asked): Query<Asked>) -> Result {
    let (scope, wanted) = asked.wanted(None);
    let (lines, pager) = page_of(&mut cx, wanted, asked.page(), &scope.href("/handovers")).await?;
    cx.show(AllView { tabs: scope.tabs("/handovers"), lines, pager }).await
}

pub async fn of_contract(
    mut cx: View<ViewHandovers>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let role = cx.actor().role;
    let (scope, wanted) = asked.wanted(Some(id));
    let base = format!("/contracts/{id}/handovers");
    let (lines, pager) = page_of(&mut cx, wanted, asked.page(), &scope.href(&base)).await?;
    let (held, total) = held(&mut cx, id).await?;
    let in_force = contract.is_in_force();
    let copying = permitted(cx.db(), id).await?.copying_refusal();
    let view = OfContractView {
        head: Head::new(&contract, cx.actor(), Tab::Handovers, "受渡し管理簿")?,
        tabs: scope.tabs(&base),
        lines,
        pager,
        more: total - held.len(),
        held,
        actions: if in_force && WriteHandover::allows(role) {
            views::actions(&base, role, copying.is_none())
        } else {
            Vec::new()
        },
        copying: copying.filter(|_| role.is_contractor()),
        papers: if PrintHandovers::allows(role) { views::papers(&base) } else { Vec::new() },
    };
    cx.show(view).await
}

async fn page_of<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    wanted: Wanted,
    page: u64,
    href: &str,
) -> Result<(Vec<views::LedgerLine>, Pager)> {
    let total = db::count(cx.db(), wanted).await?.unsigned_abs();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let rows = db::list(cx.db(), wanted, (PAGE.cast_signed(), offset)).await?;
    let entries = rows.into_iter().map(Entry::of).collect::<Result<Vec<Entry>>>()?;
    let lines = loading::named_lines(cx, &entries).await?;
    let view = entries.iter().map(|entry| views::ledger_line(entry, lines.get(&entry.row.id))).collect();
    Ok((view, Pager::new(total, page, PAGE, href)))
}

/// What the contractor holds or what is on its way back, as far as a page shows it, and how much there is.
async fn held<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<(Vec<HeldLine>, usize)> {
    let holdings = Holdings::of(cx.db(), id).await?;
    let total = holdings.outstanding().count();
    let mut lines = Vec::new();
    for (item, tally) in holdings.outstanding().take(PAGE as usize) {
        lines.push(views::held_line(item, loading::item_name(cx, item)?, tally)?);
    }
    Ok((lines, total))
}
