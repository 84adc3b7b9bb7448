//! 検査の資料 and 検査結果 as PDF.

use axum::extract::Path;

use super::conducting::gather;
use crate::{
    audit::Event,
    documents::Issue,
    inspections::{ConductInspection, PrintInspection, papers, record::Record},
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    vocab::{dates::wareki, ids::InspectionId},
};

pub async fn kit(mut cx: View<ConductInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    let kit = gather(&mut cx, &record).await?;
    let issue = Issue::new(&cx, Whom::Unread, format!("{}の資料", record.kind.label()), subject(&record));
    let paper = papers::kit(&record, &kit, issue.masthead(&cx));
    issue.pdf(cx, printed(&record, "kit"), paper).await
}

pub async fn result(mut cx: View<PrintInspection>, Path(id): Path<InspectionId>) -> Result {
    let record = Record::find(&mut cx, id).await?;
    record.state.hand_out().map_err(AppError::refused)?;
    let issue = Issue::new(&cx, Whom::Unread, format!("{}の結果", record.kind.label()), subject(&record));
    let paper = papers::result(&record, issue.masthead(&cx));
    issue.pdf(cx, printed(&record, "result"), paper).await
}

fn subject(record: &Record) -> String {
    let on = record.inspection.held_on.unwrap_or(record.inspection.planned_on);
    format!("{}　{}", record.inspection.contract_title, wareki(on))
}

fn printed(record: &Record, list: &str) -> Event {
    Event::new("inspection.print").about(record.id().0).under(record.inspection.contract).with("list", list)
}
