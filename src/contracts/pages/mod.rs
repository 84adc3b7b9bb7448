//! The pages of contracts.

pub mod clause_import;
pub mod clause_set;
pub mod draft;
pub mod entries;
pub mod roster;
pub mod roster_decision;
pub mod roster_missing;
pub mod roster_paper;
pub mod show;
pub mod signature;
pub mod steps;

use axum::extract::Query;
use serde::Deserialize;

use super::{ViewContracts, db, states::ContractState, views};
use crate::{
    kit::{
        ctx::View,
        db::Reads,
        error::{AppError, Result},
        form::Form,
        permission::Role,
    },
    vocab::ids::ContractId,
};

/// The conditions of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Conditions {
    state: String,
    year: String,
    page: String,
}

pub async fn list(mut cx: View<ViewContracts>, Query(typed): Query<Conditions>) -> Result {
    let (today, role) = (cx.today(), cx.actor().role);
    let state = ContractState::from_code(&typed.state).map_or("", ContractState::code);
    let year: i32 = typed.year.parse().unwrap_or_default();
    let page: i64 = typed.page.parse::<i64>().unwrap_or(1).clamp(1, 10_000);
    let rows = db::list(cx.db(), state, year, today, page).await?;
    let total = db::count(cx.db(), state, year).await?;
    let years = db::years(cx.db()).await?;
    let form = Form::empty()
        .with("state", state)
        .with("year", if year == 0 { String::new() } else { year.to_string() });
    let view = views::List::new(rows, total, page, form, &years, may_draft(role));
    cx.show(view).await
}

/// The contract, if this person may see it.
pub async fn contract(db: &mut Reads, id: ContractId) -> Result<db::Contract> {
    db::find(db, id).await?.ok_or(AppError::NotFound)
}

/// The state a stored word stands for.
/// # Errors
/// When the stored word is unknown.
pub fn state_of(contract: &db::Contract) -> Result<ContractState> {
    ContractState::from_code(&contract.state).ok_or_else(|| AppError::bug("unknown contract state"))
}

/// The contract, if it is still a draft.
async fn draft_contract(db: &mut Reads, id: ContractId) -> Result<db::Contract> {
    let contract = contract(db, id).await?;
    if state_of(&contract)?.is_draft() {
        Ok(contract)
    } else {
        Err(AppError::refused("この契約は締結ずみのため、内容と特記事項は変えられません。"))
    }
}

fn may_draft(role: Role) -> bool {
    matches!(role, Role::WardAdmin | Role::WardOfficer)
}
