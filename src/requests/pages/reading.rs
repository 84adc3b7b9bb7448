//! The list of requests, one of them, its paper and its files.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    audit::Event,
    documents::Issue,
    filings::AttachmentKind,
    kit::{
        answer::File,
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
        parts::{Link, Pager, UNREAD},
        permission::Permission,
    },
    requests::{
        AnswerRequest, MakeRequest, PrintRequest, ViewRequests,
        db::{self, FILE},
        papers,
        thread::{REPLY, Thread},
        views::{ListView, ShowView},
    },
    sealing::Place,
    vocab::{
        dates::wareki,
        ids::{WardRequestAnswerId, WardRequestId},
    },
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewRequests>, Query(asked): Query<Asked>) -> Result {
    let all = asked.state == "all";
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let total = db::count(cx.db(), !all).await?.unsigned_abs();
    let listed = db::list(cx.db(), !all, (PAGE.cast_signed(), offset)).await?;
    let tab = |label, href, here| {
        let link = Link::new(label, href);
        if here { link.current() } else { link }
    };
    let tabs = vec![tab("受理がまだ", "/requests", !all), tab("すべて", "/requests?state=all", all)];
    let pager = Pager::new(total, page, PAGE, if all { "/requests?state=all" } else { "/requests" });
    let asks = MakeRequest::allows(cx.actor().role);
    let view = ListView::new(&listed, tabs, pager, (asks, cx.today()))?;
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewRequests>, Path(id): Path<WardRequestId>) -> Result {
    let thread = Thread::find(&mut cx, id).await?;
    let role = cx.actor().role;
    let view = ShowView::new(&thread, MakeRequest::allows(role), AnswerRequest::allows(role), cx.today());
    cx.show(view).await
}

pub async fn pdf(mut cx: View<PrintRequest>, Path(id): Path<WardRequestId>) -> Result {
    let thread = Thread::find(&mut cx, id).await?;
    if !thread.is_whole() {
        return Err(AppError::Forbidden(UNREAD.into()));
    }
    let subject = format!("{}　{}", thread.request.contract_title, wareki(thread.request.asked_on));
    let issue = Issue::new(&cx, Whom::Unread, format!("求めと回答（{}）", thread.kind.label()), subject);
    let paper = papers::thread(&thread, issue.masthead(&cx));
    let event = Event::new("request.print").about(id.0).under(thread.request.contract);
    issue.pdf(cx, event, paper).await
}

/// The file as it came, to be saved: never shown in the browser.
pub async fn file(
    mut cx: View<PrintRequest>,
    Path((id, answer)): Path<(WardRequestId, WardRequestAnswerId)>,
) -> Result {
    let thread = Thread::find(&mut cx, id).await?;
    let found = thread.answer(answer)?;
    let kind = found.row.file_kind.as_deref().and_then(AttachmentKind::from_code);
    let name = found.file_name().to_owned();
    let kind = kind.filter(|_| !name.is_empty()).ok_or(AppError::NotFound)?;
    let sealed = db::file(cx.db(), answer).await?.ok_or(AppError::NotFound)?;
    let place = Place { ward: cx.ward().0, row: answer.0, version: REPLY };
    let bytes = cx.app().keys.unseal_raw(thread.unit(), FILE, place, &sealed)?;
    let event = Event::new("request.take").about(id.0).under(thread.request.contract);
    let event = event.detail(serde_json::json!({ "kind": kind.code() }));
    cx.hand_out(event, Whom::Unread, File { name, content_type: kind.content_type(), bytes, inline: false })
        .await
}
