//! What the ward does with a pledge: 受理, or 差戻し with its reason.

use axum::extract::Path;

use super::load;
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    pledges::{
        DecidePledge,
        db::{self, DECIDED, Reason},
        duties,
        views::ReturnView,
    },
    sealing::Unit,
    vocab::ids::PledgeId,
};

pub async fn receive(mut cx: Act<DecidePledge>, Path(id): Path<PledgeId>, _: Typed) -> Result {
    let (pledge, state) = load(cx.db(), id).await?;
    if let Err(why) = state.decide() {
        return cx.refuse(Event::new("pledge.refused").about(id.0).under(pledge.contract), why).await;
    }
    let by = (cx.actor().account, cx.now());
    if !db::decide(cx.write(), id, "received", by, None).await? {
        return Err(AppError::stale());
    }
    duties::settle_when_received(&mut cx, pledge.contract).await?;
    let event = Event::new("pledge.receive").about(id.0).under(pledge.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/contracts/{}/pledges", pledge.contract), "誓約書を受理しました。")
}

pub async fn return_form(mut cx: View<DecidePledge>, Path(id): Path<PledgeId>) -> Result {
    let (pledge, state) = load(cx.db(), id).await?;
    state.decide().map_err(AppError::refused)?;
    cx.show(ReturnView::new(&pledge, Form::empty())).await
}

pub async fn give_back(
    mut cx: Act<DecidePledge>,
    Path(id): Path<PledgeId>,
    Typed(mut form): Typed,
) -> Result {
    let (pledge, state) = load(cx.db(), id).await?;
    if let Err(why) = state.decide() {
        return cx.refuse(Event::new("pledge.refused").about(id.0).under(pledge.contract), why).await;
    }
    let Some(reason) = form.required_lines("reason", "差し戻す理由", 1000) else {
        return cx.invalid(ReturnView::new(&pledge, form)).await;
    };
    let reason = cx.seal(Unit::Unit(pledge.contract.0), id.0, DECIDED, &Reason(reason))?;
    let by = (cx.actor().account, cx.now());
    if !db::decide(cx.write(), id, "returned", by, Some(&reason)).await? {
        return Err(AppError::stale());
    }
    duties::hand_back(&mut cx, pledge.contract).await?;
    let event = Event::new("pledge.return").about(id.0).under(pledge.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/contracts/{}/pledges", pledge.contract), "誓約書を差し戻しました。")
}
