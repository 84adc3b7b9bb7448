//! 実施開始・終了の手続き・終了: the later steps of a contract, each with its confirm page; and dating what is open anew.

use axum::extract::Path;

use super::{contract, state_of};
use crate::{
    audit::Event,
    contracts::{
        MoveContract, RenewObligations,
        db::{self, PeopleCounts},
        open,
        states::{self, ContractAct},
        views,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Typed,
    },
    obligations,
    vocab::ids::ContractId,
};

pub async fn activation(cx: View<MoveContract>, Path(id): Path<ContractId>) -> Result {
    confirm(cx, id, ContractAct::Activate).await
}

pub async fn closing(cx: View<MoveContract>, Path(id): Path<ContractId>) -> Result {
    confirm(cx, id, ContractAct::BeginClosing).await
}

pub async fn closure(cx: View<MoveContract>, Path(id): Path<ContractId>) -> Result {
    confirm(cx, id, ContractAct::Close).await
}

pub async fn activate(cx: Act<MoveContract>, path: Path<ContractId>, typed: Typed) -> Result {
    go(cx, path.0, typed, ContractAct::Activate).await
}

pub async fn begin_closing(cx: Act<MoveContract>, path: Path<ContractId>, typed: Typed) -> Result {
    go(cx, path.0, typed, ContractAct::BeginClosing).await
}

pub async fn close(cx: Act<MoveContract>, path: Path<ContractId>, typed: Typed) -> Result {
    go(cx, path.0, typed, ContractAct::Close).await
}

async fn confirm(mut cx: View<MoveContract>, id: ContractId, act: ContractAct) -> Result {
    let contract = contract(cx.db(), id).await?;
    states::next(state_of(&contract)?, act).map_err(AppError::refused)?;
    let today = cx.today();
    let people = db::people_counts(cx.db(), id, today).await?;
    let left = if act == ContractAct::Close { open::under(cx.db(), id, today).await? } else { Vec::new() };
    let view = views::Step::new(&contract, act, &people, (&left, cx.actor()));
    cx.show(view).await
}

async fn go(mut cx: Act<MoveContract>, id: ContractId, Typed(form): Typed, act: ContractAct) -> Result {
    let contract = contract(cx.db(), id).await?;
    let today = cx.today();
    let after = states::next(state_of(&contract)?, act).map_err(AppError::refused)?;
    if act == ContractAct::Close {
        let left = open::under(cx.db(), id, today).await?;
        if !left.is_empty() {
            let view = views::Step::new(&contract, act, &PeopleCounts::default(), (&left, cx.actor()));
            let tried = Event::new("contract.refused").about(id.0).under(id);
            return cx.invalid_but_known(Some(tried), view).await;
        }
    }
    let days = (None, (act == ContractAct::Close).then_some(today));
    if !db::set_state(cx.write(), &contract, form.version(), after.code(), days).await? {
        return Err(AppError::stale());
    }
    let (action, notice) = match act {
        ContractAct::Sign | ContractAct::Activate => ("contract.activate", "契約を実施中にしました。"),
        ContractAct::BeginClosing => ("contract.begin_closing", "終了の手続きを始めました。"),
        ContractAct::Close => {
            ("contract.close", "契約を終了しました。受託者はこの契約の情報を見られなくなりました。")
        }
    };
    let event = Event::new(action).about(id.0).under(id);
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}"), notice)
}

/// Works out what is open anew, after courses were added or moved.
pub async fn renew_obligations(
    mut cx: Act<RenewObligations>,
    Path(id): Path<ContractId>,
    Typed(_): Typed,
) -> Result {
    let contract = contract(cx.db(), id).await?;
    let signed_on =
        contract.signed_on.filter(|_| state_of(&contract).is_ok_and(states::ContractState::is_in_force));
    let signed_on = signed_on
        .ok_or_else(|| AppError::refused("締結ずみで、終了していない契約だけ、期限を計算し直せます。"))?;
    let open = obligations::renew(&mut cx, &contract, signed_on).await?;
    let event =
        Event::new("obligation.renew").about(id.0).under(id).detail(serde_json::json!({ "open": open }));
    cx.commit(event).await?.redirect_with(
        format!("/contracts/{id}/obligations"),
        "今の契約と教室の日程で、期限を計算し直しました。",
    )
}
