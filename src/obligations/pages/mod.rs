//! The pages of obligations: over all contracts, of one contract, and one of them.

pub mod calendar;
pub mod change;
pub mod clause_sets;
pub mod occasions;
pub mod standing;
pub mod waiving;

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{CompleteObligation, TellOccasion, ViewObligations, completion, db, views};
use crate::{
    audit::Event,
    calendar_feeds::FollowCalendar,
    contracts,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        permission::{Permission, Role},
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

const STATES: [&str; 5] = ["open", "late", "handed_in", "done", "waived"];
const SIDES: [&str; 2] = ["ward", "contractor"];

/// Obligations on one page.
pub const PAGE: i64 = 50;

impl Conditions {
    fn wanted(&self, today: time::Date) -> db::Wanted<'_> {
        let known = |codes: &[&'static str], code: &str| codes.iter().find(|c| **c == code).copied();
        db::Wanted {
            contract: None,
            state: known(&STATES, &self.state).unwrap_or(""),
            owed_by: known(&SIDES, &self.owed_by).unwrap_or(""),
            today,
            page: self.page.parse::<i64>().unwrap_or(1).clamp(1, 10_000),
            size: PAGE,
        }
    }
}

pub async fn list(mut cx: View<ViewObligations>, Query(conditions): Query<Conditions>) -> Result {
    let wanted = conditions.wanted(cx.today());
    let rows = db::list(cx.db(), &wanted).await?;
    let total = db::count(cx.db(), &wanted).await?;
    let follows = FollowCalendar::allows(cx.actor().role);
    cx.show(views::List::new(rows, total, &wanted, follows)).await
}

pub async fn of_contract(
    mut cx: View<ViewObligations>,
    Path(id): Path<ContractId>,
    Query(conditions): Query<Conditions>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let role = cx.actor().role;
    let wanted = db::Wanted { contract: Some(id), state: "", owed_by: "", ..conditions.wanted(cx.today()) };
    let rows = db::list(cx.db(), &wanted).await?;
    let total = db::count(cx.db(), &wanted).await?;
    let in_force = contract.is_in_force();
    let may_renew = in_force && matches!(role, Role::WardAdmin | Role::WardOfficer);
    let may_tell = in_force && TellOccasion::allows(role);
    let may = (may_renew, may_tell);
    let view = views::OfContract::new(&contract, cx.actor(), rows, (total, &wanted), may)?;
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewObligations>, Path(id): Path<ObligationId>) -> Result {
    let obligation = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let today = cx.today();
    let form = Form::empty().with("done_on", wareki(today)).with("version", obligation.version.to_string());
    let view = views::Show::new(&obligation, cx.actor(), today, form);
    cx.show(view).await
}

pub async fn complete(
    mut cx: Act<CompleteObligation>,
    Path(id): Path<ObligationId>,
    Typed(mut form): Typed,
) -> Result {
    let obligation = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (role, today, by) = (cx.actor().role, cx.today(), cx.actor().account);
    let denied = |action| Event::new(action).about(id.0).under(obligation.contract);
    let owed = (obligation.owed_by.as_str(), obligation.decision.as_str());
    if let Err(why) = completion::may_complete(role, owed, &obligation.evidence, obligation.is_open()) {
        return cx.refuse(denied("obligation.refused"), why).await;
    }
    let on = form.date("done_on", "行った日");
    let problem = on.and_then(|day| completion::check_day(day, today, obligation.arose_on()).err());
    if let Some(problem) = &problem {
        form.refuse("done_on", problem.to_string());
    }
    let note = form.required_lines("note", "行ったこと", 1000);
    let (Some(on), Some(note), None) = (on, note, &problem) else {
        let is_back_dating = problem.is_some_and(|problem| problem.is_back_dating());
        let tried = is_back_dating.then(|| denied("obligation.backdate"));
        let view = views::Show::new(&obligation, cx.actor(), today, form);
        return cx.invalid_but_known(tried, view).await;
    };
    let version = form.version();
    let done = db::Done { state: "done", on, by, note: &note };
    if !db::complete(cx.write(), id, version, &done).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("obligation.complete")
        .about(id.0)
        .under(obligation.contract)
        .detail(serde_json::json!({ "rule": obligation.rule }));
    let to = format!("/contracts/{}/obligations", obligation.contract);
    cx.commit(event).await?.redirect_with(to, "義務を済みにしました。")
}
