//! 答える: a new version with the answers of the one in force, saved as often as needed, submitted when it is whole.

use axum::extract::Path;

use super::{Opened, open, opened};
use crate::{
    audit::Event,
    contracts::{self, is_in_force, not_in_force},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    obligations::{self, Named},
    sealing::Unit,
    surveys::{
        WriteSurvey,
        db::{self, NewSurvey},
        sheets::{Answers, sheet},
        states::{SurveyAct, SurveyRefusal, SurveyState, next_number},
        views::EditView,
    },
    vocab::{
        ids::{ContractId, SurveyId},
        side::Side,
    },
};

/// What can't be done under a contract that isn't in force.
const CLOSED: &str = "書けません";

pub async fn begin(mut cx: Act<WriteSurvey>, Path(id): Path<ContractId>, Typed(form): Typed) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let sheet = sheet(form.value("form"))
        .ok_or_else(|| AppError::refused("どの様式かわかりません。画面を読み込み直してください。"))?;
    if sheet.owed_by != cx.actor().role.side() {
        return cx.refuse(Event::new("survey.refused").under(id), SurveyRefusal::NotYours).await;
    }
    if !contract.is_in_force() {
        return Err(not_in_force(CLOSED));
    }
    let versions = db::of_contract(cx.db(), id).await?;
    let of_sheet: Vec<_> = versions.into_iter().filter(|one| one.form == sheet.code).collect();
    let known = |one: &db::Survey| -> Result<(SurveyState, i32)> {
        Ok((AppError::known(&one.state, SurveyState::from_code)?, one.number))
    };
    let versions: Vec<_> = of_sheet.iter().map(known).collect::<Result<_>>()?;
    let number = next_number(&versions).map_err(AppError::refused)?;
    let before = of_sheet.into_iter().find(|one| one.state == SurveyState::Accepted.code());
    let answers =
        before.map(|one| opened(&cx, one)).transpose()?.map_or_else(Answers::default, |one| one.answers);
    let survey = SurveyId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(id.0), survey.0, 1, &answers)?;
    let (now, by) = (cx.now(), cx.actor().account);
    let owed_by = sheet.owed_by.code();
    let new =
        NewSurvey { id: survey, contract: id, form: &sheet.code, owed_by, number, sealed: &sealed, now, by };
    if let Err(error) = db::insert(cx.write(), &new).await {
        expect_violation(error, "survey_number_once")?;
        return Err(AppError::stale());
    }
    let event = Event::new("survey.begin").about(survey.0).under(id);
    cx.commit(event.detail(serde_json::json!({ "form": sheet.code, "number": number })))
        .await?
        .redirect(format!("/surveys/{survey}/edit"))
}

pub async fn edit(mut cx: View<WriteSurvey>, Path(id): Path<SurveyId>) -> Result {
    let opened = open(&mut cx, id).await?;
    writable(&opened, cx.actor().role.side())?;
    let form = opened.sheet.stored(&opened.answers).with("version", opened.survey.version.to_string());
    cx.show(EditView::new(&opened, form)).await
}

fn writable(opened: &Opened, side: Side) -> Result<()> {
    opened.state.allows(SurveyAct::Write, opened.sheet.owed_by, side).map_err(AppError::refused)?;
    if is_in_force(&opened.survey.contract_state) { Ok(()) } else { Err(not_in_force(CLOSED)) }
}

pub async fn save(mut cx: Act<WriteSurvey>, Path(id): Path<SurveyId>, Typed(mut form): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    writable(&opened, cx.actor().role.side())?;
    let Some(answers) = opened.sheet.read(&mut form) else {
        return cx.invalid(EditView::new(&opened, form)).await;
    };
    let (contract, before) = (opened.survey.contract, opened.survey.version);
    let sealed = cx.seal(Unit::Unit(contract.0), id.0, before + 1, &answers)?;
    let version = form.version();
    if version != before || !db::save(cx.write(), (id, version), &sealed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("survey.save").about(id.0).under(contract);
    cx.commit(event).await?.redirect_with(format!("/surveys/{id}"), "保存しました。まだ提出していません。")
}

pub async fn submit(mut cx: Act<WriteSurvey>, Path(id): Path<SurveyId>, Typed(form): Typed) -> Result {
    let opened = open(&mut cx, id).await?;
    if let Err(why) = opened.state.allows(SurveyAct::Write, opened.sheet.owed_by, cx.actor().role.side()) {
        return cx.refuse(Event::new("survey.refused").about(id.0).under(opened.survey.contract), why).await;
    }
    writable(&opened, cx.actor().role.side())?;
    let open = opened.sheet.open(&opened.answers);
    if !open.is_empty() {
        let first: Vec<&str> = open.iter().copied().take(3).collect();
        let sentence = format!(
            "答えていない項目が{}件あります（{}など）。「答える」から書いてください。",
            open.len(),
            first.join("、")
        );
        return Err(AppError::refused(sentence));
    }
    let version = form.version();
    let by = (cx.actor().account, cx.now());
    if !db::submit(cx.write(), (id, version), by).await? {
        return Err(AppError::stale());
    }
    hand_in(&mut cx, &opened).await?;
    let event = Event::new("survey.submit").about(id.0).under(opened.survey.contract);
    cx.commit(event).await?.redirect_with(format!("/surveys/{id}"), "提出しました。")
}

/// A contractor's sheet lies with the ward; the ward's own is done with the day it was handed over.
async fn hand_in(cx: &mut Act<WriteSurvey>, opened: &Opened) -> Result<()> {
    let (side, on) = (opened.sheet.owed_by, cx.today());
    for rule in &opened.sheet.rules {
        let named = Named::of_rule(opened.survey.contract, rule, "", side.code());
        match side {
            Side::Contractor => obligations::hand_in(cx, &named, on).await?,
            Side::Ward => {
                obligations::settle(cx, &named, on, "区が記録票を作りました。").await?;
            }
        }
    }
    Ok(())
}
