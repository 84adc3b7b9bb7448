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
    let people = match role {
        Role::WardAuditor => None,
        _ => Some(db::people_counts(cx.db(), id, today).await?),
    };
    let sees_people = !role.is_contractor() || cx.actor().designation.is_some();
    let view = views::Show::new(&contract, role, &paper, people.as_ref(), sees_people, may_draft(role))?;
    cx.show(view).await
}
