//! 検査の資料 and 検査結果 as PDF.

use axum::extract::Path;

use super::conducting::gather;
use crate::{
    audit::Event,
    documents::{RecordSheet, render},
    inspections::{ConductInspection, PrintInspection, papers, record::Record},
    kit::{
        answer::File,
        ctx::{Ctx, View},
        error::{AppError, Result},
        permission::Permission,
    },
    reports::papers::{masthead, reference, refused},
    vocab::{dates::wareki, ids::InspectionId},
};

pub async fn kit(mut cx: View<ConductInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let kit = gather(&mut cx, &record).await?;
    let reference = reference(&cx);
    let title = format!("{}の資料", record.kind.label());
    let head = masthead(&cx, "検査の資料", &title, subject(&record), Some(reference.clone()));
    let paper = papers::kit(&record, &kit, cx.today(), head);
    hand_out(cx, &record, paper, ("kit", reference)).await
}

pub async fn result(mut cx: View<PrintInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.hand_out().map_err(AppError::refused)?;
    let reference = reference(&cx);
    let title = format!("{}の結果", record.kind.label());
    let head = masthead(&cx, "検査結果", &title, subject(&record), Some(reference.clone()));
    let paper = papers::result(&record, head);
    hand_out(cx, &record, paper, ("result", reference)).await
}

fn subject(record: &Record) -> String {
    let on = record.inspection.held_on.unwrap_or(record.inspection.planned_on);
    format!("{}　{}", record.inspection.contract_title, wareki(on))
}

async fn hand_out<P: Permission, M: Send>(
    cx: Ctx<P, M>,
    record: &Record,
    paper: RecordSheet,
    (list, reference): (&str, String),
) -> Result {
    let name = format!("{}_{}.pdf", paper.masthead.title, subject(record));
    let bytes = render(paper).await.map_err(refused)?;
    let event = Event::new("inspection.print").about(record.id().0).under(record.inspection.contract);
    let event = event.detail(serde_json::json!({ "list": list, "reference": reference }));
    cx.hand_out(event, File { name, content_type: "application/pdf", bytes, inline: true }).await
}
