//! What the ward does with a reported lesson: 受理, or 差戻し with its reason.

use axum::extract::Path;

use super::load;
use crate::{
    audit::Event,
    contracts::proof::{self, Proof},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    lessons::{
        DecideLesson,
        db::{self, Words},
        views::ReturnView,
    },
    sealing::Unit,
    vocab::ids::LessonId,
};

/// Receives the report: the duty to teach (or to drill) that is due first is done, and the one before the first access.
pub async fn receive(mut cx: Act<DecideLesson>, Path(id): Path<LessonId>, Typed(form): Typed) -> Result {
    let (lesson, state) = load(cx.db(), id).await?;
    if let Err(why) = state.decide() {
        return Err(cx.refuse(why).await);
    }
    let version = form.value("version").parse().unwrap_or_default();
    let by = (cx.actor().account, cx.now());
    if !db::decide(cx.write(), (id, version), "received", by, None).await? {
        return Err(AppError::stale());
    }
    let rules: &[&str] =
        if lesson.kind == "drill" { &["drill"] } else { &["training_before_access", "training"] };
    for rule in rules {
        let proof = Proof {
            rule, on: lesson.held_on, note: "教育・訓練の報告を区が受理しました。"
        };
        proof::prove(&mut cx, lesson.contract, &proof).await?;
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
        return Err(cx.refuse(why).await);
    }
    let Some(reason) = form.required_lines("reason", "差し戻す理由", 1000) else {
        return cx.invalid(ReturnView::new(&lesson, form)).await;
    };
    let version: i32 = form.value("version").parse().unwrap_or_default();
    let sealed = cx.seal(Unit::Unit(lesson.contract.0), id.0, lesson.version + 1, &Words(reason))?;
    let by = (cx.actor().account, cx.now());
    if version != lesson.version
        || !db::decide(cx.write(), (id, version), "returned", by, Some(&sealed)).await?
    {
        return Err(AppError::stale());
    }
    let event = Event::new("lesson.return").about(id.0).under(lesson.contract);
    cx.commit(event).await?.redirect_with(format!("/lessons/{id}"), "差し戻しました。")
}
