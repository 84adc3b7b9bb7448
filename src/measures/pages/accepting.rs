//! 確認: the ward accepts a version that both sides marked.

use axum::extract::Path;

use super::{found, refused};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Typed,
    },
    measures::{AcceptMeasures, db, duties, views::AcceptView},
    vocab::{dates::jst_date, ids::MeasureListId},
};

pub async fn confirm(mut cx: View<AcceptMeasures>, Path(id): Path<MeasureListId>) -> Result {
    let (list, progress) = found(&mut cx, id).await?;
    progress.accept(cx.actor().account).map_err(AppError::refused)?;
    cx.show(AcceptView::new(&list)).await
}

pub async fn accept(
    mut cx: Act<AcceptMeasures>,
    Path(id): Path<MeasureListId>,
    Typed(form): Typed,
) -> Result {
    let (list, progress) = found(&mut cx, id).await?;
    let by = cx.actor().account;
    if let Err(refusal) = progress.accept(by) {
        return cx.refuse(refused(&list), refusal).await;
    }
    let (version, hand) = (form.version(), (cx.now(), by));
    if !db::accept(cx.write(), (id, version), hand).await? {
        return Err(AppError::stale());
    }
    let marked_on = list.contractor_at.map_or_else(|| cx.today(), jst_date);
    duties::accepted(&mut cx, list.contract, marked_on).await?;
    let event = Event::new("measures.accept").about(id.0).under(list.contract).with("number", list.number);
    cx.commit(event).await?.redirect_with(format!("/measures/{id}"), "対策の一覧を確認しました。")
}
