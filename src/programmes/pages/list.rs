//! The ward's programmes, and the presets it hasn't taken over.

use axum::extract::Query;
use serde::Deserialize;

use super::may_edit;
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    programmes::{
        Definition, EditProgrammes, ViewProgrammes,
        db::{self, drafts::NewDraft},
        presets, views,
    },
    vocab::ids::{ProgrammeId, ProgrammeVersionId},
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    page: String,
}

pub async fn list(mut cx: View<ViewProgrammes>, Query(wanted): Query<Wanted>) -> Result {
    let page = wanted.page.parse::<i64>().unwrap_or(1).clamp(1, 1_000);
    let rows = db::list(cx.db(), page).await?;
    let codes = db::codes(cx.db()).await?;
    let presets = presets::all().into_iter().filter(|preset| !codes.contains(&preset.code)).collect();
    let may_edit = may_edit(cx.actor().role);
    cx.show(views::list::List::new(rows, codes.len(), page, presets, may_edit)).await
}

/// A preset as the first draft of a programme of the ward.
pub async fn take_over(cx: Act<EditProgrammes>, Typed(form): Typed) -> Result {
    let preset = presets::by_code(form.value("preset")).ok_or(AppError::NotFound)?;
    create(cx, preset, "programme.take_over").await?.ok_or_else(|| {
        AppError::refused("このひな形からは、すでに事業を作っています。事業の一覧から選んでください。")
    })
}

/// Makes the programme with its first draft; `None` when the ward has one of that code.
pub(super) async fn create(
    mut cx: Act<EditProgrammes>,
    definition: &Definition,
    action: &'static str,
) -> Result<Option<crate::kit::answer::Answer>> {
    if db::codes(cx.db()).await?.contains(&definition.code) {
        return Ok(None);
    }
    let id = ProgrammeId(cx.new_id());
    let draft = NewDraft {
        programme: id,
        version: ProgrammeVersionId(cx.new_id()),
        definition,
        by: cx.actor().account,
        at: cx.now(),
    };
    if let Err(error) = db::drafts::insert_programme(cx.write(), id, definition).await {
        expect_violation(error, "programme_code_once")?;
        return Ok(None);
    }
    db::drafts::begin(cx.write(), &draft).await?;
    let event = Event::new(action).about(id.0).detail(serde_json::json!({ "code": definition.code }));
    let notice = format!("「{}」の下書きを作りました。内容を確かめてから公開してください。", definition.name);
    cx.commit(event).await?.redirect_with(format!("/programmes/{id}/draft"), &notice).map(Some)
}
