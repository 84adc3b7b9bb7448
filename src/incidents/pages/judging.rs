//! 報告の要否と委員会への報告: the ward's alone.

use axum::extract::Path;

use crate::{
    audit::Event,
    incidents::{
        ReceiveIncident,
        case::{self, Found},
        clocks, commission,
        db::{self, judging::Entry},
        judgement,
        states::IncidentRefusal,
        views::{CommissionView, JudgeView},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    vocab::{dates::jst_date, ids::IncidentId},
};

/// An incident that may be judged: about personal data, opened, not ended.
async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: IncidentId) -> Result<Found> {
    let found = case::find(cx, id).await?;
    if !found.kind.is_data() {
        return Err(AppError::refused(IncidentRefusal::NotData));
    }
    found.state.judge().map_err(AppError::refused)?;
    Ok(found)
}

fn entry<P: Permission, M>(cx: &Ctx<P, M>, found: &Found) -> Entry {
    Entry { incident: found.id(), contract: found.incident.contract, by: cx.actor().account, now: cx.now() }
}

pub async fn form(mut cx: View<ReceiveIncident>, Path(id): Path<IncidentId>) -> Result {
    let found = load(&mut cx, id).await?;
    let last = db::judging::judgements(cx.db(), id).await?;
    let last = last.first().map(db::judging::Judgement::facts);
    let affected = db::affected::of_incident(cx.db(), id).await?.len();
    let form = judgement::blank(last.as_ref(), found.incident.ward_knew_on(), affected);
    cx.show(JudgeView::new(id, form)).await
}

pub async fn judge(
    mut cx: Act<ReceiveIncident>,
    Path(id): Path<IncidentId>,
    Typed(mut form): Typed,
) -> Result {
    let found = load(&mut cx, id).await?;
    let (happened_on, told_on) = (jst_date(found.incident.happened_at), found.incident.ward_knew_on());
    let Some(facts) = judgement::read(&mut form, happened_on, told_on) else {
        let event = Event::new("incident.clock").about(id.0).under(found.incident.contract);
        let tried = judgement::moves_the_clock(&form, told_on).then_some(event);
        return cx.invalid_but_known(tried, JudgeView::new(id, form)).await;
    };
    let number = db::judging::judgements(cx.db(), id).await?.first().map_or(0, |last| last.number) + 1;
    let (entry, row) = (entry(&cx, &found), cx.new_id());
    if !db::judging::judge(cx.write(), entry, (row, number), &facts).await? {
        return Err(AppError::stale());
    }
    let answer = clocks::answer(&facts).reportable;
    let event = Event::new("incident.judge").about(id.0).under(found.incident.contract);
    let event = event.detail(serde_json::json!({ "number": number, "verdict": answer.code() }));
    let notice = format!("判定しました。委員会への報告：{}", answer.label());
    cx.commit(event).await?.redirect_with(format!("/incidents/{id}"), &notice)
}

pub async fn commission_form(mut cx: View<ReceiveIncident>, Path(id): Path<IncidentId>) -> Result {
    load(&mut cx, id).await?;
    let form = commission::blank(cx.today());
    cx.show(CommissionView::new(id, form)).await
}

pub async fn report(
    mut cx: Act<ReceiveIncident>,
    Path(id): Path<IncidentId>,
    Typed(mut form): Typed,
) -> Result {
    let found = load(&mut cx, id).await?;
    let sent: Vec<String> =
        db::judging::commission_reports(cx.db(), id).await?.into_iter().map(|one| one.step).collect();
    let known_on = match db::judging::judgements(cx.db(), id).await?.first() {
        Some(last) => last.known_on,
        None => found.incident.ward_knew_on(),
    };
    let Some((step, on)) = commission::read(&mut form, &sent, known_on, cx.today()) else {
        return cx.invalid(CommissionView::new(id, form)).await;
    };
    let entry = entry(&cx, &found);
    if !db::judging::report_to_commission(cx.write(), entry, step.code(), on).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("incident.commission").about(id.0).under(found.incident.contract);
    let event = event.detail(serde_json::json!({ "step": step.code() }));
    let notice = format!("委員会への{}を記録しました。", step.label());
    cx.commit(event).await?.redirect_with(format!("/incidents/{id}"), &notice)
}
