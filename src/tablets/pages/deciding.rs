//! 決定する: the ward permits a tablet until a day, or doesn't, with its reason.

use axum::extract::Path;

use super::{Opened, open};
use crate::{
    audit::Event,
    contracts,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    sealing::Unit,
    tablets::{
        DecideTablet,
        db::{self, DECIDED, Decided, Decision, Gate},
        form::{self, WORDS},
        states::{TabletAct, TabletState},
        views::{DecisionView, Way},
    },
    vocab::{dates::wareki, ids::TabletId, side::Side},
};

/// A tablet that waits, under a contract in force, and what its clauses ask.
struct Scene {
    opened: Opened,
    gate: Gate,
}

async fn scene<M>(cx: &mut Ctx<DecideTablet, M>, id: TabletId) -> Result<Scene> {
    let opened = open(cx, id).await?;
    if !contracts::is_in_force(&opened.tablet.contract_state) {
        return Err(contracts::not_in_force("端末の許可を決められません"));
    }
    let (contract, today) = (opened.tablet.contract, cx.today());
    let gate = db::gate(cx.db(), contract, today).await?;
    Ok(Scene { opened, gate })
}

pub async fn permission(mut cx: View<DecideTablet>, Path(id): Path<TabletId>) -> Result {
    let Scene { opened, gate } = scene(&mut cx, id).await?;
    opened.state.next(TabletAct::Permit, Side::Ward).map_err(AppError::refused)?;
    if let Some(why) = form::shut(&gate) {
        return Err(AppError::refused(why));
    }
    let last = form::last_day(&gate, opened.tablet.contract_ends_on);
    let form = Form::empty().with("until", wareki(last));
    cx.show(DecisionView::new(&opened, Way::Permit, form)).await
}

pub async fn refusal(mut cx: View<DecideTablet>, Path(id): Path<TabletId>) -> Result {
    let Scene { opened, .. } = scene(&mut cx, id).await?;
    opened.state.next(TabletAct::Refuse, Side::Ward).map_err(AppError::refused)?;
    cx.show(DecisionView::new(&opened, Way::Refuse, Form::empty())).await
}

pub async fn permit(mut cx: Act<DecideTablet>, Path(id): Path<TabletId>, Typed(mut typed): Typed) -> Result {
    let Scene { opened, gate } = scene(&mut cx, id).await?;
    if let Err(why) = opened.state.next(TabletAct::Permit, Side::Ward) {
        return cx.refuse(refused(&opened), why).await;
    }
    if let Some(why) = form::shut(&gate) {
        return cx.refuse(refused(&opened), why).await;
    }
    let days = (cx.today(), form::last_day(&gate, opened.tablet.contract_ends_on));
    let Some((until, words)) = form::permission(&mut typed, days) else {
        return cx.invalid(DecisionView::new(&opened, Way::Permit, typed)).await;
    };
    let words = Some(words).filter(|words| !words.is_empty());
    decide(&mut cx, &opened, TabletState::Permitted, words, (Some(until), gate.permit)).await?;
    let event = Event::new("tablet.permit").with("until", until.to_string());
    finish(cx, &opened, event, "許可しました。").await
}

pub async fn refuse(mut cx: Act<DecideTablet>, Path(id): Path<TabletId>, Typed(mut typed): Typed) -> Result {
    let Scene { opened, .. } = scene(&mut cx, id).await?;
    if let Err(why) = opened.state.next(TabletAct::Refuse, Side::Ward) {
        return cx.refuse(refused(&opened), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::Refuse.label(), WORDS) else {
        return cx.invalid(DecisionView::new(&opened, Way::Refuse, typed)).await;
    };
    decide(&mut cx, &opened, TabletState::Refused, Some(words), (None, None)).await?;
    finish(cx, &opened, Event::new("tablet.refuse"), "許可しないと決めました。").await
}

fn refused(opened: &Opened) -> Event {
    Event::new("tablet.refused").about(opened.tablet.id.0).under(opened.tablet.contract)
}

async fn decide(
    cx: &mut Act<DecideTablet>,
    opened: &Opened,
    state: TabletState,
    words: Option<String>,
    (until, permit): (Option<time::Date>, Option<crate::vocab::ids::PermitId>),
) -> Result<()> {
    let (id, unit) = (opened.tablet.id, Unit::Unit(opened.tablet.contract.0));
    let words = words.map(|words| cx.seal(unit, id.0, DECIDED, &Decision(words))).transpose()?;
    let (by, now) = (cx.actor().account, cx.now());
    let decided = Decided { state: state.code(), by, now, words: words.as_deref(), until, permit };
    if db::decide(cx.write(), id, &decided).await? { Ok(()) } else { Err(AppError::stale()) }
}

async fn finish(cx: Act<DecideTablet>, opened: &Opened, event: Event, notice: &str) -> Result {
    let tablet = &opened.tablet;
    cx.commit(event.about(tablet.id.0).under(tablet.contract))
        .await?
        .redirect_with(format!("/tablets/{}", tablet.id), notice)
}
