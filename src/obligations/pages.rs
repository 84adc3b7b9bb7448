//! The pages of obligations: over all contracts, of one contract, and one of them.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{CompleteObligation, ViewObligations, completion, db, views};
use crate::{
    audit::Event,
    contracts,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        permission::Role,
        typed::Typed,
    },
    vocab::{
        dates::wareki,
        ids::{ContractId, ObligationId},
    },
};

/// The conditions of the list; what is open is shown first of all.
#[derive(Deserialize)]
#[serde(default)]
pub struct Conditions {
    state: String,
    owed_by: String,
    page: String,
}

impl Default for Conditions {
    fn default() -> Self {
        Self { state: "open".into(), owed_by: String::new(), page: String::new() }
    }
}

const STATES: [&str; 2] = ["open", "done"];
const SIDES: [&str; 2] = ["ward", "contractor"];

impl Conditions {
    fn wanted(&self) -> db::Wanted<'_> {
        let known =
            |codes: [&'static str; 2], code: &str| codes.into_iter().find(|c| *c == code).unwrap_or("");
        db::Wanted {
            contract: None,
            state: known(STATES, &self.state),
            owed_by: known(SIDES, &self.owed_by),
            page: self.page.parse::<i64>().unwrap_or(1).clamp(1, 10_000),
        }
    }
}

pub async fn list(mut cx: View<ViewObligations>, Query(conditions): Query<Conditions>) -> Result {
    let (wanted, today) = (conditions.wanted(), cx.today());
    let rows = db::list(cx.db(), &wanted).await?;
    let total = db::count(cx.db(), &wanted).await?;
    cx.show(views::List::new(rows, total, &wanted, today)).await
}

pub async fn of_contract(
    mut cx: View<ViewObligations>,
    Path(id): Path<ContractId>,
    Query(conditions): Query<Conditions>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (role, today) = (cx.actor().role, cx.today());
    let wanted = db::Wanted { contract: Some(id), state: "", owed_by: "", ..conditions.wanted() };
    let rows = db::list(cx.db(), &wanted).await?;
    let total = db::count(cx.db(), &wanted).await?;
    let in_force =
        contracts::states::ContractState::from_code(&contract.state).is_some_and(|state| state.is_in_force());
    let may_renew = in_force && matches!(role, Role::WardAdmin | Role::WardOfficer);
    let view = views::OfContract::new(&contract, cx.actor(), rows, (total, wanted.page), today, may_renew)?;
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewObligations>, Path(id): Path<ObligationId>) -> Result {
    let obligation = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (role, today) = (cx.actor().role, cx.today());
    let form = Form::empty().with("done_on", wareki(today)).with("version", obligation.version.to_string());
    cx.show(views::Show::new(&obligation, role, today, form)).await
}

pub async fn complete(
    mut cx: Act<CompleteObligation>,
    Path(id): Path<ObligationId>,
    Typed(mut form): Typed,
) -> Result {
    let obligation = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (role, today, by) = (cx.actor().role, cx.today(), cx.actor().account);
    completion::may_complete(role, &obligation.owed_by, &obligation.rule, obligation.state == "open")
        .map_err(AppError::refused)?;
    let on = form.date("done_on", "行った日").filter(|day| {
        let checked = completion::check_day(*day, today);
        checked.map_err(|problem| form.refuse("done_on", problem.to_string())).is_ok()
    });
    let note = form.required_lines("note", "行ったこと", 1000);
    let (Some(on), Some(note)) = (on, note) else {
        return cx.invalid(views::Show::new(&obligation, role, today, form)).await;
    };
    let version = form.value("version").parse().unwrap_or_default();
    if !db::complete(cx.write(), id, version, &db::Done { on, by, note: &note }).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("obligation.complete")
        .about(id.0)
        .under(obligation.contract)
        .detail(serde_json::json!({ "rule": obligation.rule }));
    let to = format!("/contracts/{}/obligations", obligation.contract);
    cx.commit(event).await?.redirect_with(to, "義務を済みにしました。")
}
