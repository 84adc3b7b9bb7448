//! 決定する: an administrator of the ward approves or refuses, ends what runs before its time, and confirms the report.

use axum::extract::Path;

use super::{DECIDED, ENDED, Opened, open};
use crate::{
    audit::Event,
    job_windows::{
        DecideJobWindow,
        db::{self, By},
        duties::settle,
        states::WindowAct,
        views::{DecisionView, Way},
        words::{Decision, Ending},
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    obligations::{self, library::Mode},
    sealing::Unit,
    vocab::ids::JobWindowId,
};

pub async fn approval(cx: View<DecideJobWindow>, Path(id): Path<JobWindowId>) -> Result {
    ask(cx, id, Way::Approve).await
}

pub async fn refusal(cx: View<DecideJobWindow>, Path(id): Path<JobWindowId>) -> Result {
    ask(cx, id, Way::Refuse).await
}

pub async fn ending(cx: View<DecideJobWindow>, Path(id): Path<JobWindowId>) -> Result {
    ask(cx, id, Way::End).await
}

async fn ask(mut cx: View<DecideJobWindow>, id: JobWindowId, way: Way) -> Result {
    let opened = open(&mut cx, id).await?;
    opened.check(&cx, way.act())?;
    cx.show(DecisionView::new(&opened, way, Form::empty())).await
}

pub async fn approve(
    mut cx: Act<DecideJobWindow>,
    Path(id): Path<JobWindowId>,
    Typed(mut typed): Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.check(&cx, WindowAct::Approve) {
        return cx.refuse(opened.refused(), why).await;
    }
    if obligations::terms(cx.db(), opened.window.contract).await?.system_work == Mode::Never {
        let why = "この契約の特記事項は、受託者による保守の作業を例外なく禁じています。承認できません。";
        return cx.refuse(opened.refused(), why).await;
    }
    let Some(words) = typed.optional_lines("words", Way::Approve.label(), 2_000) else {
        return cx.invalid(DecisionView::new(&opened, Way::Approve, typed)).await;
    };
    decide(&mut cx, &opened, "approved", Some(words).filter(|words| !words.is_empty())).await?;
    settle(&mut cx, &opened.window, "区が作業時間を承認しました。").await?;
    finish(cx, &opened, Event::new("job_window.approve"), "作業時間を承認しました。").await
}

pub async fn refuse(
    mut cx: Act<DecideJobWindow>,
    Path(id): Path<JobWindowId>,
    Typed(mut typed): Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.check(&cx, WindowAct::Refuse) {
        return cx.refuse(opened.refused(), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::Refuse.label(), 2_000) else {
        return cx.invalid(DecisionView::new(&opened, Way::Refuse, typed)).await;
    };
    decide(&mut cx, &opened, "refused", Some(words)).await?;
    settle(&mut cx, &opened.window, "区が承認しないと決めました。").await?;
    finish(cx, &opened, Event::new("job_window.refuse"), "承認しないと決めました。").await
}

/// From now on the window is shut: a login inside it ends.
pub async fn end(
    mut cx: Act<DecideJobWindow>,
    Path(id): Path<JobWindowId>,
    Typed(mut typed): Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.check(&cx, WindowAct::End) {
        return cx.refuse(opened.refused(), why).await;
    }
    let Some(words) = typed.required_lines("words", Way::End.label(), 2_000) else {
        return cx.invalid(DecisionView::new(&opened, Way::End, typed)).await;
    };
    let words = cx.seal(Unit::Unit(opened.window.contract.0), id.0, ENDED, &Ending(words))?;
    let by = By { account: cx.actor().account, at: cx.now() };
    if !db::end(cx.write(), (id, opened.window.version), by, &words).await? {
        return Err(AppError::stale());
    }
    finish(
        cx,
        &opened,
        Event::new("job_window.end"),
        "作業時間を終わらせました。運用保守の担当者のログインも終わりました。",
    )
    .await
}

pub async fn confirm(mut cx: Act<DecideJobWindow>, Path(id): Path<JobWindowId>, _: Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.check(&cx, WindowAct::Confirm) {
        return cx.refuse(opened.refused(), why).await;
    }
    let by = By { account: cx.actor().account, at: cx.now() };
    if !db::confirm(cx.write(), (id, opened.window.version), by).await? {
        return Err(AppError::stale());
    }
    finish(cx, &opened, Event::new("job_window.confirm"), "作業報告を確認しました。").await
}

async fn decide(
    cx: &mut Act<DecideJobWindow>,
    opened: &Opened,
    state: &str,
    words: Option<String>,
) -> Result<()> {
    let (id, unit) = (opened.window.id, Unit::Unit(opened.window.contract.0));
    let words = words.map(|words| cx.seal(unit, id.0, DECIDED, &Decision(words))).transpose()?;
    let by = By { account: cx.actor().account, at: cx.now() };
    let done = db::decide(cx.write(), (id, opened.window.version), state, by, words.as_deref()).await?;
    if done { Ok(()) } else { Err(AppError::stale()) }
}

async fn finish(cx: Act<DecideJobWindow>, opened: &Opened, event: Event, notice: &str) -> Result {
    let id = opened.window.id;
    let event = event.about(id.0).under(opened.window.contract);
    cx.commit(event).await?.redirect_with(format!("/job-windows/{id}"), notice)
}
