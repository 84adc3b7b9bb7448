//! The list of reports, and one of them.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    incidents::{
        ViewIncidents,
        case::{self, Case},
        db,
        states::IncidentState,
        views::{self, ListView, ShowView},
    },
    kit::{
        ctx::View,
        error::Result,
        parts::{Link, Pager},
    },
    vocab::ids::{ContractId, IncidentId},
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    contract: Option<ContractId>,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewIncidents>, Query(asked): Query<Asked>) -> Result {
    let all = asked.state == "all";
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = db::count(cx.db(), !all, asked.contract).await?.unsigned_abs();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let lines = db::list(cx.db(), !all, asked.contract, (PAGE.cast_signed(), offset)).await?;
    let href = |all: bool| {
        let asked = [all.then(|| "state=all".to_owned()), asked.contract.map(|id| format!("contract={id}"))];
        let asked: Vec<String> = asked.into_iter().flatten().collect();
        if asked.is_empty() { "/incidents".into() } else { format!("/incidents?{}", asked.join("&")) }
    };
    let tab = |label, of_all| {
        let link = Link::new(label, href(of_all));
        if of_all == all { link.current() } else { link }
    };
    let view = ListView {
        tabs: vec![tab("対応中", false), tab("すべて", true)],
        lines: lines.iter().map(views::line).collect::<Result<_>>()?,
        pager: Pager::new(total, page, PAGE, &href(all)),
        writes: cx.actor().role.is_contractor(),
        of_one: asked.contract.is_some() && !cx.actor().role.is_contractor(),
        empty: if all {
            "報告された事故・急変はありません。"
        } else {
            "対応中の事故・急変はありません。"
        },
    };
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewIncidents>, Path(id): Path<IncidentId>) -> Result {
    let found = case::find(&mut cx, id).await?;
    let of_ward = !cx.actor().role.is_contractor();
    if of_ward && found.state == IncidentState::Reported {
        return cx.show(ShowView::unopened(&found)).await;
    }
    let case = Case::open(&mut cx, found).await?;
    cx.show(ShowView::opened(&case, of_ward)).await
}
