//! 終える: the contractor withdraws what the ward has not decided, and tells when what was allowed is over.

use axum::extract::Path;

use super::open;
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    permits::{
        EndPermit,
        db::{self, Ending},
        duties::settle,
        states::{PermitAct, PermitState},
        views::{DecisionView, Way},
    },
    sealing::Unit,
    vocab::ids::PermitId,
};

pub async fn withdraw(mut cx: Act<EndPermit>, Path(id): Path<PermitId>, _: Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.next(PermitAct::Withdraw) {
        return cx.refuse(Event::new("permit.refused").about(id.0).under(opened.permit.contract), why).await;
    }
    let by = (cx.actor().account, cx.now());
    if !db::end(cx.write(), &opened.permit, PermitState::Withdrawn.code(), by, None).await? {
        return Err(AppError::stale());
    }
    settle(&mut cx, &opened, PermitState::Withdrawn).await?;
    let event = Event::new("permit.withdraw").about(id.0).under(opened.permit.contract);
    cx.commit(event).await?.redirect_with(format!("/permits/{id}"), "申請を取り下げました。")
}

pub async fn form(mut cx: View<EndPermit>, Path(id): Path<PermitId>) -> Result {
    let opened = open(&mut cx, id).await?;
    opened.state.next(PermitAct::End).map_err(AppError::refused)?;
    cx.show(DecisionView::new(&opened, Way::End, Form::empty())).await
}

pub async fn end(mut cx: Act<EndPermit>, Path(id): Path<PermitId>, Typed(mut typed): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.next(PermitAct::End) {
        return cx.refuse(Event::new("permit.refused").about(id.0).under(opened.permit.contract), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::End.label(), 2_000) else {
        return cx.invalid(DecisionView::new(&opened, Way::End, typed)).await;
    };
    let permit = &opened.permit;
    let sealed = cx.seal(Unit::Unit(permit.contract.0), id.0, permit.version + 1, &Ending(words))?;
    let by = (cx.actor().account, cx.now());
    if !db::finish(cx.write(), permit, by, &sealed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("permit.end").about(id.0).under(permit.contract);
    cx.commit(event).await?.redirect_with(format!("/permits/{id}"), "終了を届け出ました。")
}
