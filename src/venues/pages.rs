//! The venue of a course: what the standard asks for, what somebody saw, and what was looked at after each session.

use axum::extract::Path;

use super::{CheckVenue, ViewVenue, db, end_checks::in_order, form, views::ShowView};
use crate::{
    audit::Event,
    courses::{self, CourseTab},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    programmes,
    vocab::ids::CourseId,
};

pub async fn show(mut cx: View<ViewVenue>, Path(id): Path<CourseId>) -> Result {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let venue = &programmes::of(cx.db(), place.programme).await?.venue;
    let checks = db::checks(cx.db(), id).await?;
    let mut ended = db::end_checks(cx.db(), id, None).await?;
    in_order(&mut ended, venue);
    let typed = form::stored(venue, &checks);
    let may_write = CheckVenue::allows(cx.actor().role);
    let tabs = courses::tabs(id, cx.actor(), CourseTab::Venue);
    cx.show(ShowView::new((id, &place, venue), (&checks, &ended), typed, may_write).with_tabs(tabs)).await
}

pub async fn save(mut cx: Act<CheckVenue>, Path(id): Path<CourseId>, Typed(mut typed): Typed) -> Result {
    let place = db::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let venue = &programmes::of(cx.db(), place.programme).await?.venue;
    if venue.standard.is_empty() {
        return Err(AppError::refused("この事業には、会場の基準がありません。"));
    }
    let checks = db::checks(cx.db(), id).await?;
    let of_ward = cx.actor().role.is_ward();
    let fixed: Vec<_> = checks.iter().filter(|check| check.by_ward && !of_ward).collect();
    let Some(answers) = form::read(&mut typed, venue, &fixed) else {
        let mut ended = db::end_checks(cx.db(), id, None).await?;
        in_order(&mut ended, venue);
        let tabs = courses::tabs(id, cx.actor(), CourseTab::Venue);
        let view = ShowView::new((id, &place, venue), (&checks, &ended), typed, true);
        return cx.invalid(view.with_tabs(tabs)).await;
    };
    let (by, on) = (cx.actor().account, cx.today());
    db::write(cx.write(), (id, place.contract), &answers, (by, on)).await?;
    let event = Event::new("venue.save").about(id.0).under(place.contract);
    cx.commit(event.detail(serde_json::json!({ "items": form::told(&answers) })))
        .await?
        .redirect_with(format!("/courses/{id}/venue"), "会場の確認を保存しました。")
}
