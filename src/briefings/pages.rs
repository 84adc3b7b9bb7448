//! The 体験・説明会 of a course, and one of them.

use axum::extract::Path;

use super::{
    ViewBriefings, WriteBriefing, db, form,
    views::{FormView, ListView, ShowView},
};
use crate::{
    audit::Event,
    courses::{self, CourseTab},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    obligations,
    vocab::ids::{BriefingId, CourseId},
};

pub async fn list(mut cx: View<ViewBriefings>, Path(id): Path<CourseId>) -> Result {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let briefings = db::of_course(cx.db(), id).await?;
    let (may_write, today) = (WriteBriefing::allows(cx.actor().role), cx.today());
    let tabs = courses::tabs(id, cx.actor(), CourseTab::Briefings);
    cx.show(ListView::new((id, &place), &briefings, may_write, today, tabs)).await
}

pub async fn new(mut cx: View<WriteBriefing>, Path(id): Path<CourseId>) -> Result {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let form = form::blank(&place);
    cx.show(FormView::new((id, &place), None, form)).await
}

pub async fn create(mut cx: Act<WriteBriefing>, Path(id): Path<CourseId>, Typed(mut typed): Typed) -> Result {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let Some(new) = form::read(&mut typed, id, cx.today()) else {
        return cx.invalid(FormView::new((id, &place), None, typed)).await;
    };
    let briefing = BriefingId(cx.new_id());
    let by = (cx.actor().account, cx.now());
    db::insert(cx.write(), (briefing, place.contract), &new, by).await?;
    obligations::follow(&mut cx, place.contract).await?;
    let event = Event::new("briefing.create").about(briefing.0).under(place.contract);
    cx.commit(event).await?.redirect_with(format!("/briefings/{briefing}"), "体験・説明会を登録しました。")
}

pub async fn show(mut cx: View<ViewBriefings>, Path(id): Path<BriefingId>) -> Result {
    let (course, _, briefing) = whole(&mut cx, id).await?;
    let may_write = WriteBriefing::allows(cx.actor().role);
    let tabs = courses::tabs(course, cx.actor(), CourseTab::Briefings);
    cx.show(ShowView::new(course, &briefing, may_write, tabs)).await
}

pub async fn edit(mut cx: View<WriteBriefing>, Path(id): Path<BriefingId>) -> Result {
    let (course, place, briefing) = whole(&mut cx, id).await?;
    let form = form::stored(&briefing);
    cx.show(FormView::new((course, &place), Some(id), form)).await
}

pub async fn update(
    mut cx: Act<WriteBriefing>,
    Path(id): Path<BriefingId>,
    Typed(mut typed): Typed,
) -> Result {
    let (course, place, briefing) = whole(&mut cx, id).await?;
    let Some(new) = form::read(&mut typed, course, cx.today()) else {
        return cx.invalid(FormView::new((course, &place), Some(id), typed)).await;
    };
    let version = typed.version();
    let by = (cx.actor().account, cx.now());
    if !db::update(cx.write(), (id, version), &new, by).await? {
        return Err(AppError::stale());
    }
    obligations::follow(&mut cx, briefing.contract).await?;
    let event = Event::new("briefing.change").about(id.0).under(briefing.contract);
    cx.commit(event).await?.redirect_with(format!("/briefings/{id}"), "体験・説明会を直しました。")
}

/// A briefing with the course it is shown beside.
async fn whole<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: BriefingId,
) -> Result<(CourseId, db::Place, db::Briefing)> {
    let briefing = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let course = match briefing.course {
        Some(course) => course,
        None => db::any_course(cx.db(), briefing.contract).await?.ok_or(AppError::NotFound)?,
    };
    let place = db::place(cx.db(), course).await?.ok_or(AppError::NotFound)?;
    Ok((course, place, briefing))
}
