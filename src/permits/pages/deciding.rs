//! 決定する: the ward approves with or without conditions, refuses, gives back, and revokes what it had approved.

use axum::extract::Path;

use super::{Opened, open};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    permits::{
        DecidePermit,
        db::{self, DECIDED, Decided, Decision, Ending},
        duties::settle,
        form,
        states::{PermitAct, PermitState},
        views::{DecisionView, Way},
    },
    sealing::Unit,
    vocab::{dates::jst_date, ids::PermitId},
};

pub async fn approval(cx: View<DecidePermit>, Path(id): Path<PermitId>) -> Result {
    ask(cx, id, PermitAct::Approve, Way::Approve).await
}

pub async fn refusal(cx: View<DecidePermit>, Path(id): Path<PermitId>) -> Result {
    ask(cx, id, PermitAct::Refuse, Way::Refuse).await
}

pub async fn return_form(cx: View<DecidePermit>, Path(id): Path<PermitId>) -> Result {
    ask(cx, id, PermitAct::Return, Way::Return).await
}

pub async fn revocation(cx: View<DecidePermit>, Path(id): Path<PermitId>) -> Result {
    ask(cx, id, PermitAct::Revoke, Way::Revoke).await
}

async fn ask(mut cx: View<DecidePermit>, id: PermitId, act: PermitAct, way: Way) -> Result {
    let opened = open(&mut cx, id).await?;
    opened.state.next(act).map_err(AppError::refused)?;
    // The days on which the registers were looked up are typed by who looked.
    cx.show(DecisionView::new(&opened, way, Form::empty())).await
}

pub async fn approve(mut cx: Act<DecidePermit>, Path(id): Path<PermitId>, Typed(mut typed): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.next(PermitAct::Approve) {
        return cx.refuse(Event::new("permit.refused").about(id.0).under(opened.permit.contract), why).await;
    }
    let days = (jst_date(opened.permit.applied_at), cx.today());
    let Some((words, checked)) = form::approval(&mut typed, opened.kind, days) else {
        let tried = Event::new("permit.backdate").about(id.0).under(opened.permit.contract);
        let tried = typed.dated_back(tried);
        return cx.invalid_but_known(tried, DecisionView::new(&opened, Way::Approve, typed)).await;
    };
    let words = Some(words).filter(|words| !words.is_empty());
    decide(&mut cx, &opened, PermitState::Approved, words, checked).await?;
    settle(&mut cx, &opened, PermitState::Approved).await?;
    finish(cx, &opened, Event::new("permit.approve"), "承諾しました。").await
}

pub async fn refuse(mut cx: Act<DecidePermit>, Path(id): Path<PermitId>, Typed(mut typed): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.next(PermitAct::Refuse) {
        return cx.refuse(Event::new("permit.refused").about(id.0).under(opened.permit.contract), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::Refuse.label(), 2_000) else {
        return cx.invalid(DecisionView::new(&opened, Way::Refuse, typed)).await;
    };
    decide(&mut cx, &opened, PermitState::Refused, Some(words), None).await?;
    settle(&mut cx, &opened, PermitState::Refused).await?;
    finish(cx, &opened, Event::new("permit.refuse"), "承諾しないと決めました。").await
}

pub async fn give_back(
    mut cx: Act<DecidePermit>,
    Path(id): Path<PermitId>,
    Typed(mut typed): Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.next(PermitAct::Return) {
        return cx.refuse(Event::new("permit.refused").about(id.0).under(opened.permit.contract), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::Return.label(), 2_000) else {
        return cx.invalid(DecisionView::new(&opened, Way::Return, typed)).await;
    };
    decide(&mut cx, &opened, PermitState::Returned, Some(words), None).await?;
    settle(&mut cx, &opened, PermitState::Returned).await?;
    finish(cx, &opened, Event::new("permit.return"), "差し戻しました。").await
}

/// Takes an approval back: from now on it covers nothing.
pub async fn revoke(mut cx: Act<DecidePermit>, Path(id): Path<PermitId>, Typed(mut typed): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.next(PermitAct::Revoke) {
        return cx.refuse(Event::new("permit.refused").about(id.0).under(opened.permit.contract), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::Revoke.label(), 2_000) else {
        return cx.invalid(DecisionView::new(&opened, Way::Revoke, typed)).await;
    };
    let permit = &opened.permit;
    let sealed = cx.seal(Unit::Unit(permit.contract.0), id.0, permit.version + 1, &Ending(words))?;
    let by = (cx.actor().account, cx.now());
    if !db::end(cx.write(), permit, PermitState::Revoked.code(), by, Some(&sealed)).await? {
        return Err(AppError::stale());
    }
    finish(cx, &opened, Event::new("permit.revoke"), "許可を取り消しました。").await
}

async fn decide(
    cx: &mut Act<DecidePermit>,
    opened: &Opened,
    state: PermitState,
    words: Option<String>,
    checked: Option<(time::Date, time::Date)>,
) -> Result<()> {
    let (id, unit) = (opened.permit.id, Unit::Unit(opened.permit.contract.0));
    let words = words.map(|words| cx.seal(unit, id.0, DECIDED, &Decision(words))).transpose()?;
    let (by, now) = (cx.actor().account, cx.now());
    let decided = Decided { state: state.code(), by, now, words: words.as_deref(), checked };
    if db::decide(cx.write(), id, &decided).await? { Ok(()) } else { Err(AppError::stale()) }
}

async fn finish(cx: Act<DecidePermit>, opened: &Opened, event: Event, notice: &str) -> Result {
    let permit = &opened.permit;
    let event = event.about(permit.id.0).under(permit.contract);
    cx.commit(event.detail(serde_json::json!({ "kind": opened.kind.code() })))
        .await?
        .redirect_with(format!("/permits/{}", permit.id), notice)
}
