//! 特記事項の取込み: pasted or uploaded, split, and shown for correction. Nothing is stored before the person has seen it.

use axum::extract::Path;
use uuid::Uuid;

use super::draft_contract;
use crate::{
    audit::Event,
    contracts::{DraftContract, clauses, db, paper, views},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::{Typed, Uploaded},
    },
    vocab::ids::ContractId,
};

pub async fn form(mut cx: View<DraftContract>, Path(id): Path<ContractId>) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let known = db::clause_sets::in_use(cx.db()).await?;
    let view = views::ClauseImport::new(&contract, Form::empty(), known);
    cx.show(view).await
}

/// Splits the paper and shows every clause; what was pasted stays on the page when it can't be split.
pub async fn read(mut cx: Act<DraftContract>, Path(id): Path<ContractId>, upload: Uploaded) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let Uploaded { mut form, files } = upload;
    let text = match files.first() {
        Some(_) if !form.value("text").trim().is_empty() => {
            form.general("ファイルと貼り付けの両方があります。どちらか一方にしてください。");
            None
        }
        Some(file) => {
            paper::read(&file.bytes).map_err(|problem| form.refuse("paper", problem.to_string())).ok()
        }
        None if form.value("text").trim().is_empty() => {
            form.refuse("text", "特記事項の本文を貼り付けるか、テキストファイルを選んでください。");
            None
        }
        None => Some(form.value("text").to_owned()),
    };
    let field = if files.is_empty() { "text" } else { "paper" };
    let split = text.and_then(|text| {
        clauses::split(&text).map_err(|problem| form.refuse(field, problem.to_string())).ok()
    });
    match split {
        Some(split) => cx.show(views::Correction::found(&contract, split)?).await,
        None => {
            let known = db::clause_sets::in_use(cx.db()).await?;
            cx.invalid(views::ClauseImport::new(&contract, form, known)).await
        }
    }
}

/// Takes over a set that another contract of the ward carries.
pub async fn reuse(mut cx: Act<DraftContract>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let known = db::clause_sets::in_use(cx.db()).await?;
    let ids: Vec<String> = known.iter().map(|set| set.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let Some(set) = form.choice("set", "特記事項", &ids).and_then(|set| set.parse::<Uuid>().ok()) else {
        return cx.invalid(views::ClauseImport::new(&contract, form, known)).await;
    };
    if !db::clause_sets::bind(cx.write(), id, contract.version, set).await? {
        return Err(AppError::stale());
    }
    if let Some(old) = contract.clause_set {
        db::clause_sets::remove_unused(cx.write(), old).await?;
    }
    let event =
        Event::new("contract.clauses").about(id.0).under(id).detail(serde_json::json!({ "set": set }));
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}/clauses"), "特記事項を取り込みました。")
}
