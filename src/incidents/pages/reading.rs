//! The list of reports, and one of them.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    incidents::{
        ViewIncidents, db,
        first_report::Description,
        states::IncidentState,
        views::{self, ListView, ShowView, Words},
    },
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::{Link, Pager},
    },
    participants::people,
    sealing::Unit,
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
        tabs: vec![tab("区の確認がまだ", "/incidents", !all), tab("すべて", "/incidents?state=all", all)],
        lines: lines.iter().map(views::line).collect(),
        pager: Pager::new(total, page, PAGE, if all { "/incidents?state=all" } else { "/incidents" }),
        writes: cx.actor().role.is_contractor(),
        empty: if all {
            "報告された事故・急変はありません。"
        } else {
            "区の確認を待っている報告はありません。"
        },
    };
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewIncidents>, Path(id): Path<IncidentId>) -> Result {
    let found = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let state = IncidentState::from_code(&found.state).ok_or_else(|| AppError::bug("unknown state"))?;
    let of_ward = !cx.actor().role.is_contractor();
    let words =
        if of_ward && state == IncidentState::Reported { None } else { Some(open(&mut cx, &found).await?) };
    cx.show(ShowView::new(&found, state, of_ward, words)).await
}

/// The sealed words and the person's name. The ward gets here by opening the report.
async fn open(cx: &mut View<ViewIncidents>, found: &db::Incident) -> Result<Words> {
    cx.because_of(found.contract);
    let unit = Unit::Unit(found.contract.0);
    let (row, version) = (found.id.0, found.version);
    let description: Description = match found.participant {
        Some(participant) => cx.open(participant, unit, row, version, &found.sealed)?,
        None => cx.open_paper(unit, row, version, &found.sealed)?,
    };
    let items = people::items_for(cx).await?;
    let person = match found.participant {
        Some(participant) => people::find(cx.db(), participant).await?,
        None => None,
    };
    let person = person.map(|row| people::open(cx, row, items.as_deref())).transpose()?;
    Ok(Words { description, name: person.as_ref().map(views::name_of) })
}
