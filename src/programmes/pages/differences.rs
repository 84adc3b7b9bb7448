//! 違い: two versions of a programme, section by section.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{definition, may_edit, programme};
use crate::{
    kit::{
        aside::aside,
        ctx::View,
        error::{AppError, Result},
    },
    programmes::{ViewProgrammes, db, db::versions::Version, diff, views},
    vocab::ids::ProgrammeId,
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    before: String,
    after: String,
}

/// Without numbers: the two newest.
pub async fn show(
    mut cx: View<ViewProgrammes>,
    Path(id): Path<ProgrammeId>,
    Query(wanted): Query<Wanted>,
) -> Result {
    let programme = programme(cx.db(), id).await?;
    let versions = db::versions::of(cx.db(), id).await?;
    let [after, before] = [(&wanted.after, 0), (&wanted.before, 1)].map(|(typed, place)| {
        let named = |version: &&Version| typed.parse() == Ok(version.number);
        versions.iter().find(named).or_else(|| versions.get(place)).or_else(|| versions.first())
    });
    let (before, after) = before.zip(after).ok_or(AppError::NotFound)?;
    let old = definition(cx.db(), id, before).await?;
    let new = definition(cx.db(), id, after).await?;
    let may_edit = may_edit(cx.actor().role);
    let pair = (before.number, after.number);
    let view = aside(move || {
        let of = |number: i32| versions.iter().find(|version| version.number == number);
        let pair = of(pair.0).zip(of(pair.1))?;
        Some(views::differences::Differences::new(
            &programme,
            &versions,
            pair,
            &diff::diff(&old, &new),
            may_edit,
        ))
    });
    cx.show(view.await?.ok_or(AppError::NotFound)?).await
}
