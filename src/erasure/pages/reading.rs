//! 読む: one report with what was destroyed, its photos, and the decision.

use axum::extract::Path;

use crate::{
    audit::Event,
    documents::Issue,
    erasure::{
        DecideErasure, PrintErasures, ReportErasure, ViewErasures, db, loading,
        views::{Reader, ShowView},
    },
    kit::{answer::File, ctx::View, error::Result, handing_out::Whom, permission::Permission},
    vocab::ids::{ErasureId, ErasurePhotoId},
};

pub async fn show(mut cx: View<ViewErasures>, Path(id): Path<ErasureId>) -> Result {
    let report = loading::report(&mut cx, id).await?;
    let (details, remark) = (loading::details(&cx, &report.row)?, loading::remark(&cx, &report.row)?);
    let things = loading::destroyed(&mut cx, &report.row).await?;
    let photos = db::photos(cx.db(), id).await?;
    let role = cx.actor().role;
    let reader = Reader {
        decides: DecideErasure::allows(role),
        reports: ReportErasure::allows(role) && cx.actor().sees_people(),
        prints: PrintErasures::allows(role),
    };
    cx.show(ShowView::new(&report, details, remark, things, photos, &reader)).await
}

/// A photo as it was stored: bare of place and time.
pub async fn photo(mut cx: View<ViewErasures>, Path(id): Path<ErasurePhotoId>) -> Result {
    let Some(photo) = db::photo(cx.db(), id).await? else { return cx.missing(id.0).await };
    let (kind, bytes) = loading::photo(&cx, id, &photo)?;
    let issue = Issue::new(&cx, Whom::Unread, "消去の証拠写真", id.to_string());
    let event = Event::new("erasure.photo").about(photo.report.0).under(photo.contract);
    let file = |name| File { name, content_type: kind.content_type(), bytes, inline: false };
    issue.file(cx, event, kind.ending(), file).await
}
