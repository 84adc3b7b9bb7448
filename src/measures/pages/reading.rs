//! 読む: the versions of a contract, one of them with what changed, and its paper.

use axum::extract::Path;

use super::{found, progress};
use crate::{
    audit::Event,
    contracts::{
        self,
        states::ContractState,
        views::{Head, Tab},
    },
    documents::Issue,
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
        permission::Permission,
    },
    measures::{
        BeginMeasures, PrintMeasures, ViewMeasures, db, paper,
        views::{ContractView, Reader, ShowView, version_line},
    },
    vocab::ids::{ContractId, MeasureListId},
};

pub async fn of_contract(mut cx: View<ViewMeasures>, Path(id): Path<ContractId>) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let lists = db::list(cx.db(), id).await?;
    let lines =
        lists.iter().map(|list| Ok(version_line(list, progress(list)?))).collect::<Result<Vec<_>>>()?;
    let head = Head::new(&contract, cx.actor(), Tab::Measures, "対策の一覧")?;
    let is_over = contract.state == ContractState::Closed.code();
    let has_open = lists.iter().any(|list| list.accepted_at.is_none());
    let begins = BeginMeasures::allows(cx.actor().role) && !has_open && !is_over;
    cx.show(ContractView::new(head, &contract, lines, begins)).await
}

pub async fn show(mut cx: View<ViewMeasures>, Path(id): Path<MeasureListId>) -> Result {
    let (list, progress) = found(&mut cx, id).await?;
    let before = db::accepted_before(cx.db(), list.contract, list.number).await?;
    let reader = Reader::of(cx.actor(), progress);
    cx.show(ShowView::new(&list, before.as_ref(), progress, &reader)).await
}

pub async fn pdf(mut cx: View<PrintMeasures>, Path(id): Path<MeasureListId>) -> Result {
    let (list, _) = found(&mut cx, id).await?;
    let before = db::accepted_before(cx.db(), list.contract, list.number).await?;
    let contract = contracts::db::find(cx.db(), list.contract).await?.ok_or(AppError::NotFound)?;
    let issue =
        Issue::new(&cx, Whom::Nobody, "個人情報保護の対策の一覧", &contract.number).without_handling();
    let paper = paper::of_version(issue.masthead(&cx), &list, before.as_ref(), &contract);
    let event = Event::new("measures.print").about(id.0).under(list.contract).with("number", list.number);
    issue.pdf(cx, event, paper).await
}
