//! 概要: a contract at a glance, with the next step.

use axum::extract::Path;

use super::{contract, may_draft};
use crate::{
    contracts::{ViewContracts, db, views},
    kit::{ctx::View, error::Result, permission::Role},
    vocab::ids::ContractId,
};

pub async fn show(mut cx: View<ViewContracts>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    let (today, role) = (cx.today(), cx.actor().role);
    let paper = db::paper_counts(cx.db(), &contract, today).await?;
    let people =
        if role == Role::WardAuditor { None } else { Some(db::people_counts(cx.db(), id, today).await?) };
    let view = views::Show::new(&contract, cx.actor(), &paper, people.as_ref(), may_draft(role))?;
    cx.show(view).await
}
