//! The list of records, one of them, its papers and its files.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::recording;
use crate::{
    audit::Event,
    breaches::{
        PrintBreach, StateCase, ViewBreaches, WriteBreach,
        case::Case,
        db::{self, consequences},
        papers,
        views::{ListView, Reader, ShowView},
        words::{FILE, VERSION},
    },
    documents::Issue,
    filings::AttachmentKind,
    kit::{
        answer::File,
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
        parts::Pager,
        permission::Permission,
    },
    sealing::Place,
    vocab::ids::{BreachId, ConsequenceId, ContractId},
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    contract: Option<ContractId>,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewBreaches>, Query(asked): Query<Asked>) -> Result {
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let total = db::count(cx.db(), asked.contract).await?.unsigned_abs();
    let listed = db::list(cx.db(), asked.contract, (PAGE.cast_signed(), offset)).await?;
    let briefs = db::briefs(cx.db(), &listed).await?;
    let href = asked.contract.map_or_else(|| "/breaches".into(), |id| format!("/breaches?contract={id}"));
    let pager = Pager::new(total, page, PAGE, &href);
    let contract = match asked.contract.filter(|_| WriteBreach::allows(cx.actor().role)) {
        Some(id) => recording::may_record(&mut cx, id).await?.then_some(id),
        None => None,
    };
    let view = ListView::new(&listed, &briefs, pager, (contract, asked.contract.is_some()), cx.today());
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewBreaches>, Path(id): Path<BreachId>) -> Result {
    let case = Case::find(&mut cx, id).await?;
    let role = cx.actor().role;
    let reader = Reader { writes: WriteBreach::allows(role), states: StateCase::allows(role) };
    let view = ShowView::new(&case, reader);
    cx.show(view).await
}

pub async fn notice(mut cx: View<PrintBreach>, Path(id): Path<ConsequenceId>) -> Result {
    let case = Case::about(&mut cx, id).await?;
    let of = case.consequence(id)?;
    let Some(words) = &of.notice else {
        return Err(AppError::refused("受託者に通知していないため、通知書はありません。"));
    };
    let issue =
        Issue::new(&cx, Whom::Unread, format!("{}についての通知書", of.kind.label()), papers::subject(&case));
    let paper = papers::notice(&case, of, words, issue.masthead(&cx));
    issue.pdf(cx, printed(&case), paper).await
}

pub async fn decision(mut cx: View<PrintBreach>, Path(id): Path<ConsequenceId>) -> Result {
    let case = Case::about(&mut cx, id).await?;
    let of = case.consequence(id)?;
    let Some(words) = &of.decision else {
        return Err(AppError::refused("まだ決定していません。決定すると、決定書を印刷できます。"));
    };
    let issue =
        Issue::new(&cx, Whom::Unread, format!("{}についての決定書", of.kind.label()), papers::subject(&case));
    let paper = papers::decision(&case, of, words, issue.masthead(&cx));
    issue.pdf(cx, printed(&case), paper).await
}

fn printed(case: &Case) -> Event {
    Event::new("breach.print").about(case.id().0).under(case.breach.contract)
}

/// The file as it came, to be saved: never shown in the browser.
pub async fn file(mut cx: View<PrintBreach>, Path(id): Path<ConsequenceId>) -> Result {
    let Some(breach) = consequences::breach_of(cx.db(), id).await? else {
        return cx.missing(id.0).await;
    };
    let case = Case::find(&mut cx, breach).await?;
    let of = case.consequence(id)?;
    let kind = of.row.file_kind.as_deref().and_then(AttachmentKind::from_code);
    let name = of.statement.as_ref().and_then(|statement| statement.file_name.clone());
    let (statement, (kind, name)) = of.row.statement.zip(kind.zip(name)).ok_or(AppError::NotFound)?;
    let sealed = consequences::file(cx.db(), statement).await?.ok_or(AppError::NotFound)?;
    let place = Place { ward: cx.ward().0, row: statement.0, version: VERSION };
    let bytes = cx.app().keys.unseal_raw(case.unit(), FILE, place, &sealed)?;
    let event = Event::new("breach.take").about(id.0).under(case.breach.contract);
    let event = event.detail(serde_json::json!({ "kind": kind.code() }));
    cx.hand_out(event, Whom::Unread, File { name, content_type: kind.content_type(), bytes, inline: false })
        .await
}
