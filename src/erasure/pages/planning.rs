//! データ消去計画書: where five business days are not enough.

use axum::extract::Path;

use super::NOT_REPORTED;
use crate::{
    audit::Event,
    contracts,
    erasure::{ReportErasure, db::plans, duties, plan_form, views::PlanView},
    kit::{
        ctx::{Act, View},
        error::Result,
        form::Form,
        typed::Typed,
    },
    organisations,
    sealing::Unit,
    vocab::ids::{ContractId, ErasurePlanId},
};

pub async fn new(mut cx: View<ReportErasure>, Path(id): Path<ContractId>) -> Result {
    let contract = contracts::in_force(cx.db(), id, NOT_REPORTED).await?;
    cx.show(PlanView::new(&contract, Form::empty())).await
}

pub async fn plan(mut cx: Act<ReportErasure>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = contracts::in_force(cx.db(), id, NOT_REPORTED).await?;
    let closed = organisations::closed_days(cx.db()).await?;
    let Some(read) = plan_form::read(&mut form, &closed) else {
        return cx.invalid(PlanView::new(&contract, form)).await;
    };
    let plan = ErasurePlanId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(id.0), plan.0, 1, &read.words)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = plans::NewPlan {
        id: plan,
        contract: id,
        base_on: read.base_on,
        due_on: read.due_on,
        completes_on: read.completes_on,
        sealed: &sealed,
        by,
        now,
    };
    plans::insert(cx.write(), &new).await?;
    duties::plan(&mut cx, id).await?;
    let event = Event::new("erasure.plan").about(plan.0).under(id);
    cx.commit(event)
        .await?
        .redirect_with(format!("/contracts/{id}/erasures"), "データ消去計画書を提出しました。")
}
