//! 区の決定: an instruction, whether to publish, and the end of the matter.

use axum::extract::Path;

use crate::{
    audit::Event,
    incidents::{
        ReceiveIncident,
        case::{self, Case, Found},
        closing,
        db::{self, judging::Entry},
        decision,
        views::{ClosingView, DecideView},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{dates::jst_date, ids::IncidentId},
};

async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: IncidentId) -> Result<Found> {
    let found = case::find(cx, id).await?;
    found.state.judge().map_err(AppError::refused)?;
    Ok(found)
}

pub async fn form(mut cx: View<ReceiveIncident>, Path(id): Path<IncidentId>) -> Result {
    load(&mut cx, id).await?;
    let form = decision::blank(cx.today());
    cx.show(DecideView::new(id, form)).await
}

pub async fn decide(
    mut cx: Act<ReceiveIncident>,
    Path(id): Path<IncidentId>,
    Typed(mut form): Typed,
) -> Result {
    let found = load(&mut cx, id).await?;
    let reported_on = jst_date(found.incident.reported_at);
    let Some(decision) = decision::read(&mut form, reported_on, cx.today()) else {
        return cx.invalid(DecideView::new(id, form)).await;
    };
    let (row, contract) = (cx.new_id(), found.incident.contract);
    let sealed = cx.seal(Unit::Unit(contract.0), row, 1, &decision.words)?;
    let entry = Entry { incident: id, contract, by: cx.actor().account, now: cx.now() };
    db::judging::decide(cx.write(), entry, row, &decision, &sealed).await?;
    let event = Event::new("incident.decide").about(id.0).under(contract);
    let event = event.detail(serde_json::json!({ "kind": decision.kind.code() }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/incidents/{id}"), "決定を記録しました。受託者の画面にも出ます。")
}

pub async fn ask_closing(mut cx: View<ReceiveIncident>, Path(id): Path<IncidentId>) -> Result {
    let missing = missing(&mut cx, id).await?.1;
    cx.show(ClosingView::new(id, missing)).await
}

/// The incident and what is missing before it may be ended.
async fn missing<M: Send>(cx: &mut Ctx<ReceiveIncident, M>, id: IncidentId) -> Result<(Found, Vec<String>)> {
    let found = case::find(cx, id).await?;
    found.state.close().map_err(AppError::refused)?;
    let case = Case::open(cx, found).await?;
    let missing = closing::missing(&case.standing());
    Ok((case.found, missing))
}

pub async fn close(mut cx: Act<ReceiveIncident>, Path(id): Path<IncidentId>, _: Typed) -> Result {
    let (found, missing) = missing(&mut cx, id).await?;
    if let Some(first) = missing.into_iter().next() {
        return Err(AppError::refused(first));
    }
    let (by, now) = (cx.actor().account, cx.now());
    if !db::close(cx.write(), id, by, now).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("incident.close").about(id.0).under(found.incident.contract);
    cx.commit(event.of(found.incident.participant))
        .await?
        .redirect_with(format!("/incidents/{id}"), "対応を終えました。")
}
