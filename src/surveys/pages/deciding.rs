//! 決定する: the other side accepts a sheet or gives it back; the ward asks to correct what it had accepted.

use axum::extract::Path;

use super::{Opened, open};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    obligations::{self, Arisen, Named, Occasion},
    sealing::Unit,
    surveys::{
        CorrectSurvey, DecideSurvey,
        db::{self, Words},
        states::SurveyAct,
        views::WordsView,
    },
    vocab::{dates::jst_date, ids::SurveyId, side::Side},
};

/// Accepts it: from now on its answers bind, and the duty to hand it in is done.
pub async fn accept(mut cx: Act<DecideSurvey>, Path(id): Path<SurveyId>, Typed(form): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.allows(SurveyAct::Accept, opened.sheet.owed_by, cx.actor().role.side()) {
        return cx.refuse(Event::new("survey.refused").about(id.0).under(opened.survey.contract), why).await;
    }
    let version = form.version();
    let by = (cx.actor().account, cx.now());
    if !db::accept(cx.write(), &opened.survey, version, by).await? {
        return Err(AppError::stale());
    }
    settle(&mut cx, &opened).await?;
    let event = Event::new("survey.accept").about(id.0).under(opened.survey.contract);
    cx.commit(event.detail(serde_json::json!({ "form": opened.survey.form, "number": opened.survey.number })))
        .await?
        .redirect_with(format!("/surveys/{id}"), "受け取りました。この版が有効になります。")
}

/// What the ward owes was proved when it handed its sheet in.
async fn settle(cx: &mut Act<DecideSurvey>, opened: &Opened) -> Result<()> {
    if opened.sheet.owed_by == Side::Ward {
        return Ok(());
    }
    let on = jst_date(opened.survey.submitted_at.unwrap_or(cx.now()));
    for rule in &opened.sheet.rules {
        let named = Named::of_rule(opened.survey.contract, rule, "", Side::Contractor.code());
        obligations::settle(cx, &named, on, "区が受け取り、有効になりました。").await?;
    }
    Ok(())
}

pub async fn return_form(mut cx: View<DecideSurvey>, Path(id): Path<SurveyId>) -> Result {
    let opened = open(&mut cx, id).await?;
    let side = cx.actor().role.side();
    opened.state.allows(SurveyAct::Return, opened.sheet.owed_by, side).map_err(AppError::refused)?;
    let form = Form::empty().with("version", opened.survey.version.to_string());
    cx.show(WordsView::returning(&opened, form)).await
}

pub async fn give_back(
    mut cx: Act<DecideSurvey>,
    Path(id): Path<SurveyId>,
    Typed(mut form): Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.allows(SurveyAct::Return, opened.sheet.owed_by, cx.actor().role.side()) {
        return cx.refuse(Event::new("survey.refused").about(id.0).under(opened.survey.contract), why).await;
    }
    let Some(words) = form.required_lines("words", "差し戻す理由", 2_000) else {
        return cx.invalid(WordsView::returning(&opened, form)).await;
    };
    let survey = &opened.survey;
    let sealed = cx.seal(Unit::Unit(survey.contract.0), id.0, survey.version + 1, &Words(words))?;
    let version = form.version();
    let by = (cx.actor().account, cx.now());
    if version != survey.version || !db::give_back(cx.write(), (id, version), by, &sealed).await? {
        return Err(AppError::stale());
    }
    for rule in &opened.sheet.rules {
        let named = Named::of_rule(survey.contract, rule, "", opened.sheet.owed_by.code());
        obligations::hand_back(&mut cx, &named).await?;
    }
    let event = Event::new("survey.return").about(id.0).under(survey.contract);
    cx.commit(event).await?.redirect_with(format!("/surveys/{id}"), "差し戻しました。")
}

pub async fn correction(mut cx: View<CorrectSurvey>, Path(id): Path<SurveyId>) -> Result {
    let opened = open(&mut cx, id).await?;
    opened.state.allows(SurveyAct::Correct, opened.sheet.owed_by, Side::Ward).map_err(AppError::refused)?;
    let form = Form::empty().with("version", opened.survey.version.to_string());
    cx.show(WordsView::correcting(&opened, form)).await
}

/// Asks to correct an accepted sheet: the contractor owes a new version.
pub async fn correct(mut cx: Act<CorrectSurvey>, Path(id): Path<SurveyId>, Typed(mut form): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.allows(SurveyAct::Correct, opened.sheet.owed_by, Side::Ward) {
        return cx.refuse(Event::new("survey.refused").about(id.0).under(opened.survey.contract), why).await;
    }
    let Some(words) = form.required_lines("words", "是正を求めること", 2_000) else {
        return cx.invalid(WordsView::correcting(&opened, form)).await;
    };
    let survey = &opened.survey;
    let sealed = cx.seal(Unit::Unit(survey.contract.0), id.0, survey.version + 1, &Words(words))?;
    let version = form.version();
    let by = (cx.actor().account, cx.now());
    if version != survey.version || !db::correct(cx.write(), (id, version), by, &sealed).await? {
        return Err(AppError::stale());
    }
    let came_up = Arisen {
        occasion: Occasion::Correction,
        on: cx.today(),
        key: format!("{id}-{version}"),
        subject: opened.title(),
        due_on: None,
    };
    let contract = survey.contract;
    obligations::arise(&mut cx, contract, &came_up).await?;
    let event = Event::new("survey.correct").about(id.0).under(contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/surveys/{id}"), "是正を求めました。受託者が新しい版を出します。")
}
