//! 締結: fixes the contract, makes its key, and dates its obligations. Every clause must have been confirmed before, and the council
//! paper approved where the ward requires it.

use axum::extract::Path;

use super::{contract, state_of};
use crate::{
    audit::Event,
    contracts::{
        SignContract, db,
        states::{self, ContractAct},
        term, views,
    },
    council,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    obligations,
    sealing::Unit,
    vocab::{dates::wareki, ids::ContractId},
};

pub async fn form(mut cx: View<SignContract>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    states::next(state_of(&contract)?, ContractAct::Sign).map_err(AppError::refused)?;
    let today = cx.today();
    let expected = obligations::expected(&mut cx, &contract, today).await?;
    let texts = db::clause_sets::texts(cx.db(), id).await?;
    let shut = council::shut(cx.db(), &contract).await?;
    let form = Form::empty().with("signed_on", wareki(today)).with("version", contract.version.to_string());
    cx.show(views::Signature::new(&contract, form, &expected, &texts).shut(shut)).await
}

pub async fn sign(mut cx: Act<SignContract>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = contract(cx.db(), id).await?;
    let signed = states::next(state_of(&contract)?, ContractAct::Sign).map_err(AppError::refused)?;
    let today = cx.today();
    if let Some(shut) = council::shut(cx.db(), &contract).await? {
        return cx.refuse(Event::new("council.shut").about(id.0).under(id), shut).await;
    }
    let texts = db::clause_sets::texts(cx.db(), id).await?;
    let signed_on = form.date("signed_on", "締結日").filter(|day| {
        let checked = term::check_signature(*day, contract.starts_on, contract.ends_on, today);
        checked.map_err(|problem| form.refuse("signed_on", problem.to_string())).is_ok()
    });
    let unread: i64 = texts.iter().map(|text| text.clauses - text.confirmed).sum();
    if unread > 0 {
        form.general(format!(
            "確かめていない条項が{unread}条あります。すべての条項を確かめてから締結してください。"
        ));
    }
    let Some(signed_on) = signed_on.filter(|_| unread == 0) else {
        let expected = obligations::expected(&mut cx, &contract, today).await?;
        return cx.invalid(views::Signature::new(&contract, form, &expected, &texts)).await;
    };
    if !db::set_state(cx.write(), &contract, form.version(), signed.code(), (Some(signed_on), None)).await? {
        return Err(AppError::stale());
    }
    let dated = obligations::renew(&mut cx, &contract, signed_on).await?;
    cx.app().keys.make(Unit::Unit(id.0))?;
    let event =
        Event::new("contract.sign").about(id.0).under(id).detail(serde_json::json!({ "obligations": dated }));
    cx.commit(event).await?.redirect_with(
        format!("/contracts/{id}"),
        &format!("契約を締結しました。期限のある義務{dated}件を登録しました。"),
    )
}
