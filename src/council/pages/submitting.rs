//! 提出: freezes a version as it is laid before the body.

use axum::extract::Path;

use super::refused;
use crate::{
    audit::Event,
    council::{WriteCouncilPaper, db, loading, views::SubmitView},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::CouncilPaperId,
};

pub async fn confirm(mut cx: View<WriteCouncilPaper>, Path(id): Path<CouncilPaperId>) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    paper.state.write().map_err(AppError::refused)?;
    let (content, ..) = loading::contents(&mut cx, &paper).await?;
    cx.show(SubmitView::new(&paper, content.lacks(&paper.narrative, &paper.annexes))).await
}

pub async fn submit(
    mut cx: Act<WriteCouncilPaper>,
    Path(id): Path<CouncilPaperId>,
    Typed(form): Typed,
) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    if let Err(refusal) = paper.state.write() {
        return cx.refuse(refused(&paper), refusal).await;
    }
    let (content, ..) = loading::contents(&mut cx, &paper).await?;
    let lacks = content.lacks(&paper.narrative, &paper.annexes);
    if !lacks.is_empty() {
        return cx.invalid(SubmitView::new(&paper, lacks)).await;
    }
    let frozen = cx.seal(Unit::Unit(paper.contract.id.0), id.0, 1, &content)?;
    let hand = (cx.now(), cx.actor().account);
    if !db::submit(cx.write(), (id, form.version()), (&frozen, &paper.contract), hand).await? {
        return Err(AppError::stale());
    }
    let event =
        Event::new("council.submit").about(id.0).under(paper.contract.id).with("number", paper.row.number);
    cx.commit(event).await?.redirect_with(
        format!("/council-papers/{id}"),
        "付議書を提出ずみにしました。結果は、提出した人とは別の人が記録します。",
    )
}
