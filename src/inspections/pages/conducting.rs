//! What the ward does: it prepares with the kit, writes down what it saw, and looks again.

use axum::extract::Path;

use crate::{
    audit::Event,
    inspections::{
        ConductInspection, answers,
        db::{self, Entry, points},
        duties,
        kit::Kit,
        record::{REMARK, RESULT, Record, SeenAnswer, SeenPoint},
        result::{self, Outcome},
        states::InspectionRefusal,
        views::{KitView, ResultView, SecondLookView},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    vocab::{
        dates::jst_date,
        ids::{InspectionAnswerId, InspectionId, InspectionPointId},
    },
};

/// The kit of an inspection: what the records say since the last one of its kind; of one that was held, until its day.
pub async fn gather<P: Permission, M>(cx: &mut Ctx<P, M>, record: &Record) -> Result<Kit> {
    let (contract, today) = (record.inspection.contract, cx.today());
    let until = record.inspection.held_on.unwrap_or(today);
    let last = db::last_held(cx.db(), contract, record.kind.code(), until).await?;
    Kit::gather(cx.db(), contract, last, (until, today)).await
}

pub async fn kit(mut cx: View<ConductInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let kit = gather(&mut cx, &record).await?;
    let view = KitView::new(&record, &kit);
    cx.show(view).await
}

pub async fn form(mut cx: View<ConductInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.settle().map_err(AppError::refused)?;
    let form = result::blank(cx.today());
    cx.show(ResultView::new(&record, form)).await
}

pub async fn record(
    mut cx: Act<ConductInspection>,
    Path(id): Path<InspectionId>,
    Typed(mut form): Typed,
) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.settle().map_err(AppError::refused)?;
    let days = (jst_date(record.inspection.planned_at), cx.today());
    let Some(outcome) = result::read(&mut form, record.kind, days) else {
        let tried = Event::new("inspection.backdate").about(id.0).under(record.inspection.contract);
        let tried = form.dated_back(tried);
        return cx.invalid_but_known(tried, ResultView::new(&record, form)).await;
    };
    store(&mut cx, &record, &outcome).await?;
    let open = outcome.points.iter().filter(|point| point.due_on.is_some()).count();
    let event = Event::new("inspection.record").about(id.0).under(record.inspection.contract);
    let event = event.detail(serde_json::json!({ "kind": record.kind.code(), "open": open }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/inspections/{id}"), "結果を記録しました。受託者の画面にも出ます。")
}

async fn store(cx: &mut Act<ConductInspection>, record: &Record, outcome: &Outcome) -> Result<()> {
    let (id, unit) = (record.id(), record.unit());
    let entry =
        Entry { inspection: id, contract: record.inspection.contract, by: cx.actor().account, now: cx.now() };
    let sealed = cx.seal(unit, id.0, RESULT, &outcome.words)?;
    if !db::settle(cx.write(), entry, Some(outcome.held_on), &sealed).await? {
        return Err(AppError::stale());
    }
    for point in &outcome.points {
        let row = InspectionPointId(cx.new_id());
        let sealed = cx.seal(unit, row.0, 1, &point.seen)?;
        points::insert(cx.write(), entry, row, point, &sealed).await?;
        if point.due_on.is_some() {
            let days = (outcome.held_on, point.due_on);
            let label = record.kind.point_label(point.code);
            duties::found(cx, entry.contract, row, days, label).await?;
        }
    }
    duties::held(cx, record, outcome.held_on).await
}

/// The answer with its point, while the ward hasn't decided on it.
fn undecided(record: &Record, id: InspectionAnswerId) -> Result<(&SeenPoint, &SeenAnswer)> {
    let found = record
        .points
        .iter()
        .find_map(|point| Some((point, point.answers.iter().find(|answer| answer.row.id == id)?)));
    let (point, answer) = found.ok_or(AppError::NotFound)?;
    if answer.decision.is_some() {
        return Err(AppError::refused(InspectionRefusal::Decided));
    }
    Ok((point, answer))
}

pub async fn second_look(
    mut cx: View<ConductInspection>,
    Path((id, answer)): Path<(InspectionId, InspectionAnswerId)>,
) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let (point, answer) = undecided(&record, answer)?;
    cx.show(SecondLookView::new(&record, point, answer, Form::empty())).await
}

pub async fn decide(
    mut cx: Act<ConductInspection>,
    Path((id, answer)): Path<(InspectionId, InspectionAnswerId)>,
    Typed(mut form): Typed,
) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let (point, answer) = undecided(&record, answer)?;
    let Some((decision, remark)) = answers::read_decision(&mut form) else {
        return cx.invalid(SecondLookView::new(&record, point, answer, form)).await;
    };
    let (contract, row) = (record.inspection.contract, answer.row.id);
    let entry = Entry { inspection: id, contract, by: cx.actor().account, now: cx.now() };
    let remark = cx.seal(record.unit(), row.0, REMARK, &remark)?;
    if !points::decide(cx.write(), entry, row, (decision.code(), &remark)).await? {
        return Err(AppError::stale());
    }
    let done_on = (decision == answers::Decision::Accepted).then_some(answer.row.done_on);
    duties::decided(&mut cx, contract, point.row.id, done_on).await?;
    let event = Event::new("inspection.decide").about(id.0).under(contract);
    let event = event.detail(serde_json::json!({ "code": point.row.code, "state": decision.code() }));
    cx.commit(event).await?.redirect_with(format!("/inspections/{id}"), "再確認の結果を記録しました。")
}
