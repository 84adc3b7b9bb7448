//! 読む: the papers of a contract, one of them with what changed, and its print.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{
        states::ContractState,
        views::{Head, Tab},
    },
    council::{
        PrintCouncilPaper, ViewCouncil, WriteCouncilPaper, db, gate, loading,
        marked::marked,
        paper,
        views::{ContractView, ShowView, version_line},
    },
    data_flows,
    documents::Issue,
    kit::{ctx::View, error::Result, handing_out::Whom, permission::Permission},
    vocab::ids::{ContractId, CouncilPaperId},
};

pub async fn of_contract(mut cx: View<ViewCouncil>, Path(id): Path<ContractId>) -> Result {
    let contract = loading::contract(&mut cx, id).await?;
    let basis = db::basis(cx.db(), id).await?;
    let shut = gate::shut(cx.db(), &contract).await?;
    let papers = db::list(cx.db(), id).await?;
    let lines =
        papers.iter().map(|row| Ok(version_line(row, loading::state_of(row)?))).collect::<Result<_>>()?;
    let head = Head::new(&contract, cx.actor(), Tab::Council, "付議")?;
    let writes = WriteCouncilPaper::allows(cx.actor().role) && contract.state != ContractState::Closed.code();
    cx.show(ContractView::new(head, &contract, basis.as_ref(), shut, lines, writes)).await
}

pub async fn show(mut cx: View<ViewCouncil>, Path(id): Path<CouncilPaperId>) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    let (now, last, before) = loading::contents(&mut cx, &paper).await?;
    let drawing = if now.flows.is_empty() { None } else { Some(data_flows::drawing(&now.flows)?) };
    let by = cx.actor().account;
    let view = ShowView::new(&paper, marked(&now, before.as_ref()), last.as_ref(), drawing, by);
    cx.show(view).await
}

pub async fn pdf(mut cx: View<PrintCouncilPaper>, Path(id): Path<CouncilPaperId>) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    let (now, last, before) = loading::contents(&mut cx, &paper).await?;
    let issue = Issue::new(&cx, Whom::Nobody, now.title.clone(), &paper.contract.number).without_handling();
    let charts = data_flows::charts(&now.flows)?;
    let marked = marked(&now, before.as_ref());
    let printed = paper::of_version(issue.masthead(&cx), &paper, marked, last.as_ref(), charts);
    let event =
        Event::new("council.print").about(id.0).under(paper.contract.id).with("number", paper.row.number);
    issue.pdf(cx, event, printed).await
}
