//! 委託料内訳書 on the screen, and the records behind each of its figures.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    ReadFees, behind, db,
    reckoning::reckon,
    views::{Figure, Rows, Show},
};
use crate::{
    behind::{Listing, Names},
    kit::{
        ctx::View,
        error::{AppError, Result},
        permission::Role,
    },
    vocab::ids::ContractId,
};

/// Which statement, and which of its figures: `rule` with the number of one of its lines, or the number of a remark.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    pub period: String,
    rule: String,
    line: String,
    remark: String,
    page: String,
}

pub async fn show(mut cx: View<ReadFees>, Path(id): Path<ContractId>, Query(asked): Query<Asked>) -> Result {
    let reckoning = reckon(&mut cx, id, &asked.period).await?;
    let view = Show::new(cx.actor(), &reckoning)?;
    cx.show(view).await
}

pub async fn rows(mut cx: View<ReadFees>, Path(id): Path<ContractId>, Query(asked): Query<Asked>) -> Result {
    let reckoning = reckon(&mut cx, id, &asked.period).await?;
    let statement = reckoning.statement.as_ref();
    let figure = match (asked.remark.as_str(), asked.line.as_str()) {
        ("", line) => statement.and_then(|one| Figure::of_rule(one, &asked.rule, line)),
        (remark, _) => statement.and_then(|one| Figure::of_remark(one, remark)),
    };
    // Without a figure, all that the statement was counted from.
    let figure = match figure {
        Some(figure) => figure,
        None if asked.rule.is_empty() && asked.remark.is_empty() => Figure::whole(statement),
        None => return Err(AppError::NotFound),
    };
    cx.because_of(id);
    let opens = cx.actor().role != Role::WardAuditor && cx.actor().sees_people();
    let planned = if opens { db::planned_contacts(cx.db(), id).await? } else { BTreeMap::new() };
    let all = behind::behind(&reckoning, &figure.rows, &planned);
    let here = figure.address(&reckoning);
    let listing = Listing::of(&mut cx, &all, (&asked.page, &here), &Names::new()).await?;
    let view = Rows::new(cx.actor(), &reckoning, &figure, listing)?;
    cx.show(view).await
}
