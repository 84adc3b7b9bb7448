//! 作業する: entering an open window takes a login of its own, which ends with the window; afterwards the operator reports what was
//! done.

use axum::{extract::Path, http::HeaderMap};

use super::open;
use crate::{
    accounts::renewal::{Next, renew},
    audit::Event,
    job_windows::{EnterJobWindow, ReportJob, db, form, states::WindowAct, views::ReportView},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::JobWindowId,
};

pub async fn enter(
    mut cx: Act<EnterJobWindow>,
    Path(id): Path<JobWindowId>,
    headers: HeaderMap,
    _: Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.check(&cx, WindowAct::Enter) {
        return cx.refuse(opened.refused(), why).await;
    }
    let window = &opened.window;
    let next =
        Next { work: (cx.ward(), window.contract), window: Some((id, window.ends_at)), path: "/maintenance" };
    let event = Event::new("job_window.enter").about(id.0).under(window.contract);
    renew(cx, &headers, event, next).await
}

pub async fn form(mut cx: View<ReportJob>, Path(id): Path<JobWindowId>) -> Result {
    let opened = open(&mut cx, id).await?;
    opened.check(&cx, WindowAct::Report)?;
    let view = ReportView::new(&opened, cx.now(), Form::empty());
    cx.show(view).await
}

/// What was done. Reported before its end, the window is shut from then on, and the login inside it ends.
pub async fn report(mut cx: Act<ReportJob>, Path(id): Path<JobWindowId>, Typed(mut typed): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.check(&cx, WindowAct::Report) {
        return cx.refuse(opened.refused(), why).await;
    }
    let Some((said, touched)) = form::report(&mut typed) else {
        let view = ReportView::new(&opened, cx.now(), typed);
        return cx.invalid(view).await;
    };
    let (window, now) = (&opened.window, cx.now());
    let words = cx.seal(Unit::Unit(window.contract.0), id.0, window.version + 1, &said)?;
    if !db::report(cx.write(), (id, window.version), now, touched, &words).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("job_window.report").about(id.0).under(window.contract).with("touched", touched);
    cx.commit(event).await?.redirect_with(format!("/job-windows/{id}"), "作業報告を出しました。")
}
