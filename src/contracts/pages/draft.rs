//! A new contract from one of the ward's programmes, and changing a draft.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::draft_contract;
use crate::{
    audit::Event,
    contracts::{DraftContract, db, forms, renewal, views},
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    organisations,
    programmes::{self, Definition},
    vocab::ids::{ContractId, ProgrammeId, ProgrammeVersionId},
};

const NUMBER_TAKEN: &str = "この契約番号は使われています。番号を確かめて入力してください。";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Chosen {
    programme: String,
}

/// Without a programme: which one. With it: the form.
pub async fn new(mut cx: View<DraftContract>, Query(chosen): Query<Chosen>) -> Result {
    let Ok(version) = chosen.programme.parse() else {
        let view = programmes_to_choose(cx.db()).await?;
        return cx.show(view).await;
    };
    let programme = published(cx.db(), version).await?;
    let today = cx.today();
    let offers = offers(cx.db(), today, None).await?;
    let view = views::DraftForm::new((version, programme), forms::defaults(programme, today), offers);
    cx.show(view).await
}

/// The ward's own programmes, and the presets it has not taken over.
async fn programmes_to_choose(reads: &mut Reads) -> Result<views::Choose> {
    let mut own = Vec::new();
    for known in programmes::db::published(reads).await? {
        own.push((known.version, programmes::of(reads, known.version).await?));
    }
    let is_own = |preset: &&Definition| own.iter().any(|(_, one)| one.code == preset.code);
    let presets = programmes::presets::all().into_iter().filter(|preset| !is_own(preset)).collect();
    Ok(views::Choose::new(&own, presets))
}

/// A version that new contracts may be made from.
async fn published(reads: &mut Reads, version: ProgrammeVersionId) -> Result<&'static Definition> {
    let known = programmes::db::published(reads).await?;
    if known.iter().all(|one| one.version != version) {
        return Err(AppError::NotFound);
    }
    Ok(programmes::of(reads, version).await?)
}

/// Takes a preset over as the ward's own programme and goes on to the contract.
pub async fn take_over(mut cx: Act<DraftContract>, Typed(form): Typed) -> Result {
    let preset = programmes::presets::by_code(form.value("preset")).ok_or(AppError::NotFound)?;
    let taken = programmes::db::TakenOver {
        programme: ProgrammeId(cx.new_id()),
        version: ProgrammeVersionId(cx.new_id()),
        definition: preset,
        by: cx.actor().account,
        at: cx.now(),
    };
    if let Err(error) = programmes::db::take_over(cx.write(), &taken).await {
        expect_violation(error, "programme_code_once")?;
        return Err(AppError::refused(
            "このひな形からは、すでに事業を作っています。一覧から選んでください。",
        ));
    }
    let event = Event::new("programme.take_over")
        .about(taken.programme.0)
        .detail(serde_json::json!({ "code": preset.code }));
    let notice = format!("「{}」を区の事業にしました。続けて契約を登録してください。", preset.name);
    cx.commit(event).await?.redirect_with(format!("/contracts/new?programme={}", taken.version), &notice)
}

pub async fn create(mut cx: Act<DraftContract>, Typed(mut form): Typed) -> Result {
    let version = form.value("programme").parse().map_err(|_| AppError::NotFound)?;
    let programme = published(cx.db(), version).await?;
    let today = cx.today();
    let offers = offers(cx.db(), today, None).await?;
    let Some(draft) = forms::draft(&mut form, &offers) else {
        return cx.invalid(views::DraftForm::new((version, programme), form, offers)).await;
    };
    if !renewal::allows(cx.db(), &mut form, (version, programme), &draft).await? {
        return cx.invalid(views::DraftForm::new((version, programme), form, offers)).await;
    }
    let id = ContractId(cx.new_id());
    if let Err(error) = db::insert(cx.write(), id, version, &draft).await {
        return taken(cx, error, views::DraftForm::new((version, programme), form, offers)).await;
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
    let programme = (contract.programme, programmes::of(cx.db(), contract.programme).await?);
    let view = views::DraftForm::new(programme, forms::stored(&contract), offers).of(&contract);
    cx.show(view).await
}

pub async fn update(
    mut cx: Act<DraftContract>,
    Path(id): Path<ContractId>,
    Typed(mut form): Typed,
) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let programme = (contract.programme, programmes::of(cx.db(), contract.programme).await?);
    let today = cx.today();
    let offers = offers(cx.db(), today, Some(contract.fiscal_year)).await?;
    let Some(draft) = forms::draft(&mut form, &offers) else {
        return cx.invalid(views::DraftForm::new(programme, form, offers).of(&contract)).await;
    };
    if !renewal::allows(cx.db(), &mut form, programme, &draft).await? {
        return cx.invalid(views::DraftForm::new(programme, form, offers).of(&contract)).await;
    }
    match db::update(cx.write(), id, form.version(), &draft).await {
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
