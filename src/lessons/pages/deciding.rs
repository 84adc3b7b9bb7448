//! What the ward does with a reported lesson: 受理, or 差戻し with its reason.

use axum::extract::Path;

use super::load;
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    lessons::{
        DecideLesson,
        db::{self, Words},
        form::rules,
        views::ReturnView,
    },
    obligations::{self, Named},
    sealing::Unit,
    vocab::ids::LessonId,
};

/// Receives the report: the duty to teach (or to drill) that is due first is done, and the one before the first access.
pub async fn receive(mut cx: Act<DecideLesson>, Path(id): Path<LessonId>, Typed(form): Typed) -> Result {
    let (lesson, state) = load(cx.db(), id).await?;
    if let Err(why) = state.decide() {
        return cx.refuse(Event::new("lesson.refused").about(id.0).under(lesson.contract), why).await;
    }
    let version = form.version();
    let by = (cx.actor().account, cx.now());
    if !db::decide(cx.write(), (id, version), "received", by, None).await? {
        return Err(AppError::stale());
    }
    for rule in rules(&lesson.kind) {
        let named = Named::of_rule(lesson.contract, rule, "", "contractor");
        let note = "教育・訓練の報告を区が受理しました。";
        obligations::settle(&mut cx, &named, lesson.held_on, note).await?;
    }
    let event = Event::new("lesson.receive").about(id.0).under(lesson.contract);
    cx.commit(event).await?.redirect_with(format!("/lessons/{id}"), "報告を受理しました。")
}

pub async fn return_form(mut cx: View<DecideLesson>, Path(id): Path<LessonId>) -> Result {
    let (lesson, state) = load(cx.db(), id).await?;
    state.decide().map_err(AppError::refused)?;
    let form = Form::empty().with("version", lesson.version.to_string());
    cx.show(ReturnView::new(&lesson, form)).await
}

pub async fn give_back(
    mut cx: Act<DecideLesson>,
    Path(id): Path<LessonId>,
    Typed(mut form): Typed,
) -> Result {
    let (lesson, state) = load(cx.db(), id).await?;
    if let Err(why) = state.decide() {
        return cx.refuse(Event::new("lesson.refused").about(id.0).under(lesson.contract), why).await;
    }
    let Some(reason) = form.required_lines("reason", "差し戻す理由", 1000) else {
        return cx.invalid(ReturnView::new(&lesson, form)).await;
    };
    let version = form.version();
    let sealed = cx.seal(Unit::Unit(lesson.contract.0), id.0, lesson.version + 1, &Words(reason))?;
    let by = (cx.actor().account, cx.now());
    if version != lesson.version
        || !db::decide(cx.write(), (id, version), "returned", by, Some(&sealed)).await?
    {
        return Err(AppError::stale());
    }
    for rule in rules(&lesson.kind) {
        obligations::hand_back(&mut cx, &Named::of_rule(lesson.contract, rule, "", "contractor")).await?;
    }
    let event = Event::new("lesson.return").about(id.0).under(lesson.contract);
    cx.commit(event).await?.redirect_with(format!("/lessons/{id}"), "差し戻しました。")
}
