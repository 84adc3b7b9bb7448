//! 締結: fixes the contract, makes its key, and dates its obligations.

use axum::extract::Path;

use super::{contract, state_of};
use crate::{
    audit::Event,
    contracts::{
        SignContract, db, duties, forms,
        states::{self, ContractAct},
        term, views,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{dates::wareki, ids::ContractId},
};

pub async fn form(mut cx: View<SignContract>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    states::next(state_of(&contract)?, ContractAct::Sign).map_err(AppError::refused)?;
    let today = cx.today();
    let expected = duties::expected(cx.db(), &contract, today).await?;
    let form = Form::empty().with("signed_on", wareki(today)).with("version", contract.version.to_string());
    cx.show(views::Signature::new(&contract, form, &expected)).await
}

pub async fn sign(mut cx: Act<SignContract>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = contract(cx.db(), id).await?;
    let signed = states::next(state_of(&contract)?, ContractAct::Sign).map_err(AppError::refused)?;
    let today = cx.today();
    let signed_on = form.date("signed_on", "締結日").filter(|day| {
        let checked = term::check_signature(*day, contract.starts_on, contract.ends_on, today);
        checked.map_err(|problem| form.refuse("signed_on", problem.to_string())).is_ok()
    });
    let Some(signed_on) = signed_on else {
        let expected = duties::expected(cx.db(), &contract, today).await?;
        return cx.invalid(views::Signature::new(&contract, form, &expected)).await;
    };
    if !db::set_state(cx.write(), &contract, forms::version(&form), signed.code(), Some(signed_on)).await? {
        return Err(AppError::stale());
    }
    let dated = duties::renew(&mut cx, &contract, signed_on).await?;
    cx.app().keys.make(Unit::Unit(id.0))?;
    let event =
        Event::new("contract.sign").about(id.0).under(id).detail(serde_json::json!({ "obligations": dated }));
    cx.commit(event).await?.redirect_with(
        format!("/contracts/{id}"),
        &format!("契約を締結しました。期限のある義務{dated}件を登録しました。"),
    )
}
