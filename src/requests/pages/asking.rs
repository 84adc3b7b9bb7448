//! What the ward does: it asks, and receives or returns what is answered.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        permission::Permission,
        typed::Typed,
    },
    requests::{
        MakeRequest,
        db::{self, Entry},
        duties, forms,
        kinds::Decision,
        thread::{Opened, REMARK, Thread},
        views::{DecideView, NewView},
    },
    sealing::Unit,
    vocab::{
        dates::jst_date,
        ids::{ContractId, WardRequestAnswerId, WardRequestId},
    },
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct For {
    contract: String,
}

async fn contracts<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Vec<Choice>> {
    let all = db::contracts(cx.db()).await?;
    Ok(all.into_iter().map(|(id, title)| Choice::new(id.to_string(), title)).collect())
}

pub async fn new(mut cx: View<MakeRequest>, Query(of): Query<For>) -> Result {
    let contracts = contracts(&mut cx).await?;
    let form = forms::blank(cx.today()).with("contract", of.contract);
    cx.show(NewView::new(form, contracts)).await
}

pub async fn ask(mut cx: Act<MakeRequest>, Typed(mut form): Typed) -> Result {
    let contracts = contracts(&mut cx).await?;
    let codes: Vec<&str> = contracts.iter().map(|one| one.code.as_str()).collect();
    let contract = form.choice("contract", "契約", &codes).and_then(|code| code.parse::<ContractId>().ok());
    let request = forms::read_request(&mut form, cx.today());
    let Some((contract, request)) = contract.zip(request) else {
        return cx.invalid(NewView::new(form, contracts)).await;
    };
    let id = WardRequestId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(contract.0), id.0, 1, &request.words)?;
    let entry = Entry { request: id, contract, by: cx.actor().account, now: cx.now() };
    let today = cx.today();
    db::insert(cx.write(), entry, &request, (today, &sealed)).await?;
    duties::asked(&mut cx, contract, (id, request.kind), request.due_on).await?;
    let event = Event::new("request.ask").about(id.0).under(contract);
    let event = event.detail(serde_json::json!({ "kind": request.kind.code() }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/requests/{id}"), "受託者に求めました。受託者の画面に出ます。")
}

/// The answer while nobody has decided on it.
fn undecided(thread: &Thread, id: WardRequestAnswerId) -> Result<&Opened> {
    let answer = thread.answer(id)?;
    if answer.decision.is_some() {
        return Err(AppError::refused("この回答には、すでに決定があります。"));
    }
    Ok(answer)
}

pub async fn decision(
    mut cx: View<MakeRequest>,
    Path((id, answer)): Path<(WardRequestId, WardRequestAnswerId)>,
) -> Result {
    let thread = Thread::find(&mut cx, id).await?;
    let answer = undecided(&thread, answer)?;
    cx.show(DecideView::new(&thread, answer, Form::empty())).await
}

pub async fn decide(
    mut cx: Act<MakeRequest>,
    Path((id, answer)): Path<(WardRequestId, WardRequestAnswerId)>,
    Typed(mut form): Typed,
) -> Result {
    let thread = Thread::find(&mut cx, id).await?;
    let answer = undecided(&thread, answer)?;
    let Some((decision, remark)) = forms::read_decision(&mut form) else {
        return cx.invalid(DecideView::new(&thread, answer, form)).await;
    };
    let (contract, row) = (thread.request.contract, answer.row.id);
    let remark = remark.map(|it| cx.seal(thread.unit(), row.0, REMARK, &it)).transpose()?;
    let entry = Entry { request: id, contract, by: cx.actor().account, now: cx.now() };
    if !db::decide(cx.write(), entry, row, (decision, remark.as_deref())).await? {
        return Err(AppError::stale());
    }
    let answered_on = (decision == Decision::Received).then(|| jst_date(answer.row.made_at));
    duties::decided(&mut cx, contract, (id, thread.kind), answered_on).await?;
    let event = Event::new("request.decide").about(id.0).under(contract);
    let event = event.detail(serde_json::json!({ "state": decision.code() }));
    let notice = format!("「{}」にしました。", decision.label());
    cx.commit(event).await?.redirect_with(format!("/requests/{id}"), &notice)
}
