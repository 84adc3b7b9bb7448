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
    vocab::ids::IncidentId,
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewIncidents>, Query(asked): Query<Asked>) -> Result {
    let all = asked.state == "all";
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = db::count(cx.db(), !all).await?.unsigned_abs();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let lines = db::list(cx.db(), !all, PAGE.cast_signed(), offset).await?;
    let tab = |label, href, here| {
        let link = Link::new(label, href);
        if here { link.current() } else { link }
    };
    let view = ListView {
        tabs: vec![tab("対応中", "/incidents", !all), tab("すべて", "/incidents?state=all", all)],
        lines: lines.iter().map(views::line).collect::<Result<_>>()?,
        pager: Pager::new(total, page, PAGE, if all { "/incidents?state=all" } else { "/incidents" }),
        writes: cx.actor().role.is_contractor(),
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
