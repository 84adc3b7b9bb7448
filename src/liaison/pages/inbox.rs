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
        error::{AppError, ERASED, Result, unless_erased},
        form::{Choice, Form},
        parts::{Pager, Tag},
    },
    vocab::ids::ParticipantId,
};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    /// One person's sheets, from the person's own page.
    #[serde(default)]
    participant: String,
    #[serde(default)]
    page: Option<u64>,
}

const PAGE: u64 = 50;

pub async fn list(mut cx: View<ReadLiaison>, Query(asked): Query<Asked>) -> Result {
    let state = LiaisonState::from_code(&asked.state).map_or("", LiaisonState::code);
    let person: Option<ParticipantId> = asked.participant.parse().ok();
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = u64::try_from(db::count(cx.db(), state, person).await?).unwrap_or_default();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let listed = db::list(cx.db(), state, person, offset).await?;
    let ids = listed.iter().map(|one| one.participant).chain(person).map(|id| id.0).collect();
    let names = gathering::names(&mut cx, ids).await?;
    let whose = person.and_then(|id| names.get(&id).cloned());
    let mut rows = Vec::with_capacity(listed.len());
    for one in listed {
        rows.push(row(&mut cx, one, &names)?);
    }
    let role = cx.actor().role;
    let view = ListView {
        form: Form::empty().with("state", state).with("participant", id_text(person)),
        states: states(role.is_contractor() || role.is_centre()),
        tags: tags(state, person, whose.as_deref()),
        back: whose.as_ref().and(person).map(|id| format!("/participants/{id}")).unwrap_or_default(),
        heading: whose.map_or_else(|| "連絡シート".to_owned(), |name| format!("{name}さんの連絡シート")),
        pager: Pager::new(total, page, PAGE, &address(state, person)),
        rows,
        empty: match (state.is_empty(), role.is_contractor()) {
            _ if person.is_some() => "この人の連絡シートは、まだありません。",
            (false, _) => "この状態の連絡シートはありません。条件を外すと、ほかの状態のものが表示されます。",
            (true, true) => "連絡シートはまだありません。教室の「連絡シート」から、参加者ごとに書きます。",
            (true, false) => "新しい連絡シートはありません。受託者が送信すると、ここに届きます。",
        },
        sends_care_plans: role.is_centre(),
        other_side: if role.is_contractor() { "地域包括支援センター" } else { "事業者" },
    };
    cx.show(view).await
}

fn id_text(person: Option<ParticipantId>) -> String {
    person.map(|id| id.to_string()).unwrap_or_default()
}

/// The list with these conditions.
fn address(state: &str, person: Option<ParticipantId>) -> String {
    match (state, person) {
        ("", None) => "/liaison".to_owned(),
        ("", Some(id)) => format!("/liaison?participant={id}"),
        (state, None) => format!("/liaison?state={state}"),
        (state, Some(id)) => format!("/liaison?state={state}&participant={id}"),
    }
}

/// What the list is narrowed to. `whose`: the name, when the reader may know it.
fn tags(state: &str, person: Option<ParticipantId>, whose: Option<&str>) -> Vec<Tag> {
    let of_state = LiaisonState::from_code(state)
        .map(|known| Tag { label: format!("状態：{}", known.label()), remove_href: address("", person) });
    let of_person = person.map(|_| Tag {
        label: format!("参加者：{}", whose.unwrap_or("見られない人")),
        remove_href: address(state, None),
    });
    of_state.into_iter().chain(of_person).collect()
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
        let key = unit(one.course, one.enrolment);
        let text = cx.open::<LiaisonText>(one.participant, key, one.id.0, one.sealed_version, &one.sealed);
        match unless_erased(text)? {
            Some(text) => views::glance(if kind == Kind::Sheet { &text.conduct } else { &text.message }),
            None => ERASED.into(),
        }
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
