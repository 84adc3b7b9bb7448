//! 用意する: a lesson with its materials and its test.

use axum::extract::Path;

use super::{in_force, load};
use crate::{
    audit::Event,
    contracts::{is_in_force, not_in_force},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        typed::Typed,
    },
    lessons::{
        PrepareLesson,
        db::{self, Lesson},
        form,
        views::FormView,
    },
    vocab::ids::{ContractId, LessonId},
};

pub async fn new(mut cx: View<PrepareLesson>, Path(id): Path<ContractId>) -> Result {
    let contract = in_force(cx.db(), id).await?;
    let blank = form::blank(cx.today());
    cx.show(FormView::new(&contract, blank)).await
}

pub async fn create(
    mut cx: Act<PrepareLesson>,
    Path(id): Path<ContractId>,
    Typed(mut typed): Typed,
) -> Result {
    let contract = in_force(cx.db(), id).await?;
    let (first, today) = (contract.first_day(), cx.today());
    let Some(new) = form::read(&mut typed, first, today) else {
        let tried = typed.dated_back(Event::new("lesson.backdate").under(id));
        return cx.invalid_but_known(tried, FormView::new(&contract, typed)).await;
    };
    let lesson = LessonId(cx.new_id());
    let by = (cx.actor().account, cx.now());
    db::insert(cx.write(), (lesson, id), &new, by).await?;
    let event = Event::new("lesson.create").about(lesson.0).under(id);
    cx.commit(event.detail(serde_json::json!({ "kind": new.kind })))
        .await?
        .redirect_with(format!("/lessons/{lesson}"), "教育・訓練を用意しました。")
}

pub async fn edit(mut cx: View<PrepareLesson>, Path(id): Path<LessonId>) -> Result {
    let lesson = editable(&mut cx, id).await?;
    let stored = form::stored(&lesson);
    cx.show(FormView::of(&lesson, stored)).await
}

pub async fn update(mut cx: Act<PrepareLesson>, Path(id): Path<LessonId>, Typed(mut typed): Typed) -> Result {
    let lesson = editable(&mut cx, id).await?;
    let read = form::read(&mut typed, lesson.first_on, cx.today());
    if read.as_ref().is_some_and(|new| !new.is_taught_as(&lesson)) && db::has_results(cx.db(), id).await? {
        typed.general(
            "すでに受けた人がいるため、変えられるのは名前だけです。新しい教育・訓練を用意してください。",
        );
    } else if read.as_ref().is_some_and(|new| new.kind != lesson.kind) {
        typed.refuse("kind", "種類は変えられません。新しい教育・訓練を用意してください。");
    }
    let Some(new) = read.filter(|_| !typed.has_problems()) else {
        let tried = typed.dated_back(Event::new("lesson.backdate").about(id.0).under(lesson.contract));
        return cx.invalid_but_known(tried, FormView::of(&lesson, typed)).await;
    };
    let version = typed.version();
    if !db::update(cx.write(), (id, version), &new).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("lesson.change").about(id.0).under(lesson.contract);
    cx.commit(event).await?.redirect_with(format!("/lessons/{id}"), "直しました。")
}

/// A lesson that may still be changed, by who made it: its page shows which answers are right.
async fn editable<M>(cx: &mut Ctx<PrepareLesson, M>, id: LessonId) -> Result<Lesson> {
    let (lesson, state) = load(cx.db(), id).await?;
    state.change().map_err(AppError::refused)?;
    if lesson.made_by != cx.actor().account {
        return Err(AppError::refused(
            "この教育・訓練は、用意した人だけが直せます。直す画面に、確認テストの正しい答えが出るためです。",
        ));
    }
    if is_in_force(&lesson.contract_state) { Ok(lesson) } else { Err(not_in_force(super::CLOSED)) }
}
