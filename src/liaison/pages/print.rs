//! The sheet and the 個別評価書 as PDF, drawn from what was sent. Handing them out is an event of its own.

use axum::extract::Path;

use super::{
    super::{
        PrintLiaison,
        content::{LiaisonAnswer, LiaisonSnapshot},
        kinds::{Kind, Sight},
        papers,
    },
    Found, reading,
};
use crate::{
    audit::Event,
    documents::{self, Paper, PdfProblem},
    kit::{
        answer::File,
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    vocab::ids::LiaisonSheetId,
};

pub async fn sheet(mut cx: View<PrintLiaison>, Path(id): Path<LiaisonSheetId>) -> Result {
    let (found, snapshot, answer) = sent(&mut cx, id).await?;
    let press = papers::Press { at: cx.now(), sheet: id.0, due: found.sheet.answer_due_on };
    hand_out(cx, &found, "連絡シート", papers::liaison_sheet(snapshot, answer, &press)).await
}

pub async fn assessment(mut cx: View<PrintLiaison>, Path(id): Path<LiaisonSheetId>) -> Result {
    let (found, snapshot, _) = sent(&mut cx, id).await?;
    let press = papers::Press { at: cx.now(), sheet: id.0, due: None };
    hand_out(cx, &found, "個別評価書", papers::individual_assessment(snapshot, &press)).await
}

async fn sent(
    cx: &mut View<PrintLiaison>,
    id: LiaisonSheetId,
) -> Result<(Found, LiaisonSnapshot, Option<LiaisonAnswer>)> {
    let found = Found::load(cx, id).await?;
    if found.kind != Kind::Sheet || found.sheet.snapshot.is_none() {
        return Err(AppError::NotFound);
    }
    if found.sight != Sight::Whole {
        return Err(AppError::Forbidden("開封してから印刷してください。".into()));
    }
    let snapshot = reading::paper(cx, &found).await?;
    let answer = reading::answer(cx, &found)?;
    Ok((found, snapshot, answer))
}

async fn hand_out<T: Paper + 'static>(cx: View<PrintLiaison>, found: &Found, name: &str, paper: T) -> Result {
    let bytes = documents::render(paper).await.map_err(|problem| match problem {
        PdfProblem::NotBuilt | PdfProblem::TooLong { .. } => AppError::refused(problem),
        PdfProblem::Template { .. } | PdfProblem::Stopped => AppError::bug(problem),
    })?;
    let event = Event::new("liaison.print").about(found.sheet.id.0).under(found.sheet.contract);
    let file = File { name: format!("{name}.pdf"), content_type: "application/pdf", bytes, inline: true };
    cx.hand_out(event, Whom::Opened, file).await
}
