//! 委託料内訳書 on the screen, and the records behind each of its figures.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    ReadFees,
    behind::{self, Behind},
    reckoning::reckon,
    views::{Figure, Rows, Show},
};
use crate::{
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        permission::{Permission, Role},
    },
    participants::{Person, people},
    vocab::ids::ContractId,
};

const PAGE: usize = 50;

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
    let all = behind::behind(&reckoning, &figure.rows);
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, 10_000);
    let on_page: Vec<Behind> = all.iter().skip((page - 1) * PAGE).take(PAGE).cloned().collect();
    cx.because_of(id);
    let named = named(&mut cx, &on_page).await?;
    let view = Rows::new(cx.actor(), &reckoning, &figure, (&on_page, all.len(), page), named.as_deref())?;
    cx.show(view).await
}

/// The people of these lines as this reader may see them; `None` for whoever sees nobody.
async fn named<P: Permission, M: Send>(cx: &mut Ctx<P, M>, lines: &[Behind]) -> Result<Option<Vec<Person>>> {
    if cx.actor().role == Role::WardAuditor || !cx.actor().sees_people() {
        return Ok(None);
    }
    let mut ids: Vec<uuid::Uuid> = lines.iter().filter_map(|line| Some(line.person?.0)).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let items = people::items_for(cx).await?;
    let mut opened = Vec::new();
    for row in people::find_many(cx.db(), &ids).await? {
        opened.push(people::open(cx, row, items.as_deref())?);
    }
    Ok(Some(opened))
}
