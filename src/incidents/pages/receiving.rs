//! What the ward does with a report: it opens it, then acknowledges it.

use axum::extract::Path;

use crate::{
    audit::Event,
    incidents::{
        ReceiveIncident, db, duties,
        states::{IncidentRefusal, IncidentState},
    },
    kit::{
        ctx::Act,
        error::{AppError, Result},
    },
    vocab::ids::IncidentId,
};

pub async fn open(mut cx: Act<ReceiveIncident>, Path(id): Path<IncidentId>) -> Result {
    let found = load(&mut cx, id, IncidentState::open).await?;
    let (by, now) = (cx.actor().account, cx.now());
    if !db::open(cx.write(), id, by, now).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("incident.open").about(id.0).under(found.contract).of(found.participant);
    cx.commit(event)
        .await?
        .redirect_with(format!("/incidents/{id}"), "報告を開きました。開いた時刻を記録しました。")
}

pub async fn acknowledge(mut cx: Act<ReceiveIncident>, Path(id): Path<IncidentId>) -> Result {
    let found = load(&mut cx, id, IncidentState::acknowledge).await?;
    let (by, now) = (cx.actor().account, cx.now());
    if !db::acknowledge(cx.write(), id, by, now).await? {
        return Err(AppError::stale());
    }
    duties::acknowledged(&mut cx, id, &found).await?;
    let event = Event::new("incident.acknowledge").about(id.0).under(found.contract).of(found.participant);
    cx.commit(event).await?.redirect_with("/incidents", "報告を確認ずみにしました。")
}

/// The report, when its state allows the act.
async fn load(
    cx: &mut Act<ReceiveIncident>,
    id: IncidentId,
    act: fn(IncidentState) -> std::result::Result<IncidentState, IncidentRefusal>,
) -> Result<db::Incident> {
    let found = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let state = IncidentState::from_code(&found.state).ok_or_else(|| AppError::bug("unknown state"))?;
    act(state).map_err(AppError::refused)?;
    Ok(found)
}
