//! 試算: an invented case tried on a version. Nothing is stored.

use axum::extract::Path;

use super::numbered;
use crate::{
    kit::{
        aside::aside,
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Typed,
    },
    organisations,
    programmes::{ViewProgrammes, trial::Trial, views},
    vocab::ids::ProgrammeId,
};

type Place = Path<(ProgrammeId, i32, String)>;

pub async fn form(mut cx: View<ViewProgrammes>, Path((id, number, code)): Place) -> Result {
    let trial = Trial::from_code(&code).ok_or(AppError::NotFound)?;
    let (programme, version, definition) = numbered(cx.db(), id, number).await?;
    let form = trial.blank(&definition, cx.today());
    cx.show(views::trial::TrialPage::new(&programme, &version, trial, form, trial.fields(&definition), None))
        .await
}

pub async fn answer(
    mut cx: Act<ViewProgrammes>,
    Path((id, number, code)): Place,
    Typed(mut form): Typed,
) -> Result {
    let trial = Trial::from_code(&code).ok_or(AppError::NotFound)?;
    let (programme, version, definition) = numbered(cx.db(), id, number).await?;
    let closed = organisations::closed_days(cx.db()).await?;
    let (definition, form, blocks) = aside(move || {
        let blocks = trial.answer(&mut form, &definition, closed);
        (definition, form, blocks)
    })
    .await?;
    let is_answered = blocks.is_some();
    let view =
        views::trial::TrialPage::new(&programme, &version, trial, form, trial.fields(&definition), blocks);
    if is_answered { cx.show(view).await } else { cx.invalid(view).await }
}
