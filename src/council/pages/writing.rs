//! 書く: a new version, which takes over what the last one said, and its words.

use axum::extract::Path;

use super::refused;
use crate::{
    audit::Event,
    council::{
        WriteCouncilPaper,
        annex::Annex,
        db::{self, Written},
        loading,
        narrative::Narrative,
        states::CouncilRefusal,
        views::WriteView,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::{ContractId, CouncilPaperId},
};

pub async fn begin(mut cx: Act<WriteCouncilPaper>, Path(id): Path<ContractId>, Typed(_): Typed) -> Result {
    let (contract, basis) = loading::with_basis(&mut cx, id).await?;
    let (annexes, narrative) = match db::list(cx.db(), id).await?.into_iter().next() {
        Some(last) => (last.annexes.clone(), loading::narrative(&cx, &last)?),
        None => {
            let facts = loading::facts(&mut cx, &contract, &basis, Vec::new()).await?;
            (vec![Annex::Outsourcing.code().to_owned()], Narrative::first(&facts))
        }
    };
    // A draft has no key yet.
    cx.app().keys.make(Unit::Unit(id.0))?;
    let paper = CouncilPaperId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(id.0), paper.0, 1, &narrative)?;
    let (written, hand) = (Written { annexes: &annexes, sealed: &sealed }, (cx.now(), cx.actor().account));
    if let Err(error) = db::insert(cx.write(), (paper, id), &written, hand).await {
        expect_violation(error, "council_paper_open_once")?;
        return Err(AppError::refused(CouncilRefusal::OpenPaper));
    }
    let event = Event::new("council.begin").about(paper.0).under(id);
    let notice = "付議書の版を始めました。契約と事業から作った文を、確かめて直してください。";
    cx.commit(event).await?.redirect_with(format!("/council-papers/{paper}/edit"), notice)
}

pub async fn edit(mut cx: View<WriteCouncilPaper>, Path(id): Path<CouncilPaperId>) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    paper.state.write().map_err(AppError::refused)?;
    let form =
        paper.annexes.iter().fold(paper.narrative.form(), |form, annex| form.with("annex", annex.code()));
    let form = form.with("version", paper.row.version.to_string());
    cx.show(WriteView::new(&paper, form)).await
}

pub async fn write(
    mut cx: Act<WriteCouncilPaper>,
    Path(id): Path<CouncilPaperId>,
    Typed(mut form): Typed,
) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    if let Err(refusal) = paper.state.write() {
        return cx.refuse(refused(&paper), refusal).await;
    }
    let annexes = form.choices("annex", "別紙", &Annex::ALL.map(Annex::code));
    if annexes.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("annex", "別紙を1つ以上選んでください。");
    }
    let narrative = Narrative::read(&mut form);
    let (Some(annexes), Some(narrative)) = (annexes, narrative) else {
        return cx.invalid(WriteView::new(&paper, form)).await;
    };
    let sealed_version = paper.row.sealed_version + 1;
    let sealed = cx.seal(Unit::Unit(paper.contract.id.0), id.0, sealed_version, &narrative)?;
    let written = Written { annexes: &annexes, sealed: &sealed };
    if !db::write(cx.write(), (id, form.version()), &written, sealed_version).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("council.write").about(id.0).under(paper.contract.id);
    cx.commit(event).await?.redirect_with(format!("/council-papers/{id}"), "付議書を保存しました。")
}
