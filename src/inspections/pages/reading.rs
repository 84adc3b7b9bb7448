//! The list of inspections, with the contracts nobody has inspected this fiscal year, and one of them.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::{Date, Month};

use crate::{
    inspections::{
        AnswerInspection, ConductInspection, ViewInspections, db,
        record::Record,
        views::{ListView, Reader, ShowView},
    },
    kit::{ctx::View, error::Result, parts::Pager, permission::Permission},
    vocab::{
        dates::fiscal_year,
        ids::{ContractId, InspectionId},
    },
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    contract: Option<ContractId>,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewInspections>, Query(asked): Query<Asked>) -> Result {
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let total = db::count(cx.db(), asked.contract).await?.unsigned_abs();
    let listed = db::list(cx.db(), asked.contract, (PAGE.cast_signed(), offset)).await?;
    let conducts = ConductInspection::allows(cx.actor().role);
    let (year, from, to) = fiscal_days(cx.today());
    let uninspected = if conducts { db::uninspected(cx.db(), from, to).await? } else { Vec::new() };
    let href =
        asked.contract.map_or_else(|| "/inspections".into(), |id| format!("/inspections?contract={id}"));
    let pager = Pager::new(total, page, PAGE, &href);
    let mut view = ListView::new(&listed, &uninspected, year, pager, conducts)?;
    view.of_one = asked.contract.is_some();
    if let Some(id) = asked.contract.filter(|_| conducts) {
        view.access_href = format!("/contracts/{id}/access-reviews");
    }
    cx.show(view).await
}

/// The fiscal year of a day, with its first and last day.
fn fiscal_days(today: Date) -> (i32, Date, Date) {
    let year = fiscal_year(today);
    let from = Date::from_calendar_date(year, Month::April, 1).unwrap_or(today);
    let to = Date::from_calendar_date(year.saturating_add(1), Month::March, 31).unwrap_or(today);
    (year, from, to)
}

pub async fn show(mut cx: View<ViewInspections>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let role = cx.actor().role;
    let reader =
        Reader { conducts: ConductInspection::allows(role), answers: AnswerInspection::allows(role) };
    let view = ShowView::new(&record, reader, cx.today());
    cx.show(view).await
}
