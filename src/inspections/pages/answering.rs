//! What the contractor says: why it can't be then, and what was put right.

use axum::extract::Path;

use crate::{
    audit::Event,
    inspections::{
        AnswerInspection, answers,
        db::{
            self, Entry,
            points::{self, NewAnswer},
        },
        duties,
        record::{DONE, OBJECTION, Record, SeenPoint},
        states::InspectionRefusal,
        views::{AnswerView, ObjectionView},
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    vocab::ids::{InspectionAnswerId, InspectionId, InspectionPointId},
};

pub async fn objection(mut cx: View<AnswerInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.object(record.objection.is_some()).map_err(AppError::refused)?;
    cx.show(ObjectionView::new(id, Form::empty())).await
}

pub async fn object(
    mut cx: Act<AnswerInspection>,
    Path(id): Path<InspectionId>,
    Typed(mut form): Typed,
) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.object(record.objection.is_some()).map_err(AppError::refused)?;
    let Some(objection) = answers::read_objection(&mut form) else {
        return cx.invalid(ObjectionView::new(id, form)).await;
    };
    let sealed = cx.seal(record.unit(), id.0, OBJECTION, &objection)?;
    let contract = record.inspection.contract;
    let entry = Entry { inspection: id, contract, by: cx.actor().account, now: cx.now() };
    if !db::object(cx.write(), entry, &sealed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("inspection.object").about(id.0).under(contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/inspections/{id}"), "区に申し立てました。区の連絡を待ってください。")
}

/// The point, while it may be answered.
fn to_correct(record: &Record, id: InspectionPointId) -> Result<&SeenPoint> {
    let point = record.points.iter().find(|point| point.row.id == id).ok_or(AppError::NotFound)?;
    let correction =
        point.correction().ok_or_else(|| AppError::refused(InspectionRefusal::NothingToCorrect))?;
    correction.answer().map_err(AppError::refused)?;
    Ok(point)
}

pub async fn new(
    mut cx: View<AnswerInspection>,
    Path((id, point)): Path<(InspectionId, InspectionPointId)>,
) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let point = to_correct(&record, point)?;
    let form = answers::blank_answer(cx.today());
    cx.show(AnswerView::new(&record, point, form)).await
}

pub async fn answer(
    mut cx: Act<AnswerInspection>,
    Path((id, point)): Path<(InspectionId, InspectionPointId)>,
    Typed(mut form): Typed,
) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let point = to_correct(&record, point)?;
    let today = cx.today();
    let held_on = record.inspection.held_on.unwrap_or(today);
    let Some((done_on, done)) = answers::read_answer(&mut form, held_on, today) else {
        let tried = Event::new("inspection.backdate").about(id.0).under(record.inspection.contract);
        let tried = form.dated_back(tried);
        return cx.invalid_but_known(tried, AnswerView::new(&record, point, form)).await;
    };
    let row = InspectionAnswerId(cx.new_id());
    let sealed = cx.seal(record.unit(), row.0, DONE, &done)?;
    let contract = record.inspection.contract;
    let entry = Entry { inspection: id, contract, by: cx.actor().account, now: cx.now() };
    let number = point.answers.last().map_or(0, |last| last.row.number) + 1;
    let new = NewAnswer { id: row, point: point.row.id, number, done_on, sealed: &sealed };
    if !points::answer(cx.write(), entry, &new).await? {
        return Err(AppError::stale());
    }
    duties::answered(&mut cx, contract, point.row.id).await?;
    let event = Event::new("inspection.correct").about(id.0).under(contract);
    let event = event.detail(serde_json::json!({ "code": point.row.code, "number": number }));
    cx.commit(event).await?.redirect_with(format!("/inspections/{id}"), "是正を区に報告しました。")
}
