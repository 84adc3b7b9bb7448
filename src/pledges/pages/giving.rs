//! 誓約する: a person gives their own pledge, under their own login.

use super::in_force;
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        permission::Role,
        typed::Typed,
    },
    pledges::{
        GivePledge, db, duties,
        states::PledgeState,
        views::OwnView,
        words::{WORDING, is_own_name, today},
    },
    vocab::ids::PledgeId,
};

pub async fn own(mut cx: View<GivePledge>) -> Result {
    let contract = cx.contract()?;
    let (account, day) = (cx.actor().account, cx.today());
    let contract = in_force(cx.db(), contract).await?;
    let given = db::of_person(cx.db(), contract.id, account).await?;
    let lacks = db::lacks(cx.db(), contract.id, account, day).await?;
    let (name, manages) = (cx.actor().person.clone(), cx.actor().role == Role::ContractorManager);
    cx.show(OwnView::new(&contract, &given, lacks.as_deref(), (name, manages), Form::empty())).await
}

pub async fn give(mut cx: Act<GivePledge>, Typed(mut form): Typed) -> Result {
    let contract = cx.contract()?;
    let (account, name, now) = (cx.actor().account, cx.actor().person.clone(), cx.now());
    let contract = in_force(cx.db(), contract).await?;
    let given = db::of_person(cx.db(), contract.id, account).await?;
    if given.iter().any(|one| one.state != PledgeState::Returned.code()) {
        return cx
            .refuse(Event::new("pledge.refused").under(contract.id), "誓約書はすでに出されています。")
            .await;
    }
    if !form.checked("agreed", "yes") {
        form.refuse("agreed", "内容を読んで、「すべて守ります」を選んでください。");
    }
    let typed = form.required("name", "氏名", 80);
    if typed.as_ref().is_some_and(|typed| !is_own_name(typed, &name)) {
        form.refuse("name", "アカウントの氏名と合いません。ご自分の氏名を入力してください。");
    }
    if form.has_problems() {
        let manages = cx.actor().role == Role::ContractorManager;
        return cx.invalid(OwnView::new(&contract, &given, None, (name, manages), form)).await;
    }
    let (id, words) = (PledgeId(cx.new_id()), today());
    let given_on = cx.today();
    let new = db::NewPledge {
        id,
        contract: contract.id,
        account,
        wording: WORDING,
        words: &words,
        given_on,
        now,
        by: account,
        paper: None,
    };
    if let Err(error) = db::insert(cx.write(), &new).await {
        expect_violation(error, "pledge_once")?;
        return Err(AppError::stale());
    }
    duties::hand_in_when_whole(&mut cx, contract.id).await?;
    let event = Event::new("pledge.give").about(id.0).under(contract.id);
    cx.commit(event).await?.redirect_with("/pledge", "誓約書を出しました。区に届いています。")
}
