//! 受信箱・一覧: what came, what went, and what waits for whom.

use std::collections::BTreeMap;

use axum::extract::Query;
use serde::Deserialize;

use super::super::{
    ReadLiaison,
    acts::unit,
    content::LiaisonText,
    db::{self, Listed},
    gathering,
    kinds::{Kind, Reader, Sight},
    states::LiaisonState,
    views::{self, ListRow, ListView},
};
use crate::{
    kit::{
        ctx::View,
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Pager, Tag},
    },
    vocab::ids::ParticipantId,
};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: Option<u64>,
}

const PAGE: u64 = 50;

pub async fn list(mut cx: View<ReadLiaison>, Query(asked): Query<Asked>) -> Result {
    let state = LiaisonState::from_code(&asked.state).map_or("", LiaisonState::code);
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = u64::try_from(db::count(cx.db(), state).await?).unwrap_or_default();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let listed = db::list(cx.db(), state, offset).await?;
    let names = gathering::names(&mut cx, listed.iter().map(|one| one.participant.0).collect()).await?;
    let mut rows = Vec::with_capacity(listed.len());
    for one in listed {
        rows.push(row(&mut cx, one, &names)?);
    }
    let href = if state.is_empty() { "/liaison".to_owned() } else { format!("/liaison?state={state}") };
    let role = cx.actor().role;
    let view = ListView {
        form: Form::empty().with("state", state),
        states: states(role.is_contractor() || role.is_centre()),
        tags: LiaisonState::from_code(state)
            .map(|state| Tag { label: format!("状態：{}", state.label()), remove_href: "/liaison".into() })
            .into_iter()
            .collect(),
        pager: Pager::new(total, page, PAGE, &href),
        rows,
        empty: match (state.is_empty(), role.is_contractor()) {
            (false, _) => "この状態の連絡シートはありません。条件を外すと、ほかの状態のものが表示されます。",
            (true, true) => "連絡シートはまだありません。教室の「連絡シート」から、参加者ごとに書きます。",
            (true, false) => "新しい連絡シートはありません。受託者が送信すると、ここに届きます。",
        },
        sends_care_plans: role.is_centre(),
        other_side: if role.is_contractor() { "地域包括支援センター" } else { "事業者" },
    };
    cx.show(view).await
}

fn states(writes: bool) -> Vec<Choice> {
    LiaisonState::ALL
        .into_iter()
        .filter(|state| writes || *state != LiaisonState::Draft)
        .map(|state| Choice::new(state.code(), state.label()))
        .collect()
}

fn row(cx: &mut View<ReadLiaison>, one: Listed, names: &BTreeMap<ParticipantId, String>) -> Result<ListRow> {
    let (Some(kind), Some(state)) = (Kind::from_code(&one.kind), LiaisonState::from_code(&one.state)) else {
        return Err(AppError::bug("unknown kind or state of a liaison sheet"));
    };
    let reader = Reader::of(cx.actor().role, kind.direction());
    let glance = if reader.sees(state) == Sight::Whole {
        let text: LiaisonText = cx.open(
            one.participant,
            unit(one.course, one.enrolment),
            one.id.0,
            one.sealed_version,
            &one.sealed,
        )?;
        views::glance(if kind == Kind::Sheet { &text.conduct } else { &text.message })
    } else {
        String::new()
    };
    let waits = matches!(state, LiaisonState::Sent | LiaisonState::Opened);
    Ok(ListRow {
        href: format!("/liaison/{}", one.id),
        name: names.get(&one.participant).cloned().unwrap_or_default(),
        kind: kind.label(),
        title: one.title,
        other: if cx.actor().role.is_contractor() { one.centre_name } else { one.contractor },
        glance,
        is_overdue: waits && one.answer_due_on.is_some_and(|day| day < cx.today()),
        due: views::due(one.answer_due_on),
        is_unread: reader == Reader::Receiver && state == LiaisonState::Sent,
        chip: views::inbox_chip(state, reader == Reader::Receiver),
    })
}
