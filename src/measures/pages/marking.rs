//! 印を付ける: a new version, which takes over the marks of the last, and the marks of one side.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{found, refused, side_asked};
use crate::{
    audit::Event,
    contracts::{self, states::ContractState},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    measures::{
        BeginMeasures, MarkMeasures, Marks,
        db::{self, MeasureList},
        duties,
        states::MeasureRefusal,
        views::MarkView,
    },
    vocab::{
        ids::{ContractId, MeasureListId},
        side::Side,
    },
};

pub async fn begin(mut cx: Act<BeginMeasures>, Path(id): Path<ContractId>, Typed(form): Typed) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    if contract.state == ContractState::Closed.code() {
        return Err(AppError::refused(MeasureRefusal::Closed));
    }
    let (list, hand) = (MeasureListId(cx.new_id()), (cx.now(), cx.actor().account));
    let has_connection = form.checked("connection", "yes");
    if let Err(error) = db::insert(cx.write(), (list, id), has_connection, hand).await {
        expect_violation(error, "measure_list_open_once")?;
        return Err(AppError::refused(MeasureRefusal::OpenVersion));
    }
    let event = Event::new("measures.begin").about(list.0).under(id);
    cx.commit(event).await?.redirect_with(format!("/measures/{list}"), "対策の一覧の版を始めました。")
}

/// Which side, for the ward before the signature.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    side: String,
}

pub async fn form(
    mut cx: View<MarkMeasures>,
    Path(id): Path<MeasureListId>,
    Query(asked): Query<Asked>,
) -> Result {
    let (list, progress) = found(&mut cx, id).await?;
    let side = side_asked(&cx, &asked.side);
    progress.mark(side, cx.actor().role.side()).map_err(AppError::refused)?;
    let before = db::accepted_before(cx.db(), list.contract, list.number).await?;
    let form = marks_of(&list, side).or_else(|| before.as_ref().and_then(|one| marks_of(one, side)));
    let form = form.map(Marks::form).unwrap_or_default();
    cx.show(MarkView::new(&list, side, form)).await
}

fn marks_of(list: &MeasureList, side: Side) -> Option<&Marks> {
    match side {
        Side::Ward => list.ward_marks.as_deref(),
        Side::Contractor => list.contractor_marks.as_deref(),
    }
}

pub async fn mark(
    mut cx: Act<MarkMeasures>,
    Path(id): Path<MeasureListId>,
    Typed(mut form): Typed,
) -> Result {
    let (list, progress) = found(&mut cx, id).await?;
    let (side, by) = (side_asked(&cx, form.value("side")), cx.actor().role.side());
    if let Err(refusal) = progress.mark(side, by) {
        return cx.refuse(refused(&list), refusal).await;
    }
    let Some(marks) = Marks::read(&mut form, side, list.has_connection) else {
        return cx.invalid(MarkView::new(&list, side, form)).await;
    };
    let (version, hand) = (form.version(), (cx.now(), cx.actor().account));
    if !db::mark(cx.write(), (id, version), (side, &marks), hand).await? {
        return Err(AppError::stale());
    }
    if by == Side::Contractor {
        duties::marked(&mut cx, list.contract).await?;
    }
    let event = Event::new("measures.mark").about(id.0).under(list.contract).with("by", side.label());
    cx.commit(event).await?.redirect_with(format!("/measures/{id}"), "対策の印を記録しました。")
}
