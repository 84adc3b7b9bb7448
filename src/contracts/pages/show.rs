//! 概要: a contract at a glance, with the next step.

use axum::extract::Path;

use super::{contract, may_draft, state_of};
use crate::{
    contracts::{ViewContracts, db, open, views},
    filings::{self, ViewFilings},
    kit::{
        ctx::View,
        error::Result,
        permission::{Permission, Role},
    },
    obligations::{self, db::owed},
    vocab::ids::ContractId,
};

pub async fn show(mut cx: View<ViewContracts>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    let (today, role) = (cx.today(), cx.actor().role);
    let paper = db::paper_counts(cx.db(), &contract).await?;
    let duties = owed::of_contract(cx.db(), id, today).await?;
    let people =
        if role == Role::WardAuditor { None } else { Some(db::people_counts(cx.db(), id, today).await?) };
    let in_force = state_of(&contract)?.is_in_force();
    let missing = if in_force && ViewFilings::allows(role) {
        Some(filings::missing(&mut cx, &contract, &duties).await?)
    } else {
        None
    };
    let now = cx.now();
    let open = open::under(cx.db(), id, today).await?;
    let gates = obligations::gates(cx.db(), &contract, &open, now).await?;
    let counts = views::Counts {
        paper: &paper,
        duties: &duties,
        missing: missing.as_ref(),
        people: people.as_ref(),
        gates: &gates,
    };
    let view = views::Show::new(&contract, cx.actor(), &counts, may_draft(role))?;
    cx.show(view).await
}
