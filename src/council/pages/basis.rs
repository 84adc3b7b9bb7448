//! 付議の根拠: which law, which body, and whether the contract waits for the approval.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::states::ContractState,
    council::{SetCouncilBasis, basis::Law, db, loading, states::CouncilRefusal, views::BasisView},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    vocab::ids::ContractId,
};

pub async fn form(mut cx: View<SetCouncilBasis>, Path(id): Path<ContractId>) -> Result {
    let contract = loading::contract(&mut cx, id).await?;
    let form = match db::basis(cx.db(), id).await? {
        Some(basis) => {
            let form = Form::empty().with("law", basis.law).with("body", basis.body);
            let form = form.with("version", basis.version.to_string());
            if basis.required { form.with("required", "yes") } else { form }
        }
        None => Form::empty().with("law", Law::Act.code()).with("body", Law::Act.usual_body()),
    };
    cx.show(BasisView::new(&contract, form)).await
}

pub async fn set(mut cx: Act<SetCouncilBasis>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = loading::contract(&mut cx, id).await?;
    if contract.state == ContractState::Closed.code() {
        return Err(AppError::refused(CouncilRefusal::Closed));
    }
    let law = form.choice("law", "法令", &Law::ALL.map(Law::code));
    let body = form.required("body", "会議の名称", 60);
    let (Some(law), Some(body)) = (law, body) else {
        return cx.invalid(BasisView::new(&contract, form)).await;
    };
    let required = form.checked("required", "yes");
    if !required && db::is_waited_for(cx.db(), id).await? {
        let event = Event::new("council.refused").about(id.0).under(id);
        return cx.refuse(event, CouncilRefusal::PaperBegun).await;
    }
    let new = db::Basis { required, law, body, set_at: cx.now(), version: form.version() };
    let by = cx.actor().account;
    if !db::set_basis(cx.write(), id, &new, by).await? {
        return Err(AppError::stale());
    }
    let event =
        Event::new("council.basis").about(id.0).under(id).with("state", new.law).with("required", required);
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}/council"), "付議の根拠を設定しました。")
}
