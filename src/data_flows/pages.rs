//! The pages of the flow of data.

use axum::extract::Path;

use super::{
    PrintDataFlows, ViewDataFlows, WriteDataFlows, db,
    drawing::charts,
    flow::Flow,
    form,
    gathering::gather,
    views::{ContractView, NewView, RemovalView},
};
use crate::{
    audit::Event,
    contracts::{
        self,
        db::Contract,
        states::ContractState,
        views::{Head, Tab},
    },
    documents::{DataFlowSheet, Issue},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::{ContractId, DataFlowId},
};

async fn contract<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Contract> {
    contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)
}

/// A contract whose sheet may still be written.
async fn running<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Contract> {
    let contract = contract(cx, id).await?;
    if contract.state == ContractState::Closed.code() {
        return Err(AppError::refused("この契約は終了しています。個人情報の流れは変えられません。"));
    }
    Ok(contract)
}

pub async fn of_contract(mut cx: View<ViewDataFlows>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(&mut cx, id).await?;
    let flows = gather(&mut cx, id).await?;
    let head = Head::new(&contract, cx.actor(), Tab::Flows, "個人情報の流れ")?;
    let is_over = contract.state == ContractState::Closed.code();
    let writes = WriteDataFlows::allows(cx.actor().role) && !is_over;
    cx.show(ContractView::new(head, id, &flows, writes)?).await
}

pub async fn new(mut cx: View<WriteDataFlows>, Path(id): Path<ContractId>) -> Result {
    let contract = running(&mut cx, id).await?;
    let last = db::list(cx.db(), id).await?.last().map_or(0, |row| row.place);
    let form = Form::empty().with("place", (last + 1).min(99).to_string());
    cx.show(NewView::new(&contract, form)).await
}

pub async fn add(mut cx: Act<WriteDataFlows>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = running(&mut cx, id).await?;
    let typed: Vec<Flow> = gather(&mut cx, id).await?.typed.into_iter().map(|(_, _, flow)| flow).collect();
    let Some((place, flow)) = form::read(&mut form, &typed) else {
        return cx.invalid(NewView::new(&contract, form)).await;
    };
    // A draft has no key yet.
    cx.app().keys.make(Unit::Unit(id.0))?;
    let row = DataFlowId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(id.0), row.0, 1, &flow)?;
    let hand = (cx.now(), cx.actor().account);
    db::insert(cx.write(), &db::Row { id: row, contract: id, place, sealed }, hand).await?;
    let event = Event::new("data_flow.add").about(row.0).under(id);
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}/data-flows"), "流れを1行加えました。")
}

pub async fn removal(mut cx: View<WriteDataFlows>, Path(id): Path<DataFlowId>) -> Result {
    let row = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    running(&mut cx, row.contract).await?;
    let flow = cx.open_paper::<Flow>(Unit::Unit(row.contract.0), id.0, 1, &row.sealed)?;
    cx.show(RemovalView::new(&row, &flow)).await
}

pub async fn remove(mut cx: Act<WriteDataFlows>, Path(id): Path<DataFlowId>, Typed(_): Typed) -> Result {
    let row = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    running(&mut cx, row.contract).await?;
    if !db::delete(cx.write(), id).await? {
        return Err(AppError::stale());
    }
    let back = format!("/contracts/{}/data-flows", row.contract);
    let event = Event::new("data_flow.remove").about(id.0).under(row.contract);
    cx.commit(event).await?.redirect_with(back, "流れを1行除きました。")
}

pub async fn pdf(mut cx: View<PrintDataFlows>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(&mut cx, id).await?;
    let flows = gather(&mut cx, id).await?.all();
    let issue = Issue::new(&cx, Whom::Nobody, "個人情報の流れ", &contract.number).without_handling();
    let masthead = issue.masthead(&cx);
    let paper = DataFlowSheet { masthead, title: contract.title.clone(), charts: charts(&flows)?, flows };
    let event = Event::new("data_flow.print").about(id.0).under(id).with("list", "data_flow");
    issue.pdf(cx, event, paper).await
}
