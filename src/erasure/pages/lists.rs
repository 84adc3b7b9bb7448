//! 一覧: the reports and plans of a contract, and what is still outstanding.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    contracts::{
        self,
        open::{self, Open},
        views::{Head, Tab},
    },
    erasure::{
        DestroyKeys, ReportErasure, ViewErasures, db,
        db::plans,
        duties, loading,
        views::{self, OfContractView},
    },
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::{Link, Pager},
        permission::Permission,
    },
    vocab::ids::ContractId,
};

const PAGE: u64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    page: Option<u64>,
}

pub async fn of_contract(
    mut cx: View<ViewErasures>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let total = db::count(cx.db(), id).await?.unsigned_abs();
    let rows = db::list(cx.db(), id, (PAGE.cast_signed(), offset)).await?;
    let reports = rows.into_iter().map(loading::understood).collect::<Result<Vec<_>>>()?;
    let plans = plans::list(cx.db(), id).await?;
    let today = cx.today();
    let keeps_open = open::under(cx.db(), id, today).await?;
    let mut outstanding: Vec<String> =
        keeps_open.iter().filter(|one| one.matter.is_of_things()).map(Open::sentence).collect();
    let open = duties::open(cx.db(), id, today).await?;
    outstanding.extend(open.iter().map(|one| format!("{}。まだ報告されていません。", views::open_line(one))));
    let in_force = contract.is_in_force();
    let (role, sees_people, base) = (cx.actor().role, cx.actor().sees_people(), format!("/contracts/{id}"));
    let mut actions = Vec::new();
    if in_force && sees_people && ReportErasure::allows(role) {
        actions.push(Link::new("返還・消去を報告する", format!("{base}/erasures/new")));
        actions.push(Link::new("データ消去計画書を作る", format!("{base}/erasure-plans/new")));
    }
    if DestroyKeys::allows(role) {
        actions.push(Link::new("保存期間の後の鍵の破棄", format!("{base}/key-destructions")));
    }
    let view = OfContractView {
        head: Head::new(&contract, cx.actor(), Tab::Erasures, "返還・消去")?,
        outstanding,
        actions,
        reports: reports.iter().map(views::report_line).collect(),
        plans: plans.iter().map(views::plan_line).collect(),
        pager: Pager::new(total, page, PAGE, &format!("{base}/erasures")),
    };
    cx.show(view).await
}
