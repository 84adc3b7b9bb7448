//! A new contract from a programme preset, and changing a draft.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::draft_contract;
use crate::{
    audit::Event,
    contracts::{DraftContract, db, forms, views},
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    organisations,
    programmes::{self, Programme},
    vocab::ids::ContractId,
};

const NUMBER_TAKEN: &str = "この契約番号は使われています。番号を確かめて入力してください。";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Preset {
    programme: String,
}

/// Without a preset: which one. With it: the form.
pub async fn new(mut cx: View<DraftContract>, Query(preset): Query<Preset>) -> Result {
    let Some(programme) = programmes::by_code(&preset.programme) else {
        return cx.show(views::Presets::shipped()).await;
    };
    let today = cx.today();
    let offers = offers(cx.db(), today, None).await?;
    let view = views::DraftForm::new(programme, forms::defaults(programme, today), offers);
    cx.show(view).await
}

pub async fn create(mut cx: Act<DraftContract>, Typed(mut form): Typed) -> Result {
    let programme = programmes::by_code(form.value("programme")).ok_or(AppError::NotFound)?;
    let today = cx.today();
    let offers = offers(cx.db(), today, None).await?;
    let Some(draft) = forms::draft(&mut form, &offers) else {
        return cx.invalid(views::DraftForm::new(programme, form, offers)).await;
    };
    let id = ContractId(cx.new_id());
    if let Err(error) = db::insert(cx.write(), id, programme.code, &draft).await {
        return taken(cx, error, views::DraftForm::new(programme, form, offers)).await;
    }
    let event = Event::new("contract.create")
        .about(id.0)
        .under(id)
        .detail(serde_json::json!({ "programme": programme.code }));
    let notice = "契約を登録しました。次に、特記事項を取り込んでください。";
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}"), notice)
}

pub async fn edit(mut cx: View<DraftContract>, Path(id): Path<ContractId>) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let today = cx.today();
    let offers = offers(cx.db(), today, Some(contract.fiscal_year)).await?;
    let view = views::DraftForm::new(programme(&contract)?, forms::stored(&contract), offers).of(&contract);
    cx.show(view).await
}

pub async fn update(
    mut cx: Act<DraftContract>,
    Path(id): Path<ContractId>,
    Typed(mut form): Typed,
) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let programme = programme(&contract)?;
    let today = cx.today();
    let offers = offers(cx.db(), today, Some(contract.fiscal_year)).await?;
    let Some(draft) = forms::draft(&mut form, &offers) else {
        return cx.invalid(views::DraftForm::new(programme, form, offers).of(&contract)).await;
    };
    match db::update(cx.write(), id, forms::version(&form), &draft).await {
        Ok(true) => {}
        Ok(false) => return Err(AppError::stale()),
        Err(error) => {
            return taken(cx, error, views::DraftForm::new(programme, form, offers).of(&contract)).await;
        }
    }
    let event = Event::new("contract.update").about(id.0).under(id);
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}"), "契約の内容を変更しました。")
}

/// The form again when the number is somebody else's; any other error goes on.
async fn taken(cx: Act<DraftContract>, error: sqlx::Error, mut view: views::DraftForm) -> Result {
    expect_violation(error, "contract_number_once")?;
    view.form.refuse("number", NUMBER_TAKEN);
    cx.invalid(view).await
}

async fn offers(reads: &mut Reads, today: time::Date, kept: Option<i32>) -> Result<forms::Offers> {
    let departments = organisations::department_choices(reads).await?;
    let contractors = organisations::contractor_choices(reads).await?;
    Ok(forms::Offers::new(departments, contractors, today, kept))
}

fn programme(contract: &db::Contract) -> Result<&'static Programme> {
    programmes::by_code(&contract.programme).ok_or_else(|| AppError::bug("unknown programme"))
}
