//! The plan of a course: read by both sides, written by the contractor on one page.

use axum::extract::Path;
use uuid::Uuid;

use super::{
    ViewPlan, WritePlan, db,
    loading::{Loaded, load},
    plan_form::{self, Planned},
    views::{EditView, ShowView},
};
use crate::{
    audit::Event,
    courses::{self, CourseTab},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    vocab::ids::{CourseId, DesignationId, SessionId},
};

pub async fn show(mut cx: View<ViewPlan>, Path(id): Path<CourseId>) -> Result {
    let loaded = load(&mut cx, id).await?;
    let may_write = WritePlan::allows(cx.actor().role);
    let tabs = courses::tabs(id, cx.actor(), CourseTab::Plan);
    let view = ShowView::new(&loaded, may_write, tabs);
    cx.show(view).await
}

pub async fn edit(mut cx: View<WritePlan>, Path(id): Path<CourseId>) -> Result {
    let loaded = writable(load(&mut cx, id).await?)?;
    let lines = db::listed(cx.db(), loaded.course.contract).await?;
    let form = plan_form::stored(&loaded, &lines);
    cx.show(EditView::new(&loaded, &lines, form)).await
}

fn writable(loaded: Loaded) -> Result<Loaded> {
    if loaded.sessions.iter().any(plan_form::is_open) {
        Ok(loaded)
    } else {
        Err(AppError::refused("これから実施する回がないため、計画は変えられません。"))
    }
}

pub async fn save(mut cx: Act<WritePlan>, Path(id): Path<CourseId>, Typed(mut form): Typed) -> Result {
    db::lock(cx.write(), id).await?;
    let loaded = writable(load(&mut cx, id).await?)?;
    let lines = db::listed(cx.db(), loaded.course.contract).await?;
    let Some(plans) = plan_form::read(&mut form, loaded.programme, &loaded.sessions, &lines) else {
        return cx.invalid(EditView::new(&loaded, &lines, form)).await;
    };
    if form.value("version") != plan_form::version(&loaded.sessions).to_string() {
        return Err(AppError::stale());
    }
    let (by, now) = (cx.actor().account, cx.now());
    let new = db::NewPlan {
        course: id,
        contract: loaded.course.contract,
        plans: plans.iter().map(row).collect(),
        staff: plans.iter().flat_map(staff).collect(),
        sessions: plans.iter().map(|plan| plan.session.0).collect::<Vec<Uuid>>(),
        by,
        now,
    };
    db::write(cx.write(), &new).await?;
    let event = Event::new("plan.save").about(id.0).under(new.contract);
    let detail = serde_json::json!({ "sessions": plans.len() });
    cx.commit(event.detail(detail))
        .await?
        .redirect_with(format!("/courses/{id}/plan"), "計画を保存しました。")
}

fn row(plan: &Planned) -> serde_json::Value {
    serde_json::json!({ "session_id": plan.session, "content": plan.content, "aim": plan.aim, "add_ons": plan.add_ons })
}

fn staff(plan: &Planned) -> Vec<(SessionId, DesignationId)> {
    plan.staff.iter().map(|line| (plan.session, *line)).collect()
}
