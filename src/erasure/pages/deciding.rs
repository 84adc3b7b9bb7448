//! 受理・差戻し: the ward's decision. Accepting what gives data back ends the contractor's reading at once, so it is asked first.

use axum::extract::Path;

use crate::{
    audit::Event,
    erasure::{
        DecideErasure, db,
        details::Remark,
        duties,
        loading::{self, Loaded},
        states::{ErasureRefusal, ErasureState},
        views::{AcceptView, ReturnView},
    },
    handovers::{self, Holdings},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{dates::jst_date, ids::ErasureId},
};

pub async fn acceptance(mut cx: View<DecideErasure>, Path(id): Path<ErasureId>) -> Result {
    let report = loading::report(&mut cx, id).await?;
    report.state.decide().map_err(AppError::refused)?;
    cx.show(AcceptView::new(&report)).await
}

pub async fn accept(mut cx: Act<DecideErasure>, Path(id): Path<ErasureId>, Typed(_): Typed) -> Result {
    let report = loading::report(&mut cx, id).await?;
    if let Err(refusal) = report.state.decide() {
        return cx.refuse(refused(&report), refusal).await;
    }
    let contract = report.row.contract;
    handovers::lock(cx.write(), contract).await?;
    let holdings = Holdings::of(cx.db(), contract).await?;
    let lines = db::lines(cx.db(), id).await?;
    if lines.iter().any(|line| holdings.tally(line.item).held() < line.quantity.unsigned_abs()) {
        return Err(AppError::refused(ErasureRefusal::NotHeld));
    }
    let hand = (cx.now(), cx.actor().account);
    if !db::decide(cx.write(), id, ErasureState::Accepted.code(), hand, None).await? {
        return Err(AppError::stale());
    }
    let on = jst_date(report.row.reported_at);
    duties::accept(&mut cx, contract, &report.row.answers, on).await?;
    let detail = serde_json::json!({ "unit": report.unit.kind(), "ends_reading": report.row.ends_reading });
    let event =
        Event::new("erasure.accept").about(id.0).under(contract).of(report.row.participant).detail(detail);
    cx.commit(event).await?.redirect_with(format!("/erasures/{id}"), "受理しました。")
}

pub async fn return_form(mut cx: View<DecideErasure>, Path(id): Path<ErasureId>) -> Result {
    let report = loading::report(&mut cx, id).await?;
    report.state.decide().map_err(AppError::refused)?;
    cx.show(ReturnView::new(&report, Form::empty())).await
}

pub async fn give_back(
    mut cx: Act<DecideErasure>,
    Path(id): Path<ErasureId>,
    Typed(mut form): Typed,
) -> Result {
    let report = loading::report(&mut cx, id).await?;
    if let Err(refusal) = report.state.decide() {
        return cx.refuse(refused(&report), refusal).await;
    }
    let Some(reason) = form.required_lines("reason", "差し戻す理由", 1_000) else {
        return cx.invalid(ReturnView::new(&report, form)).await;
    };
    let contract = report.row.contract;
    let remark = cx.seal(Unit::Unit(contract.0), id.0, 2, &Remark(reason))?;
    let hand = (cx.now(), cx.actor().account);
    if !db::decide(cx.write(), id, ErasureState::Returned.code(), hand, Some(&remark)).await? {
        return Err(AppError::stale());
    }
    duties::give_back(&mut cx, contract, &report.row.answers).await?;
    let event = Event::new("erasure.return").about(id.0).under(contract).of(report.row.participant);
    cx.commit(event).await?.redirect_with(format!("/erasures/{id}"), "差し戻しました。")
}

fn refused(report: &Loaded) -> Event {
    Event::new("erasure.refused").about(report.row.id.0).under(report.row.contract)
}
