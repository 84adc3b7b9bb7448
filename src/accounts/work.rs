//! 担当の切替: a contractor's or operator's login acts under one contract of one ward at a time; switching is an act of its own,
//! with a new login token, so that no screen ever mixes two wards.

use askama::Template;
use axum::{extract::Query, http::HeaderMap};

use super::{
    ChooseWork, db,
    onward::{self, Asked, Onward},
    renewal::{Next, renew},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Typed,
    },
    vocab::ids::ContractId,
};

#[derive(Template)]
#[template(path = "accounts/work.html")]
struct WorkView {
    works: Vec<WorkRow>,
    /// Wards whose contracts wait until they have asked the company for its manager.
    waiting: Vec<String>,
    /// Whoever may stand in a 従事者名簿 is told whether they do.
    listed: bool,
    /// Where it goes on once one is chosen; empty for home.
    next: &'static str,
}

struct WorkRow {
    contract: String,
    ward_name: String,
    number: String,
    title: String,
    designated: bool,
    current: bool,
}

pub async fn show(mut cx: View<ChooseWork>, Query(asked): Query<Asked>) -> Result {
    let works = db::my_contracts(cx.db()).await?;
    let waiting = db::wards_to_ask_us(cx.db()).await?;
    let current = cx.actor().contract;
    let row = |w: db::Work| WorkRow {
        contract: w.contract.to_string(),
        ward_name: w.ward_name,
        number: w.number,
        title: w.title,
        designated: w.designated,
        current: Some(w.contract) == current,
    };
    let listed = cx.actor().role.is_contractor();
    let next = onward::carried(asked.onward().filter(|_| listed));
    cx.show(WorkView { works: works.into_iter().map(row).collect(), waiting, listed, next }).await
}

pub async fn choose(mut cx: Act<ChooseWork>, headers: HeaderMap, Typed(form): Typed) -> Result {
    let wanted: ContractId = form.value("contract").parse().map_err(|_| AppError::NotFound)?;
    let works = db::my_contracts(cx.db()).await?;
    let work = works.into_iter().find(|w| w.contract == wanted).ok_or(AppError::NotFound)?;
    let onward = Onward::named(form.value("next")).filter(|_| cx.actor().role.is_contractor());
    let path = onward.map_or("/home", Onward::path);
    let next = Next { work: (work.ward, work.contract), window: None, path };
    renew(cx, &headers, Event::new("login.leave_work"), next).await
}
