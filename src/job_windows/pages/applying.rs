//! 申請する: what is to be done in the ward's systems, and when. An application stands in the operator's own name.

use axum::extract::Path;

use super::open;
use crate::{
    audit::Event,
    job_windows::{
        ApplyForJobWindow,
        db::{self, NewWindow},
        form,
        states::WindowAct,
        views::ApplyView,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{dates::wareki, ids::JobWindowId},
};

pub async fn new(cx: View<ApplyForJobWindow>) -> Result {
    let form = Form::empty().with("day", wareki(cx.today())).with("people", cx.actor().person.clone());
    let view = ApplyView::new(cx.actor(), form);
    cx.show(view).await
}

pub async fn apply(mut cx: Act<ApplyForJobWindow>, Typed(mut typed): Typed) -> Result {
    let contract = cx.contract()?;
    let Some(applied) = form::application(&mut typed, cx.now()) else {
        let tried = typed.dated_back(Event::new("job_window.backdate").under(contract));
        let view = ApplyView::new(cx.actor(), typed);
        return cx.invalid_but_known(tried, view).await;
    };
    let id = JobWindowId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(contract.0), id.0, 1, &applied.said)?;
    let new = NewWindow {
        id,
        contract,
        operator: cx.actor().account,
        place: applied.place.code(),
        hours: applied.hours,
        sealed: &sealed,
        now: cx.now(),
    };
    db::insert(cx.write(), &new).await?;
    let event = Event::new("job_window.apply").about(id.0).under(contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/job-windows/{id}"), "申請しました。区の承認を待ってください。")
}

pub async fn withdraw(mut cx: Act<ApplyForJobWindow>, Path(id): Path<JobWindowId>, _: Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.check(&cx, WindowAct::Withdraw) {
        return cx.refuse(opened.refused(), why).await;
    }
    if !db::withdraw(cx.write(), id, opened.window.version).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("job_window.withdraw").about(id.0).under(opened.window.contract);
    cx.commit(event).await?.redirect_with(format!("/job-windows/{id}"), "申請を取り下げました。")
}
