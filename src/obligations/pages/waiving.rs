//! 不要にする: a duty keeps the contract open, so nobody of the ward finds it needless alone but its admin: one asks with a reason,
//! another decides.

use axum::extract::Path;

use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    obligations::{
        WaiveObligation, completion,
        db::{self, Obligation},
        views,
    },
    vocab::ids::ObligationId,
};

pub async fn form(mut cx: View<WaiveObligation>, Path(id): Path<ObligationId>) -> Result {
    let obligation = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    completion::may_waive(obligation.is_open()).map_err(AppError::refused)?;
    let form =
        Form::empty().with("version", obligation.version.to_string()).with("note", &obligation.waiver_reason);
    let view = views::Waiver::new(&obligation, cx.actor(), form);
    cx.show(view).await
}

pub async fn waive(
    mut cx: Act<WaiveObligation>,
    Path(id): Path<ObligationId>,
    Typed(mut form): Typed,
) -> Result {
    let obligation = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    completion::may_waive(obligation.is_open()).map_err(AppError::refused)?;
    let Some(note) = form.required_lines("note", "不要な理由", 1000) else {
        let view = views::Waiver::new(&obligation, cx.actor(), form);
        return cx.invalid(view).await;
    };
    let version = form.version();
    let by = cx.actor().account;
    if completion::may_waive_now((cx.actor().role, by), obligation.waiver_asked_by) {
        decide(cx, &obligation, version, &note).await
    } else {
        ask(cx, &obligation, version, &note).await
    }
}

async fn decide(mut cx: Act<WaiveObligation>, of: &Obligation, version: i32, note: &str) -> Result {
    let (on, by) = (cx.today(), cx.actor().account);
    let done = db::Done { state: "waived", on, by, note };
    if !db::complete(cx.write(), of.id, version, &done).await? {
        return Err(AppError::stale());
    }
    finish(cx, of, "obligation.waive", "義務を「不要」にしました。").await
}

async fn ask(mut cx: Act<WaiveObligation>, of: &Obligation, version: i32, note: &str) -> Result {
    let hand = (cx.actor().account, cx.now());
    if !db::ask_waiver(cx.write(), (of.id, version), hand, note).await? {
        return Err(AppError::stale());
    }
    let notice = "「不要」にする提案をしました。区のほかの担当者が確かめると、不要になります。";
    finish(cx, of, "obligation.ask_waiver", notice).await
}

async fn finish(cx: Act<WaiveObligation>, of: &Obligation, action: &'static str, notice: &str) -> Result {
    let detail = serde_json::json!({ "rule": of.rule });
    let event = Event::new(action).about(of.id.0).under(of.contract).detail(detail);
    cx.commit(event).await?.redirect_with(format!("/contracts/{}/obligations", of.contract), notice)
}
