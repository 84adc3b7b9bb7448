//! 検査を予定する・取りやめる.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    audit::Event,
    inspections::{
        ConductInspection,
        db::{self, Entry},
        plan,
        record::{PLAN, RESULT, Record},
        result::ResultWords,
        views::{CancelView, PlanView},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{
        dates::wareki,
        ids::{ContractId, InspectionId},
    },
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    contract: String,
}

async fn contracts<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Vec<Choice>> {
    let all = db::contracts(cx.db()).await?;
    Ok(all.into_iter().map(|(id, title)| Choice::new(id.to_string(), title)).collect())
}

pub async fn new(mut cx: View<ConductInspection>, Query(asked): Query<Asked>) -> Result {
    let form = Form::empty()
        .with("contract", asked.contract)
        .with("kind", "personal_data")
        .with("mode", "on_site")
        .with("inspectors", cx.actor().person.clone());
    let contracts = contracts(&mut cx).await?;
    cx.show(PlanView::new(form, contracts)).await
}

pub async fn plan(mut cx: Act<ConductInspection>, Typed(mut form): Typed) -> Result {
    let contracts = contracts(&mut cx).await?;
    let codes: Vec<&str> = contracts.iter().map(|one| one.code.as_str()).collect();
    let contract = form.choice("contract", "契約", &codes).and_then(|code| code.parse::<ContractId>().ok());
    let plan = plan::read(&mut form, cx.today());
    let Some((contract, plan)) = contract.zip(plan) else {
        return cx.invalid(PlanView::new(form, contracts)).await;
    };
    let id = InspectionId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(contract.0), id.0, PLAN, &plan.words)?;
    let entry = Entry { inspection: id, contract, by: cx.actor().account, now: cx.now() };
    db::insert(cx.write(), entry, &plan, &sealed).await?;
    let event = Event::new("inspection.plan").about(id.0).under(contract);
    let event = event.detail(serde_json::json!({ "kind": plan.kind.code(), "as": plan.mode.code() }));
    let notice = format!("{}に予定しました。受託者の画面にも出ます。", wareki(plan.planned_on));
    cx.commit(event).await?.redirect_with(format!("/inspections/{id}"), &notice)
}

pub async fn ask_cancel(mut cx: View<ConductInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.settle().map_err(AppError::refused)?;
    cx.show(CancelView::new(id, Form::empty())).await
}

pub async fn cancel(
    mut cx: Act<ConductInspection>,
    Path(id): Path<InspectionId>,
    Typed(mut form): Typed,
) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.settle().map_err(AppError::refused)?;
    let Some(summary) = form.required_lines("reason", "取りやめる理由", 2_000) else {
        return cx.invalid(CancelView::new(id, form)).await;
    };
    let words = ResultWords { summary, ..ResultWords::default() };
    let sealed = cx.seal(record.unit(), id.0, RESULT, &words)?;
    let contract = record.inspection.contract;
    let entry = Entry { inspection: id, contract, by: cx.actor().account, now: cx.now() };
    if !db::settle(cx.write(), entry, None, &sealed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("inspection.cancel").about(id.0).under(contract);
    cx.commit(event).await?.redirect_with(format!("/inspections/{id}"), "取りやめにしました。")
}
