//! 読む: one paper with its words, and its file as it came.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::is_in_force,
    filings::{
        DecideFiling, TakeFiling, ViewFilings, WriteFiling,
        attachment::Kind,
        db::{self, Content, DECIDED, FILE, FiledPaper, Remark},
        views::{Opened, Reader, ShowView},
    },
    kit::{
        answer::File,
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        permission::{Permission, Role},
    },
    sealing::{Place, Unit},
    vocab::{ids::FilingId, side::Side},
};

pub async fn show(mut cx: View<ViewFilings>, Path(id): Path<FilingId>) -> Result {
    let paper = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let opened = open(&mut cx, &paper).await?;
    let role = cx.actor().role;
    let in_force = is_in_force(&paper.contract_state);
    let reader = Reader {
        side: role.side(),
        decides: DecideFiling::allows(role),
        writes: in_force && WriteFiling::allows(role),
        is_auditor: role == Role::WardAuditor,
    };
    let view = ShowView::new(&paper, opened, &reader)?;
    cx.show(view).await
}

/// What is sealed, as far as the reader may open it.
pub async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, paper: &FiledPaper) -> Result<Option<Opened>> {
    if cx.actor().role == Role::WardAuditor {
        return Ok(None);
    }
    let unit = Unit::Unit(paper.contract.0);
    let remark = match db::remark(cx.db(), paper.id).await? {
        Some(sealed) => Some(cx.open_paper::<Remark>(unit, paper.id.0, DECIDED, &sealed)?.0),
        None => None,
    };
    let Some(found) = db::content(cx.db(), paper.id).await? else {
        return Ok(Some(Opened { content: None, remark, file: None }));
    };
    let content: Content = cx.open_paper(unit, paper.id.0, 1, &found.sealed)?;
    let file = found.file_kind.as_deref().and_then(Kind::from_code).zip(found.file_size);
    let file = file.zip(found.file_sha256).map(|((kind, size), sha256)| (kind, size, sha256));
    Ok(Some(Opened { content: Some(content), remark, file }))
}

/// The file as it came, to be saved: never shown in the browser.
pub async fn file(mut cx: View<TakeFiling>, Path(id): Path<FilingId>) -> Result {
    let Some(paper) = db::find(cx.db(), id).await? else { return cx.missing(id.0).await };
    let found = db::content(cx.db(), id).await?.ok_or_else(unopened)?;
    let unit = Unit::Unit(paper.contract.0);
    let content: Content = cx.open_paper(unit, id.0, 1, &found.sealed)?;
    let (Some(kind), Some(name)) = (found.file_kind.as_deref().and_then(Kind::from_code), content.file_name)
    else {
        return Err(AppError::NotFound);
    };
    let sealed = db::sealed_file(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let bytes = cx.app().keys.unseal_raw(unit, FILE, place, &sealed)?;
    let event = Event::new("filing.take").about(id.0).under(paper.contract);
    let event = event.detail(serde_json::json!({ "code": paper.code, "file": kind.code() }));
    // What a contractor handed in leaves again only while its copies may; what the ward hands it, it takes.
    let whom = if paper.side == Side::Contractor.code() { Whom::Unread } else { Whom::Given };
    cx.hand_out(event, whom, File { name, content_type: kind.content_type(), bytes, inline: false }).await
}

/// What a reader is told who may not open it.
pub fn unopened() -> AppError {
    AppError::Forbidden(
        "この提出物を開くには、従事者名簿に載り、区が名簿を承認している必要があります。自分が出したものは、いつでも開けます。".into(),
    )
}
