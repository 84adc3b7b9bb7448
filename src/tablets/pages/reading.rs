//! 読む: the tablets of a contract, and one of them with its packs and wipes.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Duration;

use super::open;
use crate::{
    contracts,
    courses::words,
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::{Link, Pager},
        permission::Permission as _,
    },
    sessions::PrintSheet,
    tablets::{
        ViewParked, ViewTablets,
        db::{self, packs, parked, wipes},
        views::{ListView, ShowView},
    },
    vocab::ids::{ContractId, TabletId},
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    page: Option<u64>,
}

pub async fn of_contract(
    mut cx: View<ViewTablets>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (page, today) = (asked.page.unwrap_or(1).clamp(1, 100_000), cx.today());
    let gate = db::gate(cx.db(), id, today).await?;
    let total = db::count(cx.db(), id).await?.unsigned_abs();
    let tablets = db::list(cx.db(), id, PAGE.cast_signed(), ((page - 1) * PAGE).cast_signed()).await?;
    let parked = match ViewParked::allows(cx.actor().role) && cx.actor().sees_people() {
        true => Some(parked::waiting(cx.db(), id).await?),
        false => None,
    };
    let wipes = wipes::of_contract(cx.db(), id).await?;
    let sheets = sheets(&mut cx, id).await?;
    let pager = Pager::new(total, page, PAGE, &format!("/contracts/{id}/tablets?"));
    let asked = (parked, sheets);
    let view = ListView::new(&contract, cx.actor(), &gate, (&tablets, today), asked, (&wipes, pager))?;
    cx.show(view).await
}

/// The blank sheets of the next days, for a day on which no tablet can be used.
async fn sheets(cx: &mut View<ViewTablets>, id: ContractId) -> Result<Vec<Link>> {
    if !cx.actor().opens::<PrintSheet>() {
        return Ok(Vec::new());
    }
    let today = cx.today();
    let sessions = packs::offered(cx.db(), id, (today, today + Duration::days(6))).await?;
    let link = |one: packs::Offered| {
        let title = words::session_title(&one.course_name, one.number);
        Link::new(format!("{}　{title}", words::day(one.held_on)), format!("/sessions/{}/sheet.pdf", one.id))
    };
    Ok(sessions.into_iter().filter(|one| one.people > 0).map(link).collect())
}

pub async fn show(mut cx: View<ViewTablets>, Path(id): Path<TabletId>) -> Result {
    let opened = open(&mut cx, id).await?;
    let recorders = db::recorders(cx.db(), id).await?;
    let packs = packs::of_tablet(cx.db(), id).await?;
    let wipes = wipes::of_tablet(cx.db(), id).await?;
    let reader = (cx.actor().role, cx.today());
    let address = format!("{}/t/", cx.app().config.origin);
    let view = ShowView::new(&opened, reader, address, &recorders, (&packs, &wipes))?;
    cx.show(view).await
}
