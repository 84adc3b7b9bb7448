//! 取り消す: from now on it takes nothing along; what it recorded before can still be sent. The ward revokes, and the contractor stops
//! using a tablet, at once when one is lost.

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
    sealing::Unit,
    tablets::{
        StopTablet,
        db::{self, Revocation},
        form::WORDS,
        states::TabletAct,
        views::{DecisionView, Way},
    },
    vocab::ids::TabletId,
};

pub async fn form(mut cx: View<StopTablet>, Path(id): Path<TabletId>) -> Result {
    let opened = open(&mut cx, id).await?;
    opened.state.next(TabletAct::Revoke, cx.actor().role.side()).map_err(AppError::refused)?;
    cx.show(DecisionView::new(&opened, Way::Revoke, Form::empty())).await
}

pub async fn revoke(mut cx: Act<StopTablet>, Path(id): Path<TabletId>, Typed(mut typed): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    let contract = opened.tablet.contract;
    if let Err(why) = opened.state.next(TabletAct::Revoke, cx.actor().role.side()) {
        return cx.refuse(Event::new("tablet.refused").about(id.0).under(contract), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::Revoke.label(), WORDS) else {
        return cx.invalid(DecisionView::new(&opened, Way::Revoke, typed)).await;
    };
    let sealed = cx.seal(Unit::Unit(contract.0), id.0, opened.tablet.version + 1, &Revocation(words))?;
    let by = (cx.actor().account, cx.now());
    if !db::revoke(cx.write(), &opened.tablet, by, &sealed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("tablet.revoke").about(id.0).under(contract);
    cx.commit(event).await?.redirect_with(format!("/tablets/{id}"), "端末の使用を止めました。")
}
