//! 区の決定: a 従事者名簿 is accepted or given back, a change that was only notified is received.

use axum::extract::Path;

use super::{
    roster::{Loaded, load},
    state_of,
};
use crate::{
    audit::Event,
    contracts::{
        DecideRoster,
        db::roster_steps,
        roster::{self, RosterAct},
        views,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    obligations::{self, Evidence},
    pledges,
    vocab::{
        dates::jst_date,
        ids::{ContractId, RosterId},
    },
};

pub async fn acceptance(
    mut cx: View<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    may_accept(&loaded)?;
    cx.show(views::RosterConfirm::acceptance(&loaded)).await
}

/// Accepts a version, retires the one before it, and notes the obligation to submit a list as done.
pub async fn accept(
    mut cx: Act<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(form): Typed,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    may_accept(&loaded)?;
    let (by, now) = (cx.actor().account, cx.now());
    if !roster_steps::accept(cx.write(), &loaded.roster, form.version(), by, now).await? {
        return Err(AppError::stale());
    }
    settle(&mut cx, &loaded).await?;
    let event = Event::new("roster.accept")
        .about(id.0)
        .under(loaded.contract.id)
        .detail(serde_json::json!({ "people": loaded.lines.len() }));
    let to = format!("/contracts/{}/roster", loaded.contract.id);
    cx.commit(event).await?.redirect_with(to, "従事者名簿を承認しました。")
}

/// Receives a change that has been in force since the contractor told of it.
pub async fn receive(
    mut cx: Act<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(form): Typed,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    if !loaded.roster.waits_for_receipt() {
        return Err(AppError::refused("この名簿は、受理を待っている届ではありません。"));
    }
    let (by, now) = (cx.actor().account, cx.now());
    if !roster_steps::receive(cx.write(), &loaded.roster, form.version(), by, now).await? {
        return Err(AppError::stale());
    }
    settle(&mut cx, &loaded).await?;
    let event = Event::new("roster.receive").about(id.0).under(loaded.contract.id);
    let to = format!("/contracts/{}/roster", loaded.contract.id);
    cx.commit(event).await?.redirect_with(to, "従事者の変更の届を受理しました。")
}

/// The list is proved: the duties that ask for it are done, and those that wait for its people's pledges.
async fn settle(cx: &mut Act<DecideRoster>, loaded: &Loaded) -> Result<()> {
    let (by, now) = (cx.actor().account, cx.now());
    let on = jst_date(loaded.roster.submitted_at.unwrap_or(now));
    obligations::register_settled(cx, loaded.contract.id, Evidence::Roster, "", on, by).await?;
    pledges::duties::settle_when_received(cx, loaded.contract.id).await
}

fn may_accept(loaded: &Loaded) -> Result<()> {
    roster::next(loaded.state, RosterAct::Accept).map_err(AppError::refused)?;
    if !state_of(&loaded.contract)?.is_in_force() {
        return Err(AppError::refused("契約が終了しているため、従事者名簿は承認できません。"));
    }
    roster::check(&loaded.entries()).map_err(AppError::refused)
}

pub async fn return_form(
    mut cx: View<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    roster::next(loaded.state, RosterAct::Return).map_err(AppError::refused)?;
    let form = Form::empty().with("version", loaded.roster.version.to_string());
    cx.show(views::RosterReturn::new(&loaded, form)).await
}

pub async fn give_back(
    mut cx: Act<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(mut form): Typed,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    roster::next(loaded.state, RosterAct::Return).map_err(AppError::refused)?;
    let Some(reason) = form.required_lines("reason", "差し戻す理由", 1000) else {
        return cx.invalid(views::RosterReturn::new(&loaded, form)).await;
    };
    let (by, now) = (cx.actor().account, cx.now());
    if !roster_steps::give_back(cx.write(), &loaded.roster, form.version(), by, now, &reason).await? {
        return Err(AppError::stale());
    }
    obligations::register_handed_in(&mut cx, loaded.contract.id, Evidence::Roster, None).await?;
    let event = Event::new("roster.return").about(id.0).under(loaded.contract.id);
    let to = format!("/contracts/{}/roster", loaded.contract.id);
    cx.commit(event).await?.redirect_with(to, "従事者名簿を差し戻しました。")
}
