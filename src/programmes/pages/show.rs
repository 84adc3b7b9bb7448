//! A programme with its versions, and any one version in words.

use axum::extract::Path;

use super::{definition, may_edit, numbered, programme};
use crate::{
    kit::{aside::aside, ctx::View, error::Result},
    programmes::{ViewProgrammes, db, views},
    vocab::ids::ProgrammeId,
};

pub async fn show(mut cx: View<ViewProgrammes>, Path(id): Path<ProgrammeId>) -> Result {
    let programme = programme(cx.db(), id).await?;
    let versions = db::versions::of(cx.db(), id).await?;
    let published = match versions.iter().find(|version| version.is_published()) {
        Some(version) => Some(definition(cx.db(), id, version).await?),
        None => None,
    };
    let may_edit = may_edit(cx.actor().role);
    cx.show(views::show::Show::new(&programme, &versions, published.as_deref(), may_edit)).await
}

pub async fn version(mut cx: View<ViewProgrammes>, Path((id, number)): Path<(ProgrammeId, i32)>) -> Result {
    let (programme, version, definition) = numbered(cx.db(), id, number).await?;
    let view = aside(move || views::show::OneVersion::new(&programme, &version, &definition)).await?;
    cx.show(view).await
}
