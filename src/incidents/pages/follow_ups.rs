//! 続報・最終報告: the contractor writes on, the ward notes that it has received it.

use axum::extract::Path;

use crate::{
    audit::Event,
    incidents::{
        ReceiveIncident, WriteIncident,
        case::{self, Found},
        db::follow_ups::{self, NewReport},
        duties,
        follow_up::{self, FollowUp, Stage},
        views::FollowUpView,
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{
        dates::jst_date,
        ids::{IncidentId, IncidentReportId},
    },
};

/// The incident and the number of the next report.
async fn next<P: Permission, M>(cx: &mut Ctx<P, M>, id: IncidentId) -> Result<(Found, i32)> {
    let found = case::find(cx, id).await?;
    found.state.add().map_err(AppError::refused)?;
    let last = follow_ups::of_incident(cx.db(), id).await?.last().map_or(1, |report| report.number);
    Ok((found, last + 1))
}

pub async fn new(mut cx: View<WriteIncident>, Path(id): Path<IncidentId>) -> Result {
    let (found, number) = next(&mut cx, id).await?;
    cx.show(FollowUpView::new(&found, number, Form::empty().with("stage", "interim"))).await
}

pub async fn write(mut cx: Act<WriteIncident>, Path(id): Path<IncidentId>, Typed(mut form): Typed) -> Result {
    let (found, number) = next(&mut cx, id).await?;
    let Some(report) = follow_up::read(&mut form, cx.now()) else {
        return cx.invalid(FollowUpView::new(&found, number, form)).await;
    };
    store(&mut cx, &found, number, &report).await?;
    duties::followed(&mut cx, found.incident.contract, (id, found.kind), report.stage).await?;
    let event = Event::new("incident.follow_up").about(id.0).under(found.incident.contract);
    let event = event.detail(serde_json::json!({ "number": number, "step": report.stage.code() }));
    let notice = format!("{}を区に出しました。", report.stage.label());
    cx.commit(event.of(found.incident.participant)).await?.redirect_with(format!("/incidents/{id}"), &notice)
}

async fn store(cx: &mut Act<WriteIncident>, found: &Found, number: i32, report: &FollowUp) -> Result<()> {
    let id = IncidentReportId(cx.new_id());
    let contract = found.incident.contract;
    let sealed = cx.seal(Unit::Unit(contract.0), id.0, 1, &report.findings)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = NewReport { id, incident: found.id(), contract, number, report, sealed: &sealed, by, now };
    if follow_ups::insert(cx.write(), &new).await? { Ok(()) } else { Err(AppError::stale()) }
}

pub async fn receive(
    mut cx: Act<ReceiveIncident>,
    Path((id, report)): Path<(IncidentId, IncidentReportId)>,
    _: Typed,
) -> Result {
    let found = case::find(&mut cx, id).await?;
    let all = follow_ups::of_incident(cx.db(), id).await?;
    let report = all.iter().find(|one| one.id == report).ok_or(AppError::NotFound)?;
    found.state.judge().map_err(AppError::refused)?;
    if report.received_at.is_some() {
        return Err(AppError::refused("この報告は、すでに受け取ったことが記録されています。"));
    }
    let (by, now) = (cx.actor().account, cx.now());
    if !follow_ups::receive(cx.write(), (id, report.id), by, now).await? {
        return Err(AppError::stale());
    }
    let stage = Stage::from_code(&report.stage).ok_or_else(|| AppError::bug("unknown stage of a report"))?;
    let made = (stage, jst_date(report.made_at));
    duties::received(&mut cx, found.incident.contract, (id, found.kind), made).await?;
    let event = Event::new("incident.receive_report").about(id.0).under(found.incident.contract);
    let event = event.detail(serde_json::json!({ "number": report.number }));
    cx.commit(event).await?.redirect_with(format!("/incidents/{id}"), "受け取ったことを記録しました。")
}
